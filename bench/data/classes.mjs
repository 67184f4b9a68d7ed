// Several classes. `classes`: a multinomial model on dense columns. `digits`: pictures that are mostly 0, with values 0 to 1,
// like those of handwritten digits: every class has a picture, and rows are noisy copies of it.
import { normals, uniforms } from "../random.mjs";
import { drawRow } from "./dense.mjs";
import { SIGNAL } from "./respond.mjs";

/**
 * @param {import("../cases.mjs").Case} shape
 * @returns {import("./index.mjs").Data}
 */
export function classesData({ rows: n, columns: p, classes = 3, seed }) {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  const none = new Array(p).fill(0);
  const scale = SIGNAL.multinomial / Math.sqrt(p);
  const betas = Array.from({ length: classes }, () => Float64Array.from({ length: p }, () => scale * normal()));
  const columns = new Float64Array(n * p);
  const y = Array.from({ length: n }, (_, i) => {
    drawRow(columns, i, n, none, normal);
    // The largest of eta + Gumbel noise has the probabilities of a multinomial model.
    const scores = betas.map((beta) => {
      let eta = -Math.log(-Math.log(1 - uniform() + 2 ** -54));
      for (let j = 0; j < p; j++) eta += /** @type {number} */ (columns[j * n + i]) * /** @type {number} */ (beta[j]);
      return eta;
    });
    return scores.indexOf(Math.max(...scores));
  });
  return { n, p, columns, y };
}

/** The share of nonzero pixels in a picture. */
const INK = 0.25;

/**
 * @param {import("../cases.mjs").Case} shape
 * @returns {import("./index.mjs").Data}
 */
export function digitsData({ rows: n, columns: p, classes = 10, seed }) {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  const pictures = Array.from({ length: classes }, () =>
    Float64Array.from({ length: p }, () => (uniform() < INK ? uniform() : 0)),
  );
  const columns = new Float64Array(n * p);
  const y = Array.from({ length: n }, (_, i) => {
    const k = Math.floor(uniform() * classes);
    const picture = /** @type {Float64Array} */ (pictures[k]);
    for (let j = 0; j < p; j++) {
      const ink = /** @type {number} */ (picture[j]) * (uniform() < 0.7 ? 1 : 0) + (uniform() < 0.05 ? uniform() : 0);
      columns[j * n + i] = ink === 0 ? 0 : Math.min(1, Math.max(0, ink + 0.2 * normal()));
    }
    return uniform() < 0.1 ? Math.floor(uniform() * classes) : k; // one in ten is labelled at random
  });
  return { n, p, columns, y };
}
