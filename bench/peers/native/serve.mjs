// A program that is a Node module, in a process of its own: node serve.mjs NAME [OF], where NAME.mjs exports open(OF). It answers
//     load folder=... and the fields of the case    ->  ok program=... versions
//     fit program=... tolerance=... warm=0|1         ->  ok ms=... ; the result is in folder/result.f64
// line by line. warm=1 asks for an untimed fit before the timed one.
import { createInterface } from "node:readline";
import { isSparse } from "../../data/index.mjs";
import { collectGarbage } from "../../measure.mjs";
import { formatLine, parseLine, readF32, readF64, readI32, readTable, writeResult } from "./exchange.mjs";

/**
 * @typedef {object} Served
 * @property {() => Promise<string>} versions
 * @property {(input: Input) => Promise<unknown> | void} load
 * @property {(program: string, tolerance: number) => Promise<unknown> | unknown} fit  what is timed
 * @property {() => void} [renew]  before every fit, not timed
 * @property {(result: any) => { fits: import("../../objective.mjs").Fit[], curve?: ArrayLike<number> }} read
 * @property {() => object} [extras]  more fields for the answer
 *
 * @typedef {object} Input
 * @property {import("../../cases.mjs").Case} problem
 * @property {import("../../data/index.mjs").Data} data
 * @property {Float64Array} lambdas
 * @property {Int32Array} folds
 */

const [, , script, of] = process.argv;
const served = /** @type {Served} */ (await (await import(`./${script}.mjs`)).open(of));
let folder = "";

for await (const line of createInterface({ input: process.stdin })) {
  const { verb, fields } = parseLine(line);
  try {
    process.stdout.write(`${await answer(verb, fields)}\n`);
  } catch (error) {
    process.stdout.write(`error ${String(/** @type {Error} */ (error).message).replaceAll("\n", " ")}\n`);
  }
}

/** @param {string} verb @param {Record<string, string>} fields */
async function answer(verb, fields) {
  if (verb === "hello") return `ok ${await served.versions()}`;
  if (verb === "load") {
    folder = fields.folder ?? "";
    await served.load(readInput(fields));
    return "ok";
  }
  const run = () => served.fit(fields.program ?? "", Number(fields.tolerance));
  collectGarbage();
  served.renew?.();
  if (fields.warm === "1") {
    await run();
    served.renew?.();
  }
  const begun = performance.now();
  const result = await run();
  const ms = performance.now() - begun;
  const { fits, curve } = served.read(result);
  writeResult(folder, fits, curve);
  return formatLine("ok", { ms, ...served.extras?.() });
}

/** @param {Record<string, string>} fields @returns {Input} */
function readInput(fields) {
  const words = ["folder", "storage", "id", "family", "kind", "data", "approximation", "against"];
  const entries = Object.entries(fields).map(([key, value]) => [key, words.includes(key) ? value : JSON.parse(value)]);
  const problem = /** @type {import("../../cases.mjs").Case} */ (Object.fromEntries(entries));
  const y = Array.from(readF64(folder, "y.f64"));
  const shape = { n: problem.rows, p: problem.columns, y };
  /** @type {import("../../data/index.mjs").Data} */
  const data = isSparse(problem)
    ? {
        ...shape,
        csr: {
          indptr: readI32(folder, "indptr.i32"),
          indices: readI32(folder, "indices.i32"),
          values: readF64(folder, "values.f64"),
        },
      }
    : { ...shape, columns: readF64(folder, "columns.f64") };
  if (problem.data === "mnist") data.pixels = readF32(folder, "pixels.f32");
  if (problem.data === "factors") data.table = readTable(folder, problem.rows);
  return { problem, data, lambdas: readF64(folder, "lambdas.f64"), folds: readI32(folder, "folds.i32") };
}
