import { Penalty } from "../abi/ids";
import { Ridge } from "./ridge";
import { addCurvatures, addSlopes, risesAlong, totalPenalty } from "./sums";

// The only file of assembly/ that knows every penalty.

export function penaltyValue(id: i32, params: usize, p: i32, theta: usize): f64 {
  switch (id) {
    case Penalty.Ridge: return totalPenalty<Ridge>(params, p, theta);
    default: return 0.0;
  }
}

export function penaltyRisesAlong(id: i32, params: usize, p: i32, u: usize, tolerance: f64): bool {
  switch (id) {
    case Penalty.Ridge: return risesAlong<Ridge>(params, p, u, tolerance);
    default: return false;
  }
}

export function penaltyAddSlopes(id: i32, params: usize, p: i32, theta: usize, gradient: usize): void {
  switch (id) {
    case Penalty.Ridge: addSlopes<Ridge>(params, p, theta, gradient); break;
  }
}

export function penaltyAddCurvatures(id: i32, params: usize, p: i32, theta: usize, stride: i32, out: usize): void {
  switch (id) {
    case Penalty.Ridge: addCurvatures<Ridge>(params, p, theta, stride, out); break;
  }
}
