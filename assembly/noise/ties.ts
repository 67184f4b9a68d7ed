import { NoiseTerm } from "../abi/shard";
import { at, axpy, fill, index, put, rowOf, slot } from "../num/vec";
import { About } from "./column";
import { answersAtZero, EntryBlock } from "./entries";
import { noiseColumn } from "./registry";

/**
 * Columns that are noised together: one draw multiplies the entries of all of them, as those of a term of a formula. With their part
 * u_i = sum_j x_ij beta_j of the predictor the noise is that of one entry u_i with coefficient 1, so that
 *
 *   t_i                        += m(u_i)
 *   dt_i/dtheta_j              += m'(u_i) x_ij scale_j
 *   d2t_i/dtheta_j dtheta_k    += m''(u_i) x_ij x_ik scale_j scale_k      (objective/tied.ts)
 *
 * m is log E exp(u (m~ - 1)) of the factor m~, or its variance times u^2. A noise that adds to entries cannot do this.
 * Tied columns follow one another, X is dense or coded.
 */

const ONE: usize = memory.data<f64>([1.0]);

/** The column behind the last one that is noised together with column j; j itself if it is alone. */
export function tieEnd(e: EntryBlock, j: i32): i32 {
  if (e.ties == 0) return j;
  const tie = index(e.ties, j);
  if (tie < 0) return j;
  let end = j + 1;
  while (end < e.columns && index(e.ties, end) == tie) ++end;
  return end;
}

/** Var m~ */
export function tiedVariance(term: NoiseTerm, e: EntryBlock, j: i32): f64 {
  const strength = at(term.strengths, j);
  if (!term.isTied || strength == 0.0) return 0.0;
  noiseColumn(term.kind, About.Variance, strength, 0.0, 1, ONE, answersAtZero(e), 1, 0);
  return e.atZero;
}

/** out_i <- sum_j x_ij beta_j over the columns j .. end - 1 */
export function tiedPart(e: EntryBlock, j: i32, end: i32, beta: usize, out: usize): void {
  fill(e.count, out, 0.0);
  for (let c = j; c < end; ++c) axpy(e.count, at(beta, c), rowOf(e.x, c, e.stride), out);
}

/** Adds to t and, by `order`, to dt/dtheta in `first` and m''(u_i) in column j of `bends`. */
export function addTies(term: NoiseTerm, e: EntryBlock, isVariance: bool, order: i32): void {
  for (let j = 0; term.isTied && j < e.columns; ++j) {
    const end = tieEnd(e, j);
    if (end == j) continue;
    const strength = at(term.strengths, j);
    if (strength != 0.0) addTie(term, e, j, end, isVariance ? tiedVariance(term, e, j) : -1.0, order);
    j = end - 1;
  }
}

/** variance < 0: log moments */
function addTie(term: NoiseTerm, e: EntryBlock, j: i32, end: i32, variance: f64, order: i32): void {
  const strength = at(term.strengths, j);
  const u = e.work;
  const slope = slot(e.work, e.stride);
  const bend = rowOf(e.bends, j, e.stride);
  tiedPart(e, j, end, e.beta, u);
  for (let i = 0; i < e.count; ++i) {
    const v = at(u, i);
    if (variance >= 0.0) {
      e.atZero = variance * v * v;
      e.slopeAtZero = 2.0 * variance * v;
      e.curvatureAtZero = 2.0 * variance;
    } else noiseColumn(term.kind, About.Moment, strength, e.sign * v, 1, ONE, answersAtZero(e), 1, order);
    put(e.spread, i, at(e.spread, i) + e.atZero);
    put(slope, i, variance >= 0.0 ? e.slopeAtZero : e.sign * e.slopeAtZero);
    if (order >= 2) put(bend, i, at(bend, i) + e.curvatureAtZero);
  }
  if (order < 1) return;
  for (let c = j; c < end; ++c) {
    const x = rowOf(e.x, c, e.stride);
    const to = rowOf(e.first, c, e.stride);
    const s = at(e.scale, c);
    for (let i = 0; i < e.count; ++i) put(to, i, at(to, i) + s * at(slope, i) * at(x, i));
  }
}

/** out_i += sup sign u_i (m~ - 1) of every tie */
export function addTiedReaches(term: NoiseTerm, e: EntryBlock, out: usize): void {
  for (let j = 0; term.isTied && j < e.columns; ++j) {
    const end = tieEnd(e, j);
    if (end == j) continue;
    const strength = at(term.strengths, j);
    if (strength != 0.0) {
      tiedPart(e, j, end, e.beta, e.work);
      for (let i = 0; i < e.count; ++i) {
        noiseColumn(term.kind, About.Reach, strength, e.sign * at(e.work, i), 1, ONE, answersAtZero(e), 1, 0);
        put(out, i, at(out, i) + e.atZero);
      }
    }
    j = end - 1;
  }
}
