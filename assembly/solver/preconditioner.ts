import { Exchange } from "../abi/exchange";
import { Request } from "../abi/ids";
import { Problem, State } from "../abi/problem";
import { penaltyAddCurvatures } from "../penalty/registry";
import { at, dot, maxAbs, put } from "../num/vec";

/**
 * The metric of solvers without a matrix, from the pass at their start and from some later ones: the Hessian's diagonal, and, if theta has
 * no constant, the one direction in which its curvature is of another order. Columns that are not centred share their mean: with
 * curvatures f_i, m = sum_i f_i z_i and c = sum_i f_i,
 *
 *   Z' diag(f) Z = m m' / c + (the same sum of centred columns)        B0 = D + m m' / c,  D = diag(H) - m_j^2 / c + P''
 *   B0^-1 r = D^-1 r - D^-1 m (m' D^-1 r) / (c + m' D^-1 m)            (Sherman & Morrison)
 *
 * D is kept above a part of diag H, because a column that is nearly constant leaves nothing of it.
 */
@final @unmanaged
export class Preconditioner {
  d: i32;
  hasCommon: bool;
  divisor: f64; //     c + m' D^-1 m
  diagonal: usize; //  f64[d]  D
  usual: usize; //     f64[d]  diag H + P''
  common: usize; //    f64[d]  D^-1 m
}

const LEAST: f64 = 1e-3; //    of diag H; a quarter digit of the part of the common direction
const FLOOR: f64 = 1e-8; //    of the largest
const KEPT: f64 = 0.02; //     of a curvature at the start: noise may penalize columns less by orders of magnitude, and its quadratic form may have negative curvature

export function preconditionerBytes(d: i32): usize { return offsetof<Preconditioner>() + 16 + <usize>d * 24; }

export function makePreconditioner(start: usize, d: i32): Preconditioner {
  const own = changetype<Preconditioner>((start + 7) & ~7);
  own.d = d;
  own.diagonal = (changetype<usize>(own) + offsetof<Preconditioner>() + 7) & ~7;
  own.usual = own.diagonal + (<usize>d << 3);
  own.common = own.usual + (<usize>d << 3);
  return own;
}

/** The request at the start. */
export function preconditionerRequest(problem: Problem): i32 {
  return problem.lacksConstant ? Request.Diagonal | Request.Common : Request.Diagonal;
}

/** Makes the metric from the answers at exchange.point, where a solver starts. */
export function precondition(state: State, own: Preconditioner): void {
  const d = own.d;
  curvatures(state, own.usual, d);
  const largest = maxAbs(d, own.usual);
  const floor = largest > 0.0 ? FLOOR * largest : 1.0;
  for (let j = 0; j < d; ++j) put(own.usual, j, Math.max(at(own.usual, j), floor));
  memory.copy(own.diagonal, own.usual, <usize>d << 3);
  takeCommon(state, own);
}

/** The same at the current point; curvatures that have nearly vanished, or are negative, count as a part of their value at the start. */
export function preconditionAnew(state: State, own: Preconditioner): void {
  const d = own.d;
  curvatures(state, own.diagonal, d);
  for (let j = 0; j < d; ++j) put(own.diagonal, j, Math.max(at(own.diagonal, j), KEPT * at(own.usual, j)));
  takeCommon(state, own);
}

/** diag H + P'' */
function curvatures(state: State, out: usize, d: i32): void {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  for (let j = 0; j < d; ++j) put(out, j, at(exchange.diagonal, j) / problem.totalWeight);
  penaltyAddCurvatures(problem.penalty, problem.penaltyParams, d, exchange.point, 1, out);
}

/** Subtracts the common direction from D, if there is one. */
function takeCommon(state: State, own: Preconditioner): void {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const d = own.d;
  const W = problem.totalWeight;
  const D = own.diagonal;
  const c = exchange.commonWeight / W;
  own.hasCommon = problem.lacksConstant != 0 && c > 0.0;
  if (!own.hasCommon) return;
  own.divisor = c;
  for (let j = 0; j < d; ++j) {
    const m = at(state.dependent, j) == 0.0 ? at(exchange.common, j) / W : 0.0;
    const rest = Math.max(at(D, j) - m * m / c, LEAST * at(D, j));
    put(D, j, rest);
    put(own.common, j, m / rest);
    own.divisor += m * m / rest;
  }
}

/** r <- factor B0^-1 r */
export function applyInverse(own: Preconditioner, factor: f64, r: usize): void {
  const d = own.d;
  const along = own.hasCommon ? commonPart(own, r) : 0.0;
  for (let j = 0; j < d; ++j) put(r, j, at(r, j) * factor / at(own.diagonal, j));
  if (own.hasCommon) for (let j = 0; j < d; ++j) put(r, j, at(r, j) - factor * along * at(own.common, j));
}

/** r' B0^-1 r */
export function inverseNorm(own: Preconditioner, r: usize): f64 {
  let sum = 0.0;
  for (let j = 0; j < own.d; ++j) sum += at(r, j) * at(r, j) / at(own.diagonal, j);
  return own.hasCommon ? sum - commonPart(own, r) * dot(own.d, own.common, r) : sum;
}

function commonPart(own: Preconditioner, r: usize): f64 { return dot(own.d, own.common, r) / own.divisor; }
