import type { CodedEntries } from "../base/coded-entries.js";
import { countsOf } from "../base/counts.js";
import type { Design, Response } from "../base/flow.js";
import { type Coded, coded, selectBlocks } from "./coded.js";
import { writeCsc, writeCsr } from "./csr.js";
import { made } from "./made.js";
import type { Matrix } from "./matrix.js";
import { withTable } from "./of-table.js";

import type { Sparse } from "./sparse-matrix.js";
import { held, named, weightSums } from "./weights.js";

// Some rows of the input of `fit`, and all of the input as plain data that can be sent to threads.

interface PlainDense {
  readonly kind: "dense";
  readonly layout: "column" | "row";
  readonly data: Float64Array | Float32Array;
}

/** By compressed columns, or rows. */
interface PlainSparse {
  readonly kind: "sparse";
  readonly isByRow?: boolean;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** X with its entries in typed arrays. */
export interface PlainDesign extends Omit<Design, "entries"> {
  readonly entries: PlainDense | PlainSparse | CodedEntries;
}

/** In memory that threads share, if available. */
export function plainDesign({ entries, ...shape }: Design): PlainDesign {
  const { rows, columns } = shape;
  if (entries.kind === "sparse") {
    const starts = new Int32Array(room(4 * (columns + 1)));
    const indices = new Int32Array(room(4 * entries.count));
    const values = new Float64Array(room(8 * entries.count));
    entries.write(starts, indices, values);
    return { ...shape, entries: { kind: "sparse", starts, indices, values } };
  }
  if (entries.kind === "coded") {
    return { ...shape, entries: { kind: "coded", blocks: selectBlocks(entries.blocks, rows, undefined, room) } };
  }
  const { layout, single } = entries;
  const count = rows * columns;
  const data = single ? new Float32Array(room(4 * count)) : new Float64Array(room(8 * count));
  entries.write(data);
  return { ...shape, entries: { kind: "dense", layout, data } };
}

function room(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === "undefined" ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}

/** All rows of x. */
export function wholeDesign({ entries, ...shape }: PlainDesign): Design {
  if (entries.kind === "sparse") {
    const { starts, indices, values, isByRow } = entries;
    const write = (toStarts: Int32Array, toIndices: Int32Array, toValues: Float64Array): void => {
      toStarts.set(starts);
      toIndices.set(indices);
      toValues.set(values);
    };
    const writeRows = isByRow ? write : undefined; // then whoever places it asks for rows
    return { ...shape, entries: { kind: "sparse", count: values.length, write, writeRows } };
  }
  if (entries.kind === "coded") return { ...shape, entries };
  const { data, layout } = entries;
  const write = (target: Float64Array | Float32Array): void => target.set(data);
  return { ...shape, entries: { kind: "dense", single: data instanceof Float32Array, layout, write, data } };
}

/** X in our own memory, which nobody else changes. */
export interface OwnDesign extends Design {
  /** As plain data; undefined if it is stored by compressed rows. */
  readonly plain: PlainDesign | undefined;
  readonly own: Matrix | Sparse | Coded;
}

/** A copy of x, as large as x in the kernel, for code that reads it after the call. It has the layout of x. */
export function ownDesign(design: Design): OwnDesign {
  const { rows, columns, names, entries } = design;
  if (entries.kind !== "sparse" || entries.writeRows === undefined) {
    const plain = plainDesign(design);
    return { ...wholeDesign(plain), plain, own: ownInput(plain) };
  }
  const indptr = new Int32Array(rows + 1);
  const indices = new Int32Array(entries.count);
  const values = new Float64Array(entries.count);
  entries.writeRows(indptr, indices, values);
  const own: Sparse = made({ kind: "sparse", format: "csr", rows, columns, indptr, indices, values, names });
  const write: typeof entries.write = (...to) => writeCsc(own, ...to);
  const writeRows: typeof entries.write = (...to) => writeCsr(own, ...to);
  const whole = { kind: "sparse", count: entries.count, write, writeRows } as const;
  return { rows, columns, names, entries: whole, plain: undefined, own };
}

function ownInput({ rows, columns, names, entries, terms, source }: PlainDesign): Matrix | Sparse | Coded {
  if (entries.kind === "coded") return withTable(coded({ rows, blocks: entries.blocks, names }), { terms, source });
  if (entries.kind === "dense") {
    const { data, layout } = entries;
    return made({ kind: "matrix", data, rows, columns, layout, names });
  }
  const { starts: indptr, indices, values } = entries;
  return made({ kind: "sparse", format: "csc", rows, columns, indptr, indices, values, names });
}

/** Some rows of x, in the order given: a design of its own, which no longer knows the rows of a table. */
export function selectDesign({ entries, source: _ofAll, ...whole }: PlainDesign, rows: Int32Array): Design {
  const { rows: all, columns } = whole;
  const shape = { ...whole, rows: rows.length };
  if (entries.kind === "sparse") return { ...shape, entries: selectSparse(entries, rows) };
  if (entries.kind === "coded") {
    const blocks = selectBlocks(entries.blocks, all, rows, (bytes) => new ArrayBuffer(bytes));
    return { ...shape, entries: { kind: "coded", blocks } };
  }
  const { data, layout } = entries;
  const single = data instanceof Float32Array;
  const write = (target: Float64Array | Float32Array): void => {
    if (layout === "row") {
      rows.forEach((i, k) => {
        for (let j = 0; j < columns; j++) target[k * columns + j] = data[i * columns + j]!;
      });
      return;
    }
    for (let j = 0, at = 0; j < columns; j++) {
      const column = data.subarray(j * all, (j + 1) * all);
      for (let k = 0; k < rows.length; k++) target[at++] = column[rows[k]!]!;
    }
  };
  return { ...shape, entries: { kind: "dense", single, layout, write } };
}

function selectSparse({ starts, indices, values }: PlainSparse, rows: Int32Array): Design["entries"] {
  const place = new Map(Array.from(rows, (i, k) => [i, k]));
  const chosen: number[] = [];
  const ends = new Int32Array(starts.length);
  for (let j = 0; j + 1 < starts.length; j++) {
    for (let k = starts[j]!; k < starts[j + 1]!; k++) if (place.has(indices[k]!)) chosen.push(k);
    ends[j + 1] = chosen.length;
  }
  return {
    kind: "sparse",
    count: chosen.length,
    write: (toStarts, toIndices, toValues) => {
      toStarts.set(ends);
      chosen.forEach((from, k) => {
        toIndices[k] = place.get(indices[from]!)!;
        toValues[k] = values[from]!;
      });
    },
  };
}

/** Some rows of y and of the vectors beside it; the classes stay those of all rows. */
export function selectResponse(response: Response, rows: Int32Array): Response {
  const pick = (all: Float64Array | undefined) => all && Float64Array.from(rows, (i) => all[i]!);
  const { y, weight, trials, offset, classes, weightType } = response;
  const { weight: own, exponent } = held(pick(weight));
  const sums = named(weightSums(own, rows.length), response.exponent + exponent);
  const chosen = pick(y)!;
  const counts = response.counts && countsOf(chosen);
  return { y: chosen, counts, weight: own, trials: pick(trials), offset: pick(offset), ...sums, classes, weightType };
}
