import { at, axpy, dot, put, rowOf } from "../num/vec";

/**
 * The last steps s and gradient changes y of a minimization: a correction of the curvature of a matrix B0.
 *
 *   B = (I - rho s y') B (I - rho y s') + rho s s',  rho = 1 / s'y, pair after pair
 *
 * r <- B r is firstLoop, then r <- B0 r, then secondLoop. Source: Nocedal & Wright (2006), algorithm 7.4.
 */
@final @unmanaged
export class Pairs {
  stored: i32; //  pairs in memory, <= HISTORY
  newest: i32; //  slot of the newest pair
  d: i32;
  s: usize; //     f64[HISTORY][d]
  y: usize; //     f64[HISTORY][d]
  rho: usize; //   f64[HISTORY]
  alpha: usize; // f64[HISTORY]
}

const HISTORY: i32 = 10;
const CURVATURE: f64 = 1e-14; // a pair with s'y below this part of |s| |y| is rounding and is not kept

export function pairsBytes(d: i32): usize {
  return offsetof<Pairs>() + 16 + (<usize>(2 * HISTORY * d + 2 * HISTORY) << 3);
}

/** Empty pairs at `start`. */
export function makePairs(start: usize, d: i32): Pairs {
  const pairs = changetype<Pairs>((start + 7) & ~7);
  pairs.d = d;
  pairs.s = (changetype<usize>(pairs) + offsetof<Pairs>() + 7) & ~7;
  pairs.y = pairs.s + (<usize>(HISTORY * d) << 3);
  pairs.rho = pairs.y + (<usize>(HISTORY * d) << 3);
  pairs.alpha = pairs.rho + (HISTORY << 3);
  forget(pairs);
  return pairs;
}

export function forget(pairs: Pairs): void {
  pairs.stored = 0;
  pairs.newest = -1;
}

/** Slot of the next pair: s and y, to be filled before `keep`. */
export function nextSlot(pairs: Pairs): i32 { return (pairs.newest + 1) % HISTORY; }

/** Keeps the pair that was written to `slot`, unless it is rounding. Returns s'y, or 0. */
export function keep(pairs: Pairs, slot: i32): f64 {
  const d = pairs.d;
  const s = rowOf(pairs.s, slot, d);
  const y = rowOf(pairs.y, slot, d);
  const sy = dot(d, s, y);
  if (!(sy > CURVATURE * Math.sqrt(dot(d, s, s) * dot(d, y, y)))) return 0.0;
  put(pairs.rho, slot, 1.0 / sy);
  pairs.newest = slot;
  if (pairs.stored < HISTORY) pairs.stored += 1;
  return sy;
}

/** Keeps the pair of a step whose y in `slot` is the gradient before it. */
export function keepStep(pairs: Pairs, slot: i32, from: usize, to: usize, gradient: usize): void {
  const s = rowOf(pairs.s, slot, pairs.d);
  const y = rowOf(pairs.y, slot, pairs.d);
  for (let j = 0; j < pairs.d; ++j) {
    put(s, j, at(to, j) - at(from, j));
    put(y, j, at(gradient, j) - at(y, j));
  }
  keep(pairs, slot);
}

export function firstLoop(pairs: Pairs, r: usize): void {
  const d = pairs.d;
  for (let k = 0; k < pairs.stored; ++k) {
    const slot = (pairs.newest - k + HISTORY) % HISTORY;
    const a = at(pairs.rho, slot) * dot(d, rowOf(pairs.s, slot, d), r);
    put(pairs.alpha, slot, a);
    axpy(d, -a, rowOf(pairs.y, slot, d), r);
  }
}

export function secondLoop(pairs: Pairs, r: usize): void {
  const d = pairs.d;
  for (let k = pairs.stored - 1; k >= 0; --k) {
    const slot = (pairs.newest - k + HISTORY) % HISTORY;
    const b = at(pairs.rho, slot) * dot(d, rowOf(pairs.y, slot, d), r);
    axpy(d, at(pairs.alpha, slot) - b, rowOf(pairs.s, slot, d), r);
  }
}
