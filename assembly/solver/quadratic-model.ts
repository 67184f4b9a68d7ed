import { Problem, State } from "../abi/problem";
import { kinkNorm, membersAt, sizeAt, sizeOf } from "../penalty/groups";
import { penaltyAddCurvatures, penaltyGroups, penaltyIsBounded, penaltyKink } from "../penalty/registry";
import { factor, solve } from "../num/cholesky";
import { conjugate } from "../num/conjugate";
import { at, axpy, copy, fill, index, indexSlot, put, putIndex, rowOf } from "../num/vec";
import { addGroupDerivatives, fallingPart } from "./block-newton";
import { blockStep } from "./blocks";
import { BY_ENTRY, groupViolation } from "./group-condition";
import { mirror, Model, refresh } from "./model";
import { violation } from "./shared";
import { coordinateMinimum } from "./soft-threshold";

/**
 * The exact minimizer of  g's + s'Hs / 2 + sum_j k_j |theta_j + s_j|  within bounds:
 *
 *   sweep    every coordinate in turn to its own minimum:  theta_j + s_j <- clip( soft( h_jj (theta_j + s_j) - m_j, k_j ) / h_jj )
 *            m = g + H s is kept up to date, d operations per coordinate that moved
 *   settle   sweeps over the coordinates that are free, neither 0 at a kink nor at a bound, with their part of H in one place
 *   jump     Newton's step on these where sweeps have not ended; cut where a sign or bound is met. By conjugate gradients, whose
 *            rounds cost what a sweep does and are far fewer; by a factor where these do not get there either
 *
 * Sweeps alone need thousands of rounds on correlated columns. A group of entries that share a kink moves as a block, to its
 * own minimum (solver/blocks.ts); where it is not 0 it is free, and F smooth over it: the jump takes its curvature.
 * Source: Friedman, Hastie & Tibshirani (2010), section 2; the jump is an active-set step, Nocedal & Wright (2006), 16.5.
 */

const MOST_ROUNDS: i32 = 100;
const SWEEPS: i32 = 6; //   before a jump: they find which coordinates are free
const JUMP_GOAL: f64 = 0.5; // of the goal: a jump shall be the last
const HUGE: f64 = 1e100;

/**
 * step <- the minimizer; `H` holds the lower triangle of the Hessian of the loss; with isNew it is taken up, else the one before
 * stands. False when the model has none that can be found, because H is not
 * positive definite on the free coordinates: more damping is needed.
 */
export function minimizeModel(
  state: State, model: Model, H: usize, isNew: bool, g: usize, damping: f64, goal: f64, step: usize,
): bool {
  const problem = changetype<Problem>(state.problem);
  const d = problem.dimension;
  if (isNew || damping > 0.0) mirror(d, H, model, damping);
  for (let j = 0; j < d; ++j) put(rowOf(model.H, j, d), j, at(model.diagonal, j));
  penaltyAddCurvatures(problem.penalty, problem.penaltyParams, d, state.point, d + 1, model.H);
  if (model.isFlat) for (let j = 0; j < d; ++j) put(rowOf(model.H, j, d), j, Math.max(at(rowOf(model.H, j, d), j), at(model.diagonal, j)));
  const isBent = !model.isFlat && penaltyIsBounded(problem.penalty, problem.penaltyParams);
  for (let j = 0; j < d; ++j) put(model.kinks, j, penaltyKink(problem.penalty, problem.penaltyParams, j));
  model.groups = penaltyGroups(problem.penalty, problem.penaltyParams);
  copy(d, state.point, model.x);
  copy(d, g, model.m);
  fill(d, model.none, 0.0);
  model.gathered = -1;
  for (let round = 0; round < MOST_ROUNDS; ++round) {
    let worst = sweep(problem, model);
    if (worst > goal) worst = settle(problem, model, goal, step);
    if (!(worst < HUGE)) return false;
    if (worst <= goal) {
      if (largestViolation(problem, model) <= goal) break;
      continue;
    }
    const jumped = jump(problem, model, goal);
    if (jumped == FAILED && (isBent || round + 1 == MOST_ROUNDS)) return false;
    refresh(d, state, model, g);
    if (largestViolation(problem, model) <= goal) break;
  }
  for (let j = 0; j < d; ++j) put(step, j, at(model.x, j) - at(state.point, j));
  return true;
}

/** Every coordinate once. Returns the largest violation met, in units of the gradient; infinite when one has no minimum. */
function sweep(problem: Problem, model: Model): f64 {
  const d = problem.dimension;
  let worst = 0.0;
  for (let a = 0; a < d; ++a) {
    let j = a;
    if (model.groups != 0) {
      const size = sizeAt(model.groups, a);
      if (size > 1) {
        worst = Math.max(worst, blockStep(size, membersAt(model.groups, a), BY_ENTRY, model, model.H, d, model.m));
        if (worst == Infinity) return worst;
        a += size - 1;
        continue;
      }
      j = index(membersAt(model.groups, a), 0);
    }
    const x = at(model.x, j);
    const m = at(model.m, j);
    const row = rowOf(model.H, j, d);
    const v = violation(problem, j, x, m, at(model.kinks, j));
    if (v == 0.0) continue;
    worst = Math.max(worst, v);
    const to = coordinateMinimum(problem, at(model.kinks, j), j, x, m, at(row, j));
    if (to == x) continue;
    put(model.x, j, to);
    axpy(d, to - x, row, model.m);
    if (!(Math.abs(to) < HUGE)) return Infinity;
  }
  return worst;
}

/** Sweeps over the free coordinates alone. Returns the largest violation among them in the last; `before` is f64[d] to work in. */
function settle(problem: Problem, model: Model, goal: f64, before: usize): f64 {
  const d = problem.dimension;
  const count = gatherFree(problem, model);
  const m = model.move;
  for (let a = 0; a < count; ++a) {
    const j = index(model.free, a);
    put(m, a, at(model.m, j));
    put(before, a, at(model.x, j));
  }
  let worst = Infinity;
  for (let k = 0; k < SWEEPS && worst > goal; ++k) {
    worst = 0.0;
    for (let a = 0; a < count; ++a) {
      const j = index(model.free, a);
      if (model.groups != 0) {
        const size = sizeOf(model.groups, j);
        if (size > 1) {
          worst = Math.max(worst, blockStep(size, indexSlot(model.free, a), a, model, model.L, count, m));
          if (worst == Infinity) return worst;
          a += size - 1;
          continue;
        }
      }
      const x = at(model.x, j);
      const v = violation(problem, j, x, at(m, a), at(model.kinks, j));
      if (v == 0.0) continue;
      worst = Math.max(worst, v);
      const row = rowOf(model.L, a, count);
      const to = coordinateMinimum(problem, at(model.kinks, j), j, x, at(m, a), at(row, a));
      if (to == x) continue;
      put(model.x, j, to);
      axpy(count, to - x, row, m);
      if (!(Math.abs(to) < HUGE)) return Infinity;
    }
  }
  for (let a = 0; a < count; ++a) {
    const j = index(model.free, a);
    const moved = at(model.x, j) - at(before, a);
    if (moved != 0.0) axpy(d, moved, rowOf(model.H, j, d), model.m);
  }
  return worst;
}

/** Whether an entry with a kink of its own is neither 0 there nor at a bound. */
function isFree(problem: Problem, model: Model, j: i32): bool {
  const x = at(model.x, j);
  const atBound = problem.lower != 0 && (x <= at(problem.lower, j) || x >= at(problem.upper, j));
  return !(atBound || (at(model.kinks, j) > 0.0 && x == 0.0) || at(rowOf(model.H, j, problem.dimension), j) == 0.0);
}

/**
 * Coordinates that are neither 0 at a kink nor at a bound, into `free`, those of a group next to each other, and their part of H, both
 * triangles, into L, where it is not there yet. Returns how many.
 */
function gatherFree(problem: Problem, model: Model): i32 {
  const d = problem.dimension;
  const groups = model.groups;
  let count = 0;
  let isSame = true;
  for (let a = 0; a < d;) {
    const size = groups == 0 ? 1 : sizeAt(groups, a);
    const first = groups == 0 ? a : index(membersAt(groups, a), 0);
    const isIn = size == 1 ? isFree(problem, model, first) : kinkNorm(size, membersAt(groups, a), model.kinks, model.x) > 0.0;
    for (let i = 0; isIn && i < size; ++i) {
      const j = size == 1 ? first : index(membersAt(groups, a), i);
      if (count >= model.gathered || index(model.free, count) != j) isSame = false;
      putIndex(model.free, count++, j);
    }
    a += size;
  }
  if (isSame && count == model.gathered) return count;
  model.gathered = count;
  for (let a = 0; a < count; ++a) {
    const from = rowOf(model.H, index(model.free, a), d);
    const to = rowOf(model.L, a, count);
    for (let b = 0; b < count; ++b) put(to, b, at(from, index(model.free, b)));
  }
  return count;
}

function largestViolation(problem: Problem, model: Model): f64 {
  const groups = model.groups;
  let worst = 0.0;
  for (let a = 0; a < problem.dimension; ++a) {
    const size = groups == 0 ? 1 : sizeAt(groups, a);
    const j = groups == 0 ? a : index(membersAt(groups, a), 0);
    worst = Math.max(worst, size == 1
      ? violation(problem, j, at(model.x, j), at(model.m, j), at(model.kinks, j))
      : groupViolation(size, membersAt(groups, a), BY_ENTRY, model.kinks, model.x, model.m, 0));
    a += size - 1;
  }
  return worst;
}

const FAILED: i32 = 0;
const CUT: i32 = 1;
const WHOLE: i32 = 2;

/** Newton's step on the free coordinates. */
function jump(problem: Problem, model: Model, goal: f64): i32 {
  const count = gatherFree(problem, model);
  if (count == 0) return FAILED;
  for (let a = 0; a < count; ++a) {
    const j = index(model.free, a);
    const x = at(model.x, j);
    const k = at(model.kinks, j);
    const isAlone = model.groups == 0 || sizeOf(model.groups, j) == 1;
    put(model.move, a, -(at(model.m, j) + (!isAlone ? 0.0 : x > 0.0 ? k : x < 0.0 ? -k : 0.0)));
  }
  if (model.groups != 0) {
    addGroupDerivatives(model, count);
    copy(count, model.move, model.pull);
    model.gathered = -1;
  }
  if (!conjugate(count, model.L, model.move, JUMP_GOAL * goal, max(SWEEPS, count / 6), model.work)) {
    model.gathered = -1;
    if (factor(count, model.L, model.L, model.none, 1e-13) != 0) return FAILED;
    solve(count, model.L, model.move);
  }
  let t = 1.0;
  let stop = -1;
  for (let a = 0; a < count; ++a) {
    const j = index(model.free, a);
    const x = at(model.x, j);
    const u = at(model.move, a);
    if (u == 0.0) continue;
    let reach = Infinity;
    const isAlone = model.groups == 0 || sizeOf(model.groups, j) == 1;
    if (isAlone && at(model.kinks, j) > 0.0 && x * (x + u) < 0.0) reach = -x / u;
    if (problem.lower != 0) {
      if (x + u > at(problem.upper, j)) reach = Math.min(reach, (at(problem.upper, j) - x) / u);
      if (x + u < at(problem.lower, j)) reach = Math.min(reach, (at(problem.lower, j) - x) / u);
    }
    if (reach < t) {
      t = reach;
      stop = j;
    }
  }
  if (model.groups != 0) {
    const falling = fallingPart(problem.dimension, model, count, t);
    if (falling < t) stop = -1;
    t = falling;
  }
  for (let a = 0; a < count; ++a) {
    const j = index(model.free, a);
    put(model.x, j, at(model.x, j) + t * at(model.move, a));
  }
  if (stop < 0) return WHOLE;
  put(model.x, stop, landing(problem, stop, at(model.x, stop), at(model.kinks, stop)));
  return CUT;
}

/** Exactly on the sign change or bound that the cut step has come to. */
function landing(problem: Problem, j: i32, x: f64, kink: f64): f64 {
  let best = kink > 0.0 ? 0.0 : Infinity;
  if (problem.lower != 0) {
    if (Math.abs(at(problem.lower, j) - x) < Math.abs(best - x)) best = at(problem.lower, j);
    if (Math.abs(at(problem.upper, j) - x) < Math.abs(best - x)) best = at(problem.upper, j);
  }
  return best;
}

