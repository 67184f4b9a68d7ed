import { Problem } from "../abi/problem";
import { at, index, put } from "../num/vec";
import { SeparablePenalty } from "../penalty/contract";
import { kinkNorm, membersAt, sizeAt } from "../penalty/groups";

/**
 * How far a group of entries that share a kink |K x_g|_2 is from its optimality condition. `entries` lists the members of the group,
 * `m` holds their slopes without the kink: by entry, or from `first` on where that is not negative.
 */

export const BY_ENTRY: i32 = -1;

// @ts-ignore: decorator
@inline
export function placeOf(entries: usize, first: i32, i: i32): i32 { return first < 0 ? index(entries, i) : first + i; }

/** |K^-1 m_g|_2: above 1 the slope pulls the group away from 0. */
function pullOf(size: i32, entries: usize, first: i32, kinks: usize, m: usize): f64 {
  let most = 0.0;
  for (let i = 0; i < size; ++i) most = Math.max(most, Math.abs(at(m, placeOf(entries, first, i)) / at(kinks, index(entries, i))));
  if (!(most > 0.0 && most < Infinity)) return most;
  let sum = 0.0;
  for (let i = 0; i < size; ++i) {
    const part = at(m, placeOf(entries, first, i)) / at(kinks, index(entries, i)) / most;
    sum += part * part;
  }
  return most * Math.sqrt(sum);
}

/**
 * The largest entry of the vector nearest to 0 among the slopes of F at x: m + K^2 x / |K x|, or at 0 what the kink leaves of m,
 * m (1 - 1 / |K^-1 m|). With `out` each entry goes there.
 */
export function groupViolation(size: i32, entries: usize, first: i32, kinks: usize, x: usize, m: usize, out: usize): f64 {
  const norm = kinkNorm(size, entries, kinks, x);
  const pull = norm == 0.0 ? pullOf(size, entries, first, kinks, m) : 0.0;
  let worst = 0.0;
  for (let i = 0; i < size; ++i) {
    const j = index(entries, i);
    const slope = at(m, placeOf(entries, first, i));
    const k = at(kinks, j);
    const v = norm == 0.0 ? (pull > 1.0 ? slope * (1.0 - 1.0 / pull) : slope == slope ? 0.0 : slope) : slope + k * (k * at(x, j) / norm);
    const distance = v == v ? Math.abs(v) : Infinity;
    if (out != 0) put(out, j, distance);
    worst = Math.max(worst, distance);
  }
  return worst;
}

/** Into `out` for the entries of all groups of more than one. */
export function groupResiduals(problem: Problem, groups: usize, x: usize, m: usize, out: usize): void {
  const kinks = changetype<SeparablePenalty>(problem.penaltyParams).kinks;
  for (let a = 0; a < problem.dimension; a += sizeAt(groups, a)) {
    if (sizeAt(groups, a) > 1) groupViolation(sizeAt(groups, a), membersAt(groups, a), BY_ENTRY, kinks, x, m, out);
  }
}
