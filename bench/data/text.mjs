// Rows like texts: a number of words per row, drawn from a vocabulary by Zipf's law; the entry of a word is 1 + log(count), and a row
// has length 1. Some words are evidence for one class, some for the other.
import { normals, uniforms } from "../random.mjs";
import { respond } from "./respond.mjs";

/** The k-th word is drawn in proportion to 1 / (k + SHIFT): without the shift a few words would be half of every text. */
const SHIFT = 20;

/** One word in this many has an effect. */
const SPEAKING = 10;

/**
 * @param {import("../cases.mjs").Case} shape
 * @returns {import("./index.mjs").Data}
 */
export function textData({ family, rows: n, columns: p, words = 120, seed }) {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  const beta = Float64Array.from({ length: p }, (_, j) => (j % SPEAKING === 0 ? 8 * normal() : 0));
  const place = shuffled(p, uniform); // frequent words are anywhere among the columns
  const draw = () => place[zipf(p, uniform)] ?? 0;
  const indptr = new Int32Array(n + 1);
  const indices = [];
  const values = [];
  const y = [];
  for (let i = 0; i < n; i++) {
    const counts = new Map();
    while (counts.size < words) {
      const word = draw();
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const entries = [...counts].sort(([a], [b]) => a - b).map(([j, count]) => [j, 1 + Math.log(count)]);
    const length = Math.hypot(...entries.map(([, x]) => x));
    let eta = 0;
    for (const [j, x] of entries) {
      indices.push(j);
      values.push(x / length);
      eta += (x / length) * /** @type {number} */ (beta[j]);
    }
    indptr[i + 1] = indices.length;
    y.push(respond(family, eta, uniform, normal));
  }
  return { n, p, csr: { indptr, indices: Int32Array.from(indices), values: Float64Array.from(values) }, y };
}

/** By inverting the integral of 1 / (k + SHIFT). @param {number} p @param {() => number} uniform */
function zipf(p, uniform) {
  return Math.min(p - 1, Math.floor(SHIFT * ((p + SHIFT) / SHIFT) ** uniform() - SHIFT));
}

/** @param {number} p @param {() => number} uniform */
function shuffled(p, uniform) {
  const order = Int32Array.from({ length: p }, (_, j) => j);
  for (let j = p - 1; j > 0; j--) {
    const k = Math.floor(uniform() * (j + 1));
    [order[j], order[k]] = [/** @type {number} */ (order[k]), /** @type {number} */ (order[j])];
  }
  return order;
}
