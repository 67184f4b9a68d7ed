import { Problem, State } from "../abi/problem";
import { rowOf } from "../num/vec";
import { Bend } from "./bend";
import { Escape } from "./escape";
import { makePairs, Pairs, pairsBytes } from "./pairs";

/** What Newton's method keeps between answers; solver/newton.ts. */
@final @unmanaged
export class Newton {
  phase: i32;
  step: f64; //        t of the trial in flight
  slope: f64; //       g . direction, < 0
  damping: f64; //     mu
  isFast: i32; //      the factor will do for the next step, or F is quadratic
  isClear: i32; //     no column depends on others, by far
  isRough: i32; //     Hessians are asked for in f32
  isFresh: i32; //     the factor is of state.point and in f64
  isDamped: i32; //    the factor is of a damped Hessian
  share: f64; //       W over that of the rows of which the factor is; 1 for all rows
  shortest: f64; //    the step that was left, at the least, since the optimality is within tolerance
  stalls: i32; //      how often it did not fall
  pairs: Pairs;
  bend: usize; //      Bend
  gradient: usize; //  f64[d]
  direction: usize; // f64[d]
  escape: usize; //    Escape
  way: i32; //         which direction to infinity has been proposed
  isJudged: i32; //    all ways have been proposed, down to the least target
  otherwise: i32; //   the outcome when none leads there
  target: f64; //      the tolerance in force; tightened while a large step is left
  hasLandmark: i32;
  landmark: usize; //  f64[d]  the point where the optimality first fell below LANDMARK
  factor: usize; //    f64[d d]
}

export function newtonBytes(d: i32): usize {
  return ((offsetof<Newton>() + offsetof<Escape>() + offsetof<Bend>() + 47) & ~15) + ((<usize>d * 4 + <usize>d * <usize>d + 2) << 3) + pairsBytes(d);
}

/** Everything at its place in the scratch. */
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
