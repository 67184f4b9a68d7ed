import { GlmError } from "../base/errors.js";
import type { Design, Plan } from "../base/flow.js";
import { refusedEntry } from "../input/design.js";
import type { Placed } from "../wasm/design.js";
import { outOfMemory, type Scope } from "../wasm/scope.js";
import type { PlacedPartitions } from "./partitions.js";

/** A column whose deviation is below this part of its mean is checked entry by entry: it is constant if all entries are equal. */
export const NEARLY_CONSTANT = 1e-10;

/** Column means and standard deviations; refuses entries that cannot be summed. */
export function moments(
  scope: Scope,
  design: Design,
  placed: Placed,
  partitions: PlacedPartitions,
  weights: Float64Array | undefined,
  weight: number,
  what: string,
) {
  const { rows, columns } = design;
  const at = scope.f64(2 * columns);
  const shard = scope.struct("Shard", {
    parts: partitions.parts,
    partCount: partitions.partCount,
    rows,
    columns,
    design: placed.struct.at,
    weight,
  });
  const isShared = scope.helpers?.moments(shard, at, at + 8 * columns) ?? false;
  if (!isShared && !scope.kernel.exports.shardMoments(shard.at, at, at + 8 * columns)) throw outOfMemory(8 * columns);
  const mean = scope.get(at, columns);
  const sd = scope.get(at + 8 * columns, columns);
  for (let j = 0; j < columns; j++) {
    if (!Number.isFinite(sd[j]!) || !Number.isFinite(mean[j]!)) refuseColumn(design, placed, j, what);
    refuseTiny(design, mean[j]!, sd[j]!, j);
    if (sd[j]! > NEARLY_CONSTANT * Math.abs(mean[j]!) || mean[j] === 0) continue; // sums of 0 are exact
    const value = onlyEntry(design, placed, weights, j);
    if (value === undefined) continue;
    sd[j] = 0;
    mean[j] = value;
  }
  return { mean, sd };
}

/** The entry that all rows with weight have in column j; undefined if two of them differ. */
function onlyEntry(
  { rows, entries }: Design,
  placed: Placed,
  weights: Float64Array | undefined,
  j: number,
): number | undefined {
  let count = 0;
  let first: number | undefined;
  let isOnly = true;
  const isRow = (i: number): boolean => weights === undefined || weights[i]! > 0;
  placed.visit(j, (i, value) => {
    if (!isRow(i)) return;
    count += 1;
    first ??= value;
    if (value !== first) isOnly = false;
  });
  const all =
    entries.kind === "sparse" && weights !== undefined ? weights.reduce((n, w) => n + Number(w > 0), 0) : rows;
  if (entries.kind === "sparse" && count < all && first) return undefined; // zeros that are not stored
  return isOnly ? (first ?? 0) : undefined;
}

/** Refuses entries whose squares would underflow: such a column is indistinguishable from a constant one. */
const TINY = 1e-150;

function refuseTiny(design: Design, mean: number, sd: number, j: number): void {
  const size = Math.max(Math.abs(mean), sd);
  if (size === 0 || size >= TINY) return;
  const message = `the entries of column ${design.names[j]} are about ${size.toExponential(0)}; expected ${TINY} or more in size: rescale the column`;
  throw new GlmError("BAD_VALUE", message, { column: j, size });
}

/** The moments of column j are not finite: finds the entry that causes it. */
function refuseColumn(design: Design, placed: Placed, j: number, what: string): never {
  let found: GlmError | undefined;
  placed.visit(j, (i, value) => {
    found ??= refusedEntry(design, i, j, value, what);
  });
  const message = `the entries of column ${design.names[j]} are too large to be summed: rescale it`;
  throw found ?? new GlmError("BAD_VALUE", message, { column: j });
}

/** Sparse columns whose mean is this many deviations are centred: they store every entry, and their sums lose digits by cancellation. */
const FAR = 1e3;

/** The columns that `shiftSparse` shifts, if x stores all of their entries. Noise acts on x as given, so with noise there are none. */
export function farColumns({ entries }: Design, plan: Plan, center: Float64Array, sd: Float64Array): readonly number[] {
  if (entries.kind === "dense" || !plan.intercept || plan.noises.length > 0) return [];
  return [...center.keys()].filter((j) => sd[j] !== 0 && Math.abs(center[j]!) > FAR * sd[j]!);
}

/**
 * A sparse column keeps its entries unchanged and its center separate, so that zeros cost nothing. If no entry is 0 and the
 * mean is large compared with the deviation, the mean is subtracted from the entries instead; and so from the contrasts of a coded column.
 * Returns the remaining centers.
 */
export function shiftSparse(placed: Placed, far: readonly number[], center: Float64Array): Float64Array {
  const left = center.slice();
  for (const j of far) if (placed.shift(j, center[j]!)) left[j] = 0;
  return left;
}
