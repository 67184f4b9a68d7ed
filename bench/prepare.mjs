// 20 ridge fits to one x of 100,000 x 50, with `prepare(x)` and without: node bench/prepare.mjs, after npm run build.
import { importLibrary } from "./library.mjs";
import { interleave } from "./measure.mjs";

const [ROWS, COLUMNS, FITS, ROUNDS] = [100_000, 50, 20, 5];
const { fitSync, load, matrix, prepare, ridge } = await importLibrary();
await load();

let state = 1;
const uniform = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 31 - 1;
};
const x = matrix(Float64Array.from({ length: ROWS * COLUMNS }, uniform), ROWS, COLUMNS, "column");
const lambdas = Array.from({ length: FITS }, (_, k) => 10 ** (-k / 5));

for (const [family, standardErrors] of /** @type {const} */ ([
  ["gaussian", false],
  ["gaussian", true],
  ["binomial", false],
  ["binomial", true],
])) {
  const y = Float64Array.from({ length: ROWS }, (_, i) => {
    const eta = /** @type {number} */ (x.data[i]) - /** @type {number} */ (x.data[ROWS + i]) + uniform();
    return family === "gaussian" ? eta : Number(eta > 0);
  });
  /** @param {import("../src/index.js").DesignInput} design */
  const all = (design) => {
    const begun = performance.now();
    for (const lambda of lambdas) fitSync(design, y, { family, penalty: ridge(lambda), standardErrors });
    return performance.now() - begun;
  };
  const prepared = () => {
    const begun = performance.now();
    const design = prepare(x);
    all(design);
    design.dispose();
    return performance.now() - begun;
  };
  all(x);
  prepared();
  const { first, second, ratio } = interleave(() => all(x), prepared, ROUNDS);
  const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(2)} s`;
  const [plain, kept] = [first.median, second.median].map(seconds);
  const what = `${family}, ${standardErrors ? "with" : "without"} standard errors`;
  console.log(
    `${what}: ${FITS} ridge fits, ${ROWS} x ${COLUMNS}: ${plain}, prepared ${kept}, ratio ${ratio.median.toFixed(3)}`,
  );
}
