/**
 * The transcendental functions of a row, for two rows at a time. They are plain operations in one fixed order, so the bits are the same
 * on every engine; e^x within 1 ulp, log(1 + t) within 2.5 (test/num/lanes.test.ts).
 */

// @ts-ignore: decorator
@inline
export function splat(v: f64): v128 { return f64x2.splat(v); }

// @ts-ignore: decorator
@inline
export function first(v: v128): f64 { return f64x2.extract_lane(v, 0); }

// @ts-ignore: decorator
@inline
export function second(v: v128): f64 { return f64x2.extract_lane(v, 1); }

// @ts-ignore: decorator
@inline
export function both(a: f64, b: f64): v128 { return f64x2.replace_lane(f64x2.splat(a), 1, b); }

/** a where the mask is set, else b. */
// @ts-ignore: decorator
@inline
export function choose(mask: v128, a: v128, b: v128): v128 { return v128.bitselect(a, b, mask); }

// @ts-ignore: decorator
@inline
function step(sum: v128, z: v128, c: f64): v128 { return f64x2.add(f64x2.mul(sum, z), splat(c)); }

/** Beyond, e^x is not a normal number. */
const SAFE: f64 = 700.0;
const LOG2E: f64 = 1.4426950408889634;
const LN2_HIGH: f64 = 6.93147180369123816490e-1; // 33 bits, so that its multiples by whole numbers are exact
const LN2_LOW: f64 = 1.90821492927058770002e-10;
/** Adding 1.5 2^52 leaves the nearest whole number in the low bits. */
const SHIFT: f64 = 6755399441055744.0;

/**
 * e^x = 2^k e^r with k the whole number nearest to x / log 2, so |r| <= 0.347, and e^r by its Taylor series to r^13 / 13!,
 * whose error is below 1e-17. Source: Cody & Waite (1980), Software Manual for the Elementary Functions, chapter 6.
 */
export function expLanes(x: v128): v128 {
  if (!i64x2.all_true(f64x2.le(f64x2.abs(x), splat(SAFE)))) return both(Math.exp(first(x)), Math.exp(second(x)));
  const shifted = f64x2.add(f64x2.mul(x, splat(LOG2E)), splat(SHIFT));
  const k = f64x2.sub(shifted, splat(SHIFT));
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(k, splat(LN2_HIGH))), f64x2.mul(k, splat(LN2_LOW)));
  const z = f64x2.mul(r, r);
  // even and odd terms apart: two chains that run in parallel
  let even = step(splat(1.0 / 479001600.0), z, 1.0 / 3628800.0);
  let odd = step(splat(1.0 / 6227020800.0), z, 1.0 / 39916800.0);
  even = step(even, z, 1.0 / 40320.0);
  odd = step(odd, z, 1.0 / 362880.0);
  even = step(even, z, 1.0 / 720.0);
  odd = step(odd, z, 1.0 / 5040.0);
  even = step(even, z, 1.0 / 24.0);
  odd = step(odd, z, 1.0 / 120.0);
  even = step(even, z, 0.5);
  odd = step(odd, z, 1.0 / 6.0);
  const rest = f64x2.mul(z, f64x2.add(even, f64x2.mul(r, odd)));
  const e = f64x2.add(splat(1.0), f64x2.add(r, rest));
  return i64x2.add(e, i64x2.shl(shifted, 52));
}

const LN2: f64 = 0.69314718055994530942;
/** sqrt(2) - 1: above, half of 1 + t is nearer to 1. */
const TURN: f64 = 0.41421356237309503;

/**
 * log(1 + t), 0 <= t <= 1: log(1 + f) = 2 atanh(f / (2 + f)), with f = t, or (t - 1) / 2 and log 2 besides. The series of atanh
 * to s^21 leaves less than 1e-17. Source: Abramowitz & Stegun (1964), 4.1.27.
 */
export function log1pLanes(t: v128): v128 {
  const isLarge = f64x2.gt(t, splat(TURN));
  const f = choose(isLarge, f64x2.mul(f64x2.sub(t, splat(1.0)), splat(0.5)), t);
  const s = f64x2.div(f, f64x2.add(f, splat(2.0)));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let even = step(splat(1.0 / 19.0), w, 1.0 / 15.0);
  let odd = step(splat(1.0 / 21.0), w, 1.0 / 17.0);
  even = step(even, w, 1.0 / 11.0);
  odd = step(odd, w, 1.0 / 13.0);
  even = step(even, w, 1.0 / 7.0);
  odd = step(odd, w, 1.0 / 9.0);
  even = step(even, w, 1.0 / 3.0);
  odd = step(odd, w, 1.0 / 5.0);
  const series = f64x2.mul(z, f64x2.add(even, f64x2.mul(z, odd)));
  const twice = f64x2.add(s, s);
  const sum = f64x2.add(twice, f64x2.mul(twice, series));
  return f64x2.add(sum, v128.and(isLarge, splat(LN2)));
}
