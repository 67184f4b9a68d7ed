// The program of every engine. Its answer is the bits of the fits, so that engines can be compared.

/** @param {ArrayLike<number>} numbers */
const bits = (numbers) =>
  [...new Uint32Array(Float64Array.from(numbers).buffer)].map((word) => word.toString(16)).join(".");

/**
 * Fits in one thread and in two, judges, and opens a saved model again.
 *
 * @param {typeof import("../../src/index.js")} library
 * @param {{ workers?: number | "auto", folds?: number | "auto", workerUrl?: string }} [threads]
 */
export async function program(library, { workers = 2, folds = 2, workerUrl } = {}) {
  const { crossValidate, dropout, fit, lasso, load, matrix, Model, ridge } = library;
  await load();
  const [n, p] = [600, 5];
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const x = matrix(
    Float64Array.from({ length: n * p }, () => random() - 0.5),
    n,
    p,
    "row",
  );
  const y = Array.from({ length: n }, (_, i) =>
    x.data[i * p] + x.data[i * p + 1] + random() - 0.5 > 0 ? "yes" : "no",
  );
  const noisy = await fit(x, y, { family: "binomial", noise: dropout(0.3), penalty: ridge(0.01) });
  const shared = await fit(x, y, { family: "binomial", penalty: ridge(0.01), workers, workerUrl });
  const grid = { penalty: lasso(), folds: 3, count: 10 };
  const judged = await crossValidate(x, y, { family: "binomial", ...grid, workers: folds, workerUrl });
  const again = Model.fromJSON(JSON.parse(JSON.stringify(noisy)));
  const summary = String(noisy.summary()).split("\n").length > 5;
  return JSON.stringify({
    code: noisy.status.code,
    noisy: bits([noisy.intercept, ...noisy.coefficients]),
    shared: bits([shared.intercept, ...shared.coefficients]),
    judged: bits(judged.mean),
    means: bits(again.predict(x).subarray(0, 3)),
    summary,
  });
}
