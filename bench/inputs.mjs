// The cost of the form of X: the same dropglm fit, given X in several forms, conversion included.
import { makeData, withRows } from "./data/index.mjs";
import { importLibrary } from "./library.mjs";
import { interleave, roundsFor, spreadOf, timedWarm } from "./measure.mjs";
import { optionsOf } from "./peers/dropglm.mjs";

const PAIR_MS = 2000;
const WARM_UPS = 5;

/** @param {import("./cases.mjs").Case} problem */
export async function compareInputs(problem) {
  const library = await importLibrary();
  const { rows, columns, n, p, y } = withRows(makeData(problem));
  const options = optionsOf(library, problem);
  const byRow = Float64Array.from(rows.flat());
  const named = Object.fromEntries(Array.from({ length: p }, (_, j) => [`x${j}`, columns.slice(j * n, (j + 1) * n)]));
  /** @type {[string, import("../src/index.js").DesignInput][]} */
  const forms = [
    ["matrix(Float64Array, by column)", library.matrix(columns, n, p, "column")],
    ["matrix(Float64Array, by row)", library.matrix(byRow, n, p, "row")],
    ["matrix(Float32Array, by column)", library.matrix(Float32Array.from(columns), n, p, "column")],
    ["columns by name (Float64Array)", named],
    ["number[][]", rows],
  ];
  const runs = forms.map(([name, x]) => ({ name, run: () => timedWarm(() => library.fitSync(x, y, options), 0).ms }));
  const [reference, ...others] = runs;
  if (reference === undefined) return [];
  for (const { run } of runs) for (let k = 0; k < WARM_UPS; k++) run();
  const rounds = roundsFor(2 * reference.run(), PAIR_MS);
  const results = others.map(({ name, run }) => {
    const { second, ratio } = interleave(reference.run, run, rounds);
    return { name, warm: second, ratio };
  });
  const first = { name: reference.name, warm: spreadOf(Array.from({ length: rounds }, reference.run)) };
  const awaited = await timeAsync(() => library.fit(/** @type {any} */ (forms[0])[1], y, options), rounds);
  return [
    { ...first, ratio: undefined },
    ...results,
    { name: "the first, await fit()", warm: awaited, ratio: undefined },
  ];
}

/** @param {() => Promise<unknown>} work @param {number} rounds */
async function timeAsync(work, rounds) {
  const times = [];
  for (let k = 0; k < rounds; k++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return spreadOf(times);
}
