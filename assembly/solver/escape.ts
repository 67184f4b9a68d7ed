import { Exchange } from "../abi/exchange";
import { Outcome, Request } from "../abi/ids";
import { Problem, State } from "../abi/problem";
import { factor, findDependent, solve } from "../num/cholesky";
import { at, copy, fill, maxAbs, put, rowOf } from "../num/vec";
import { penaltyAddCurvatures, penaltyIsBounded, penaltyKink, penaltyRisesAlong } from "../penalty/registry";

/**
 * Does the objective fall for ever along a direction u, so that there is no minimizer? A solver that may be on the
 * way to infinity proposes a direction; the rows decide. A state machine like a solver:
 *
 *   Loose   rows moved by less than LOOSE max |u| count as unmoved; the others must all recede
 *   Flags, Project   if some rows are unmoved, u is projected on the directions that do not move them at all
 *   Tight   the projection is tested again, now to TIGHT max |u|
 *
 * The second test avoids that bad scaling looks like separation: a row may seem unmoved because another is an outlier.
 * No separation exists along a direction on which a penalty acts, or the noise of an unmoved row; the projection leaves such
 * columns out. On a yes u is left in exchange.direction.
 */
@final @unmanaged
export class Escape {
  stage: i32;
}

enum Stage { Loose = 0, Flags = 1, Project = 2, Tight = 3 }

const LOOSE: f64 = 1e-5;
const TIGHT: f64 = 1e-12; // a few hundred roundings

/** Answer if the objective does not fall for ever; a yes is Outcome.Recedes, a number above 0 a request. */
export const NO_ESCAPE: i32 = 0;

export function proposeEscape(state: State, escape: Escape, direction: usize): i32 {
  const exchange = changetype<Exchange>(state.exchange);
  const d = changetype<Problem>(state.problem).dimension;
  copy(d, direction, exchange.direction);
  copy(d, state.point, exchange.point);
  escape.stage = Stage.Loose;
  return ask(exchange, d, LOOSE);
}

export function resumeEscape(state: State, escape: Escape): i32 {
  const exchange = changetype<Exchange>(state.exchange);
  const d = changetype<Problem>(state.problem).dimension;
  switch (escape.stage) {
    case Stage.Loose: {
      if (!recedes(state)) return NO_ESCAPE;
      if (exchange.unmoved == 0.0 && !penaltyRises(state)) return Outcome.Recedes;
      if (exchange.hessian == 0) return NO_ESCAPE; // too many columns for the second test
      escape.stage = Stage.Flags;
      return Request.UnmovedGram;
    }
    case Stage.Flags: {
      if (!flagFree(state)) return NO_ESCAPE;
      escape.stage = Stage.Project;
      return Request.UnmovedGram; // the search for flags has overwritten it
    }
    case Stage.Project: {
      if (!project(state)) return NO_ESCAPE;
      escape.stage = Stage.Tight;
      return ask(exchange, d, TIGHT);
    }
    default: return recedes(state) && exchange.shaken == 0.0 && !penaltyRises(state) ? Outcome.Recedes : NO_ESCAPE;
  }
}

function ask(exchange: Exchange, d: i32, part: f64): i32 {
  const largest = maxAbs(d, exchange.direction);
  if (!(largest > 0.0 && largest < Infinity)) fill(d, exchange.direction, 0.0); // recedes in no row
  exchange.tolerance = part * largest;
  return Request.Recession;
}

/** Some rows recede and none blocks. */
function recedes(state: State): bool {
  const exchange = changetype<Exchange>(state.exchange);
  return exchange.receding > 0.0 && exchange.blocking == 0.0;
}

function penaltyRises(state: State): bool {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  for (let j = 0; j < problem.dimension; ++j) {
    if (Math.abs(at(exchange.direction, j)) > exchange.tolerance && blocks(problem, exchange, j)) return true;
  }
  return penaltyRisesAlong(problem.penalty, problem.penaltyParams, problem.dimension, exchange.direction, exchange.tolerance);
}

/** exchange.diagonal <- 1 for the columns that depend on others over the unmoved rows; false when none does. */
function flagFree(state: State): bool {
  const exchange = changetype<Exchange>(state.exchange);
  const d = changetype<Problem>(state.problem).dimension;
  addPenalty(state);
  fill(d, exchange.diagonal, 0.0);
  return findDependent(d, exchange.hessian, exchange.product, exchange.diagonal) > 0;
}

/** u_K <- -G_KK^-1 G_KD u_D, G the sum over the unmoved rows, D the flagged columns, K the others. */
function project(state: State): bool {
  const exchange = changetype<Exchange>(state.exchange);
  const d = changetype<Problem>(state.problem).dimension;
  const G = exchange.hessian;
  const u = exchange.direction;
  const flags = exchange.diagonal;
  const pull = exchange.product;
  addPenalty(state);
  for (let k = 0; k < d; ++k) {
    let sum = 0.0;
    for (let c = 0; c < d; ++c) {
      if (at(flags, c) != 0.0) sum += (k >= c ? at(rowOf(G, k, d), c) : at(rowOf(G, c, d), k)) * at(u, c);
    }
    put(pull, k, at(flags, k) != 0.0 ? 0.0 : sum);
  }
  if (factor(d, G, G, flags, 0.0) != 0) return false;
  solve(d, G, pull);
  for (let k = 0; k < d; ++k) if (at(flags, k) == 0.0) put(u, k, -at(pull, k));
  return true;
}

/** Columns that the penalty or a bound acts on cannot recede, so u becomes 0 there. A bounded penalty does not hold a column. */
function addPenalty(state: State): void {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const d = problem.dimension;
  const holds = !penaltyIsBounded(problem.penalty, problem.penaltyParams);
  if (holds) penaltyAddCurvatures(problem.penalty, problem.penaltyParams, d, exchange.point, d + 1, exchange.hessian);
  for (let j = 0; j < d; ++j) {
    const isHeld = (holds && penaltyKink(problem.penalty, problem.penaltyParams, j) > 0.0) || blocks(problem, exchange, j);
    const entry = rowOf(exchange.hessian, j, d);
    if (isHeld) put(entry, j, at(entry, j) + problem.totalWeight);
  }
}

/** Whether a finite bound stops coordinate j on the way along u. */
function blocks(problem: Problem, exchange: Exchange, j: i32): bool {
  if (problem.lower == 0) return false;
  const move = at(exchange.direction, j);
  return (move > 0.0 && at(problem.upper, j) < Infinity) || (move < 0.0 && at(problem.lower, j) > -Infinity);
}
