/**
 * Numbers of twice the precision, as a sum high + low with |low| <= ulp(high) / 2. A function returns high and leaves low in
 * `low`, to be read at once. The relative error of add is 2^-104 unless the sum cancels, of mul and div 2^-102.
 *
 * exp() needs such exponents: an exponent of -690 with an error of one ulp makes 1e-300 wrong in the 14th digit.
 *
 * Source: Dekker (1971), A floating-point technique for extending the available precision; Knuth, The Art of Computer
 * Programming, volume 2, 4.2.2.
 */
export let low: f64 = 0.0;

const SPLIT: f64 = 134217729.0; // 2^27 + 1: cuts a double into two halves whose products are exact

/** (ah + al) + (bh + bl) */
export function add(ah: f64, al: f64, bh: f64, bl: f64): f64 {
  const sum = ah + bh;
  const part = sum - ah;
  const rest = (ah - (sum - part)) + (bh - part) + (al + bl);
  const high = sum + rest;
  low = rest - (high - sum);
  return high;
}

/** (ah + al) (bh + bl); the parts must stay below 1e300. */
export function mul(ah: f64, al: f64, bh: f64, bl: f64): f64 {
  const product = ah * bh;
  let t = SPLIT * ah;
  const a1 = t - (t - ah);
  const a2 = ah - a1;
  t = SPLIT * bh;
  const b1 = t - (t - bh);
  const b2 = bh - b1;
  const rest = a2 * b2 - (((product - a1 * b1) - a2 * b1) - a1 * b2) + (ah * bl + al * bh);
  const high = product + rest;
  low = rest - (high - product);
  return high;
}

/** (ah + al) / (bh + bl) */
export function div(ah: f64, al: f64, bh: f64, bl: f64): f64 {
  const quotient = ah / bh;
  const product = mul(quotient, 0.0, bh, bl);
  const rest = (((ah - product) - low) + al) / bh;
  const high = quotient + rest;
  low = rest - (high - quotient);
  return high;
}

const LN2_HIGH: f64 = 6.93147180369123816490e-1; // 32 bits, so that whole multiples are exact
const LN2_LOW: f64 = 1.90821492927058770002e-10;
const SQRT_2: f64 = 1.41421356237309504880;

/**
 * log(1 + u), given u = uh + ul and r = 1 + u, each to its own last digit.
 *   r = 2^k m, m in [1 / sqrt 2, sqrt 2),   s = (m - 1) / (m + 1),   log r = k log 2 + 2s + 2s^3 (1/3 + s^2/5 + ..)
 * 2s has twice the precision; the rest, at most 1 % of it, has that of a double.
 */
export function logarithm(uh: f64, ul: f64, rh: f64, rl: f64): f64 {
  const bits = reinterpret<i64>(rh);
  let k = <i32>(bits >> 52) - 1023;
  if (reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000) > SQRT_2) ++k;
  const scale = reinterpret<f64>(<i64>(k + 1023) << 52);
  let top = uh;
  let topLow = ul;
  if (k != 0) {
    top = add(rh, rl, -scale, 0.0);
    topLow = low;
  }
  const bottom = add(rh, rl, scale, 0.0);
  const s = div(top, topLow, bottom, low);
  const sLow = low;
  const q = s * s;
  const sum = add(2.0 * s, 2.0 * sLow, 2.0 * s * q * beyondCube(q), 0.0);
  const wholes = <f64>k;
  return add(sum, low, wholes * LN2_HIGH, wholes * LN2_LOW);
}

/** (atanh(s) - s) / s^3 = 1/3 + q/5 + q^2/7 + .., q = s^2 <= 0.03 */
export function beyondCube(q: f64): f64 {
  let sum = 0.0;
  for (let odd = 25.0; odd > 1.0; odd -= 2.0) sum = sum * q + 1.0 / odd;
  return sum;
}
