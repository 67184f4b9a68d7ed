// One process of compare.mjs: two builds of dropglm side by side, fit by fit. Prints a JSON array, one entry per case.
// node bench/pair.mjs BASE_ROOT HEAD_ROOT ROUNDS REGEX
import { CASES, makeData } from "./cases.mjs";
import { importLibrary } from "./library.mjs";
import { interleave, timedWarm } from "./measure.mjs";
import { objective } from "./objective.mjs";
import { optionsOf } from "./peers/dropglm.mjs";

const WARM_UPS = 5;
const [baseRoot = "", headRoot = "", rounds = "15", only = ""] = process.argv.slice(2);
const base = await importLibrary(baseRoot);
const head = await importLibrary(headRoot);

const results = [];
for (const problem of CASES.filter(({ id }) => new RegExp(only).test(id))) {
  const data = makeData(problem);
  for (const solver of /** @type {const} */ (["newton", "lbfgs"])) {
    const [before, after] = [contestant(base), contestant(head)];
    const times = interleave(before.run, after.run, Number(rounds));
    const name = `${problem.id} ${solver}`;
    results.push({ name, ...times, objectives: { base: before.objective(), head: after.objective() } });

    /** @param {import("./library.mjs").Library} library */
    function contestant(library) {
      const x = library.matrix(data.columns, data.n, data.p, "column");
      const options = { ...optionsOf(library, problem), solver };
      const fit = () => library.fitSync(x, data.y, options);
      for (let k = 0; k < WARM_UPS; k++) fit();
      return { run: () => timedWarm(fit, 0).ms, objective: () => objective(problem, data, fit()) };
    }
  }
}
console.log(JSON.stringify(results));
