// A table with factors, as in insurance: counts that depend on six columns of numbers and on factors whose levels are not equally frequent.
// It comes as codes of levels and as sparse dummies, without that of each factor's first level. The numbers come first.
import { normals, poisson, uniforms } from "../random.mjs";

const NUMBERS = 6;

/**
 * @typedef {object} Table
 * @property {number} rows
 * @property {readonly number[]} levels  how many, per factor
 * @property {Float64Array[]} numbers
 * @property {Uint8Array[]} codes  per factor the level of every row, from 0
 * @property {Float64Array} y
 */

/** @param {number} rows @param {readonly number[]} levels @param {number} seed @returns {Table} */
export function factorTable(rows, levels, seed) {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  const effects = levels.map((count) => Array.from({ length: count }, () => 0.4 * normal()));
  const codes = levels.map((count) => Uint8Array.from({ length: rows }, () => Math.floor(count * uniform() ** 1.3)));
  const numbers = Array.from({ length: NUMBERS }, () => Float64Array.from({ length: rows }, () => normal()));
  const y = Float64Array.from({ length: rows }, (_, i) => {
    let eta = -0.5;
    for (let f = 0; f < levels.length; f++) eta += effects[f][codes[f][i]];
    for (let k = 0; k < NUMBERS; k++) eta += 0.05 * (k - 2) * numbers[k][i];
    return poisson(uniform, Math.exp(eta));
  });
  return { rows, levels, codes, numbers, y };
}

/** Columns of numbers and dummies. @param {Pick<Table, "levels">} table */
export function columnsOf({ levels }) {
  return levels.reduce((sum, count) => sum + count - 1, NUMBERS);
}

/** The form in which dropglm holds a table of a formula. @param {Pick<Table, "rows" | "levels" | "codes" | "numbers">} table */
export function codedOf({ rows, levels, codes, numbers }) {
  const factors = codes.map((own, f) => ({
    kind: "factor",
    codes: own,
    levels: levels[f],
    columns: levels[f] - 1,
    contrasts: undefined,
    values: undefined,
    places: Int32Array.from({ length: levels[f] }, (_, l) => l - 1),
  }));
  const blocks = [...numbers.map((values) => ({ kind: "numbers", values })), ...factors];
  return { kind: "coded", rows, columns: columnsOf({ levels }), blocks };
}

/** Row after row what is not 0: numbers, and a 1 per level that is not the first. @param {Table} table */
export function dummiesOf({ rows, levels, codes, numbers }) {
  const before = levels.map((_, f) => columnsOf({ levels: levels.slice(0, f) }));
  let count = 0;
  for (let i = 0; i < rows; i++) count += NUMBERS + codes.filter((own) => own[i] > 0).length;
  const indptr = new Int32Array(rows + 1);
  const indices = new Int32Array(count);
  const values = new Float64Array(count);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let k = 0; k < NUMBERS; k++, at++) {
      indices[at] = k;
      values[at] = numbers[k][i];
    }
    for (let f = 0; f < levels.length; f++) {
      if (codes[f][i] === 0) continue;
      indices[at] = before[f] + codes[f][i] - 1;
      values[at++] = 1;
    }
    indptr[i + 1] = at;
  }
  return { indptr, indices, values };
}

/** @param {import("../cases.mjs").Case} shape @returns {import("./index.mjs").Data} */
export function factorsData({ rows, levels = [], columns, seed }) {
  const table = factorTable(rows, levels, seed);
  if (columns !== columnsOf(table)) throw new Error(`a table of these levels has ${columnsOf(table)} columns`);
  return { n: rows, p: columns, csr: dummiesOf(table), table, y: Array.from(table.y) };
}
