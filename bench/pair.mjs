// One process of compare.mjs: two builds of dropglm side by side, fit by fit. Prints a JSON array, one entry per case.
// node bench/pair.mjs BASE_ROOT HEAD_ROOT ROUNDS REGEX [LARGE_REGEX]
import { CASES } from "./cases.mjs";
import { makeData } from "./data/index.mjs";
import { foldsOf, lambdasOf } from "./grid.mjs";
import { importLibrary } from "./library.mjs";
import { interleave, timed, timedWarm } from "./measure.mjs";
import { objective } from "./objective.mjs";
import { PEER_CASES } from "./peer-cases.mjs";
import { optionsOf, readyOf } from "./peers/dropglm.mjs";

/** @typedef {import("./cases.mjs").Case} Case */
/** @typedef {import("./library.mjs").Library} Library */
/** @typedef {{ run: () => any, values: (result: any) => number[], statuses: (result: any) => readonly import("../src/index.js").Status[] }} Contestant */

const WARM_UPS = 5;
const WARM_UP_MS = 1000; // long fits need less
const LOOSE = 1e-4;
const [baseRoot = "", headRoot = "", rounds = "15", only = "", large = "^$"] = process.argv.slice(2);
const base = await importLibrary(baseRoot);
const head = await importLibrary(headRoot);

const results = [];
for (const problem of CASES.filter(({ id }) => new RegExp(only).test(id))) {
  const data = makeData(problem);
  for (const solver of /** @type {const} */ (["newton", "lbfgs"])) {
    results.push(compare(`${problem.id} ${solver}`, (library) => oneFit(library, problem, data, solver)));
  }
}
for (const problem of PEER_CASES.filter(({ id, kind }) => kind !== "cv" && new RegExp(large).test(id))) {
  const data = makeData(problem);
  for (const tolerance of [undefined, LOOSE]) {
    const name = `${problem.id}${tolerance === undefined ? "" : " loose"}`;
    results.push(compare(name, (library) => asPeersSee(library, problem, data, tolerance)));
  }
}
console.log(JSON.stringify(results));

/** @param {string} name @param {(library: Library) => Contestant} made */
function compare(name, made) {
  const [before, after] = [base, head].map(made).map(warmed);
  const times = interleave(before.run, after.run, Number(rounds));
  const [was, is] = [before.last(), after.last()];
  const gap = Math.max(...is.values.map((value, k) => (value - was.values[k]) / Math.abs(was.values[k])));
  return { name, ...times, gap, counts: { base: was.counts, head: is.counts } };
}

/** @param {Contestant} contestant */
function warmed({ run, values, statuses }) {
  /** @type {any} */
  let result;
  const fit = () => {
    result = run();
  };
  const begun = performance.now();
  for (let k = 0; k < WARM_UPS && performance.now() - begun < WARM_UP_MS; k++) fit();
  const { ms: roughMs } = timed(fit);
  const sum = (/** @type {"passes" | "hessians"} */ what) =>
    statuses(result).reduce((total, status) => total + status[what], 0);
  return {
    run: () => timedWarm(fit, roughMs).ms,
    last: () => ({ values: values(result), counts: [sum("passes"), sum("hessians")] }),
  };
}

/** @param {Library} library @param {Case} problem @param {import("./data/index.mjs").Data} data @param {"newton" | "lbfgs"} solver @returns {Contestant} */
function oneFit(library, problem, data, solver) {
  const x = library.matrix(/** @type {Float64Array} */ (data.columns), data.n, data.p, "column");
  const options = { ...optionsOf(library, problem), solver };
  return {
    run: () => library.fitSync(x, data.y, options),
    values: (model) => [objective(problem, data, model)],
    statuses: ({ status }) => [status],
  };
}

/** As bench:peers runs it. @param {Library} library @param {Case} problem @param {import("./data/index.mjs").Data} data @param {number} [tolerance] @returns {Contestant} */
function asPeersSee(library, problem, data, tolerance) {
  const lambdas = lambdasOf(problem, data);
  const { run, read } = readyOf(library, { problem, data, lambdas, folds: foldsOf(problem.rows) });
  return {
    run: () => run(tolerance === undefined ? {} : { tolerance }),
    values: (result) =>
      read(result).fits.map((fit, k) => objective({ ...problem, lambda: Number(lambdas[k]) }, data, fit)),
    statuses: (result) => result.statuses ?? [result.status],
  };
}
