import { GlmError } from "../base/errors.js";
import type { Design, Plan } from "../base/flow.js";
import { refusedEntry } from "../input/design.js";
import type { Placed } from "../wasm/design.js";
import { outOfMemory, type Scope } from "../wasm/scope.js";
import { type ColumnLook, lookAt } from "./column-look.js";
import type { PlacedPartitions } from "./partitions.js";

/** A column whose deviation is below this part of its mean is checked entry by entry: it is constant if all entries are equal. */
export const NEARLY_CONSTANT = 1e-10;

/** Means and standard deviations of columns. */
export interface Moments {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/** Column means and standard deviations; refuses entries that cannot be summed. */
export function moments(
  scope: Scope,
  design: Design,
  placed: Placed,
  partitions: PlacedPartitions,
  weights: Float64Array | undefined,
  weight: number,
  what: string,
): Moments {
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
  const found = { mean: scope.get(at, columns), sd: scope.get(at + 8 * columns, columns) };
  for (const j of doubtfulColumns(design, found)) {
    settleColumn(design, found, j, lookAt(placed, rows, weights, j), what);
  }
  return found;
}

/** Columns whose entries must be looked at: those that cannot be summed, and those that may be constant. Refuses columns of tiny entries. */
export function doubtfulColumns(design: Design, { mean, sd }: Moments): number[] {
  const doubtful: number[] = [];
  for (let j = 0; j < mean.length; j++) {
    const isSummed = Number.isFinite(sd[j]!) && Number.isFinite(mean[j]!);
    if (isSummed) refuseTiny(design, mean[j]!, sd[j]!, j);
    const isVaried = sd[j]! > NEARLY_CONSTANT * Math.abs(mean[j]!) || mean[j] === 0; // sums of 0 are exact
    if (!isSummed) return [...doubtful, j];
    if (!isVaried) doubtful.push(j);
  }
  return doubtful;
}

/** What such a column has shown: it is refused, or constant, or neither. */
export function settleColumn(design: Design, { mean, sd }: Moments, j: number, look: ColumnLook, what: string): void {
  if (!Number.isFinite(sd[j]!) || !Number.isFinite(mean[j]!)) refuseColumn(design, j, look, what);
  const value = onlyEntry(design, look);
  if (value === undefined) return;
  sd[j] = 0;
  mean[j] = value;
}

/** The entry that all rows with weight have in column j; undefined if two of them differ. */
function onlyEntry({ entries }: Design, { stored, weighted, first, isOnly }: ColumnLook): number | undefined {
  if (entries.kind === "sparse" && stored < weighted && first) return undefined; // zeros that are not stored
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

/** The moments of column j are not finite: names the entry that causes it. */
function refuseColumn(design: Design, j: number, { bad }: ColumnLook, what: string): never {
  const found = bad && refusedEntry(design, bad.row, j, bad.value, what);
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
  for (const j of far) {
    if (!placed.mayShift(j)) continue;
    placed.shift(j, center[j]!);
    left[j] = 0;
  }
  return left;
}
