import { Penalty } from "../abi/ids";
import { SeparablePenalty } from "./contract";
import { ElasticNet } from "./elastic-net";
import { GroupLasso } from "./group-lasso";
import { Mcp } from "./mcp";
import { Ridge } from "./ridge";
import { Scad } from "./scad";
import { addCurvatures, addSlopes, kinkOf, risesAlong, totalPenalty } from "./sums";

// The only file of assembly/ that knows every penalty.

export function penaltyValue(id: i32, params: usize, d: i32, theta: usize): f64 {
  switch (id) {
    case Penalty.Ridge: return totalPenalty<Ridge>(params, d, theta);
    case Penalty.ElasticNet: return totalPenalty<ElasticNet>(params, d, theta);
    case Penalty.Mcp: return totalPenalty<Mcp>(params, d, theta);
    case Penalty.Scad: return totalPenalty<Scad>(params, d, theta);
    case Penalty.GroupLasso: return totalPenalty<GroupLasso>(params, d, theta);
    default: return 0.0;
  }
}

export function penaltyRisesAlong(id: i32, params: usize, d: i32, u: usize, tolerance: f64): bool {
  if (penaltyIsBounded(id, params)) return false;
  switch (id) {
    case Penalty.Ridge: return risesAlong<Ridge>(params, d, u, tolerance);
    case Penalty.ElasticNet: return risesAlong<ElasticNet>(params, d, u, tolerance);
    case Penalty.Mcp: return risesAlong<Mcp>(params, d, u, tolerance);
    case Penalty.Scad: return risesAlong<Scad>(params, d, u, tolerance);
    case Penalty.GroupLasso: return risesAlong<GroupLasso>(params, d, u, tolerance);
    default: return false;
  }
}

export function penaltyAddSlopes(id: i32, params: usize, d: i32, theta: usize, gradient: usize): void {
  switch (id) {
    case Penalty.Ridge: addSlopes<Ridge>(params, d, theta, gradient); break;
    case Penalty.ElasticNet: addSlopes<ElasticNet>(params, d, theta, gradient); break;
    case Penalty.Mcp: addSlopes<Mcp>(params, d, theta, gradient); break;
    case Penalty.Scad: addSlopes<Scad>(params, d, theta, gradient); break;
    case Penalty.GroupLasso: addSlopes<GroupLasso>(params, d, theta, gradient); break;
  }
}

export function penaltyAddCurvatures(id: i32, params: usize, d: i32, theta: usize, stride: i32, out: usize): void {
  switch (id) {
    case Penalty.Ridge: addCurvatures<Ridge>(params, d, theta, stride, out); break;
    case Penalty.ElasticNet: addCurvatures<ElasticNet>(params, d, theta, stride, out); break;
    case Penalty.Mcp: addCurvatures<Mcp>(params, d, theta, stride, out); break;
    case Penalty.Scad: addCurvatures<Scad>(params, d, theta, stride, out); break;
    case Penalty.GroupLasso: addCurvatures<GroupLasso>(params, d, theta, stride, out); break;
  }
}

export function penaltyKink(id: i32, params: usize, j: i32): f64 {
  switch (id) {
    case Penalty.ElasticNet: return kinkOf<ElasticNet>(params, j);
    case Penalty.Mcp: return kinkOf<Mcp>(params, j);
    case Penalty.Scad: return kinkOf<Scad>(params, j);
    case Penalty.GroupLasso: return kinkOf<GroupLasso>(params, j);
    default: return 0.0;
  }
}

/** Whether P stops to rise far out, and so is concave somewhere. */
export function penaltyIsBounded(id: i32, params: usize): bool {
  return id != Penalty.None && changetype<SeparablePenalty>(params).isBounded != 0;
}

/** Groups of entries that share a kink (penalty/groups.ts), by `kinks` of the params; 0 where every entry has its own. */
export function penaltyGroups(id: i32, params: usize): usize {
  return id == Penalty.None || params == 0 ? 0 : changetype<SeparablePenalty>(params).groups;
}
