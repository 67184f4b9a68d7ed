import { both, expLanes, first, log1pLanes, second, splat } from "./lanes";
import { gaussLanes, INV_SQRT_2PI, lowerCdfLanes, normalCdf, normalPdf } from "./normal";
import { at, index, put, putIndex, slot } from "./vec";
import { OWN_TABLE_BYTES, ownPlans, ownTable } from "./own";

/**
 * Logistic-normal integrals: for Z ~ N(0,1), s >= 0, A(x) = log(1 + e^x), sigma(x) = A'(x),
 *
 *   out[0] = E A(eta + sqrt(s) Z) - A(eta)        out[k] = E A^(k)(eta + sqrt(s) Z),  k = 1 .. 4
 *
 * Relative error below 1e-10 (out[4]: 1e-8) for |eta| <= 50 and s <= 400, the far tails included.
 *
 * A(x) - x/2 is even, so only eta <= 0 is computed. Three ranges of s:
 *
 * 1. s <= 0.2: Gauss-Hermite, 12 nodes, in pairs +-d, p = sigma(eta), q = 1 - p. Both nodes together are
 *      A(eta + d) + A(eta - d) - 2 A(eta) = log1p( 2 p q (cosh d - 1) ),
 *    which does not cancel for any small s. cosh d is a series in d^2: no transcendental function but the logarithm.
 * 2. s > 0.2: the trapezoidal rule on x_k = k h. It converges geometrically when the integrand is analytic; the poles of A
 *    limit it: e^(-2 pi^2 / h). The part that does not decay is computed in closed form,
 *      A(x) = S_1(x) + a(x),  S_c(x) = x Phi(x/c) + c phi(x/c),  E S_1(eta + sqrt(s) Z) = S_c(eta), c^2 = 1 + s
 *      sigma(x) = Phi(x) + b(x),                                 E Phi(eta + sqrt(s) Z) = Phi(eta / c)
 *    and a, b, A'', A''', A'''' decay like e^-|x|. Their values on the grid are a table, made once; the normal density
 *    along the grid is a recurrence of two products. The loop has no transcendental function. The sum goes up and
 *    down from the peak at once, in two lanes; the work before the loop handles two rows at once.
 * 3. the whole mass of the integrand far below zero: A(x) = e^x, so all five are e^(eta + s/2) (minus A(eta)).
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
const GRID: i32 = 1400; //     x in [-350, 350]
const WIDTH: i32 = 5;
const TABLE_BYTES: usize = (2 * GRID + 1) * WIDTH * 8;
const ROW: usize = WIDTH * 8;
let madeAt: usize = 0; // where the table is, once it is made

const CUTOFF: f64 = 60.0; //   integrand below e^-30 of its peak is left out
const FAR: f64 = -37.0; //     e^x < 2^-53 there: A(x) = e^x to the last bit

/** The five numbers of one row. */
export function logisticNormal(eta: f64, s: f64, out: usize): void { logisticNormals(splat(eta), splat(s), out, out); }

/** Those of two rows, or of one where out = other. The result of a row does not depend on its neighbour. */
export function logisticNormals(eta: v128, s: v128, out: usize, other: usize): void {
  const isFirst = begin(first(eta), first(s), out);
  const isSecond = out != other && begin(second(eta), second(s), other);
  if (isFirst && isSecond) wide(f64x2.neg(f64x2.abs(eta)), s, out, other);
  else if (isFirst) wide(splat(-Math.abs(first(eta))), splat(first(s)), out, out);
  else if (isSecond) wide(splat(-Math.abs(second(eta))), splat(second(s)), other, other);
  if (first(eta) > 0.0) reflect(out);
  if (out != other && second(eta) > 0.0) reflect(other);
}

/** True if the trapezoidal rule must be used; otherwise the numbers are computed here. */
function begin(eta: f64, s: f64, out: usize): bool {
  const e = -Math.abs(eta);
  if (!(s < Infinity) || !(e > -Infinity)) { // far out or NaN: the result shows it
    for (let k = 0; k < 5; ++k) put(out, k, NaN);
  } else if (e + s + Math.sqrt(CUTOFF * s) < FAR) farBelow(e, s, out);
  else if (s <= SMALL_VARIANCE) narrow(e, s, out);
  else return true;
  return false;
}

/** A' - 1/2 and A''' are odd. */
function reflect(out: usize): void {
  put(out, 1, 1.0 - at(out, 1));
  put(out, 3, -at(out, 3));
}

function farBelow(e: f64, s: f64, out: usize): void {
  const m = Math.exp(e + 0.5 * s);
  put(out, 0, Math.exp(e) * Math.expm1(0.5 * s));
  for (let k = 1; k < 5; ++k) put(out, k, m);
}

/**
 * With u = cosh d - 1 and z = 2 p q u, both nodes together are (1 + z = (q + p e^d)(q e^d + p) e^-d)
 *   A   log1p(z)      A'  (2p + z) / (1 + z)      A''  S = 2 p q (1 + u (1 - 2pq)) / (1 + z)^2
 *   A'''  p q (q - p) (2 + 2u (1 - 2pq) - 4 p q u (2 + u)) / (1 + z)^3      A''''  S - 6 S^2 + 12 (p q / (1 + z))^2
 */
function narrow(e: f64, s: f64, out: usize): void {
  const t = Math.exp(e);
  const q = 1.0 / (1.0 + t);
  const p = t * q;
  const v = p * q;
  const one = splat(1.0), twice = splat(2.0 * v), rest = splat(1.0 - 2.0 * v);
  let m0 = splat(0.0), m1 = splat(0.0), m2 = splat(0.0), m3 = splat(0.0), m4 = splat(0.0);
  for (let k = 0; k < PAIRS; k += 2) {
    const w = v128.load(slot(WEIGHTS, k));
    const node = v128.load(slot(NODES, k));
    const u = coshLess1(f64x2.mul(splat(s), f64x2.mul(node, node)));
    const z = f64x2.mul(twice, u);
    const inverse = f64x2.div(one, f64x2.add(one, z));
    const lift = f64x2.add(one, f64x2.mul(u, rest));
    const S = f64x2.mul(f64x2.mul(twice, lift), f64x2.mul(inverse, inverse));
    const part = f64x2.mul(splat(v), inverse);
    const bend = f64x2.sub(lift, f64x2.mul(z, f64x2.add(splat(2.0), u)));
    m0 = f64x2.add(m0, f64x2.mul(w, log1pLanes(z)));
    m1 = f64x2.add(m1, f64x2.mul(w, f64x2.mul(f64x2.add(splat(2.0 * p), z), inverse)));
    m2 = f64x2.add(m2, f64x2.mul(w, S));
    m3 = f64x2.add(m3, f64x2.mul(w, f64x2.mul(f64x2.mul(part, bend), f64x2.mul(inverse, inverse))));
    m4 = f64x2.add(m4, f64x2.mul(w, f64x2.add(
      f64x2.mul(S, f64x2.sub(one, f64x2.mul(splat(6.0), S))), f64x2.mul(splat(12.0), f64x2.mul(part, part)),
    )));
  }
  put(out, 0, first(m0) + second(m0));
  put(out, 1, first(m1) + second(m1));
  put(out, 2, first(m2) + second(m2));
  put(out, 3, 2.0 * (q - p) * (first(m3) + second(m3)));
  put(out, 4, first(m4) + second(m4));
}

/** cosh d - 1 by its series in d^2 to d^24 / 24!, with a relative error below 1e-15 for d^2 <= 6.1. */
function coshLess1(square: v128): v128 {
  let sum = splat(1.0);
  for (let j = 12; j > 1; --j) sum = f64x2.add(splat(1.0), f64x2.mul(f64x2.mul(square, splat(1.0 / <f64>((2 * j - 1) * (2 * j)))), sum));
  return f64x2.mul(f64x2.mul(square, splat(0.5)), sum);
}

/** Row GRID + k of the table: a, b, A'', A''', A'''' at x = k h. */
function makeTable(): void {
  assert(TABLE_BYTES <= OWN_TABLE_BYTES);
  for (let k = 0; k <= GRID; ++k) {
    const x = -H * <f64>k;
    const t = Math.exp(x);
    const q = 1.0 / (1.0 + t);
    const p = t * q;
    const v = p * q;
    const a = Math.log1p(t) - (x * normalCdf(x) + normalPdf(x));
    const b = p - normalCdf(x);
    const fourth = v * (1.0 - 6.0 * v);
    putRow(GRID + k, a, -b, v, -v * (q - p), fourth);
    putRow(GRID - k, a, b, v, v * (q - p), fourth);
  }
  madeAt = ownTable();
}

function putRow(k: i32, a: f64, b: f64, second: f64, third: f64, fourth: f64): void {
  const row = ownTable() + <usize>k * ROW;
  put(row, 0, a);
  put(row, 1, b);
  put(row, 2, second);
  put(row, 3, third);
  put(row, 4, fourth);
}

/** Of two rows: the node to start at, whether every second one is taken, how many there are from the start up, and below it. */
function plan(e: f64, s: f64, row: i32): void {
  const step = s < EVERY_SECOND ? 1 : 2;
  const h = H * <f64>step;
  // The integrand is about e^x times the density for x < 0, e^-x times the density for x > 0.
  const tilted = e + s;
  const halfWidth = Math.sqrt(CUTOFF * s);
  let low = tilted - halfWidth;
  let high = tilted + halfWidth;
  if (tilted >= 0.0) { // both halves fall away from 0; solve x^2 / 2s + slope |x| = CUTOFF / 2 for each
    const slopeLow = tilted / s;
    const slopeHigh = 1.0 - e / s;
    low = -CUTOFF / (slopeLow + Math.sqrt(slopeLow * slopeLow + CUTOFF / s));
    high = CUTOFF / (slopeHigh + Math.sqrt(slopeHigh * slopeHigh + CUTOFF / s));
  }
  const edge = <f64>(GRID - 2) * H;
  const begin = -<i32>(Math.min(-low, edge) / h);
  const end = <i32>(Math.floor(Math.min(high, edge) / h));
  const start = <i32>Math.max(Math.min(Math.round(Math.min(tilted, 0.0) / h), <f64>end), <f64>begin);
  putIndex(ownPlans(), 4 * row, start * step);
  putIndex(ownPlans(), 4 * row + 1, step);
  putIndex(ownPlans(), 4 * row + 2, end - start + 1);
  putIndex(ownPlans(), 4 * row + 3, start - begin);
}

function wide(e: v128, s: v128, out: usize, other: usize): void {
  if (madeAt != ownTable()) makeTable();
  plan(first(e), first(s), 0);
  plan(second(e), second(s), 1);
  const h = f64x2.mul(splat(H), both(<f64>index(ownPlans(), 1), <f64>index(ownPlans(), 5)));
  const d = f64x2.sub(f64x2.mul(splat(H), both(<f64>index(ownPlans(), 0), <f64>index(ownPlans(), 4))), e);
  const half = f64x2.div(splat(-0.5), s);
  const square = f64x2.mul(f64x2.mul(h, h), half);
  const cross = f64x2.mul(f64x2.add(half, half), f64x2.mul(d, h));
  const weight = expLanes(f64x2.mul(f64x2.mul(d, d), half)); // the density at the start, times sqrt(2 pi s)
  const up = expLanes(f64x2.add(square, cross)); //             its ratio to the next node
  const down = expLanes(f64x2.sub(square, cross));
  const shrink = expLanes(f64x2.add(square, square)); //        the ratio of these ratios

  const c = f64x2.sqrt(f64x2.add(splat(1.0), s));
  const v = f64x2.div(e, c);
  const density = gaussLanes(v);
  const cdf = lowerCdfLanes(v, density);
  const split = f64x2.add(f64x2.mul(e, cdf), f64x2.mul(f64x2.mul(c, splat(INV_SQRT_2PI)), density)); // S_c(eta)
  const excess = f64x2.sub(split, log1pLanes(expLanes(e)));
  const scale = f64x2.div(f64x2.mul(h, splat(INV_SQRT_2PI)), f64x2.sqrt(s));
  sumNodes(0, first(weight), first(up), first(down), first(shrink), first(scale), first(excess), first(cdf), out);
  if (out == other) return;
  sumNodes(1, second(weight), second(up), second(down), second(shrink), second(scale), second(excess), second(cdf), other);
}

/** out <- scale times the sums over the nodes, plus the closed form: upwards from the start in one lane, downwards in the other. */
function sumNodes(
  row: i32, weight: f64, up: f64, down: f64, shrink: f64, scale: f64, excess: f64, cdf: f64, out: usize,
): void {
  const move = <usize>index(ownPlans(), 4 * row + 1) * ROW;
  let above = ownTable() + <usize>(GRID + index(ownPlans(), 4 * row)) * ROW;
  let below = above - move; // the start is counted once
  let w = both(weight, weight * down);
  let ratio = both(up, down * shrink);
  const shrinks = splat(shrink);
  let m0 = splat(0.0), m1 = splat(0.0), m2 = splat(0.0), m3 = splat(0.0), m4 = splat(0.0);
  const ups = index(ownPlans(), 4 * row + 2);
  const downs = index(ownPlans(), 4 * row + 3);
  for (let n = 0; n < max(ups, downs); ++n) {
    if (n == ups) { // one side may be longer
      w = f64x2.replace_lane(w, 0, 0.0);
      above = ownTable();
    }
    if (n == downs) {
      w = f64x2.replace_lane(w, 1, 0.0);
      below = ownTable() + <usize>(2 * GRID) * ROW;
    }
    m0 = f64x2.add(m0, f64x2.mul(w, apart(above, below, 0)));
    m1 = f64x2.add(m1, f64x2.mul(w, apart(above, below, 1)));
    m2 = f64x2.add(m2, f64x2.mul(w, apart(above, below, 2)));
    m3 = f64x2.add(m3, f64x2.mul(w, apart(above, below, 3)));
    m4 = f64x2.add(m4, f64x2.mul(w, apart(above, below, 4)));
    w = f64x2.mul(w, ratio);
    ratio = f64x2.mul(ratio, shrinks);
    above += move;
    below -= move;
  }
  put(out, 0, scale * (first(m0) + second(m0)) + excess);
  put(out, 1, scale * (first(m1) + second(m1)) + cdf);
  put(out, 2, scale * (first(m2) + second(m2)));
  put(out, 3, scale * (first(m3) + second(m3)));
  put(out, 4, scale * (first(m4) + second(m4)));
}

/** Number k of two rows of the table. */
// @ts-ignore: decorator
@inline
function apart(above: usize, below: usize, k: i32): v128 { return both(at(above, k), at(below, k)); }
