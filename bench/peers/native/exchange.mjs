// The exchange of data and results between the harness and a program in its own process: binary files in a folder, and lines of
// key=value. R, Python and Node can all read them without packages.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {import("../../cases.mjs").Case} Case */
/** @typedef {import("../../data/index.mjs").Data} Data */
/** @typedef {import("../../objective.mjs").Fit} Fit */

/** A line "verb key=value key=value" as an object. @param {string} line */
export function parseLine(line) {
  const [verb = "", ...rest] = line.trim().split(" ");
  const pairs = rest.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]);
  return { verb, fields: Object.fromEntries(pairs) };
}

/** @param {string} verb @param {object} fields */
export function formatLine(verb, fields) {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  for (const [key, value] of given) {
    if (/\s/.test(String(value))) throw new Error(`${key}=${value}: a field of a line must have no spaces`);
  }
  return [verb, ...given.map(([key, value]) => `${key}=${value}`)].join(" ");
}

/**
 * Writes y.f64, lambdas.f64, folds.i32, and columns.f64 or indptr.i32, indices.i32, values.f64. Of images also pixels.f32, row after row; of
 * a table with factors numbers.f64, column after column, codes.u8, factor after factor, and levels.i32.
 *
 * @param {string} folder
 * @param {Data} data
 * @param {Float64Array} lambdas
 * @param {Int32Array} folds
 */
export function writeData(folder, { y, columns, csr, pixels, table }, lambdas, folds) {
  /** @param {string} name @param {ArrayBufferView} array */
  const write = (name, array) => writeFileSync(join(folder, name), array);
  write("y.f64", Float64Array.from(y));
  write("lambdas.f64", lambdas);
  write("folds.i32", folds);
  if (columns !== undefined) write("columns.f64", columns);
  if (pixels !== undefined) write("pixels.f32", pixels);
  if (csr !== undefined) {
    write("indptr.i32", csr.indptr);
    write("indices.i32", csr.indices);
    write("values.f64", csr.values);
  }
  if (table !== undefined) {
    write("numbers.f64", joined(Float64Array, table.numbers));
    write("codes.u8", joined(Uint8Array, table.codes));
    write("levels.i32", Int32Array.from(table.levels));
  }
}

/** @template {Float64Array | Uint8Array} T @param {new (length: number) => T} Kind @param {readonly ArrayLike<number>[]} parts @returns {T} */
function joined(Kind, parts) {
  const out = new Kind(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** The columns of numbers and codes that `writeData` wrote. @param {string} folder @param {number} rows */
export function readTable(folder, rows) {
  const levels = Array.from(readI32(folder, "levels.i32"));
  const numbers = readF64(folder, "numbers.f64");
  const codes = new Uint8Array(bytesOf(folder, "codes.u8"));
  /** @template {Float64Array | Uint8Array} T @param {T} all @returns {T[]} */
  const cut = (all) =>
    Array.from({ length: all.length / rows }, (_, k) => /** @type {T} */ (all.subarray(k * rows, (k + 1) * rows)));
  return { rows, levels, numbers: cut(numbers), codes: cut(codes), y: readF64(folder, "y.f64") };
}

/** @param {string} folder @param {string} name */
export function readF64(folder, name) {
  return new Float64Array(bytesOf(folder, name));
}

/** @param {string} folder @param {string} name */
export function readF32(folder, name) {
  return new Float32Array(bytesOf(folder, name));
}

/** @param {string} folder @param {string} name */
export function readI32(folder, name) {
  return new Int32Array(bytesOf(folder, name));
}

/** @param {string} folder @param {string} name */
function bytesOf(folder, name) {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
  return byteOffset === 0 && byteLength === buffer.byteLength
    ? buffer
    : buffer.slice(byteOffset, byteOffset + byteLength);
}

/**
 * Reads result.f64 of a program: for every lambda the intercepts, one per class, and the coefficients, class after class.
 * The curve of a cross-validation follows.
 *
 * @param {string} folder
 * @param {Case} problem
 * @param {number} steps
 */
export function readResult(folder, problem, steps) {
  const numbers = readF64(folder, "result.f64");
  const p = problem.columns;
  const k = problem.family === "multinomial" ? (problem.classes ?? 3) : 1;
  const size = k * (1 + p);
  /** @type {Fit[]} */
  const fits = Array.from({ length: steps }, (_, step) => {
    const part = numbers.subarray(step * size, (step + 1) * size);
    const betas = Array.from({ length: k }, (_, c) => part.subarray(k + c * p, k + (c + 1) * p));
    return problem.family === "multinomial"
      ? { intercept: part.subarray(0, k), coefficients: betas }
      : { intercept: part[0] ?? Number.NaN, coefficients: betas[0] ?? [] };
  });
  return { fits, curve: numbers.subarray(steps * size) };
}

/** The same from the other side. @param {string} folder @param {readonly Fit[]} fits @param {ArrayLike<number>} curve */
export function writeResult(folder, fits, curve = []) {
  const all = fits.flatMap(({ intercept, coefficients }) =>
    typeof intercept === "number" ? [[intercept], coefficients] : [intercept, ...coefficients],
  );
  const parts = [.../** @type {ArrayLike<number>[]} */ (all), curve];
  writeFileSync(join(folder, "result.f64"), joined(Float64Array, parts));
}
