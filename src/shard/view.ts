import { ASK, FAMILY } from "../base/ids.js";
import { outOfMemory, type Scope, Struct } from "../wasm/scope.js";
import { etaAt } from "./eta.js";
import { putTermsOf, type Term } from "./noise-terms.js";
import { type Factors, factorsOf, scoreWeights } from "./score-weights.js";
import { subShard } from "./sub-shard.js";

// What of its rows a shard is asked about, as plain data: whoever holds rows makes the shard that answers.

/** All of a shard, unless something is named. */
export interface View {
  /** The columns that take part. */
  readonly columns?: readonly number[] | undefined;
  /** Noise in place of that of the shard. */
  readonly noise?: OtherNoise | undefined;
  /** The labelled rows without noise. */
  readonly isPlain?: boolean | undefined;
  /** What stands in the place of the rows' loss. */
  readonly stand?: Stand | undefined;
}

export interface OtherNoise {
  readonly approximation: number;
  readonly terms: readonly Term[];
}

export type Stand =
  /** The model without columns, with an intercept or not; `y`: the shard's, zeros, or of 0 and 1 the one nearer to the mean at the intercept. */
  | { readonly kind: "null"; readonly intercept: 0 | 1; readonly y: "own" | "zero" | "nearer"; readonly at: number }
  /** Squares z_i'theta^2 / 2 with the weights w_i E[l''_i] at a point. */
  | { readonly kind: "fisher"; readonly point: Float64Array }
  /** Squares with the weights r_i (w_i l'_i)^2; or (z_i'theta - r_i w_i^2 l'_i)^2 / 2, whose slopes at 0 are minus the sums of r_i w_i^2 l'_i z_i. */
  | { readonly kind: "squares" | "cross"; readonly point: Float64Array; readonly factors: Factors };

/** Rows in this memory. */
export interface RowsHere {
  readonly scope: Scope;
  readonly shard: Struct<"Shard">;
  /** Trials of the rows, f64[n]; undefined: none. */
  readonly trials: Float64Array | undefined;
  /** Address of eta of every row, if it is more accurate than from a point. */
  readonly eta?: number | undefined;
}

/** The shard of a view. It shares the rows and, with all columns, the scratch. */
export function viewShard(rows: RowsHere, { columns, noise, isPlain, stand }: View): Struct<"Shard"> {
  const { scope } = rows;
  if (stand?.kind === "null") return nullShard(rows, stand);
  const shard = subShard(scope, rows.shard, columns);
  if (noise !== undefined) setNoise(scope, shard, noise);
  if (isPlain || stand !== undefined) shard.set(PLAIN);
  if (stand !== undefined)
    stand.kind === "fisher" ? weighByFisher(rows, shard, stand.point) : standForScores(rows, shard, stand);
  return shard;
}

/** A view of what is itself one, for those who hold the rows. */
export function viewWithin(of: View | undefined, view: View | undefined): View | undefined {
  if (of === undefined || view === undefined) return of ?? view;
  const columns = view.columns?.map((j) => of.columns?.[j] ?? j) ?? of.columns;
  return { ...of, ...view, columns };
}

/** Fields of labelled rows without noise. */
export const PLAIN = { noiseCount: 0, approximation: 0, next: 0, labels: 1, share: 1 } as const;

/** Whether rows are in this memory, or are only described here. */
export function hasRows(shard: Struct<"Shard">): boolean {
  return shard.read("design") !== 0;
}

function setNoise(scope: Scope, shard: Struct<"Shard">, noise: OtherNoise): void {
  const next = shard.read("next");
  shard.set({
    approximation: noise.approximation,
    noise: putTermsOf(scope, noise.terms),
    noiseCount: noise.terms.length,
  });
  // the scratch of a sparse shard keeps the variances of its noise, so it is made again
  if (hasRows(shard) && !scope.kernel.exports.prepareShard(shard.at, 1)) throw outOfMemory(8 * shard.read("rows"));
  if (next === 0) return;
  const other = subShard(scope, new Struct<"Shard">(scope.kernel, shard.layout, next), undefined);
  setNoise(scope, other, noise);
  shard.set({ next: other.at });
}

/** Rows without columns. */
function nullShard(
  { scope, shard }: RowsHere,
  { intercept, y, at }: Extract<Stand, { kind: "null" }>,
): Struct<"Shard"> {
  const rows = shard.read("rows");
  const empty = scope.copied(shard);
  if (shard.read("columns") > 0 || shard.read("labels") === 0) empty.set({ ...PLAIN, columns: 0 });
  empty.set({ intercept });
  if (!hasRows(shard)) return empty;
  if (shard.read("columns") > 0) empty.set({ design: scope.struct("Design", { rowStride: 1 }).at });
  if (y !== "own") empty.set({ y: y === "zero" ? scope.filled(rows, 0) : nearerEnds(scope, shard, at) });
  if (!scope.kernel.exports.prepareShard(empty.at, 1)) throw outOfMemory(rows);
  return empty;
}

/** Of y = 0 and y = 1 the one nearer to the mean: a mean of 1 makes y = 0 infinitely steep, and the nearer one gives the size of the terms of a slope. */
function nearerEnds(scope: Scope, shard: Struct<"Shard">, b: number): number {
  const rows = shard.read("rows");
  const eta = scope.filled(rows, b);
  const offset = shard.read("offset");
  if (offset !== 0) scope.view(eta, rows).set(scope.view(offset, rows).map((o) => o + b));
  const [family, parameters] = [shard.read("family"), shard.read("familyParams")];
  scope.kernel.exports.familyAnswer(family, ASK.mean, parameters, rows, 0, 0, eta, eta, 0);
  const values = scope.view(eta, rows);
  for (let i = 0; i < rows; i++) values[i] = Number(values[i]! > 0.5);
  return eta;
}

/** w_i E[l''_i] of every row in the place of its eta. */
export function fisherOf(scope: Scope, shard: Struct<"Shard">, at: number): number {
  const [family, parameters, weight] = [shard.read("family"), shard.read("familyParams"), shard.read("weight")];
  scope.kernel.exports.familyAnswer(family, ASK.fisher, parameters, shard.read("rows"), 0, weight, at, at, 0);
  return at;
}

function weighByFisher(rows: RowsHere, shard: Struct<"Shard">, point: Float64Array): void {
  if (!hasRows(shard)) return;
  shard.set({ weight: fisherOf(rows.scope, shard, ownEta(rows, point)) });
  shard.set({ family: FAMILY.gaussian, familyParams: 0 });
}

function standForScores(
  rows: RowsHere,
  shard: Struct<"Shard">,
  { kind, point, factors }: Extract<Stand, { kind: "squares" | "cross" }>,
): void {
  const { scope } = rows;
  if (!hasRows(shard)) return;
  const { mark, release } = scope.kernel.exports;
  const numbers = scope.f64(shard.read("rows"));
  const position = mark();
  const found = scoresOf(rows, point, factors)[kind];
  release(position);
  scope.write(numbers, found, found.length);
  shard.set({ family: FAMILY.gaussian, familyParams: 0 });
  shard.set(kind === "squares" ? { weight: numbers } : { weight: 0, offset: 0, y: numbers });
}

/** Address of eta of every row at a point, in memory of its own. */
export function ownEta({ scope, shard, eta }: RowsHere, point: Float64Array): number {
  if (eta === undefined) return etaAt(scope, shard, scope.put(point));
  const n = shard.read("rows");
  const own = scope.f64(n); // memory may move here
  scope.view(own, n).set(scope.view(eta, n));
  return own;
}

/** r (w l')^2 and r w (w l') of the rows at a point. */
function scoresOf(rows: RowsHere, point: Float64Array, factors: Factors): ReturnType<typeof scoreWeights> {
  const { scope, shard, trials } = rows;
  const n = shard.read("rows");
  const eta = ownEta(rows, point);
  const derivatives = scope.f64(5 * n);
  const [family, parameters] = [shard.read("family"), shard.read("familyParams")];
  scope.kernel.exports.familyAnswer(family, ASK.derivatives, parameters, n, shard.read("y"), 0, eta, derivatives, n);
  const at = shard.read("weight");
  const weight = at === 0 ? undefined : scope.view(at, n);
  return scoreWeights(scope.view(derivatives + 8 * n, n), weight, factorsOf(factors, weight, trials));
}
