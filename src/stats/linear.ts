import { rootOf } from "../wasm/root.js";
import { withScope } from "../wasm/scope.js";

// Small dense algebra on packed lower triangles by rows: element (i, k <= i) is number i (i + 1) / 2 + k.

/** Element (i, k) of a packed symmetric matrix. */
export function element(packed: ArrayLike<number>, i: number, k: number): number {
  return i < k ? packed[(k * (k + 1)) / 2 + i]! : packed[(i * (i + 1)) / 2 + k]!;
}

/** The matrix with both triangles, by rows. */
export function fullOf(packed: ArrayLike<number>, d: number): Float64Array {
  const full = new Float64Array(d * d);
  let at = 0;
  for (let i = 0; i < d; i++) for (let k = 0; k <= i; k++) full[i * d + k] = full[k * d + i] = packed[at++]!;
  return full;
}

/** A pivot below this part of its diagonal entry is rounding. */
const NOTHING = 1e-13;

/** Columns r_k of a root R of a positive semidefinite C = R R': columns of length 0 are left out, so their number is the rank. */
export function columnsOfRoot(packed: ArrayLike<number>, d: number): Float64Array[] {
  const R = withScope((scope) => rootOf(scope, fullOf(packed, d), d, NOTHING));
  const columns = Array.from({ length: d }, (_, k) => Float64Array.from({ length: d }, (_, i) => R[i * d + k]!));
  return columns.filter((column, k) => column[k]! > 0);
}

/** v' C^-1 v, and the rank of C; NaN when v does not lie in its range. */
export function quadraticForm(packed: ArrayLike<number>, v: ArrayLike<number>): { value: number; rank: number } {
  const rest = Float64Array.from(v);
  let value = 0;
  const columns = columnsOfRoot(packed, v.length);
  for (const column of columns) {
    const k = column.findIndex((c) => c !== 0);
    const z = rest[k]! / column[k]!;
    value += z * z;
    for (let i = k; i < rest.length; i++) rest[i]! -= z * column[i]!;
  }
  const isInside = rest.every((r, i) => Math.abs(r) <= 1e-7 * Math.abs(v[i]!));
  return { value: isInside ? value : Number.NaN, rank: columns.length };
}

/** L C L', packed, of a C with both triangles; most rows of L have one entry that is not 0. */
export function combined(C: Float64Array, d: number, L: readonly Float64Array[]): Float64Array {
  const places = L.map(placesOf);
  const packed = new Float64Array((L.length * (L.length + 1)) / 2);
  let at = 0;
  for (let r = 0; r < L.length; r++) {
    const own = places[r]!;
    const product = own.length === 1 ? undefined : productOf(C, d, L[r]!, own); // of one entry it is a row of C
    const row = own[0]! * d;
    const c = L[r]![own[0]!]!;
    for (let s = 0; s <= r; s++) {
      const other = L[s]!;
      let sum = 0;
      for (const j of places[s]!) sum += (product === undefined ? c * C[row + j]! : product[j]!) * other[j]!;
      packed[at++] = sum;
    }
  }
  return packed;
}

/** C l */
function productOf(C: Float64Array, d: number, l: Float64Array, places: readonly number[]): Float64Array {
  const out = new Float64Array(d);
  for (const i of places) for (let j = 0; j < d; j++) out[j]! += l[i]! * C[i * d + j]!;
  return out;
}

/** Where a vector is not 0. */
function placesOf(v: Float64Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < v.length; i++) if (v[i] !== 0) places.push(i);
  return places;
}

export function sumOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) if (b[i] !== 0) sum += a[i]! * b[i]!;
  return sum;
}

/** out_i += w_i v_i^2; w all 1 when undefined. */
export function addSquares(out: Float64Array, w: ArrayLike<number> | undefined, v: ArrayLike<number>): void {
  for (let i = 0; i < out.length; i++) out[i]! += (w?.[i] ?? 1) * v[i]! * v[i]!;
}
