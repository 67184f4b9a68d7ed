// Writes into README.md what its blocks print: node scripts/readme.mjs, after npm run build. test/readme.test.ts checks it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FENCE = /^```(\w+)\n([\s\S]*?)^```$/gm;
const DEMO = "node dist/cli.mjs compare examples/data/spambase.csv --response spam --family binomial";

/** @param {string} kind @param {string} code */
function run(kind, code) {
  mkdirSync(`${ROOT}build/readme`, { recursive: true });
  const file = `${ROOT}build/readme/block.${kind === "js" ? "mjs" : "sh"}`;
  const shell = code.includes("npm run demo") ? DEMO : code;
  writeFileSync(file, kind === "js" ? code : `npx() { shift; node dist/cli.mjs "$@"; }\n${shell}`);
  return execFileSync(kind === "js" ? "node" : "bash", [file], { cwd: ROOT, encoding: "utf8" });
}

const text = readFileSync(`${ROOT}README.md`, "utf8");
/** @type {{ kind: string, code: string } | undefined} */
let last;
const refreshed = text.replace(FENCE, (whole, kind, code) => {
  if (kind !== "text") {
    last = { kind, code };
    return whole;
  }
  return last === undefined ? whole : `\`\`\`text\n${run(last.kind, last.code)}\`\`\``;
});
writeFileSync(`${ROOT}README.md`, refreshed);
