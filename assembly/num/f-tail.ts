import { add, beyondCube, div, logarithm, low, mul } from "./double-double";
import { stirlingRest } from "./special";

/**
 * Tails of the F distribution with 2a and 2b degrees of freedom, 0 < a < inf, 0 < b <= inf. Chi-square (b = inf) and Student's t
 * (a = 1/2, f = t^2) are the same function, so are incomplete beta and gamma.
 *
 * Over log f the density is log-concave with its mode at f = 1. With n = a + b, p = a/n, q = b/n, R = 1 + p (f - 1), x = p f / R, y = q / R,
 *   density = C e^-E,   E = a log(R / f) + b log R >= 0,   b = inf: E = a (f - 1 - log f)
 *   C = sqrt(a q / 2 pi) e^(d(n) - d(a) - d(b)),   d(z) = log Gamma(z) - (z - 1/2) log z + z - log(2 pi) / 2
 *   upper tail = C e^-E M,   M = int_0^inf e^-D(v) dv,   D(v) = E(log f + v) - E(log f) = n log(1 + x (e^v - 1)) - a v
 * and the lower tail with a and b, x and y exchanged. With g = n x - a, the slope of E,
 *   D = g v + n x h(v) - n k(x (e^v - 1)),      h(u) = e^u - 1 - u,  k(z) = z - log(1 + z)             for x <= 1/2
 *   D = g v + n y h(-v) - n k(y (e^-v - 1))                                                            for x > 1/2
 * in which nothing cancels. E has twice the precision of a double, because e^-E magnifies its error.
 *
 * M: the trapezoidal rule in u after v = w e^(u - e^-u), w where D is about 1; its error falls like e^(-c / step), so when two steps
 * agree to 9 digits, the smaller one has all of them.
 *
 * Relative error of both tails below 1e-14 from 1e-305 to 1, for degrees of freedom from 0.5 to 1e10. With far fewer the tail beyond
 * the mode is small already there, and the same tail taken from within the mode, as 1 less the other, has fewer digits.
 *
 * Source: Loader (2000), Fast and accurate computation of binomial probabilities, for C and E (saddle point form);
 * Takahasi & Mori (1974), Double exponential formulas for numerical integration, section 4, for v(u).
 */

/** M of the tail computed last: -1 / M is the derivative of log(tail) by the distance of log f from the mode. */
export let width: f64 = 0.0;
/** log(tail), which is finite where the tail underflows. */
export let logTail: f64 = 0.0;

const STEEP: f64 = 4.0;
const FIRST_STEP: f64 = 0.25;
const LAST_STEP: f64 = 0.01;
const AGREES: f64 = 1e-9;
const NEGLIGIBLE: f64 = 1e-18;

const INV_2PI: f64 = 0.15915494309189533577;

/** P(F > f) or P(F <= f) at f = fh + fl, 2^-300 <= f <= 2^300. Keeps its digits in the tail beyond the mode, 1. */
export function fTail(isUpper: bool, a: f64, b: f64, fh: f64, fl: f64): f64 {
  const bIsFinite = b < Infinity;
  const n = a + b;
  let ph = 0.0, pl = 0.0, qh = 1.0, ql = 0.0;
  if (bIsFinite) {
    const sum = add(a, 0.0, b, 0.0);
    const sumLow = low;
    ph = div(a, 0.0, sum, sumLow);
    pl = low;
    qh = div(b, 0.0, sum, sumLow);
    ql = low;
  }
  const excess = add(fh, fl, -1.0, 0.0); // f - 1
  const excessLow = low;

  // E = a log(R / f) + b log R, with R / f - 1 = -q (f - 1) / f
  let uh = div(excess, excessLow, fh, fl);
  uh = mul(uh, low, -qh, -ql);
  let ul = low;
  let rh = div(qh, ql, fh, fl);
  rh = add(rh, low, ph, pl);
  let logh = logarithm(uh, ul, rh, low);
  let eh = mul(logh, low, a, 0.0);
  let el = low;
  let R = 1.0;
  if (bIsFinite) {
    uh = mul(excess, excessLow, ph, pl);
    ul = low;
    rh = mul(fh, fl, ph, pl);
    rh = add(rh, low, qh, ql);
    R = rh;
    logh = logarithm(uh, ul, rh, low);
    logh = mul(logh, low, b, 0.0);
  } else {
    logh = mul(excess, excessLow, a, 0.0);
  }
  eh = add(eh, el, logh, low);
  el = low;

  const slope = a * qh * excess / R;
  const x = ph * fh / R;
  const y = qh / R;
  width = isUpper
    ? integral(slope, n, x, y, a * fh / R, b / R)
    : integral(-slope, n, y, x, b / R, a * fh / R);

  const rest = stirlingRest(a) - (bIsFinite ? stirlingRest(n) - stirlingRest(b) : 0.0);
  const factor = Math.sqrt(a * qh * INV_2PI) * Math.exp(-rest) * width;
  logTail = Math.log(factor) - eh;
  return factor * Math.exp(-eh) * (1.0 - el);
}

/** M for the slope g; nx and ny are n x and n y, which n does not give when it is infinite. */
function integral(g: f64, n: f64, x: f64, y: f64, nx: f64, ny: f64): f64 {
  const sign = x <= 0.5 ? 1.0 : -1.0;
  const share = x <= 0.5 ? x : y;
  const m = x <= 0.5 ? nx : ny;
  const curvature = m * (1.0 - share);
  let w = 2.0 / (g + Math.sqrt(g * g + 2.0 * curvature)); // right for a parabola
  while (rise(w, sign, g, m, n, share) > STEEP) w *= 0.5;
  let step = FIRST_STEP;
  let sum = sweep(0.0, step, w, sign, g, m, n, share);
  let before = 0.0;
  let value = step * sum;
  while (Math.abs(value - before) > AGREES * value && step > LAST_STEP) {
    before = value;
    sum += sweep(0.5 * step, step, w, sign, g, m, n, share);
    step *= 0.5;
    value = step * sum;
  }
  return value;
}

/** sum of e^-D dv/du over u = start + j step, all whole j */
function sweep(start: f64, step: f64, w: f64, sign: f64, g: f64, m: f64, n: f64, share: f64): f64 {
  let sum = 0.0;
  let direction = step;
  for (let u = start; ; u += direction) {
    const p = Math.exp(-u);
    const v = w * Math.exp(u - p);
    const term = v * (1.0 + p) * Math.exp(-rise(v, sign, g, m, n, share));
    sum += term;
    if (term > NEGLIGIBLE * sum) continue;
    if (direction < 0.0) break;
    direction = -step;
    u = start;
  }
  return sum;
}

/** D(v) */
function rise(v: f64, sign: f64, g: f64, m: f64, n: f64, share: f64): f64 {
  const u = sign * v;
  const e = Math.expm1(u);
  const z = share * e;
  if (z > 1.0) return (n - m + g) * v + n * Math.log1p((1.0 - share) * Math.expm1(-v)); // n log(1 + z) - a v, without e^v
  const linear = g * v + m * expRest(u, e);
  return n < Infinity ? linear - n * logRest(z) : linear;
}

/** h(u) = e^u - 1 - u, given e = e^u - 1 */
function expRest(u: f64, e: f64): f64 {
  if (Math.abs(u) > 0.5) return e - u;
  let sum = 1.0;
  for (let k = 14.0; k > 2.0; k -= 1.0) sum = 1.0 + sum * u / k;
  return 0.5 * u * u * sum;
}

/** k(z) = z - log(1 + z) = z s - 2 s^3 (1/3 + s^2/5 + ..), s = z / (2 + z) */
function logRest(z: f64): f64 {
  if (Math.abs(z) > 0.25) return z - Math.log1p(z);
  const s = z / (2.0 + z);
  const q = s * s;
  return z * s - 2.0 * s * q * beyondCube(q);
}
