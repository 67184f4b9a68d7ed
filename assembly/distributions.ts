import { Distribution } from "./abi/ids";
import { div, low, mul } from "./num/double-double";
import { fQuantile } from "./num/f-quantile";
import { fTail } from "./num/f-tail";
import { normalCdf } from "./num/normal";
import { normalQuantile } from "./num/normal-quantile";

/**
 * Distributions of test statistics: tails and quantiles, each from both sides, so that a tail of 1e-300 keeps its digits.
 *   chi-square(d) = d F(d, inf)      t(d)^2 = F(1, d)      t(inf) = normal
 * Degrees of freedom d > 0, infinite if the limit is a distribution; NaN for others and for p outside [0, 1].
 * f is used directly between 2^-300 and 2^300; beyond, a tail is a power of f to the last bit.
 */
const LARGEST: f64 = 2.037035976334486086268446e90; // 2^300
const FAR: f64 = 40.0; // beyond, a normal tail is 0
const ROOT: f64 = 1.427247692705959881058286e45; //    2^150

/** P(X > x) or P(X <= x) */
export function distributionTail(id: i32, isUpper: bool, x: f64, d1: f64, d2: f64): f64 {
  if (x != x) return x;
  switch (id) {
    case Distribution.Normal: return normalCdf(Math.max(-FAR, Math.min(FAR, isUpper ? -x : x)));
    case Distribution.StudentT: return d1 > 0.0 ? tTail(isUpper, x, d1) : NaN;
    case Distribution.ChiSquare: return d1 > 0.0 && d1 < Infinity ? quotient(isUpper, 0.5 * d1, x, d1) : NaN;
    case Distribution.F: {
      if (!areDegrees(d1, d2)) return NaN;
      if (d1 < Infinity) return side(isUpper, 0.5 * d1, 0.5 * d2, x, 0.0);
      return quotient(!isUpper, 0.5 * d2, 1.0, Math.max(x, 0.0));
    }
    default: return NaN;
  }
}

/** x with P(X > x) = p or P(X <= x) = p */
export function distributionQuantile(id: i32, isUpper: bool, p: f64, d1: f64, d2: f64): f64 {
  if (!(p >= 0.0) || !(p <= 1.0)) return NaN;
  const lower = isUpper ? 1.0 - p : p;
  const upper = isUpper ? p : 1.0 - p;
  switch (id) {
    case Distribution.Normal: return isUpper ? -normalQuantile(p) : normalQuantile(p);
    case Distribution.StudentT: return d1 > 0.0 ? copysign(tQuantile(Math.min(lower, upper), d1), lower - upper) : NaN;
    case Distribution.ChiSquare: return d1 > 0.0 && d1 < Infinity ? d1 * fQuantile(0.5 * d1, Infinity, lower, upper) : NaN;
    case Distribution.F: {
      if (!areDegrees(d1, d2)) return NaN;
      return d1 < Infinity ? fQuantile(0.5 * d1, 0.5 * d2, lower, upper) : 1.0 / fQuantile(0.5 * d2, Infinity, upper, lower);
    }
    default: return NaN;
  }
}

function tTail(isUpper: bool, x: f64, d: f64): f64 {
  const t = Math.abs(x);
  let outer: f64; // P(T > t)
  if (t > ROOT) outer = 0.5 * fTail(true, 0.5, 0.5 * d, LARGEST, 0.0) * Math.pow(t / ROOT, -d);
  else {
    const f = mul(t, 0.0, t, 0.0);
    if (f <= 1.0) { // around 0 the inner probability has the digits
      const inner = 0.5 * side(false, 0.5, 0.5 * d, f, low);
      return isUpper == x > 0.0 ? 0.5 - inner : 0.5 + inner;
    }
    outer = 0.5 * fTail(true, 0.5, 0.5 * d, f, low);
  }
  return isUpper == x > 0.0 ? outer : 1.0 - outer;
}

/** t >= 0 with P(T > t) = p */
function tQuantile(p: f64, d: f64): f64 {
  const f = fQuantile(0.5, 0.5 * d, 1.0 - 2.0 * p, 2.0 * p);
  if (f < Infinity || p == 0.0) return Math.sqrt(f);
  return ROOT * Math.pow(2.0 * p / fTail(true, 0.5, 0.5 * d, LARGEST, 0.0), -1.0 / d); // t may be finite where t^2 is not
}

function areDegrees(d1: f64, d2: f64): bool { return d1 > 0.0 && d2 > 0.0 && Math.min(d1, d2) < Infinity; }

/** A tail of chi-square / 2a at x / d, kept to more digits than a double has. */
function quotient(isUpper: bool, a: f64, x: f64, d: f64): f64 {
  const f = x / d;
  if (!(f > 1.0 / LARGEST && f < LARGEST)) return side(isUpper, a, Infinity, f, 0.0);
  const high = div(x, 0.0, d, 0.0);
  return side(isUpper, a, Infinity, high, low);
}

/** A tail of F for any f; the tail that includes the mode is 1 minus the other. */
function side(isUpper: bool, a: f64, b: f64, fh: f64, fl: f64): f64 {
  const isBeyond = fh > 1.0;
  let tail: f64;
  if (!(fh > 0.0) || fh == Infinity) tail = 0.0;
  else if (fh > LARGEST) tail = fTail(true, a, b, LARGEST, 0.0) * Math.pow(fh / LARGEST, -b);
  else if (fh < 1.0 / LARGEST) tail = fTail(false, a, b, 1.0 / LARGEST, 0.0) * Math.pow(fh * LARGEST, a);
  else tail = fTail(isBeyond, a, b, fh, fl);
  return isUpper == isBeyond ? tail : 1.0 - tail;
}
