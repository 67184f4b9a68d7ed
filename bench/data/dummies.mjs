// Columns of mean 0 and variance 1, and blocks of dummies, as in insurance data: a third of the columns are levels of two factors, few of
// them frequent, without the first level of each.
import { normals, uniforms } from "../random.mjs";
import { drawRow } from "./dense.mjs";
import { INTERCEPT, respond } from "./respond.mjs";

const FACTORS = 2;

/**
 * @param {import("../cases.mjs").Case} shape
 * @returns {import("./index.mjs").Data}
 */
export function dummiesData({ family, rows: n, columns: p, seed }) {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  const levels = Math.floor(p / 3 / FACTORS);
  const plain = p - FACTORS * levels;
  const beta = Array.from({ length: plain }, () => (0.4 * normal()) / Math.sqrt(plain));
  const effects = Array.from({ length: FACTORS * levels }, () => 0.4 * normal());
  const columns = new Float64Array(n * p);
  const y = Array.from({ length: n }, (_, i) => {
    let eta = INTERCEPT[family] + drawRow(columns, i, n, beta, normal);
    for (let f = 0; f < FACTORS; f++) {
      const level = Math.floor((levels + 1) * uniform() ** 2) - 1; // the first ones are frequent; -1: the omitted level
      if (level < 0) continue;
      columns[(plain + f * levels + level) * n + i] = 1;
      eta += /** @type {number} */ (effects[f * levels + level]);
    }
    return respond(family, eta, uniform, normal);
  });
  return { n, p, columns, y };
}
