import { Exchange } from "../abi/exchange";
import { Request } from "../abi/ids";
import { Problem, State } from "../abi/problem";
import { penaltyAddCurvatures } from "../penalty/registry";
import { factorBlocks, factorWork } from "../num/cholesky-blocks";
import { solve } from "../num/cholesky";
import { at, copy, fill, index, put, putIndex, rowOf, slot } from "../num/vec";

/**
 * The metric of L-BFGS for K classes: a matrix of q x q for each, q = d / K, from the Gram sums of objective/class-gram.ts.
 *
 *   B0^-1 = P diag(D_k)^-1 P + C        D_k = (1/W) sum_i w_i p_ik (1 - p_ik) z_i z_i' + (that of the noise) + P''
 *
 * The loss has no curvature along moves that all classes make together, so its gradients have no part there. D knows nothing of that, and
 * D^-1 would add such parts to every step: P takes the mean over classes away, before and after. C is the exact inverse along them, 1 / P'',
 * divided among the classes. Where the last class is held at 0, its gradient is minus the sum of the others, and steps are taken relative to it.
 *
 * At a start where no column has an effect, one matrix with equal curvatures PLAIN serves all classes. The curvatures of the rows are those
 * of the point after 12 steps, and then rarely.
 *
 * Source: Boehning (1992), Multinomial logistic regression algorithm, for one matrix that serves all classes.
 */
@final @unmanaged
export class ClassMetric {
  q: i32;
  classes: i32;
  count: i32; //    matrices in use: none, 1 or K
  next: i32; //     the class whose sum is awaited; -1: that of equal curvatures
  curvatures: usize; // f64[d]  P''
  kinds: usize; //  i32[q]  Kind
  common: usize; // f64[q]  sums over classes
  work: usize; //   of factorBlocks
  factors: usize; // f64[K][q][q]
}

/** How the entries of a column are held. */
enum Kind { Free = 0, Differences = 1, Apart = 2 }

const PLAIN: f64 = 0.06; //  between the curvature of ten equal classes, 0.09, and that near the end
const LEAST: f64 = 1e-6; //  of a diagonal entry: added to it, as sums may be rounded to seven digits

export function classMetricBytes(d: i32, classes: i32): usize {
  if (classes == 0) return 0;
  const q = d / classes;
  return offsetof<ClassMetric>() + 64 + <usize>(d + 2 * q) * 8 + factorWork(q) + ((<usize>classes * <usize>q * <usize>q) << 3);
}

export function makeClassMetric(start: usize, d: i32, classes: i32): ClassMetric {
  const own = changetype<ClassMetric>((start + 15) & ~15);
  own.classes = classes;
  own.q = d / classes;
  own.count = 0;
  let top = (changetype<usize>(own) + offsetof<ClassMetric>() + 15) & ~15;
  own.curvatures = top; top += <usize>d << 3;
  own.kinds = top; top += <usize>own.q << 3;
  own.common = top; top += <usize>own.q << 3;
  top = (top + 15) & ~15;
  own.work = top; top += factorWork(own.q);
  own.factors = top;
  return own;
}

/** The request for the matrices at the best point: of the rows' curvatures there, or of equal ones. */
export function askClasses(state: State, own: ClassMetric, plain: bool): i32 {
  const problem = changetype<Problem>(state.problem);
  const d = problem.dimension;
  const K = own.classes;
  for (let j = 0; j < own.q; ++j) {
    let others = false;
    for (let k = 0; k + 1 < K; ++k) if (at(state.dependent, k * own.q + j) != 0.0) others = true;
    const last = at(state.dependent, (K - 1) * own.q + j) != 0.0;
    putIndex(own.kinds, j, !problem.isCentred || others ? Kind.Apart : last ? Kind.Differences : Kind.Free);
  }
  fill(d, own.curvatures, 0.0);
  penaltyAddCurvatures(problem.penalty, problem.penaltyParams, d, state.point, 1, own.curvatures);
  own.next = plain ? -1 : 0;
  return ask(state, own);
}

function ask(state: State, own: ClassMetric): i32 {
  const exchange = changetype<Exchange>(state.exchange);
  copy(changetype<Problem>(state.problem).dimension, state.point, exchange.point);
  exchange.ofClass = own.next;
  return Request.ClassGram | Request.Rough;
}

/** Takes an answer. Returns the next request, or 0: the metric is ready. */
export function takeClass(state: State, own: ClassMetric): i32 {
  const K = own.classes;
  const plain = own.next < 0;
  const L = slot(own.factors, plain ? 0 : own.next * own.q * own.q);
  let added = LEAST;
  while (!factorClass(state, own, L, added)) added *= 100.0; // beyond 1 only the diagonal is left
  if (!plain && ++own.next < K) return ask(state, own);
  own.count = plain ? 1 : K;
  return 0;
}

/** L <- the factor of D, with `added` of each diagonal entry on top. */
function factorClass(state: State, own: ClassMetric, L: usize, added: f64): bool {
  const q = own.q;
  const k = max(own.next, 0);
  const sums = changetype<Exchange>(state.exchange).square;
  const c = (own.next < 0 ? PLAIN : 1.0) / changetype<Problem>(state.problem).totalWeight;
  for (let j = 0; j < q; ++j) {
    const from = rowOf(sums, j, q);
    const to = rowOf(L, j, q);
    const isOut = isHeld(state, own, k, j) || added > 1.0;
    for (let l = 0; l < j; ++l) put(to, l, isOut || isHeld(state, own, k, l) ? 0.0 : c * at(from, l));
    const v = c * at(from, j) + at(own.curvatures, k * q + j);
    put(to, j, v > 0.0 && v < Infinity ? v * (1.0 + added) : 1.0);
  }
  return factorBlocks(q, L, own.work) || added > 1.0;
}

/** Whether an entry takes no part in its class's matrix. */
// @ts-ignore: decorator
@inline
function isHeld(state: State, own: ClassMetric, k: i32, j: i32): bool {
  return index(own.kinds, j) == Kind.Apart && at(state.dependent, k * own.q + j) != 0.0;
}

/** r <- factor B0^-1 r */
export function applyClasses(state: State, own: ClassMetric, factor: f64, r: usize): void {
  const K = own.classes;
  const q = own.q;
  const common = own.common;
  if (factor != 1.0) for (let j = 0; j < K * q; ++j) put(r, j, factor * at(r, j));
  for (let j = 0; j < q; ++j) {
    const kind = index(own.kinds, j);
    let sum = 0.0;
    for (let k = 0; k < K; ++k) sum += at(r, k * q + j);
    put(common, j, kind == Kind.Free ? sum : 0.0);
    if (kind == Kind.Differences) put(r, (K - 1) * q + j, at(r, (K - 1) * q + j) - sum);
    else if (kind == Kind.Free) shift(K, q, j, -sum / <f64>K, r);
  }
  for (let k = 0; k < K; ++k) solve(q, slot(own.factors, own.count == 1 ? 0 : k * q * q), slot(r, k * q));
  for (let j = 0; j < q; ++j) {
    const kind = index(own.kinds, j);
    if (kind == Kind.Differences) shift(K, q, j, -at(r, (K - 1) * q + j), r);
    else if (kind == Kind.Free) {
      let sum = 0.0;
      for (let k = 0; k < K; ++k) sum += at(r, k * q + j);
      const curvature = at(own.curvatures, j);
      shift(K, q, j, ((curvature > 0.0 ? at(common, j) / curvature : 0.0) - sum) / <f64>K, r);
    } else for (let k = 0; k < K; ++k) if (at(state.dependent, k * q + j) != 0.0) put(r, k * q + j, 0.0);
  }
}

/** Adds the same to the entries of column j. */
// @ts-ignore: decorator
@inline
function shift(K: i32, q: i32, j: i32, by: f64, r: usize): void {
  for (let k = 0; k < K; ++k) put(r, k * q + j, at(r, k * q + j) + by);
}

/** Whether nothing but the last column, that of the constant, has an effect. */
export function isPlain(state: State, own: ClassMetric): bool {
  for (let k = 0; k < own.classes; ++k) {
    for (let j = 0; j + 1 < own.q; ++j) if (at(state.point, k * own.q + j) != 0.0) return false;
  }
  return true;
}
