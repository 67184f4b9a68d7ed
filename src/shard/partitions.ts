import type { Design } from "../base/flow.js";
import type { Partitions } from "../base/partitions.js";
import type { Scope, Struct } from "../wasm/scope.js";

// A partition is a range of rows whose sums are made by themselves; the sums of a pass are theirs, added in their order
// (assembly/objective/fold.ts). It depends on the shape of X alone, so the bits of a fit do not depend on who computes.

/** How rows are cut, and where. */
export interface PartitionPlan extends Partitions {
  /** Number of the first row of each partition among the rows in use, and the number of rows. */
  readonly starts: Int32Array;
}

export const PARTITION = {
  /** Bytes of X in a partition: many enough that its sums are little beside it, few enough that threads end together. */
  bytes: 2 ** 21,
  /** A Hessian adds d x d sums for every partition, so it has some hundred rows. */
  leastRows: 512,
  /** A partition has at least so many entries for each column, because its sums have a number for each. */
  entriesPerColumn: 16,
} as const;

/** Rows of a partition, by the columns and the storage of X. */
export function partitionSize({ rows, columns, entries }: Pick<Design, "rows" | "columns" | "entries">): number {
  const [bytes, least] = perRow(rows, columns, entries);
  const wanted = Math.max(PARTITION.bytes / Math.max(1, bytes), least, PARTITION.leastRows);
  return Math.min(2 ** 30, 64 * Math.ceil(wanted / 64)); // a whole number of pairs of rows, of lines of the cache
}

/** Bytes of a row, and the fewest rows of a partition. */
function perRow(rows: number, columns: number, entries: Design["entries"]): [number, number] {
  if (entries.kind === "dense") return [8 * columns, 0]; // of 32-bit numbers too, so that both have the same bits
  if (entries.kind === "coded") {
    const blocks = Math.max(1, entries.blocks.length);
    return [8 * blocks, PARTITION.entriesPerColumn * (columns / blocks)];
  }
  const each = entries.count / Math.max(1, rows);
  return [12 * each, (PARTITION.entriesPerColumn * columns) / Math.max(1, each)];
}

/** The partitions of a design. Rows of a table that are left out count, so that they are cut where the table is. */
export function planPartitions(design: Design): PartitionPlan {
  const { rows, source } = design;
  const size = partitionSize(source === undefined ? design : { ...design, rows: source.rows });
  if (source === undefined) {
    const count = Math.max(1, Math.ceil(rows / size));
    return { size, rows, starts: Int32Array.from({ length: count + 1 }, (_, k) => Math.min(rows, k * size)) };
  }
  const starts: number[] = [];
  for (let k = 0, i = 0; k * size < Math.max(1, source.rows); k++) {
    while (i < rows && source.kept[i]! < k * size) i++;
    starts.push(i);
  }
  return { size, rows: source.rows, starts: Int32Array.of(...starts, rows) };
}

/** The fields of a shard that say how its rows are cut. */
export interface PlacedPartitions {
  readonly parts: number;
  readonly partCount: number;
}

export function placePartitions(scope: Scope, { starts }: PartitionPlan): PlacedPartitions {
  const partCount = starts.length - 1;
  if (partCount < 2) return { parts: 0, partCount: 1 };
  const parts = scope.reserve(4 * starts.length);
  scope.indices(parts, starts.length).set(starts);
  return { parts, partCount };
}

/** Rows from .. end - 1 of a shard. */
export interface Part {
  readonly from: number;
  readonly end: number;
}

/** The partitions of one shard. */
export function partsOf(scope: Scope, shard: Struct<"Shard">): Part[] {
  const count = shard.read("partCount");
  if (count < 2) return [{ from: 0, end: shard.read("rows") }];
  const starts = scope.indices(shard.read("parts"), count + 1);
  return Array.from({ length: count }, (_, k) => ({ from: starts[k]!, end: starts[k + 1]! }));
}
