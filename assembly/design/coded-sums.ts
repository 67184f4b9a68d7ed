import { CodedBlock, Design } from "../abi/shard";
import { at, fill, index, put, rowOf, slot } from "../num/vec";
import { blockAt, blockOf, code, codedEntry } from "./coded";

/**
 * The sums of design/dense-sums.ts over a coded design. Of a factor the rows are only counted, or only receive a number of their
 * level, and what depends on the columns is done on the small side:
 *
 *   sum_j x_ij v_j = v_i gamma_l,  gamma = C v          sum_i w_i x_ij = (C'T)_j,  T_l = sum of w_i v_i over the rows of level l
 *
 * d.tables is f64[3 most]. A linear predictor has the same bits whatever chunk its row is in.
 */

/** What is summed of an entry. */
export enum Term { Shifted = 0, Deviation = 1, Square = 2 }

/** out_i += sum_k (x_ij - shift_j) v_j, or x_ij^2 v_j, j = picked_k ascending, k < count */
export function addCodedTimes(
  d: Design, first: i32, n: i32, picked: usize, count: i32, shift: usize, v: usize, term: Term, out: usize,
): void {
  let k = 0;
  while (k < count) {
    const j = index(picked, k);
    const b = blockOf(d, j);
    const from = k;
    if (term == Term.Shifted && k + 4 <= count && isRun(d, picked, k)) {
      addFour(d, first, n, j, shift, v, out);
      k += 4;
      continue;
    }
    while (k < count && index(picked, k) < b.first + b.columns) ++k;
    if (b.levels == 0) addNumbers(n, slot(b.values, first), term == Term.Square ? 0.0 : at(shift, j), at(v, j), term, out);
    else if (k == from + 1 && b.columns > 1 && count == 1) addOne(b, j, first, n, at(shift, j), at(v, j), term, out);
    else addLevels(d, b, first, n, picked, from, k, shift, v, term, out);
  }
}

/** out_i += (x_i - c) v, or x_i^2 v */
function addNumbers(n: i32, x: usize, c: f64, v: f64, term: Term, out: usize): void {
  if (term == Term.Square) {
    for (let i = 0; i < n; ++i) put(out, i, at(out, i) + at(x, i) * at(x, i) * v);
    return;
  }
  const cc = f64x2.splat(c);
  const vv = f64x2.splat(v);
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    const moved = f64x2.mul(f64x2.sub(v128.load(slot(x, i)), cc), vv);
    v128.store(slot(out, i), f64x2.add(v128.load(slot(out, i)), moved));
  }
  for (; i < n; ++i) put(out, i, at(out, i) + (at(x, i) - c) * v);
}

/** Whether the next four are neighbouring columns of numbers. */
function isRun(d: Design, picked: usize, k: i32): bool {
  const j = index(picked, k);
  if (index(picked, k + 3) != j + 3) return false;
  for (let c = 0; c < 4; ++c) if (blockOf(d, j + c).levels > 0) return false;
  return true;
}

/** Four columns of numbers, added in turn as by addNumbers: four streams of memory are faster than one. */
function addFour(d: Design, first: i32, n: i32, j: i32, shift: usize, v: usize, out: usize): void {
  const x0 = slot(blockOf(d, j).values, first), x1 = slot(blockOf(d, j + 1).values, first);
  const x2 = slot(blockOf(d, j + 2).values, first), x3 = slot(blockOf(d, j + 3).values, first);
  const c0 = splat(shift, j), c1 = splat(shift, j + 1), c2 = splat(shift, j + 2), c3 = splat(shift, j + 3);
  const v0 = splat(v, j), v1 = splat(v, j + 1), v2 = splat(v, j + 2), v3 = splat(v, j + 3);
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    let sum = f64x2.add(v128.load(slot(out, i)), f64x2.mul(f64x2.sub(v128.load(slot(x0, i)), c0), v0));
    sum = f64x2.add(sum, f64x2.mul(f64x2.sub(v128.load(slot(x1, i)), c1), v1));
    sum = f64x2.add(sum, f64x2.mul(f64x2.sub(v128.load(slot(x2, i)), c2), v2));
    sum = f64x2.add(sum, f64x2.mul(f64x2.sub(v128.load(slot(x3, i)), c3), v3));
    v128.store(slot(out, i), sum);
  }
  if (i == n) return;
  let sum = at(out, i) + (at(x0, i) - at(shift, j)) * at(v, j);
  sum += (at(x1, i) - at(shift, j + 1)) * at(v, j + 1);
  sum += (at(x2, i) - at(shift, j + 2)) * at(v, j + 2);
  put(out, i, sum + (at(x3, i) - at(shift, j + 3)) * at(v, j + 3));
}

// @ts-ignore: decorator
@inline
function splat(p: usize, j: i32): v128 { return v128.load64_splat(slot(p, j)); }

/** A single column of a factor: no table is made. */
function addOne(b: CodedBlock, j: i32, first: i32, n: i32, c: f64, v: f64, term: Term, out: usize): void {
  for (let i = 0; i < n; ++i) {
    const x = codedEntry(b, first + i, j);
    put(out, i, at(out, i) + (term == Term.Square ? x * x : x - c) * v);
  }
}

function addLevels(
  d: Design, b: CodedBlock, first: i32, n: i32, picked: usize, from: i32, end: i32, shift: usize, v: usize, term: Term, out: usize,
): void {
  const gamma = d.tables;
  const chosen = slot(gamma, d.most);
  const square = term == Term.Square;
  fill(b.columns, chosen, 0.0);
  let constant = 0.0;
  for (let k = from; k < end; ++k) {
    const j = index(picked, k);
    put(chosen, j - b.first, at(v, j));
    if (!square) constant += at(v, j) * at(shift, j);
  }
  if (b.places != 0) {
    for (let l = 0; l < b.levels; ++l) {
      const j = index(b.places, l);
      put(gamma, l, j < 0 ? 0.0 : at(chosen, j));
    }
  } else {
    for (let l = 0; l < b.levels; ++l) {
      const row = rowOf(b.contrasts, l, b.columns);
      let sum = 0.0;
      for (let j = 0; j < b.columns; ++j) {
        const c = at(row, j);
        sum += (square ? c * c : c) * at(chosen, j);
      }
      put(gamma, l, sum);
    }
  }
  if (b.values == 0) {
    if (constant != 0.0) for (let l = 0; l < b.levels; ++l) put(gamma, l, at(gamma, l) - constant);
    if (b.width == 1) give<u8>(n, b.codes + <usize>first, gamma, out);
    else if (b.width == 2) give<u16>(n, b.codes + (<usize>first << 1), gamma, out);
    else give<i32>(n, b.codes + (<usize>first << 2), gamma, out);
    return;
  }
  const values = slot(b.values, first);
  if (b.width == 1) giveTimes<u8>(n, b.codes + <usize>first, gamma, values, constant, square, out);
  else if (b.width == 2) giveTimes<u16>(n, b.codes + (<usize>first << 1), gamma, values, constant, square, out);
  else giveTimes<i32>(n, b.codes + (<usize>first << 2), gamma, values, constant, square, out);
}

/** out_i += gamma_l of the row's level */
function give<T>(n: i32, codes: usize, gamma: usize, out: usize): void {
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    const two = v128.load64_lane(slot(gamma, code<T>(codes, i + 1)), v128.load64_zero(slot(gamma, code<T>(codes, i))), 1);
    v128.store(slot(out, i), f64x2.add(v128.load(slot(out, i)), two));
  }
  if (i < n) put(out, i, at(out, i) + at(gamma, code<T>(codes, i)));
}

function giveTimes<T>(n: i32, codes: usize, gamma: usize, values: usize, constant: f64, square: bool, out: usize): void {
  for (let i = 0; i < n; ++i) {
    const x = at(values, i);
    put(out, i, at(out, i) + ((square ? x * x : x) * at(gamma, code<T>(codes, i)) - constant));
  }
}

/** out_j += factor_j sum_i w_i (x_ij - shift_j), or of (x_ij - shift_j)^2, or of x_ij^2, for every column */
export function addCodedSums(d: Design, first: i32, n: i32, shift: usize, factor: usize, w: usize, term: Term, out: usize): void {
  let total = 0.0;
  for (let i = 0; i < n; ++i) total += at(w, i);
  for (let k = 0; k < d.blockCount; ++k) {
    const b = blockAt(d, k);
    const j = b.first;
    if (b.levels == 0) {
      const sum = numberSum(n, slot(b.values, first), term == Term.Square ? 0.0 : at(shift, j), w, term);
      put(out, j, at(out, j) + at(factor, j) * sum);
    } else addLevelSums(d, b, first, n, total, shift, factor, w, term, out);
  }
}

function numberSum(n: i32, x: usize, c: f64, w: usize, term: Term): f64 {
  const cc = f64x2.splat(c);
  let even = f64x2.splat(0.0), odd = f64x2.splat(0.0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    let a = f64x2.sub(v128.load(slot(x, i)), cc), b = f64x2.sub(v128.load(slot(x, i), 16), cc);
    if (term != Term.Shifted) {
      a = f64x2.mul(a, a);
      b = f64x2.mul(b, b);
    }
    even = f64x2.add(even, f64x2.mul(a, v128.load(slot(w, i))));
    odd = f64x2.add(odd, f64x2.mul(b, v128.load(slot(w, i), 16)));
  }
  even = f64x2.add(even, odd);
  let sum = f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1);
  for (; i < n; ++i) {
    const v = at(x, i) - c;
    sum += at(w, i) * (term == Term.Shifted ? v : v * v);
  }
  return sum;
}

/** T_l += w_i v_i over the rows of each level; if `squares` is not 0 also squares_l += w_i v_i^2. */
export function countLevels(b: CodedBlock, first: i32, n: i32, w: usize, T: usize, squares: usize): void {
  if (b.width == 1) take<u8>(n, b.codes + <usize>first, b.values == 0 ? 0 : slot(b.values, first), w, T, squares);
  else if (b.width == 2) take<u16>(n, b.codes + (<usize>first << 1), b.values == 0 ? 0 : slot(b.values, first), w, T, squares);
  else take<i32>(n, b.codes + (<usize>first << 2), b.values == 0 ? 0 : slot(b.values, first), w, T, squares);
}

function take<T>(n: i32, codes: usize, values: usize, w: usize, table: usize, squares: usize): void {
  if (values == 0) {
    for (let i = 0; i < n; ++i) {
      const to = slot(table, code<T>(codes, i));
      put(to, 0, at(to, 0) + at(w, i));
    }
    return;
  }
  for (let i = 0; i < n; ++i) {
    const l = code<T>(codes, i);
    const v = at(w, i) * at(values, i);
    put(table, l, at(table, l) + v);
    if (squares != 0) put(squares, l, at(squares, l) + v * at(values, i));
  }
}

function addLevelSums(
  d: Design, b: CodedBlock, first: i32, n: i32, total: f64, shift: usize, factor: usize, w: usize, term: Term, out: usize,
): void {
  const T = d.tables;
  const isTimed = b.values != 0;
  const Q = isTimed && term != Term.Shifted ? slot(T, d.most) : 0;
  fill(b.levels, T, 0.0);
  if (Q != 0) fill(b.levels, Q, 0.0);
  countLevels(b, first, n, w, T, Q);
  if (b.places != 0) {
    for (let l = 0; l < b.levels; ++l) {
      const own = index(b.places, l);
      if (own < 0) continue;
      const j = b.first + own;
      const once = at(T, l);
      const twice = isTimed && term != Term.Shifted ? at(Q, l) : once;
      const c = term == Term.Square ? 0.0 : at(shift, j);
      const sum = term == Term.Shifted ? once : twice - 2.0 * c * once;
      put(out, j, at(out, j) + at(factor, j) * sum);
    }
    if (term == Term.Square) return;
    for (let j = b.first; j < b.first + b.columns; ++j) {
      const c = at(shift, j);
      put(out, j, at(out, j) + at(factor, j) * total * (term == Term.Shifted ? -c : c * c));
    }
    return;
  }
  for (let j = 0; j < b.columns; ++j) {
    const c = term == Term.Square ? 0.0 : at(shift, b.first + j);
    let sum = !isTimed || term == Term.Square ? 0.0 : term == Term.Shifted ? -c * total : c * c * total;
    for (let l = 0; l < b.levels; ++l) {
      const x = at(rowOf(b.contrasts, l, b.columns), j);
      if (!isTimed) sum += at(T, l) * (term == Term.Shifted ? x - c : (x - c) * (x - c));
      else if (term == Term.Shifted) sum += at(T, l) * x;
      else sum += (at(Q, l) * x - 2.0 * c * at(T, l)) * x;
    }
    put(out, b.first + j, at(out, b.first + j) + at(factor, b.first + j) * sum);
  }
}
