// node scripts/size.mjs, after npm run build: what each entry weighs, and what each feature adds to it, as docs/size.md. JavaScript is measured without
// the modules of a feature; the kernel by the functions of a room, as names in a build of it say.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import asc from "assemblyscript/asc";
import { rolldown } from "rolldown";
import { weighedPages } from "./bundled-size.mjs";
import { replaceGenerated } from "./replace-generated.mjs";
import { functionSizes } from "./wasm-functions.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGE = `${ROOT}docs/size.md`;

/** What a fit may do without, and the modules of it; those that only they import go with them. @type {readonly (readonly [feature: string, modules: RegExp])[]} */
const FEATURES = [
  ["threads", /src\/workers\//],
  ["threads without shared memory, rows elsewhere", /src\/(workers\/crew|shard\/(afar|pieces|rows-part|ask-rows|join-parts|brought|held-rows|holding|row-questions|crew))\./],
  ["optima on the border of a link's domain", /src\/border\//],
  ["whether a minimum exists; separation", /src\/(existence|separation)\//],
  ["bias reduction", /src\/bias\//],
  ["lasso, elastic net, groups, balls", /src\/(minimize\/(working-sets|groups|sample|foreseen|look|null-model|null-search|null-unit)|fitting\/ball-multiplier|options\/plan-(groups|penalty))\./],
  ["noise", /src\/(noise\/|options\/(plan-noise|plan-ties)|minimize\/penalize|shard\/noise-terms)/],
  ["nearly dependent columns: a factor of x", /src\/minimize\/(basis|basis-entries|refine|triangle)\.|src\/shard\/triangle\./],
  ["warnings in words", /src\/fitting\/warnings\./],
  ["tables that are printed: summary and its forms", /src\/(words\/|result\/(summary|table-text|tidy|diagnostics-table))/],
  ["standard errors, contrasts, intervals, residuals, scores", /src\/(inference\/|result\/(contrast|predict-interval|residuals|score|estimate-options|fit-statistics|predict-terms)\.|stats\/)/],
  ["saved models", /src\/(result\/(serialize|model-schema|consistent)|base\/schema)\./],
  ["sparse x", /src\/input\/(sparse|sparse-check|sparse-matrix|csr)\./],
  ["factors as codes", /src\/(input\/coded|wasm\/coded-design|shard\/coded-part)\./],
  ["x of other libraries, columns by name", /src\/input\/(foreign|arrow|of-table|names)\./],
  ["families other than the default", /src\/families\/(binomial|gamma|inverse-gaussian|multinomial|negative-binomial|poisson|quasi|tweedie|reducible)\./],
  ["traces", /src\/(minimize\/trace|base\/trace)\./],
]; // biome-ignore format: a table

const kB = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1);

/** A page that only fits, from the sources, without the kernel and without some modules; minified and gzipped. @param {RegExp} [without] */
async function fitWithout(without) {
  const empty = "\0empty";
  const plugin = {
    name: "without",
    resolveId: (/** @type {string} */ id) =>
      id === "./bytes.js" || id === "./frame/register.js" ? `${empty}${id}` : undefined,
    load: (/** @type {string} */ id) => {
      if (id.startsWith(empty))
        return id.endsWith("bytes.js")
          ? 'export const KERNEL_DEFLATED_BASE64 = ""; export const KERNEL_BYTES = 1;'
          : "export const register = () => undefined;";
      return without?.test(id) ? "export {};" : undefined;
    },
  };
  const entry = `${ROOT}build/size/from-source.ts`;
  const bundle = await rolldown({ input: entry, plugins: [plugin], shimMissingExports: true, logLevel: "silent" });
  const { output } = await bundle.generate({ format: "esm", minify: true, codeSplitting: false });
  await bundle.close();
  return gzipSync(output[0].code, { level: 9 }).length;
}

/** What a logistic fit of dense x with its summary never calls: parts of its JavaScript and of the kernel. */
const NEVER_CALLED = {
  features: ["threads", "threads without shared memory, rows elsewhere", "optima on the border of a link's domain", "whether a minimum exists; separation", "bias reduction", "lasso, elastic net, groups, balls", "noise", "saved models", "sparse x", "factors as codes", "x of other libraries, columns by name", "traces"],
  parts: ["multinomial", "noise", "coordinate descent, penalties, balls, groups", "L-BFGS", "newton-cg", "whether a minimum exists", "factors as codes", "sparse x"],
}; // biome-ignore format: a table

async function features() {
  const whole = await fitWithout();
  const rows = [];
  for (const [feature, modules] of FEATURES) rows.push({ feature, bytes: whole - (await fitWithout(modules)) });
  rows.sort((a, b) => b.bytes - a.bytes);
  return table(
    ["part of a fit", "kB gzipped"],
    rows.map(({ feature, bytes }) => [feature, kB(bytes)]),
  );
}

/** Parts of the kernel, and their files below assembly/; the first that fits. @type {readonly (readonly [part: string, files: RegExp])[]} */
const PARTS = [
  ["multinomial", /^objective\/(multinomial|class|wide-classes)|^solver\/(blocks|block-newton|class-metric)/],
  ["noise", /^noise\/|^objective\/(second-order|tied|raw-spread)|^design\/wide-noise|^num\/logistic-normal/],
  ["the row of each family", /^family\/(power|proportion|negative-binomial|poisson|binomial|gaussian|composed|barrier|shape)/],
  ["loops over rows, for each kind of row", /^family\//],
  ["links", /^link\//],
  ["coordinate descent, penalties, balls, groups", /^penalty\/|^solver\/(coordinate-descent|quadratic-model|group|bend)/],
  ["L-BFGS", /^solver\/(lbfgs|pairs)/],
  ["newton-cg", /^solver\/(newton-cg|preconditioner)|^num\/conjugate/],
  ["Newton's method, and what solvers share", /^solver\/(newton|shared|step|model|registry|line-search)/],
  ["whether a minimum exists", /^solver\/(escape|minimum-norm)|^objective\/recession/],
  ["standard errors, tests, quantiles", /^infer\/|^objective\/(scores|project)|^distributions|^num\/(f-|normal|gamma-functions|poisson-quantile)/],
  ["nearly dependent columns: more digits", /^design\/(precise|orthogonal)|^num\/(double-double|quads)/],
  ["factors as codes", /^design\/coded/],
  ["sparse x", /^design\/(sparse|transpose)|^objective\/(sparse-parts|planes|by-rows)/],
  ["dense x: sums and products", /^design\/|^num\/(gram|panels|triangle|cholesky|vec|lanes)|^objective\/wide/],
  ["chunks and partitions of rows", /^objective\//],
  ["the rest", /./],
]; // biome-ignore format: a table

/** Parts of the kernel by the bytes of their functions; `gzipped` shares the compressed size in proportion. */
async function kernel() {
  const target = ["assembly/index.ts", "--config", "asconfig.json", "--target", "release"];
  const { error } = await asc.main([...target, "--debug", "--outFile", "build/size/named.wasm"], {
    stderr: process.stderr,
  });
  if (error) throw error;
  const named = functionSizes(readFileSync(`${ROOT}build/size/named.wasm`));
  const all = named.reduce((sum, { size }) => sum + size, 0);
  const share = gzipSync(readFileSync(`${ROOT}build/core.wasm`), { level: 9 }).length / all;
  /** @type {{ part: string, size: number }[]} */
  const rows = PARTS.map(([part]) => ({ part, size: 0 }));
  for (const { name, size } of named) {
    const file = name.replace(/^assembly\//, "");
    const found = rows[PARTS.findIndex(([, files]) => files.test(file))];
    if (found) found.size += size;
  }
  rows.sort((a, b) => b.size - a.size);
  const called = rows.filter(({ part }) => !NEVER_CALLED.parts.includes(part));
  return {
    called: called.reduce((sum, { size }) => sum + size * share, 0),
    text: table(
      ["part of the kernel", "bytes", "kB gzipped, in proportion"],
      rows.map(({ part, size }) => [part, String(size), kB(size * share)]),
    ),
  };
}

/** What a plain fit calls, in JavaScript and in the kernel. @param {number} kernelBytes */
async function plain(kernelBytes) {
  const never = FEATURES.filter(([feature]) => NEVER_CALLED.features.includes(feature));
  const script = await fitWithout(new RegExp(never.map(([, modules]) => modules.source).join("|")));
  return table(
    ["what a plain fit calls", "kB gzipped"],
    [
      ["JavaScript", kB(script)],
      ["kernel", kB(kernelBytes)],
      ["together", kB(script + kernelBytes)],
    ],
  );
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return `\n\n${[line(head), line(head.map((_, k) => (k === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n")}\n\n`;
}

const ENTRIES = /** @type {const} */ ({
  index: "`dropglm`: everything, with the kernel",
  external: "`dropglm/external`: without kernel and tables",
  fit: "of that `fit` alone, with `dropout` and `ridge`",
  predict: "of that saved models alone: `Model`, `load`",
  tables: "`dropglm/tables`",
  plot: "`dropglm/plot`, beside `dropglm`",
  svmlight: "`dropglm/svmlight`, beside `dropglm`",
  worker: "`dropglm/worker`: the code of a thread",
});

async function entries() {
  const weighed = await weighedPages();
  const bytes = readFileSync(`${ROOT}build/core.wasm`);
  const core = { gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
  const rows = Object.entries(ENTRIES).map(([name, what]) => {
    const { gzip, brotli } = weighed[/** @type {keyof typeof ENTRIES} */ (name)];
    return [what, kB(gzip), kB(brotli)];
  });
  return table(
    ["entry, minified", "kB gzipped", "kB by brotli"],
    [...rows, ["`dropglm/core.wasm`", kB(core.gzip), kB(core.brotli)]],
  );
}

mkdirSync(`${ROOT}build/size`, { recursive: true });
writeFileSync(`${ROOT}build/size/from-source.ts`, 'export { dropout, fit, ridge } from "../../src/index.js";\n');
let page = readFileSync(PAGE, "utf8");
const { called, text } = await kernel();
page = replaceGenerated(page, "entries", await entries());
page = replaceGenerated(page, "features", await features());
page = replaceGenerated(page, "kernel", text);
page = replaceGenerated(page, "plain", await plain(called));
writeFileSync(PAGE, page);
