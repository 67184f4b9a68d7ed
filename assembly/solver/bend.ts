import { Exchange } from "../abi/exchange";
import { Problem, State } from "../abi/problem";
import { at, dot, fill, maxAbs, put, rowOf } from "../num/vec";
import { objectiveOf, ROUNDING, tryStep } from "./shared";

/**
 * A direction of negative curvature, and the search along it. If F is not convex a stationary point may be a maximum
 * along some direction, or a saddle; F falls from there both ways.
 *
 *   The factorization has stopped at pivot k <= 0:   L L' = H up to k - 1,   L l = h_k,   pivot = h_kk - l'l
 *   v = (-L'^-1 l, 1, 0 ...)                         v'H v = pivot
 *
 * The first step is 1, in standardized coordinates. Steps are halved until F falls by more than rounding, then doubled, because far
 * out F may be flat. Source: Gill, Murray & Wright, Practical Optimization (1981), section 4.4.2.
 */
@final @unmanaged
export class Bend {
  isKnown: i32; //     there is a direction
  trial: i32;
  step: f64;
  direction: usize; // f64[d]
}

const HALVINGS: i32 = 30;
const DOUBLINGS: i32 = 8;

/** A pivot below minus this part of its diagonal entry is negative curvature; a smaller one is rounding. */
const CLEARLY: f64 = 1e-10;

/** Takes the direction from a factorization that has stopped at pivot `k`; none if the pivot is 0 to rounding. */
export function takeBend(bend: Bend, d: i32, H: usize, L: usize, skip: usize, k: i32): void {
  const pivot = at(rowOf(L, k, d), k);
  const diagonal = at(rowOf(H, k, d), k);
  bend.isKnown = 0;
  if (!(pivot < -CLEARLY * Math.abs(diagonal))) return;
  const v = bend.direction;
  fill(d, v, 0.0);
  for (let j = 0; j < k; ++j) put(v, j, at(skip, j) != 0.0 ? 0.0 : -at(rowOf(L, k, d), j));
  for (let j = k - 1; j >= 0; --j) { // L'^-1
    if (at(skip, j) != 0.0) continue;
    const row = rowOf(L, j, d);
    const x = at(v, j) / at(row, j);
    put(v, j, x);
    for (let i = 0; i < j; ++i) if (at(skip, i) == 0.0) put(v, i, at(v, i) - x * at(row, i));
  }
  put(v, k, 1.0);
  const size = maxAbs(d, v);
  if (!(size < Infinity)) return;
  for (let j = 0; j < d; ++j) put(v, j, at(v, j) / size);
  bend.isKnown = 1;
}

/** Puts the first trial into exchange.point, on the side where F does not rise. */
export function beginBend(state: State, bend: Bend, gradient: usize): void {
  const d = changetype<Problem>(state.problem).dimension;
  if (dot(d, gradient, bend.direction) > 0.0) for (let j = 0; j < d; ++j) put(bend.direction, j, -at(bend.direction, j));
  bend.trial = 0;
  bend.step = 1.0;
  tryStep(state, 1.0, bend.direction, NaN);
}

export enum Bent { Again = 0, Falls = 1, Nowhere = 2 }

/** Takes F at exchange.point; on Again, exchange.point is the next trial. */
export function judgeBend(state: State, bend: Bend): Bent {
  const objective = objectiveOf(state);
  if (objective < state.objective - 2.0 * ROUNDING * Math.abs(state.objective) && objective > -Infinity) return Bent.Falls;
  bend.trial += 1;
  if (bend.trial > HALVINGS + DOUBLINGS) return Bent.Nowhere;
  bend.step = bend.trial == HALVINGS + 1 ? 2.0 : bend.trial > HALVINGS ? 2.0 * bend.step : 0.5 * bend.step;
  tryStep(state, bend.step, bend.direction, NaN);
  return Bent.Again;
}
