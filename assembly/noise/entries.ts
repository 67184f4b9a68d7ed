import { Design, NoiseTerm } from "../abi/shard";
import { entriesOf, rowsFrom, startOf } from "../design/sparse";
import { bits, uniform } from "../num/random";
import { at, axpy, fill, index, put, rowOf, slot } from "../num/vec";
import { About } from "./column";
import { noiseColumn } from "./registry";

/**
 * Loops over the columns of a chunk for one noise. Results are added, so several noises at once simply run one after the
 * other: variances of independent noises add, and so do log moments.
 *
 *   beta     f64[p]
 *   scale    f64[p]           d beta_j / d theta_j
 *   spread   f64[m]           t_i        += sum_j a_ij(beta_j)
 *   first    entries          dt_i/dtheta_j   += a'_ij(beta_j) scale_j         (order >= 1)
 *   second   entries          d2t_i/dtheta_j2 += a''_ij(beta_j) scale_j^2      (order >= 2)
 *
 * Dense: the entries of column j are x[j][i], i < count. Sparse: the stored entries, as differences from the answer for a zero;
 * the answer for zeros is the same for all rows and goes into base, baseFirst_j, baseSecond_j.
 */
@final @unmanaged
export class EntryBlock {
  columns: i32; //   p
  count: i32; //     rows
  stride: i32;
  order: i32;
  sign: f64; //      a_ij is taken at sign beta_j
  design: usize; //  Design when sparse, else 0
  map: usize; //     u32[p], or 0: numbers of the columns in the whole of X
  ties: usize; //    i32[p], or 0: noise/ties.ts
  x: usize; //       f64[p][stride], or the entries of the sparse design
  beta: usize;
  scale: usize;
  spread: usize;
  first: usize;
  second: usize; //       also the variances v_ij
  bends: usize; //        f64[p][stride]  noise/ties.ts
  starts: usize; //       u32[p + 1]  sparse: where column j begins in first and second
  base: f64; //           sparse only, see above
  baseFirst: usize; //    f64[d]
  baseSecond: usize; //   f64[d]
  work: usize; //         f64[3][stride]
  m: i32; //              current column: how many entries,
  at: usize; //           their address,
  rows: usize; //         their rows in X; 0: all,
  from: i32; //           number in X of the first row, sparse
  place: usize; //        and their offset in first and second, in bytes
  atZero: f64; //         answers for an entry of 0, current column
  slopeAtZero: f64;
  curvatureAtZero: f64;
}

const ZERO: usize = memory.data<f64>([0.0]);

/** The strength of the noise on column j by itself: 0 if the column is noised together with others. */
function ownStrength(term: NoiseTerm, e: EntryBlock, j: i32): f64 {
  return term.isTied && index(e.ties, j) >= 0 ? 0.0 : at(term.strengths, j);
}

/** Whose random numbers column j uses: its own, or those of the columns with which it is noised. */
function drawOf(term: NoiseTerm, e: EntryBlock, j: i32): i32 {
  if (term.isTied && index(e.ties, j) >= 0) return index(e.ties, j);
  return e.map == 0 ? j : index(e.map, j);
}

/** Row in the chunk of entry i of the current column. */
// @ts-ignore: decorator
@inline
function rowOfEntry(e: EntryBlock, i: i32): i32 { return e.rows == 0 ? i : index(e.rows, i) - e.from; }

/** Address of the three answers for an entry of 0. */
// @ts-ignore: decorator
@inline
export function answersAtZero(e: EntryBlock): usize { return changetype<usize>(e) + offsetof<EntryBlock>("atZero"); }

/** Makes column j the current one. */
function turnTo(e: EntryBlock, j: i32): void {
  if (e.design == 0) {
    e.m = e.count;
    e.at = rowOf(e.x, j, e.stride);
    e.rows = 0;
    e.place = rowOf(0, j, e.stride);
  } else {
    const d = changetype<Design>(e.design);
    const start = startOf(d, j);
    e.m = entriesOf(d, j);
    e.at = e.x + (start << 3);
    e.rows = rowsFrom(d, start);
    e.place = slot(0, index(e.starts, j));
  }
}

/** Answers for the entries of the current column in e.work; for a zero in e.atZero and the next two fields, all 0 when dense. */
function about(term: NoiseTerm, what: About, e: EntryBlock, strength: f64, b: f64, order: i32): void {
  noiseColumn(term.kind, what, strength, b, e.m, e.at, e.work, e.stride, order);
  if (e.design == 0) memory.fill(answersAtZero(e), 0, 24);
  else noiseColumn(term.kind, what, strength, b, 1, ZERO, answersAtZero(e), 1, order);
}

/**
 * variances_ij += v_ij, or = v_ij for the first noise. The variance of eta_i is sum_j v_ij b_j^2.
 */
export function addVariances(term: NoiseTerm, e: EntryBlock, isFirst: bool): void {
  const shaken = e.design != 0 && shakesZeros(term, e);
  for (let j = 0; j < e.columns; ++j) {
    const strength = ownStrength(term, e, j);
    turnTo(e, j);
    const to = e.second + e.place;
    if (strength == 0.0) {
      if (isFirst) fill(e.m, to, 0.0);
      continue;
    }
    const out = isFirst ? to : e.work;
    noiseColumn(term.kind, About.Variance, strength, 0.0, e.m, e.at, out, e.stride, 0);
    if (shaken) {
      noiseColumn(term.kind, About.Variance, strength, 0.0, 1, ZERO, answersAtZero(e), 1, 0);
      const zero = e.atZero;
      put(e.baseSecond, j, at(e.baseSecond, j) + zero);
      for (let i = 0; i < e.m; ++i) put(out, i, at(out, i) - zero);
    }
    if (!isFirst) axpy(e.m, 1.0, out, to);
  }
}

/**
 * v_ij = constant_j + linear_j x_ij + square_j x_ij^2, summed over noises: three values of the polynomial give its coefficients.
 * Adds to f64[p] each.
 */
export function addVarianceCoefficients(term: NoiseTerm, e: EntryBlock, p: i32, constant: usize, linear: usize, square: usize): void {
  for (let j = 0; j < p; ++j) {
    const strength = at(term.strengths, j);
    if (strength == 0.0) continue;
    noiseColumn(term.kind, About.Variance, strength, 0.0, 3, PROBES, answersAtZero(e), 3, 0);
    const zero = e.atZero;
    put(constant, j, at(constant, j) + zero);
    put(linear, j, at(linear, j) + 0.5 * (e.slopeAtZero - e.curvatureAtZero));
    put(square, j, at(square, j) + (0.5 * (e.slopeAtZero + e.curvatureAtZero) - zero));
  }
}

const PROBES: usize = memory.data<f64>([0.0, 1.0, -1.0]);

/** Whether entries of 0 are noised too, in the columns with noise. */
function shakesZeros(term: NoiseTerm, e: EntryBlock): bool {
  for (let j = 0; j < e.columns; ++j) if (shakesZero(term, e, j)) return true;
  return false;
}

/** a_ij(b) = log E exp( sign b (x~_ij - x_ij) ). */
export function addMoments(term: NoiseTerm, e: EntryBlock): void {
  for (let j = 0; j < e.columns; ++j) {
    const strength = ownStrength(term, e, j);
    if (strength == 0.0) continue;
    const b = e.sign * at(e.beta, j);
    const scale = at(e.scale, j);
    const s = e.sign * scale;
    turnTo(e, j);
    about(term, About.Moment, e, strength, b, e.order);
    const zero = e.atZero;
    if (zero != 0.0 || (e.order >= 2 && e.curvatureAtZero != 0.0)) {
      addBase(e, j, zero, s * e.slopeAtZero, scale * scale * e.curvatureAtZero);
    }
    for (let i = 0; i < e.m; ++i) {
      const r = rowOfEntry(e, i);
      const moment = at(e.work, i);
      if (moment != zero) put(e.spread, r, at(e.spread, r) + (moment - zero)); // both may be infinite
    }
    if (e.order >= 1) addDifferences(e.m, s, slot(e.work, e.stride), e.slopeAtZero, e.first + e.place);
    if (e.order >= 2) addDifferences(e.m, scale * scale, slot(e.work, 2 * e.stride), e.curvatureAtZero, e.second + e.place);
  }
}

/** out_i += c (a_i - zero) */
function addDifferences(m: i32, c: f64, a: usize, zero: f64, out: usize): void {
  for (let i = 0; i < m; ++i) put(out, i, at(out, i) + c * (at(a, i) - zero));
}

function addBase(e: EntryBlock, j: i32, value: f64, slope: f64, curvature: f64): void {
  e.base += value;
  if (e.order >= 1) put(e.baseFirst, j, at(e.baseFirst, j) + slope);
  if (e.order >= 2) put(e.baseSecond, j, at(e.baseSecond, j) + curvature);
}

/** out_i += sum_j sup sign b_j (x~_ij - x_ij) */
export function addReaches(term: NoiseTerm, e: EntryBlock, out: usize): void {
  for (let j = 0; j < e.columns; ++j) {
    const strength = ownStrength(term, e, j);
    if (strength == 0.0) continue;
    turnTo(e, j);
    about(term, About.Reach, e, strength, e.sign * at(e.beta, j), 0);
    const zero = e.atZero;
    e.base += zero;
    for (let i = 0; i < e.m; ++i) {
      const r = rowOfEntry(e, i);
      const reach = at(e.work, i);
      if (reach != zero) put(out, r, at(out, r) + (reach - zero));
    }
  }
}

/** out_j += sum_i weight_i v_ij; total = sum_i weight_i */
export function addVarianceSums(term: NoiseTerm, e: EntryBlock, weight: usize, total: f64, out: usize): void {
  for (let j = 0; j < e.columns; ++j) {
    const strength = at(term.strengths, j);
    if (strength == 0.0) continue;
    turnTo(e, j);
    about(term, About.Variance, e, strength, 0.0, 0);
    const zero = e.atZero;
    let sum = zero == 0.0 ? 0.0 : zero * total;
    for (let i = 0; i < e.m; ++i) sum += at(weight, rowOfEntry(e, i)) * (at(e.work, i) - zero);
    put(out, j, at(out, j) + sum);
  }
}

/** Whether an entry of 0 in column j is noised too. */
export function shakesZero(term: NoiseTerm, e: EntryBlock, j: i32): bool {
  const strength = ownStrength(term, e, j);
  if (strength == 0.0) return false;
  noiseColumn(term.kind, About.Variance, strength, 0.0, 1, ZERO, answersAtZero(e), 1, 0);
  return e.atZero != 0.0;
}

/** out_i += v_ij of one column, for every row; or, when zeros have no noise, for its stored entries only. */
export function addColumnVariances(term: NoiseTerm, e: EntryBlock, j: i32, byRow: bool, out: usize): void {
  const strength = ownStrength(term, e, j);
  if (strength == 0.0) return;
  turnTo(e, j);
  about(term, About.Variance, e, strength, 0.0, 0);
  const zero = e.atZero;
  if (byRow && zero != 0.0) for (let i = 0; i < e.count; ++i) put(out, i, at(out, i) + zero);
  for (let i = 0; i < e.m; ++i) {
    const r = byRow ? rowOfEntry(e, i) : i;
    put(out, r, at(out, r) + (at(e.work, i) - zero));
  }
}

/**
 * to_ij += x~_ij - x_ij: the noise of one copy of the rows. The random number is a function of (seed, row, column, copy),
 * so every evaluation sees the same copies, in any order and with any chunks.
 * `first` is the row number of the chunk's first row; `to` has the layout of x. Zeros of a sparse design stay zeros.
 */
export function addSamples(term: NoiseTerm, e: EntryBlock, seed: u64, copy: i32, first: i32, to: usize): void {
  for (let j = 0; j < e.columns; ++j) {
    const strength = at(term.strengths, j);
    if (strength == 0.0) continue;
    turnTo(e, j);
    const number = <u64>drawOf(term, e, j) << 32 | <u64>copy;
    for (let i = 0; i < e.m; ++i) put(e.work, i, uniform(bits(seed, <u64>(first + rowOfEntry(e, i)), number)));
    noiseColumn(term.kind, About.Sample, strength, 0.0, e.m, e.at, e.work, e.stride, 0);
    const target = to + e.place;
    for (let i = 0; i < e.m; ++i) put(target, i, at(target, i) + (at(e.work, i) - at(e.at, i)));
  }
}
