import { Problem, State } from "../abi/problem";
import { rowOf } from "../num/vec";
import { Bend } from "./bend";
import { Escape } from "./escape";
import { makePairs, Pairs, pairsBytes } from "./pairs";

/** The state of Newton's method between answers; solver/newton.ts. */
@final @unmanaged
export class Newton {
  phase: i32;
  step: f64; //        t of the current trial
  slope: f64; //       g . direction, < 0
  damping: f64; //     mu
  isFast: i32; //      the factor is good enough for the next step, or F is quadratic
  isClear: i32; //     all columns are clearly independent
  isRough: i32; //     Hessians are requested in f32
  isFresh: i32; //     the factor is of state.point and in f64
  isDamped: i32; //    the factor is of a damped Hessian
  share: f64; //       W over the weight of the rows of the factor; 1 for all rows
  shortest: f64; //    the smallest step left since the optimality is within tolerance
  stalls: i32; //      how often it did not fall
  pairs: Pairs;
  bend: usize; //      Bend
  gradient: usize; //  f64[d]
  direction: usize; // f64[d]
  escape: usize; //    Escape
  way: i32; //         which direction to infinity has been proposed
  isJudged: i32; //    all directions have been proposed, down to the least target
  otherwise: i32; //   the outcome if none leads to infinity
  target: f64; //      the current tolerance; tightened while a large step is left
  hasLandmark: i32;
  landmark: usize; //  f64[d]  the point where the optimality first fell below LANDMARK
  factor: usize; //    f64[d d]
}

export function newtonBytes(d: i32): usize {
  return ((offsetof<Newton>() + offsetof<Escape>() + offsetof<Bend>() + 47) & ~15) + ((<usize>d * 4 + <usize>d * <usize>d + 2) << 3) + pairsBytes(d);
}

/** Lays out the scratch. */
export function layOut(state: State): Newton {
  const d = changetype<Problem>(state.problem).dimension;
  const own = changetype<Newton>(state.scratch);
  own.escape = (state.scratch + offsetof<Newton>() + 7) & ~7;
  own.bend = (own.escape + offsetof<Escape>() + 7) & ~7;
  const top = (own.bend + offsetof<Bend>() + 15) & ~15;
  own.gradient = top;
  own.direction = top + (<usize>d << 3);
  own.landmark = top + (<usize>d << 4);
  changetype<Bend>(own.bend).direction = top + (<usize>d << 3) * 3;
  own.factor = (top + (<usize>d << 5) + 15) & ~15;
  own.pairs = makePairs(rowOf(own.factor, d, d), d);
  return own;
}
