import { normalCdf, normalPdf } from "./normal";
import { at, put, slot } from "./vec";

/**
 * Logistic-normal integrals: for Z ~ N(0,1), s >= 0, A(x) = log(1 + e^x), sigma(x) = A'(x),
 *
 *   out[0] = E A(eta + sqrt(s) Z) - A(eta)        out[k] = E A^(k)(eta + sqrt(s) Z),  k = 1 .. 4
 *
 * Relative error below 1e-10 (out[4]: 1e-8) for |eta| <= 50 and s <= 400, the far tails included.
 *
 * A(x) - x/2 is even, so only eta <= 0 is computed. Three ranges of s:
 *
 * 1. s <= 0.2: Gauss-Hermite, 12 nodes, in pairs +-d with a = e^d, p = sigma(eta), q = 1 - p. Both nodes together are
 *      A(eta + d) + A(eta - d) - 2 A(eta) = log1p( p q (a - 1)^2 / a )
 *    so nothing cancels however small s is.
 * 2. s > 0.2: the trapezoidal rule on x_k = k h. It converges geometrically when the integrand is analytic, and A is not
 *    the difficulty, its poles are: e^(-2 pi^2 / h). What does not decay is split off in closed form,
 *      A(x) = S_1(x) + a(x),  S_c(x) = x Phi(x/c) + c phi(x/c),  E S_1(eta + sqrt(s) Z) = S_c(eta), c^2 = 1 + s
 *      sigma(x) = Phi(x) + b(x),                                 E Phi(eta + sqrt(s) Z) = Phi(eta / c)
 *    and a, b, A'', A''', A'''' decay like e^-|x|. Their values on the grid are a table, made once; the normal density
 *    along the grid is a recurrence of two products. No transcendental function is left in the loop.
 * 3. the whole mass of the integrand far below zero: A(x) = e^x, so all five are e^(eta + s/2) (less A(eta)).
 *
 * Source: Trefethen & Weideman (2014), The exponentially convergent trapezoidal rule, SIAM Review 56(3), sections 4-5.
 */

const NODES: usize = memory.data<f64>([
  0.4444030019441389453, 1.340375197151616722, 2.259464451000799124, 3.223709828770097472, 4.271825847932281723,
  5.500901704467747601,
]);
const WEIGHTS: usize = memory.data<f64>([
  0.3216643615128299919, 0.146967048045329988, 0.02911668791236415122, 0.002203380687533198866,
  0.00004837184922590627779, 1.499927167637167826e-7,
]);
const PAIRS: i32 = 6;
const SMALL_VARIANCE: f64 = 0.2; // beyond it 12 nodes no longer reach 1e-12

// The rule errs by e^(-2 pi^2 s / h^2) from the density and e^(pi^2 / 2s - 2 pi^2 / h) times (2 pi / h)^k from the poles.
const H: f64 = 0.25;
const EVERY_SECOND: f64 = 1.0; // from this s on every second node keeps even A'''' to 1e-11
const GRID: i32 = 1400; //     x in [-350, 0]; the positive half follows by symmetry
const WIDTH: i32 = 5;
const TABLE: usize = memory.data(GRID * WIDTH * 8);
let tableIsMade = false;

const CUTOFF: f64 = 60.0; //   integrand below e^-30 of its peak is left out
const FAR: f64 = -37.0; //     e^x < 2^-53 there: A(x) = e^x to the last bit
const SQRT_2PI: f64 = 2.50662827463100050242;

export function logisticNormal(eta: f64, s: f64, out: usize): void {
  if (!(s < Infinity) || !(Math.abs(eta) < Infinity)) { // far out or NaN: let the caller see it
    for (let k = 0; k < 5; ++k) put(out, k, NaN);
    return;
  }
  const e = -Math.abs(eta);
  if (e + s + Math.sqrt(CUTOFF * s) < FAR) farBelow(e, s, out);
  else if (s <= SMALL_VARIANCE) narrow(e, s, out);
  else wide(e, s, out);
  if (eta > 0.0) { // A' - 1/2 and A''' are odd
    put(out, 1, 1.0 - at(out, 1));
    put(out, 3, -at(out, 3));
  }
}

function farBelow(e: f64, s: f64, out: usize): void {
  const m = Math.exp(e + 0.5 * s);
  put(out, 0, Math.exp(e) * Math.expm1(0.5 * s));
  for (let k = 1; k < 5; ++k) put(out, k, m);
}

function narrow(e: f64, s: f64, out: usize): void {
  const t = Math.exp(e);
  const q = 1.0 / (1.0 + t);
  const p = t * q;
  const sd = Math.sqrt(s);
  let m0 = 0.0;
  let m1 = 0.0;
  let m2 = 0.0;
  let m3 = 0.0;
  let m4 = 0.0;
  for (let k = 0; k < PAIRS; ++k) {
    const w = at(WEIGHTS, k);
    const grow = Math.expm1(sd * at(NODES, k));
    const a = 1.0 + grow;
    const above = 1.0 / (q + p * a);
    const below = 1.0 / (q * a + p);
    const p1 = p * a * above;
    const q1 = q * above;
    const p2 = p * below;
    const q2 = q * a * below;
    const v1 = p1 * q1;
    const v2 = p2 * q2;
    m0 += w * Math.log1p(p * q * grow * grow / a);
    m1 += w * (p1 + p2);
    m2 += w * (v1 + v2);
    m3 += w * (v1 * (q1 - p1) + v2 * (q2 - p2));
    m4 += w * (v1 * (1.0 - 6.0 * v1) + v2 * (1.0 - 6.0 * v2));
  }
  put(out, 0, m0);
  put(out, 1, m1);
  put(out, 2, m2);
  put(out, 3, m3);
  put(out, 4, m4);
}

/** Row k of the table: a, b, A'', A''', A'''' at x = -k h. */
function makeTable(): void {
  for (let k = 0; k < GRID; ++k) {
    const x = -H * <f64>k;
    const t = Math.exp(x);
    const q = 1.0 / (1.0 + t);
    const p = t * q;
    const v = p * q;
    const row = slot(TABLE, k * WIDTH);
    put(row, 0, Math.log1p(t) - (x * normalCdf(x) + normalPdf(x)));
    put(row, 1, p - normalCdf(x));
    put(row, 2, v);
    put(row, 3, v * (q - p));
    put(row, 4, v * (1.0 - 6.0 * v));
  }
  tableIsMade = true;
}

function wide(e: f64, s: f64, out: usize): void {
  if (!tableIsMade) makeTable();
  const step = s < EVERY_SECOND ? 1 : 2;
  const h = H * <f64>step;

  // Where the integrand lives: e^x times the density for x < 0, e^-x times the density for x > 0.
  const tilted = e + s;
  const halfWidth = Math.sqrt(CUTOFF * s);
  let low: f64;
  let high: f64;
  let peak: f64;
  if (tilted < 0.0) {
    peak = tilted;
    low = tilted - halfWidth;
    high = tilted + halfWidth;
  } else { // both halves fall away from 0; solve x^2 / 2s + slope |x| = CUTOFF / 2 for each
    peak = 0.0;
    const slopeLow = tilted / s;
    const slopeHigh = 1.0 - e / s;
    low = -CUTOFF / (slopeLow + Math.sqrt(slopeLow * slopeLow + CUTOFF / s));
    high = CUTOFF / (slopeHigh + Math.sqrt(slopeHigh * slopeHigh + CUTOFF / s));
  }
  const edge = <f64>(GRID - 2) * H;
  const first = -<i32>(Math.min(-low, edge) / h);
  const last = <i32>(Math.floor(Math.min(high, edge) / h));
  const start = <i32>Math.max(Math.min(Math.round(peak / h), <f64>last), <f64>first);

  const c = Math.sqrt(1.0 + s);
  const v = e / c;
  const cdf = normalCdf(v);
  let m0 = 0.0;
  let m1 = 0.0;
  let m2 = 0.0;
  let m3 = 0.0;
  let m4 = 0.0;
  const d = <f64>start * h - e;
  const shrink = Math.exp(-h * h / s);
  const weight = Math.exp(-0.5 * d * d / s);
  for (let side = 0; side < 2; ++side) {
    const up = side == 0;
    let w = weight;
    let ratio = Math.exp((up ? -d : d) * h / s - 0.5 * h * h / s);
    let k = start;
    const end = up ? last : first;
    const move = up ? 1 : -1;
    if (!up) { // the start node is counted once
      w *= ratio;
      ratio *= shrink;
      --k;
    }
    while (up ? k <= end : k >= end) {
      const row = slot(TABLE, (k < 0 ? -k : k) * step * WIDTH);
      const odd = k > 0 ? -w : w;
      m0 += w * at(row, 0);
      m1 += odd * at(row, 1);
      m2 += w * at(row, 2);
      m3 += odd * at(row, 3);
      m4 += w * at(row, 4);
      w *= ratio;
      ratio *= shrink;
      k += move;
    }
  }
  const scale = h / (Math.sqrt(s) * SQRT_2PI);
  put(out, 0, scale * m0 + (e * cdf + c * normalPdf(v)) - Math.log1p(Math.exp(e)));
  put(out, 1, scale * m1 + cdf);
  put(out, 2, scale * m2);
  put(out, 3, scale * m3);
  put(out, 4, scale * m4);
}
