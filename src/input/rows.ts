import type { Design, Response } from "../base/flow.js";
import { named, weightSums } from "./response.js";

// Some rows of what `fit` is given, and all of it as plain data that may travel between threads.

interface PlainDense {
  readonly kind: "dense";
  readonly rowStride: number;
  readonly columnStride: number;
  readonly data: Float64Array | Float32Array;
}

/** By compressed columns. */
interface PlainSparse {
  readonly kind: "sparse";
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** X with its entries in typed arrays. */
export interface PlainDesign extends Omit<Design, "entries"> {
  readonly entries: PlainDense | PlainSparse;
}

/** In memory that threads may share, where there is such. */
export function plainDesign({ rows, columns, names, entries }: Design): PlainDesign {
  if (entries.kind === "sparse") {
    const starts = new Int32Array(room(4 * (columns + 1)));
    const indices = new Int32Array(room(4 * entries.count));
    const values = new Float64Array(room(8 * entries.count));
    entries.write(starts, indices, values);
    return { rows, columns, names, entries: { kind: "sparse", starts, indices, values } };
  }
  const { rowStride, columnStride, single } = entries;
  const count = rows * columns;
  const data = single ? new Float32Array(room(4 * count)) : new Float64Array(room(8 * count));
  entries.write(data);
  return { rows, columns, names, entries: { kind: "dense", rowStride, columnStride, data } };
}

function room(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === "undefined" ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}

/** All rows of x. */
export function wholeDesign({ entries, ...shape }: PlainDesign): Design {
  if (entries.kind === "sparse") {
    const { starts, indices, values } = entries;
    const write = (toStarts: Int32Array, toIndices: Int32Array, toValues: Float64Array): void => {
      toStarts.set(starts);
      toIndices.set(indices);
      toValues.set(values);
    };
    return { ...shape, entries: { kind: "sparse", count: values.length, write } };
  }
  const { data, rowStride, columnStride } = entries;
  const write = (target: Float64Array | Float32Array): void => target.set(data);
  return { ...shape, entries: { kind: "dense", single: data instanceof Float32Array, rowStride, columnStride, write } };
}

/** Some rows of x, in the order given. */
export function selectDesign({ columns, names, entries }: PlainDesign, rows: Int32Array): Design {
  const shape = { rows: rows.length, columns, names };
  if (entries.kind === "sparse") return { ...shape, entries: selectSparse(entries, rows) };
  const { data, rowStride, columnStride } = entries;
  const single = data instanceof Float32Array;
  if (rowStride === 1) {
    const write = (target: Float64Array | Float32Array): void => {
      for (let j = 0, at = 0; j < columns; j++) {
        const column = data.subarray(j * columnStride, (j + 1) * columnStride);
        for (let k = 0; k < rows.length; k++) target[at++] = column[rows[k]!]!;
      }
    };
    return { ...shape, entries: { kind: "dense", single, rowStride: 1, columnStride: rows.length, write } };
  }
  const write = (target: Float64Array | Float32Array): void => {
    rows.forEach((i, k) => {
      for (let j = 0; j < columns; j++) target[k * columns + j] = data[i * rowStride + j * columnStride]!;
    });
  };
  return { ...shape, entries: { kind: "dense", single, rowStride: columns, columnStride: 1, write } };
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

/** Some rows of y and what goes with it; the classes stay those of all rows. */
export function selectResponse(response: Response, rows: Int32Array): Response {
  const pick = (all: Float64Array | undefined) => all && Float64Array.from(rows, (i) => all[i]!);
  const { y, weight, trials, offset, classes, weightType } = response;
  const own = pick(weight);
  const sums = named(weightSums(own, rows.length));
  return { y: pick(y)!, weight: own, trials: pick(trials), offset: pick(offset), ...sums, classes, weightType };
}
