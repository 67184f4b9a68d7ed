// npm run bench [-- --only REGEX --budget SECONDS --no-micro --no-peers]: everything, as tables and as JSON.
import { execSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CASES, caseOf } from "./cases.mjs";
import { describe, machineLine } from "./machine.mjs";
import { aimsText, caseText, inputsText } from "./text.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" }, //          cases to run, a regular expression on their ids
    budget: { type: "string", default: "60" }, //      seconds for the tuning of one peer in one case
    "no-micro": { type: "boolean", default: false },
    "no-peers": { type: "boolean", default: false },
  },
});

installPeers();
// Imported only now, because they import packages that may just have been installed.
const { compete } = await import("./end-to-end.mjs");
const { compareInputs } = await import("./inputs.mjs");
const { microTable, runMicro } = await import("./micro.mjs");

const begun = performance.now();
/**
 * @type {{ date: string, machine: object, micro: any[], cases: import("./end-to-end.mjs").Competition[], inputs: any[] }}
 */
const results = { date: new Date().toISOString(), machine: describe(), micro: [], cases: [], inputs: [] };
console.log(`\n${machineLine()}\n`);

if (!values["no-micro"]) {
  results.micro = await runMicro();
  console.log(`The kernel's inner functions\n\n${microTable(results.micro)}\n`);
}
const wanted = CASES.filter(({ id }) => new RegExp(values.only).test(id));
for (const problem of wanted) {
  const competition = await compete(problem, { budget: 1000 * Number(values.budget), peers: !values["no-peers"] });
  results.cases.push(competition);
  console.log(caseText(competition));
}
if (wanted.some(({ id }) => id === "logistic-ridge")) {
  results.inputs = await compareInputs(caseOf("logistic-ridge"));
  console.log(inputsText(results.inputs));
}
console.log(aimsText(results.cases));
save();
console.log(
  `${Math.round((performance.now() - begun) / 1000)} s, load ${describe().load} at the end; bench/results/latest.json has it all`,
);

function installPeers() {
  const here = fileURLToPath(new URL(".", import.meta.url));
  if (existsSync(`${here}node_modules`)) return;
  execSync("npm ci --silent --no-audit --no-fund", { cwd: here, stdio: "inherit" });
}

function save() {
  const folder = new URL("results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("latest.json", folder), `${JSON.stringify(results, null, 2)}\n`);
}
