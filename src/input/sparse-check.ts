import { lengthOf } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import { badEntry } from "./entry.js";
import type { Positions, Sparse } from "./sparse-matrix.js";

/** Values and their indices. */
export interface Entries {
  readonly indices: Positions;
  readonly values: Float64Array | Float32Array;
}

/** Lines are rows (csr) or columns (csc); indices within a line are below `bound`. */
export interface Shape {
  readonly format: "csr" | "csc";
  readonly lines: number;
  readonly bound: number;
}

export function shapeOf({ format, rows, columns }: Pick<Sparse, "format" | "rows" | "columns">): Shape {
  return format === "csr" ? { format, lines: rows, bound: columns } : { format, lines: columns, bound: rows };
}

const words = ({ format }: Shape) =>
  format === "csr"
    ? { line: "row", lines: "rows", across: "column", bound: "columns" }
    : { line: "column", lines: "columns", across: "row", bound: "rows" };

/** Lengths, and pointers that begin at 0, never fall and end at the number of values. */
export function checkPointers(shape: Shape, indptr: Positions, { indices, values }: Entries): void {
  const { lines } = shape;
  const word = words(shape);
  const [pointers, places, count] = [lengthOf(indptr), lengthOf(indices), lengthOf(values)];
  if (pointers !== lines + 1) {
    throw new GlmError(
      "BAD_SHAPE",
      `sparse: indptr has length ${pointers}; expected ${word.lines} + 1 = ${lines + 1} for format "${shape.format}"`,
      { got: pointers, want: lines + 1 },
    );
  }
  if (places !== count) {
    throw new GlmError("BAD_SHAPE", `sparse: indices has length ${places}; expected ${count}, the length of values`, {
      got: places,
      want: count,
    });
  }
  const bad = (i: number, expected: string): GlmError =>
    new GlmError("BAD_VALUE", `sparse: indptr[${i}] = ${indptr[i]}; expected ${expected}`, {
      index: i,
      value: indptr[i],
    });
  if (indptr[0] !== 0) throw bad(0, `0: ${word.line} 0 begins at the first value`);
  for (let i = 1; i <= lines; i++) {
    if (!Number.isInteger(indptr[i])) throw bad(i, "a whole number");
    if (!(indptr[i]! >= indptr[i - 1]!)) {
      throw bad(i, `at least indptr[${i - 1}] = ${indptr[i - 1]}: ${word.line} ${i - 1} cannot end before it begins`);
    }
  }
  if (indptr[lines] !== count) throw bad(lines, `${count}, the number of values`);
}

/** Checks every entry once; returns the lines whose indices do not ascend. */
export function checkEntries(shape: Shape, indptr: Positions, { indices, values }: Entries): number[] {
  const { lines, bound } = shape;
  const unsorted: number[] = [];
  for (let i = 0; i < lines; i++) {
    const end = indptr[i + 1]!;
    let before = -1;
    let ascends = true;
    for (let k = indptr[i]!; k < end; k++) {
      const j = indices[k]!;
      if (!(j >= 0 && j < bound && Math.floor(j) === j)) throw badIndex(shape, indices, k, i);
      if (j === before) throw repeated(shape, i, j);
      if (!(Math.abs(values[k]!) < Infinity)) throw badEntry(placeOf(shape, i, j), values[k]);
      if (j < before) ascends = false;
      before = j;
    }
    if (!ascends) unsorted.push(i);
  }
  return unsorted;
}

function placeOf({ format }: Shape, line: number, across: number): string {
  return format === "csr" ? `x[${line}][${across}]` : `x[${across}][${line}]`;
}

function badIndex(shape: Shape, indices: Positions, k: number, line: number): GlmError {
  const word = words(shape);
  const index = indices[k]!;
  const advice = index === shape.bound ? `: ${word.bound} are counted from 0` : "";
  return new GlmError(
    "BAD_VALUE",
    `sparse: indices[${k}] = ${index} (${word.line} ${line}); expected a whole number in [0, ${shape.bound}), a ${word.across}${advice}`,
    { index: k, value: index, [word.line]: line },
  );
}

function repeated(shape: Shape, line: number, across: number): GlmError {
  const word = words(shape);
  return new GlmError(
    "BAD_VALUE",
    `sparse: ${placeOf(shape, line, across)} occurs twice: ${word.line} ${line} has the index ${across} more than once; expected every ${word.across} once at most: add the values up, or keep one`,
    { [word.line]: line, [word.across]: across },
  );
}

/** A copy in which the given lines ascend. */
export function sorted(shape: Shape, indptr: Positions, given: Entries, lines: readonly number[]): Entries {
  const indices = new Float64Array(given.indices);
  const values = new Float64Array(given.values);
  const longest = lines.reduce((most, i) => Math.max(most, indptr[i + 1]! - indptr[i]!), 0);
  const order = new Float64Array(longest);
  for (const i of lines) {
    const begin = indptr[i]!;
    const places = order.subarray(0, indptr[i + 1]! - begin);
    for (let k = 0; k < places.length; k++) places[k] = begin + k;
    places.sort((a, b) => given.indices[a]! - given.indices[b]!);
    for (let k = 0; k < places.length; k++) {
      const j = given.indices[places[k]!]!;
      if (k > 0 && j === indices[begin + k - 1]) throw repeated(shape, i, j);
      indices[begin + k] = j;
      values[begin + k] = given.values[places[k]!]!;
    }
  }
  return { indices, values };
}
