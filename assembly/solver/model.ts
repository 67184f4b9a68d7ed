import { State } from "../abi/problem";
import { at, copy, dot, grow, multiply, put, rowOf } from "../num/vec";
import { dampedEntry, largestDiagonal } from "./shared";

/** The second-order model of the smooth part of F, and room to minimize it with the kinks (solver/quadratic-model.ts). */
@final @unmanaged
export class Model {
  H: usize; //      f64[d d]  both triangles, damped
  L: usize; //      f64[d d]  of the free coordinates: their part of H, or its factor
  m: usize; //      f64[d]
  x: usize; //      f64[d]    theta + s
  move: usize; //   f64[d]
  pull: usize; //   f64[d]    minus the slope of the model over the free coordinates, where there are groups
  none: usize; //   f64[d]    zeros
  free: usize; //   i32[d]    coordinates that are free
  gathered: i32; // as many of them have their part of H in L; -1: none
  kinks: usize; //  f64[d]
  groups: usize; // Groups of entries that share a kink, or 0
  diagonal: usize; // f64[d]  of the loss
  isFlat: i32; //   where the penalty is concave the model takes its tangent, which lies above it
  work: usize; //   f64[4 d]
}

export function modelBytes(d: i32): usize { return offsetof<Model>() + 64 + ((<usize>d * <usize>d * 2 + 12 * <usize>d) << 3); }

export function placeModel(start: usize, d: i32): void {
  const model = changetype<Model>(start);
  const vector = <usize>d << 3;
  let top = (start + offsetof<Model>() + 15) & ~15;
  model.m = top; top += vector;
  model.x = top; top += vector;
  model.move = top; top += vector;
  model.pull = top; top += vector;
  model.none = top; top += vector;
  model.free = top; top += vector;
  model.kinks = top; top += vector;
  model.diagonal = top; top += vector;
  model.work = top; top += 4 * vector;
  top = (top + 15) & ~15;
  model.H = top; top += vector * <usize>d;
  model.L = top;
}

const LEAST_CURVATURE: f64 = 1e-4; // along a step, as part of what the model expected
const MOST_CHANGE: f64 = 1.25; //    of all curvatures by one step

/** model.H <- H + mu diag |H|, both triangles, the diagonal apart. */
export function mirror(d: i32, H: usize, model: Model, mu: f64): void {
  const to = model.H;
  const largest = largestDiagonal(d, H);
  for (let j = 0; j < d; ++j) {
    const from = rowOf(H, j, d);
    const row = rowOf(to, j, d);
    copy(j, from, row);
    for (let k = 0; k < j; ++k) put(rowOf(to, k, d), j, at(from, k));
    put(model.diagonal, j, dampedEntry(at(from, j), mu, largest));
  }
}

/**
 * model.H takes up what a step has shown of the curvature: H s = y afterwards. Left alone where the curvature along s is not
 * clearly positive. Where `all` says so, what was shown along s counts for the whole matrix first: with a = s'y / s'H s, else 1,
 *
 *   H <- a H - a H s s'H / s'H s + y y' / s'y        s: step, y: change of the loss's gradient
 *
 * Weights of rows grow or shrink together, more or less. Source: Nocedal & Wright (2006), equations 6.19 (BFGS) and 6.20.
 */
export function learn(model: Model, d: i32, s: usize, y: usize, all: bool): void {
  for (let j = 0; j < d; ++j) put(rowOf(model.H, j, d), j, at(model.diagonal, j));
  const Hs = model.move;
  multiply(d, model.H, s, Hs);
  const bend = dot(d, s, Hs);
  const seen = dot(d, s, y);
  if (!(bend > 0.0 && seen > LEAST_CURVATURE * bend)) return;
  const a = all ? Math.min(Math.max(seen / bend, 1.0 / MOST_CHANGE), MOST_CHANGE) : 1.0;
  for (let j = 0; j < d; ++j) {
    const row = rowOf(model.H, j, d);
    grow(d, a - 1.0, -a * at(Hs, j) / bend, Hs, at(y, j) / seen, y, row);
    put(model.diagonal, j, at(row, j));
  }
}

/** m <- g + H (x - theta), afresh */
export function refresh(d: i32, state: State, model: Model, g: usize): void {
  for (let j = 0; j < d; ++j) put(model.move, j, at(model.x, j) - at(state.point, j));
  multiply(d, model.H, model.move, model.m);
  for (let j = 0; j < d; ++j) put(model.m, j, at(g, j) + at(model.m, j));
}

/** s'H s */
export function curvatureAlong(model: Model, d: i32, s: usize): f64 {
  multiply(d, model.H, s, model.move);
  return dot(d, s, model.move);
}
