import { Rows } from "../abi/rows";
import { both, first, second, splat } from "../num/lanes";
import { at, put, slot } from "../num/vec";
import { LaneFamily } from "./lanes";

/**
 * The fused form: loops over the rows of a chunk, one per way to evaluate the noise, compiled once per family F of the few
 * that are worth their bytes. family/composed.ts has the same sums for every family, by vectors.
 * `params` points at F's own fields (0 for a family without any). A row of weight 0 contributes nothing, whatever
 * its predictor: 0 times infinity must not become NaN.
 *
 * Each states its f(eta, t); slope, spreadSlope, curvature, cross, spreadCurvature are f's derivatives times w.
 */

/** Rows i and i + 1 of a vector; the second is 0 if there is no such row. */
// @ts-ignore: decorator
@inline
function two(p: usize, i: i32, n: i32): v128 {
  return i + 1 < n ? v128.load(slot(p, i)) : v128.load64_zero(slot(p, i));
}

/** Both, with 0 where the weight is 0. */
// @ts-ignore: decorator
@inline
function counted(isRow: v128, v: v128): v128 { return v128.and(isRow, v); }

// @ts-ignore: decorator
@inline
function sum(v: v128): f64 { return first(v) + second(v); }

/** f = l(y, eta): no noise. Vectors have room for an even number of rows. */
export function plainRows<F extends LaneFamily>(params: usize, rows: Rows): void {
  const family = changetype<F>(params);
  const n = rows.count;
  let value = splat(0.0);
  let squares = splat(0.0);
  for (let i = 0; i < n; i += 2) {
    const w = two(rows.weight, i, n);
    const isRow = f64x2.ne(w, splat(0.0));
    const y = two(rows.y, i, n);
    const eta = two(rows.eta, i, n);
    const t = family.pivots(eta);
    const slope = counted(isRow, family.slopes(y, eta, t));
    const weighted = f64x2.mul(w, slope);
    value = f64x2.add(value, counted(isRow, f64x2.mul(w, family.losses(y, eta, t))));
    squares = f64x2.add(squares, f64x2.mul(weighted, slope));
    v128.store(slot(rows.slope, i), weighted);
    if (rows.order == 2) v128.store(slot(rows.curvature, i), counted(isRow, f64x2.mul(w, family.curvatures(y, eta, t))));
  }
  rows.value += sum(value);
  rows.loss += sum(value);
  rows.slopeSquares += sum(squares);
}

/** f = l + l'' t / 2, t the variance of eta: Wager, Wang & Liang (2013), eq. 6. The derivatives are those of f itself. */
export function quadraticRows<F extends LaneFamily>(params: usize, rows: Rows): void {
  const family = changetype<F>(params);
  const n = rows.count;
  let value = splat(0.0);
  let loss = splat(0.0);
  let squares = splat(0.0);
  for (let i = 0; i < n; i += 2) {
    const w = two(rows.weight, i, n);
    const isRow = f64x2.ne(w, splat(0.0));
    const y = two(rows.y, i, n);
    const eta = two(rows.eta, i, n);
    const half = f64x2.mul(splat(0.5), two(rows.spread, i, n));
    const t = family.pivots(eta);
    const l = f64x2.mul(w, family.losses(y, eta, t));
    const curvature = family.curvatures(y, eta, t);
    const third = family.thirds(y, eta, t);
    const slope = counted(isRow, f64x2.add(family.slopes(y, eta, t), f64x2.mul(third, half)));
    const weighted = f64x2.mul(w, slope);
    loss = f64x2.add(loss, counted(isRow, l));
    value = f64x2.add(value, counted(isRow, f64x2.add(l, f64x2.mul(f64x2.mul(w, curvature), half))));
    squares = f64x2.add(squares, f64x2.mul(weighted, slope));
    const halved = f64x2.mul(splat(0.5), w);
    v128.store(slot(rows.slope, i), weighted);
    v128.store(slot(rows.spreadSlope, i), counted(isRow, f64x2.mul(halved, curvature)));
    if (rows.order < 2) continue;
    const bend = f64x2.add(curvature, f64x2.mul(family.fourths(y, eta, t), half));
    v128.store(slot(rows.curvature, i), counted(isRow, f64x2.mul(w, bend)));
    v128.store(slot(rows.cross, i), counted(isRow, f64x2.mul(halved, third)));
    v128.store(slot(rows.spreadCurvature, i), splat(0.0));
  }
  rows.value += sum(value);
  rows.loss += sum(loss);
  rows.slopeSquares += sum(squares);
}

/**
 * f = E l(y, eta + sqrt(t) Z), Z ~ N(0, 1): Wang & Manning (2013), section 3.
 * By the heat equation, d/dt = (1/2) d2/deta2.
 */
export function gaussianRows<F extends LaneFamily>(params: usize, rows: Rows): void {
  const family = changetype<F>(params);
  let value = 0.0;
  let loss = 0.0;
  let squares = 0.0;
  for (let i = 0; i < rows.count; ++i) {
    const w = at(rows.weight, i);
    const moments = slot(rows.moments, (i & 1) * 5);
    if (!(i & 1)) { // two rows at a time; results of rows with weight 0 are not used
      const j = min(i + 1, rows.count - 1);
      family.expectations(
        both(at(rows.y, i), at(rows.y, j)), both(at(rows.eta, i), at(rows.eta, j)),
        both(at(rows.spread, i), at(rows.spread, j)), moments, j > i ? slot(moments, 5) : moments,
      );
    }
    if (w == 0.0) {
      for (let k = 0; k < 5; ++k) put(moments, k, 0.0);
    } else {
      const y = at(rows.y, i);
      const eta = at(rows.eta, i);
      const t = family.pivot(eta);
      const l = family.loss(y, eta, t);
      const slope = at(moments, 1);
      loss += w * l;
      value += w * (l + at(moments, 0));
      squares += w * slope * slope;
    }
    const second = w * at(moments, 2);
    put(rows.slope, i, w * at(moments, 1));
    put(rows.spreadSlope, i, 0.5 * second);
    put(rows.curvature, i, second);
    put(rows.cross, i, 0.5 * w * at(moments, 3));
    put(rows.spreadCurvature, i, 0.25 * w * at(moments, 4));
  }
  rows.value += value;
  rows.loss += loss;
  rows.slopeSquares += squares;
}
