// The data of a case, by its generator. The same case gives the same numbers in every run and every program.
import { classesData, digitsData } from "./classes.mjs";
import { denseData } from "./dense.mjs";
import { dummiesData } from "./dummies.mjs";
import { factorsData } from "./factors.mjs";
import { mnistData, whyNoMnist } from "./mnist.mjs";
import { textData } from "./text.mjs";

/** @typedef {import("../cases.mjs").Case} Case */

/**
 * @typedef {object} Data
 * @property {number} n
 * @property {number} p
 * @property {Float64Array} [columns]  n x p, one column after the other; or
 * @property {{ indptr: Int32Array, indices: Int32Array, values: Float64Array }} [csr]  row after row, what is not 0
 * @property {Float32Array} [pixels]  the same as columns, row after row, for programs that compute with f32 numbers as they are
 * @property {import("./factors.mjs").Table} [table]  the same as csr, for programs that know factors
 * @property {number[]} y  of a multinomial the class, from 0
 */

const GENERATORS = {
  dense: denseData,
  dummies: dummiesData,
  text: textData,
  classes: classesData,
  digits: digitsData,
  factors: factorsData,
  mnist: mnistData,
};

/** Whether its x is sparse, for programs that do not know factors. @param {Pick<Case, "data">} problem */
export const isSparse = ({ data }) => data === "text" || data === "factors";

/** Why there are no data, if so: those of MNIST are to be installed. @param {Pick<Case, "data">} problem */
export const whyNoData = ({ data }) => (data === "mnist" ? whyNoMnist : undefined);

/** @param {Case} problem @returns {Data} */
export function makeData(problem) {
  return GENERATORS[problem.data ?? "dense"](problem);
}

/** @typedef {Data & { columns: Float64Array, rows: number[][] }} DataWithRows */

/** Dense data, also as n rows, for programs that want them so. @param {Data} data @returns {DataWithRows} */
export function withRows(data) {
  const { n, p } = data;
  const columns = /** @type {Float64Array} */ (data.columns);
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: p }, (_, j) => /** @type {number} */ (columns[j * n + i])),
  );
  return { ...data, columns, rows };
}
