import { at, index, indexSlot } from "../num/vec";

/**
 * Entries of theta that share a kink: group g adds |K theta_g|_2 to P, K = diag(kinks). At theta_g = 0 its slopes are all
 * vectors K v with |v| <= 1; elsewhere it has one, K^2 theta_g / |K theta_g|. An entry in a group of one adds k |theta_j|.
 *
 * Source: Yuan & Lin (2006), Model selection and estimation in regression with grouped variables.
 */
@final @unmanaged
export class Groups {
  members: usize; // i32[d]  all entries, those of a group next to each other
  sizes: usize; //   i32[d]  by entry: how many its group has
  work: usize; //    f64[2 q^2 + 4 q]  q: the largest size
}

/** Address of the members of a group, the first of which is at place a; all of them have `sizeAt` this place. */
// @ts-ignore: decorator
@inline
export function membersAt(groups: usize, a: i32): usize { return indexSlot(changetype<Groups>(groups).members, a); }

/** How many entries the group of entry j has. */
// @ts-ignore: decorator
@inline
export function sizeOf(groups: usize, j: i32): i32 { return index(changetype<Groups>(groups).sizes, j); }

// @ts-ignore: decorator
@inline
export function sizeAt(groups: usize, a: i32): i32 { return sizeOf(groups, index(changetype<Groups>(groups).members, a)); }

/** |K theta_g|_2, with no square that overflows or vanishes. */
export function kinkNorm(size: i32, members: usize, kinks: usize, theta: usize): f64 {
  let most = 0.0;
  for (let i = 0; i < size; ++i) {
    const j = index(members, i);
    most = Math.max(most, Math.abs(at(kinks, j) * at(theta, j)));
  }
  if (most == 0.0 || size == 1) return most;
  let sum = 0.0;
  for (let i = 0; i < size; ++i) {
    const j = index(members, i);
    const part = at(kinks, j) * at(theta, j) / most;
    sum += part * part;
  }
  return most * Math.sqrt(sum);
}

/** sum_g |K theta_g|_2 */
export function kinkNorms(d: i32, groups: usize, kinks: usize, theta: usize): f64 {
  let sum = 0.0;
  for (let a = 0; a < d; a += sizeAt(groups, a)) sum += kinkNorm(sizeAt(groups, a), membersAt(groups, a), kinks, theta);
  return sum;
}

/**
 * |K (theta_g + t s_g)|_2 - |K theta_g|_2, without the cancellation of the two; `s` and `theta` by entry.
 * (|a|^2 - |b|^2) / (|a| + |b|)
 */
export function kinkNormChange(size: i32, members: usize, kinks: usize, theta: usize, t: f64, s: usize): f64 {
  const before = kinkNorm(size, members, kinks, theta);
  let most = before;
  for (let i = 0; i < size; ++i) most = Math.max(most, Math.abs(at(kinks, index(members, i)) * t * at(s, index(members, i))));
  if (most == 0.0) return 0.0;
  let after = 0.0, difference = 0.0;
  for (let i = 0; i < size; ++i) {
    const j = index(members, i);
    const k = at(kinks, j) / most;
    const step = t * at(s, j);
    const to = k * (at(theta, j) + step);
    after += to * to;
    difference += k * step * (k * (2.0 * at(theta, j) + step));
  }
  return most * difference / (Math.sqrt(after) + before / most);
}

/** sum_g of these */
export function kinkNormChanges(d: i32, groups: usize, kinks: usize, theta: usize, s: usize): f64 {
  let sum = 0.0;
  for (let a = 0; a < d; a += sizeAt(groups, a)) {
    sum += kinkNormChange(sizeAt(groups, a), membersAt(groups, a), kinks, theta, 1.0, s);
  }
  return sum;
}
