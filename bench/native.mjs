// npm run bench:peers [-- --quick --only REGEX --peers REGEX --node PATH --python PATH --seconds 120]: compares with native programs, each
// in its own process. Prints tables; writes bench/results/peers.json, in which other cases keep their old results.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { BARRED, barLines } from "./bars.mjs";
import { contest } from "./contest.mjs";
import { barText, contestText, defaultsText, growthText } from "./contest-text.mjs";
import { whyNoData } from "./data/index.mjs";
import { exponents } from "./growth.mjs";
import { describe, machineLine } from "./machine.mjs";
import { PEER_CASES } from "./peer-cases.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" }, //     cases, a regular expression on their ids
    peers: { type: "string", default: "" }, //    programs, a regular expression on their names
    node: { type: "string", default: process.execPath }, // the Node for dropglm
    python: { type: "string", default: existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3" },
    Rscript: { type: "string", default: "Rscript" },
    seconds: { type: "string" }, // time limit of one fit; default 120, quick 40
    quick: { type: "boolean", default: false }, // only cases with an aim, their programs, and few rounds
    note: { type: "string" }, // a note for readers of BENCHMARKS.md
    out: { type: "string", default: "peers.json" },
  },
});

const folder = new URL("results/", import.meta.url);
const file = new URL(values.out, folder);
/** @type {{ date: string, machine: object, note?: string, cases: Record<string, Awaited<ReturnType<typeof contest>> & { date: string, quick: boolean }> }} */
const results = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { cases: {} };
const { quick } = values;
const seconds = Number(values.seconds ?? (quick ? 40 : 120));
const isWanted = (/** @type {string} */ id) => new RegExp(values.only).test(id) && (!quick || BARRED.includes(id));
const begun = performance.now();
console.log(`${machineLine("versions and threads stand below each case")}\n`);

for (const problem of PEER_CASES.filter(({ id }) => isWanted(id))) {
  const missing = whyNoData(problem);
  if (missing !== undefined) {
    console.log(`${problem.id}: skipped: ${missing}\n`);
    continue;
  }
  const outcome = await contest(problem, { ...values, quick, seconds });
  console.log(contestText(outcome));
  const date = new Date().toISOString();
  Object.assign(results, { date, machine: describe(), note: values.note });
  results.cases[problem.id] = { ...outcome, date, quick };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
}
console.log(growthText(exponents(results.cases)));
console.log(defaultsText(results.cases));
console.log(barText(barLines(results.cases)));
console.log(`${Math.round((performance.now() - begun) / 1000)} s, load ${describe().load} at the end`);
