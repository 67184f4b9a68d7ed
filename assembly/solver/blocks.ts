import { factor, solve } from "../num/cholesky";
import { at, axpy, copy, dot, fill, index, put, rowOf } from "../num/vec";
import { Groups, kinkNorm } from "../penalty/groups";
import { groupViolation, placeOf } from "./group-condition";
import { Model } from "./model";

const MOST_TURNS: i32 = 60;
const HUGE: f64 = 1e100;

/**
 * A group to its own minimum, the others as they are; m is kept up to date. Returns the violation that it had; infinite where it
 * falls for ever. In w = K x, with A = K^-1 H_gg K^-1 and b = -K^-1 (m_g - H_gg x_g),
 *
 *   |b| <= 1:   w = 0                else  w = r p,   p = (r A + 1)^-1 b,   r such that |p| = 1
 *
 * 1 / |p| is concave and rises with r, so Newton's steps for it come from below and never go beyond:
 *
 *   r <- r + |p|^2 (|p| - 1) / p'q,   q = (r A + 1)^-1 A p
 *
 * Cost: q^3 / 6 per step, of which a few are needed.
 * Source: the equation is that of trust regions, Moré & Sorensen (1983), Computing a trust region step, section 3.
 */
export function blockStep(
  size: i32, entries: usize, first: i32, model: Model, H: usize, width: i32, m: usize,
): f64 {
  const x = model.x;
  const kinks = model.kinks;
  const v = groupViolation(size, entries, first, kinks, x, m, 0);
  if (v == 0.0 || v == Infinity) return v;
  const A = changetype<Groups>(model.groups).work;
  const M = A + ((<usize>size * <usize>size) << 3);
  const b = M + ((<usize>size * <usize>size) << 3);
  const p = b + (<usize>size << 3);
  const r = radius(size, entries, first, kinks, x, H, width, m, A, M, b, p);
  if (!(r < Infinity)) return Infinity;
  for (let i = 0; i < size; ++i) {
    const j = index(entries, i);
    const to = r == 0.0 ? 0.0 : r * at(p, i) / at(kinks, j);
    const by = to - at(x, j);
    if (by == 0.0) continue;
    put(x, j, to);
    axpy(width, by, rowOf(H, placeOf(entries, first, i), width), m);
    if (!(Math.abs(to) < HUGE)) return Infinity;
  }
  return v;
}

/** r = |K x_g| at the minimum of a group, and p; infinite where there is none. A, M, b, p and two vectors behind it are to work in. */
function radius(
  size: i32, entries: usize, first: i32, kinks: usize, x: usize, H: usize, width: i32, m: usize,
  A: usize, M: usize, b: usize, p: usize,
): f64 {
  const q = p + (<usize>size << 3);
  const none = q + (<usize>size << 3);
  fill(size, none, 0.0);
  for (let i = 0; i < size; ++i) {
    const row = rowOf(H, placeOf(entries, first, i), width);
    const k = at(kinks, index(entries, i));
    let moved = 0.0;
    for (let l = 0; l < size; ++l) {
      const h = at(row, placeOf(entries, first, l));
      moved += h * at(x, index(entries, l));
      put(rowOf(A, i, size), l, h / k / at(kinks, index(entries, l)));
    }
    put(b, i, (moved - at(m, placeOf(entries, first, i))) / k);
  }
  let length = Math.sqrt(dot(size, b, b));
  if (length <= 1.0) return 0.0;
  let r = kinkNorm(size, entries, kinks, x);
  for (let turn = 0; turn < MOST_TURNS; ++turn) {
    for (let i = 0; i < size; ++i) {
      const row = rowOf(M, i, size);
      for (let l = 0; l <= i; ++l) put(row, l, r * at(rowOf(A, i, size), l));
      put(row, i, at(row, i) + 1.0);
    }
    if (factor(size, M, M, none, 0.0) != 0) return Infinity;
    copy(size, b, p);
    solve(size, M, p);
    length = Math.sqrt(dot(size, p, p));
    for (let i = 0; i < size; ++i) put(q, i, dot(size, rowOf(A, i, size), p));
    solve(size, M, q);
    const fall = dot(size, p, q);
    if (!(fall > 0.0)) return Infinity;
    const to = Math.max(0.0, r + length * length * (length - 1.0) / fall);
    if (!(to < HUGE)) return Infinity;
    const isThere = Math.abs(to - r) <= 4.0 * f64.EPSILON * r;
    r = to;
    if (isThere) break;
  }
  return r;
}
