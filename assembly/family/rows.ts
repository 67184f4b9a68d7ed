import { Rows } from "../abi/rows";
import { at, put } from "../num/vec";
import { RowFamily } from "./contract";

/**
 * The fused form: loops over the rows of a chunk, one per way to evaluate the noise, compiled once per family F of the few
 * that are worth it. The same sums for every family by way of vectors are in family/composed.ts.
 * `params` points at F's own fields (0 for a family without any). A row of weight 0 contributes nothing, whatever
 * its predictor is: 0 times infinity must not become NaN.
 *
 * Each states its f(eta, t); slope, spreadSlope, curvature, cross, spreadCurvature are f's derivatives times w.
 */

/** f = l(y, eta): no noise. */
export function plainRows<F extends RowFamily>(params: usize, rows: Rows): void {
  const family = changetype<F>(params);
  let value = 0.0;
  let squares = 0.0;
  for (let i = 0; i < rows.count; ++i) {
    const w = at(rows.weight, i);
    let slope = 0.0;
    let curvature = 0.0;
    if (w != 0.0) {
      const y = at(rows.y, i);
      const eta = at(rows.eta, i);
      const t = family.pivot(eta);
      slope = family.slope(y, eta, t);
      value += w * family.loss(y, eta, t);
      squares += w * slope * slope;
      curvature = w * family.curvature(y, eta, t);
    }
    put(rows.slope, i, w * slope);
    put(rows.curvature, i, curvature);
  }
  rows.value += value;
  rows.loss += value;
  rows.slopeSquares += squares;
}

/** f = l + l'' t / 2, t the variance of eta: Wager, Wang & Liang (2013), eq. 6. The derivatives are those of f itself. */
export function quadraticRows<F extends RowFamily>(params: usize, rows: Rows): void {
  const family = changetype<F>(params);
  let value = 0.0;
  let loss = 0.0;
  let squares = 0.0;
  for (let i = 0; i < rows.count; ++i) {
    const w = at(rows.weight, i);
    let slope = 0.0;
    let curvature = 0.0;
    let third = 0.0;
    let bend = 0.0;
    if (w != 0.0) {
      const y = at(rows.y, i);
      const eta = at(rows.eta, i);
      const half = 0.5 * at(rows.spread, i);
      const t = family.pivot(eta);
      const l = family.loss(y, eta, t);
      curvature = family.curvature(y, eta, t);
      third = family.third(y, eta, t);
      slope = family.slope(y, eta, t) + third * half;
      bend = curvature + family.fourth(y, eta, t) * half;
      loss += w * l;
      value += w * (l + curvature * half);
      squares += w * slope * slope;
    }
    put(rows.slope, i, w * slope);
    put(rows.spreadSlope, i, 0.5 * w * curvature);
    put(rows.curvature, i, w * bend);
    put(rows.cross, i, 0.5 * w * third);
    put(rows.spreadCurvature, i, 0.0);
  }
  rows.value += value;
  rows.loss += loss;
  rows.slopeSquares += squares;
}

/**
 * f = E l(y, eta + sqrt(t) Z), Z ~ N(0, 1): Wang & Manning (2013), section 3.
 * By the heat equation, d/dt = (1/2) d2/deta2.
 */
export function gaussianRows<F extends RowFamily>(params: usize, rows: Rows): void {
  const family = changetype<F>(params);
  const moments = rows.moments;
  let value = 0.0;
  let loss = 0.0;
  let squares = 0.0;
  for (let i = 0; i < rows.count; ++i) {
    const w = at(rows.weight, i);
    if (w == 0.0) {
      for (let k = 0; k < 5; ++k) put(moments, k, 0.0);
    } else {
      const y = at(rows.y, i);
      const eta = at(rows.eta, i);
      const t = family.pivot(eta);
      const l = family.loss(y, eta, t);
      family.expectation(y, eta, at(rows.spread, i), moments);
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
