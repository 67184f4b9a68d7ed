// One fit in a fresh process: the cost for a script that fits once. Prints { importMs, fitMs } as JSON.
// node bench/cold.mjs CASE PROGRAM SETTINGS
import { caseOf } from "./cases.mjs";
import { makeData, withRows } from "./data/index.mjs";
import { adapterOf } from "./peers/index.mjs";

const [id = "", name = "", settings = "null"] = process.argv.slice(2);
const problem = caseOf(id);
const data = withRows(makeData(problem));

const begun = performance.now();
const program = await adapterOf(name).load();
const importMs = performance.now() - begun;

const prepared = program.prepare(data, problem);
const input = program.refresh?.(prepared, problem) ?? prepared;
const start = performance.now();
program.fit(input, problem, JSON.parse(settings) ?? undefined);
console.log(JSON.stringify({ importMs, fitMs: performance.now() - start }));
