import { type Block, blockView } from "../wasm/coded-design.js";
import type { Scope, Struct } from "../wasm/scope.js";

// Some columns, and some rows, of a coded X in wasm memory.

/** Columns of X, ascending, as a design of its own. Codes and numbers are those of the whole; only contrasts are copied. */
export function someBlocks(scope: Scope, whole: Struct<"Design">, kept: readonly number[], map: number): number {
  const { layouts, exports } = scope.kernel;
  const { size, fields } = layouts.CodedBlock;
  const count = whole.read("blockCount");
  const runs: { block: number; columns: number[] }[] = [];
  for (let k = 0, next = 0; k < count && next < kept.length; k++) {
    const { first, columns } = blockView(scope, whole, k);
    const run: number[] = [];
    while (next < kept.length && kept[next]! < first + columns) run.push(kept[next++]! - first);
    if (run.length > 0) runs.push({ block: k, columns: run });
  }
  const at = scope.reserve(size * Math.max(1, runs.length));
  let first = 0;
  runs.forEach(({ block, columns }, k) => {
    const { levels, columns: all, places, contrasts } = blockView(scope, whole, block);
    const own: Record<string, number> = { first, columns: columns.length };
    if (places !== undefined) {
      const number = new Int32Array(all).fill(-1);
      columns.forEach((j, c) => {
        number[j] = c;
      });
      const some = places.map((j) => (j < 0 ? -1 : number[j]!));
      own.places = scope.reserve(4 * levels);
      scope.indices(own.places, levels).set(some);
    } else if (contrasts !== undefined) {
      const some = new Float64Array(levels * columns.length);
      for (let l = 0, to = 0; l < levels; l++) for (const j of columns) some[to++] = contrasts[l * all + j]!;
      own.contrasts = scope.put(some);
    }
    const bytes = new Uint8Array(exports.memory.buffer);
    bytes.copyWithin(at + k * size, whole.read("blocks") + block * size, whole.read("blocks") + (block + 1) * size);
    const memory = new DataView(exports.memory.buffer, at + k * size, size);
    for (const [name, value] of Object.entries(own)) memory.setUint32(fields.get(name)!.offset, value, true);
    first += columns.length;
  });
  const same = ["storage", "rowStride", "columnStride", "rows", "most", "tables"] as const;
  const fixed = Object.fromEntries(same.map((field) => [field, whole.read(field)]));
  return scope.struct("Design", { ...fixed, columns: kept.length, map, blocks: at, blockCount: runs.length }).at;
}

/** Rows begin .. begin + count - 1 of the ranges, `rows` in all, as plain data. */
export function cutBlocks(
  scope: Scope,
  design: Struct<"Design">,
  ranges: readonly { readonly begin: number; readonly count: number }[],
  rows: number,
): Block[] {
  const chosen = <T extends Float64Array | Uint8Array | Uint16Array | Int32Array>(from: T): T => {
    const to = new (from.constructor as new (n: number) => T)(rows);
    let at = 0;
    for (const { begin, count } of ranges) {
      to.set(from.subarray(begin, begin + count), at);
      at += count;
    }
    return to;
  };
  return Array.from({ length: design.read("blockCount") }, (_, k) => {
    const { levels, columns, codes, places, contrasts, values } = blockView(scope, design, k);
    return {
      ...{ levels, columns },
      codes: codes && chosen(codes),
      places: places?.slice(),
      contrasts: contrasts?.slice(),
      values: values && chosen(values),
    };
  });
}
