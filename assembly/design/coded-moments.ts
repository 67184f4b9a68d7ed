import { CodedBlock, Design } from "../abi/shard";
import { at, fill, index, put, rowOf, slot } from "../num/vec";
import { codeAt } from "./coded";
import { countLevels } from "./coded-sums";

/**
 * Means and standard deviations of the columns of a factor, from the sums of each level: with the weight T_l of its rows, the mean v_l of
 * their values and the sum of squares Q_l about it,
 *
 *   mean_j = sum_l T_l v_l C_lj / W        W sd_j^2 = sum_l [ Q_l C_lj^2 + T_l (v_l C_lj - mean_j)^2 ]
 *
 * weight is f64[n], or 0: all ones, of which `ones` holds as many as are read at a time. mean and sd are of the columns of the block.
 */
export function factorMoments(d: Design, b: CodedBlock, n: i32, weight: usize, ones: usize, step: i32, mean: usize, sd: usize): void {
  const T = d.tables;
  const average = slot(T, d.most);
  const Q = slot(average, d.most);
  weigh(b, n, weight, ones, step, T);
  fill(b.levels, average, 1.0);
  fill(b.levels, Q, 0.0);
  if (b.values != 0) aboutAverages(b, n, weight, ones, step, T, average, Q);
  let total = 0.0;
  let used = 0;
  for (let l = 0; l < b.levels; ++l) {
    total += at(T, l);
    if (at(T, l) > 0.0) ++used;
  }
  if (b.places != 0) ofPlaces(b, T, average, Q, total, used, mean, sd);
  else for (let j = 0; j < b.columns; ++j) ofContrast(b, j, T, average, Q, total, mean, sd);
}

/** The means of the values of each level, and their squares about these. */
function aboutAverages(b: CodedBlock, n: i32, weight: usize, ones: usize, step: i32, T: usize, average: usize, Q: usize): void {
  fill(b.levels, average, 0.0);
  for (let first = 0; first < n; first += step) {
    countLevels(b, first, min(step, n - first), weight == 0 ? ones : slot(weight, first), average, 0);
  }
  for (let l = 0; l < b.levels; ++l) put(average, l, at(T, l) == 0.0 ? 0.0 : at(average, l) / at(T, l));
  for (let i = 0; i < n; ++i) {
    const l = codeAt(b, i);
    const v = at(b.values, i) - at(average, l);
    put(Q, l, at(Q, l) + (weight == 0 ? 1.0 : at(weight, i)) * v * v);
  }
}

/** T_l <- sum of the weights of the rows of each level */
function weigh(b: CodedBlock, n: i32, weight: usize, ones: usize, step: i32, T: usize): void {
  const values = b.values;
  b.values = 0;
  fill(b.levels, T, 0.0);
  for (let first = 0; first < n; first += step) {
    countLevels(b, first, min(step, n - first), weight == 0 ? ones : slot(weight, first), T, 0);
  }
  b.values = values;
}

function ofContrast(b: CodedBlock, j: i32, T: usize, average: usize, Q: usize, total: f64, mean: usize, sd: usize): void {
  let sum = 0.0;
  for (let l = 0; l < b.levels; ++l) sum += at(T, l) * at(average, l) * at(rowOf(b.contrasts, l, b.columns), j);
  let middle = sum / total;
  let rest = 0.0; // the rounding error of the mean
  let squares = 0.0;
  for (let l = 0; l < b.levels; ++l) {
    const c = at(rowOf(b.contrasts, l, b.columns), j);
    const v = at(average, l) * c - middle;
    rest += at(T, l) * v;
    squares += at(Q, l) * c * c + at(T, l) * v * v;
  }
  const more = rest / total;
  const variance = squares / total - more * more;
  put(mean, j, middle + more);
  put(sd, j, variance > 0.0 || variance != variance ? Math.sqrt(variance) : 0.0);
}

/** If C has a single 1 in a row, and no column two; `used` levels have rows. */
function ofPlaces(b: CodedBlock, T: usize, average: usize, Q: usize, total: f64, used: i32, mean: usize, sd: usize): void {
  fill(b.columns, mean, 0.0);
  fill(b.columns, sd, 0.0);
  for (let l = 0; l < b.levels; ++l) {
    const j = index(b.places, l);
    if (j >= 0) put(mean, j, at(mean, j) + at(T, l) * at(average, l));
  }
  for (let j = 0; j < b.columns; ++j) put(mean, j, at(mean, j) / total);
  let own = 0.0;
  for (let l = 0; l < b.levels; ++l) {
    const j = index(b.places, l);
    if (j < 0) continue;
    own = at(T, l);
    const v = at(average, l) - at(mean, j);
    const zeros = own > 0.0 && used == 1 ? 0.0 : Math.max(total - own, 0.0);
    put(sd, j, at(sd, j) + at(Q, l) + own * v * v + zeros * at(mean, j) * at(mean, j));
  }
  for (let j = 0; j < b.columns; ++j) {
    const variance = at(sd, j) / total;
    put(sd, j, variance > 0.0 || variance != variance ? Math.sqrt(variance) : 0.0);
  }
}
