import { at, index, put, rowOf, slot } from "../num/vec";
import { Five, One, Three, together, Two, WideRows } from "./wide-rows";

/**
 * The sums of the quadratic noise penalty of several predictors, entry by entry, for noise that leaves zeros alone. With b_jk, a row's
 * weights u_ik, v_ij = kappa_j x_ij^2 and, for one mask, c_ij = sum_k p_ik b_jk, else 0:
 *
 *   variance_ik += sum_j v_ij (b_jk - c_ij)^2         out_jk += sum_i v_ij u_ik (b_jk - c_ij)
 *
 * The formulas that need them are in objective/class-noise.ts. `means` has room for the entries of a row.
 */
export function addWideNoise(
  x: WideRows, n: i32, pairs: i32, kappa: usize, b: usize, p: usize, shared: bool, u: usize, variance: usize, out: usize, means: usize,
): void {
  const step = <usize>pairs << 4;
  for (let i = 0; i < n; ++i) {
    const start = index(x.starts, i);
    const count = index(x.ends, i) - start;
    const places = x.indices + (<usize>start << 2);
    const data = slot(x.data, start);
    const row = rowOf(0, i, 2 * pairs);
    for (let e = 0; e < count; ++e) put(means, e, shared ? mean(pairs, b + <usize>index(places, e) * step, p + row) : 0.0);
    for (let k = 0; k < pairs; k += together(pairs - k)) {
      const by = <usize>k << 4;
      const from = row + by;
      switch (together(pairs - k)) {
        case 5: addRow<Five>(count, places, data, step, kappa, b + by, u + from, variance + from, out + by, means); break;
        case 3: addRow<Three>(count, places, data, step, kappa, b + by, u + from, variance + from, out + by, means); break;
        case 2: addRow<Two>(count, places, data, step, kappa, b + by, u + from, variance + from, out + by, means); break;
        default: addRow<One>(count, places, data, step, kappa, b + by, u + from, variance + from, out + by, means);
      }
    }
  }
}

/** sum_k p_k b_k */
// @ts-ignore: decorator
@inline
function mean(pairs: i32, b: usize, p: usize): f64 {
  let sum = f64x2.mul(v128.load(b), v128.load(p));
  for (let k = 1; k < pairs; ++k) {
    const by = <usize>k << 4;
    sum = f64x2.add(sum, f64x2.mul(v128.load(b + by), v128.load(p + by)));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** variance + far (v far), with far v u to `to` */
// @ts-ignore: decorator
@inline
function one(sum: v128, b: usize, c: v128, v: v128, u: usize, to: usize): v128 {
  const far = f64x2.sub(v128.load(b), c);
  const pull = f64x2.mul(far, v);
  v128.store(to, f64x2.add(v128.load(to), f64x2.mul(pull, v128.load(u))));
  return f64x2.add(sum, f64x2.mul(pull, far));
}

function addRow<G>(
  count: i32, places: usize, data: usize, step: usize, kappa: usize, b: usize, u: usize, variance: usize, out: usize, means: usize,
): void {
  let r = v128.load(variance), s = r, t = r, y = r, z = r;
  if (offsetof<G>() > 16) s = v128.load(variance, 16);
  if (offsetof<G>() > 32) t = v128.load(variance, 32);
  if (offsetof<G>() > 48) { y = v128.load(variance, 48); z = v128.load(variance, 64); }
  for (let e = 0; e < count; ++e) {
    const j = index(places, e);
    const x = at(data, e);
    const v = f64x2.splat(at(kappa, j) * x * x);
    const c = v128.load64_splat(slot(means, e));
    const from = b + <usize>j * step;
    const to = out + <usize>j * step;
    r = one(r, from, c, v, u, to);
    if (offsetof<G>() > 16) s = one(s, from + 16, c, v, u + 16, to + 16);
    if (offsetof<G>() > 32) t = one(t, from + 32, c, v, u + 32, to + 32);
    if (offsetof<G>() > 48) {
      y = one(y, from + 48, c, v, u + 48, to + 48);
      z = one(z, from + 64, c, v, u + 64, to + 64);
    }
  }
  v128.store(variance, r);
  if (offsetof<G>() > 16) v128.store(variance, s, 16);
  if (offsetof<G>() > 32) v128.store(variance, t, 32);
  if (offsetof<G>() > 48) { v128.store(variance, y, 48); v128.store(variance, z, 64); }
}
