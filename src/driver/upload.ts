import { GlmError } from "../base/errors.js";
import type { Design, Plan, Response } from "../base/flow.js";
import { badEntry, locateBadEntry } from "../input/design.js";
import { outOfMemory, type Scope, type Struct } from "../wasm/scope.js";

/** One shard in wasm memory, with the coordinates its answers are in; see assembly/abi/shard.ts. */
export interface Uploaded {
  readonly scope: Scope;
  readonly shard: Struct<"Shard">;
  readonly rows: number;
  readonly columns: number;
  /** d = columns + 1 with an intercept. */
  readonly dimension: number;
  readonly center: Float64Array;
  /** beta_j = theta_j scale_j; 0 for a column that says nothing, so that its coefficient is 0. */
  readonly scale: Float64Array;
  /** Weighted standard deviations, divisor W; 0 for a constant column. */
  readonly sd: Float64Array;
  /** Weighted means. */
  readonly mean: Float64Array;
}

/** A column whose spread is below this part of its mean holds nothing but rounding: it is constant. */
const CONSTANT = 2e-15;

/** Copies design and response into wasm memory and chooses the solver's coordinates from the column moments. */
export function upload(scope: Scope, design: Design, response: Response, plan: Plan): Uploaded {
  const { rows, columns } = design;
  const kernel = scope.kernel.exports;
  const data = scope.f64(rows * columns);
  design.write(scope.view(data, rows * columns));
  if (response.weight !== undefined) clearRows(design, response.weight, scope.view(data, rows * columns));
  const matrix = scope.struct("Design", { data, rowStride: design.rowStride, columnStride: design.columnStride });
  const weight = response.weight === undefined ? 0 : scope.put(response.weight);

  const moments = scope.f64(2 * columns);
  if (!kernel.columnMoments(matrix.at, rows, columns, weight, moments, moments + 8 * columns))
    throw outOfMemory(8 * columns);
  const mean = scope.get(moments, columns);
  const sd = scope.get(moments + 8 * columns, columns);
  for (let j = 0; j < columns; j++) {
    if (!Number.isFinite(sd[j]!) || !Number.isFinite(mean[j]!)) refuseColumn(scope, design, data, j);
    refuseTiny(design, mean[j]!, sd[j]!, j);
    if (sd[j]! <= CONSTANT * Math.abs(mean[j]!)) sd[j] = 0;
  }
  const center = plan.intercept ? mean : new Float64Array(columns);
  const scale = sd.map((s, j) => {
    const size = plan.intercept ? s : Math.hypot(s, mean[j]!);
    return size > 0 ? 2 ** -Math.round(Math.log2(size)) : 0; // z = 0 and beta = 0, without rounding
  });

  const shard = scope.struct("Shard", {
    rows,
    columns,
    intercept: Number(plan.intercept),
    design: matrix.at,
    y: scope.put(response.y),
    weight,
    offset: response.offset === undefined ? 0 : scope.put(response.offset),
    family: plan.familyId,
    approximation: plan.approximationId,
    noise: uploadNoises(scope, plan),
    noiseCount: plan.noises.length,
    center: scope.put(center),
    scale: scope.put(scale),
  });
  if (!kernel.prepareShard(shard.at)) throw outOfMemory(8 * columns);
  return { scope, shard, rows, columns, dimension: columns + Number(plan.intercept), center, scale, sd, mean };
}

/** Entries whose squares would vanish: such a column cannot be told from a constant one. */
const TINY = 1e-150;

function refuseTiny(design: Design, mean: number, sd: number, j: number): void {
  const size = Math.max(Math.abs(mean), sd);
  if (size === 0 || size >= TINY) return;
  const message = `the entries of column ${design.names[j]} are about ${size.toExponential(0)}; expected ${TINY} or more in size: rescale the column`;
  throw new GlmError("BAD_VALUE", message, { column: j, size });
}

/** A row of weight 0 is no row: what it holds, if finite, must not meet the others in a sum. */
function clearRows(design: Design, weight: Float64Array, entries: Float64Array): void {
  for (let i = 0; i < design.rows; i++) {
    if (weight[i] !== 0) continue;
    for (let j = 0; j < design.columns; j++) {
      const at = i * design.rowStride + j * design.columnStride;
      if (!Number.isFinite(entries[at]!)) throw badEntry(`x[${i}][${j}] (column ${design.names[j]})`, entries[at]);
      entries[at] = 0;
    }
  }
}

/** The moments of column j are not finite: say which entry is to blame. */
function refuseColumn(scope: Scope, design: Design, data: number, j: number): never {
  const found = locateBadEntry(design, scope.view(data, design.rows * design.columns), j);
  throw (
    found ??
    new GlmError("BAD_VALUE", `the entries of column ${design.names[j]} are too large to be summed: rescale it`, {
      column: j,
    })
  );
}

function uploadNoises(scope: Scope, plan: Plan): number {
  if (plan.noises.length === 0) return 0;
  const size = scope.kernel.layouts.NoiseTerm.size;
  const terms = scope.reserve(size * plan.noises.length);
  const fields = scope.kernel.layouts.NoiseTerm.fields;
  plan.noises.forEach((noise, k) => {
    const strengths = scope.put(noise.strengths);
    const memory = new DataView(scope.kernel.exports.memory.buffer, terms + k * size, size);
    memory.setInt32(fields.get("kind")!.offset, noise.id, true);
    memory.setUint32(fields.get("strengths")!.offset, strengths, true);
  });
  return terms;
}
