// Writes the outputs of code blocks into README.md and the pages of docs/, and, between marks of `generated`, the tables made from
// the descriptors, lines of BENCHMARKS.md, and the size of the package; and docs/saved-model.schema.json.
// node scripts/readme.mjs [PAGE...], after npm run build. Tests check all of it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "tsdown";
import { bundledSizes } from "./bundled-size.mjs";
import { quoteBenchmarks } from "./quote-benchmarks.mjs";
import { replaceGenerated } from "./replace-generated.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FENCE = /^```(\w+)\n([\s\S]*?)^```$/gm;
const DEMO = "node dist/cli.mjs try examples/data/spambase.csv --response spam --family binomial";

/** @param {string} kind @param {string} code */
function run(kind, code) {
  mkdirSync(`${ROOT}build/readme`, { recursive: true });
  const file = `${ROOT}build/readme/block.${kind === "js" ? "mjs" : "sh"}`;
  const shell = code.includes("npm run demo") ? DEMO : code;
  writeFileSync(file, kind === "js" ? code : `npx() { shift; node dist/cli.mjs "$@"; }\n${shell}`);
  return execFileSync(kind === "js" ? "node" : "bash", [file], { cwd: ROOT, encoding: "utf8" });
}

/** The output without the column of seconds: if only that column differs, the page is not changed. @param {string} text */
const untimed = (text) => text.replace(/\) +\d\.\d{4}$/gm, ")");

async function tables() {
  const names = ["readme-table", "saved-models-table", "saved-model-schema"];
  const entry = Object.fromEntries(names.map((name) => [name, `scripts/${name}.ts`]));
  const outDir = "build/readme";
  const shared = { config: false, dts: false, clean: false, fixedExtension: true, logLevel: "silent" };
  await build({ ...shared, cwd: ROOT, entry, outDir, format: "esm", platform: "node" });
  const { whatGoesTogether } = await import(`${ROOT}${outDir}/readme-table.mjs`);
  const { savedModelsTable } = await import(`${ROOT}${outDir}/saved-models-table.mjs`);
  const { savedModelSchemaText } = await import(`${ROOT}${outDir}/saved-model-schema.mjs`);
  return { ...whatGoesTogether(), fields: savedModelsTable(), schema: savedModelSchemaText() };
}

/** The size of what a page imports, gzipped: all, without kernel and tables, and for a fit alone. */
async function size() {
  const sizes = await bundledSizes();
  const [all, numbers, fit] = [sizes.index, sizes.external, sizes.fit].map((bytes) => Math.round(bytes / 1000));
  return `${all} kB minified and gzipped, with the WebAssembly, formulas and tables inside; \`dropglm/external\` is ${numbers} kB without them, and ${fit} kB where a bundler leaves only \`fit\``;
}

/** @param {string} page */
function refreshed(page) {
  /** @type {{ kind: string, code: string } | undefined} */
  let last;
  return readFileSync(`${ROOT}${page}`, "utf8").replace(FENCE, (whole, kind, code) => {
    if (kind !== "text") {
      last = { kind, code };
      return whole;
    }
    if (last === undefined) return whole;
    const printed = run(last.kind, last.code);
    return untimed(printed) === untimed(code) ? whole : `\`\`\`text\n${printed}\`\`\``;
  });
}

const apart = (/** @type {string} */ table) => `\n\n${table}\n\n`;
const { families, noises, solvers, fields, schema } = await tables();
writeFileSync(`${ROOT}docs/saved-model.schema.json`, schema);
/** The content between the marks of each page. @type {Record<string, Record<string, string>>} */
const GENERATED = {
  "README.md": { size: await size() },
  "docs/benchmarks.md": { benchmarks: apart(quoteBenchmarks(readFileSync(`${ROOT}BENCHMARKS.md`, "utf8"))) },
  "docs/models.md": { families: apart(families), noises: apart(noises), solvers: apart(solvers) },
  "docs/saved-models.md": { fields: apart(fields) },
};

const guides = readdirSync(`${ROOT}docs`).filter((name) => name.endsWith(".md"));
const all = ["README.md", ...guides.map((name) => `docs/${name}`)];
for (const page of process.argv.length > 2 ? process.argv.slice(2) : all) {
  let text = refreshed(page);
  for (const [name, content] of Object.entries(GENERATED[page] ?? {})) text = replaceGenerated(text, name, content);
  writeFileSync(`${ROOT}${page}`, text);
}
