import { expLanes, first, splat } from "./lanes";
import { at } from "./vec";

/**
 * The standard normal distribution: density, cumulative probability, scaled complementary error function.
 *
 *   erfcx(x) = e^(x^2) erfc(x), x >= 0, as (1 + 2x) erfcx(x) = sum_k c_k T_k(t),  t = (x - 3.75) / (x + 3.75)
 *   normalCdf(x) = e^(-x^2/2) erfcx(-x / sqrt 2) / 2 for x <= 0, so the lower tail keeps all its digits
 *
 * Relative error below 1e-15 for erfcx, 4e-15 for normalCdf down to x = -37.5, where it underflows.
 *
 * Source: Shepherd & Laframboise (1981), Mathematics of Computation 36, for the mapping; the coefficients were computed
 * for this file by interpolation at 60 Chebyshev points in 40 digits.
 */
const CHEBYSHEV: usize = memory.data<f64>([
  1.177578934567401754,
  -0.004590054580646477331,
  -0.08424913336651791558,
  0.0592099399981918905,
  -0.02665866843530575228,
  0.009074997670705265094,
  -0.002413163540417608191,
  0.0004907758365258086323,
  -0.00006916973302501206367,
  4.139027986073010168e-6,
  7.740383066198490669e-7,
  -2.188640104923439566e-7,
  1.076499946567091038e-8,
  4.521959811218286898e-9,
  -7.754400208831351106e-10,
  -6.318088340886684494e-11,
  2.868795010930669898e-11,
  1.945586854577734723e-13,
  -9.654696748433438906e-13,
  3.252548148148739842e-14,
  3.347811948286805388e-14,
  -1.864562880419313102e-15,
  -1.250795053068864709e-15,
  7.418235256624043458e-17,
  5.068148904796111312e-17,
  -2.237056659435999647e-18
]);
const TERMS: i32 = 26;
const MAP: f64 = 3.75; // x at the middle of the interval

const INV_SQRT_2: f64 = 0.70710678118654752440;
export const INV_SQRT_2PI: f64 = 0.39894228040143267794;

/** e^(x^2) erfc(x) for x >= 0. */
export function erfcx(x: f64): f64 { return first(erfcxLanes(splat(x))); }

export function erfcxLanes(x: v128): v128 {
  const t = f64x2.div(f64x2.sub(x, splat(MAP)), f64x2.add(x, splat(MAP)));
  const t2 = f64x2.add(t, t);
  let b1 = splat(0.0);
  let b2 = splat(0.0);
  for (let k = TERMS - 1; k > 0; --k) { // Clenshaw
    const b = f64x2.sub(f64x2.add(splat(at(CHEBYSHEV, k)), f64x2.mul(t2, b1)), b2);
    b2 = b1;
    b1 = b;
  }
  const sum = f64x2.sub(f64x2.add(splat(at(CHEBYSHEV, 0)), f64x2.mul(t, b1)), b2);
  return f64x2.div(sum, f64x2.add(splat(1.0), f64x2.add(x, x)));
}

/**
 * e^(-x^2/2). The square of x is split, because an error of one ulp in x^2/2 = 700 would cost three digits.
 */
export function gauss(x: f64): f64 { return first(gaussLanes(splat(x))); }

export function gaussLanes(x: v128): v128 {
  const a = f64x2.pmin(f64x2.abs(x), splat(40.0)); // 0 from there on; NaN stays
  const high = f64x2.mul(f64x2.floor(f64x2.mul(a, splat(16.0))), splat(0.0625)); // its square is exact
  const half = splat(-0.5);
  const rest = f64x2.mul(f64x2.mul(half, f64x2.sub(a, high)), f64x2.add(a, high));
  return f64x2.mul(expLanes(f64x2.mul(f64x2.mul(half, high), high)), expLanes(rest));
}

/** phi(x) = e^(-x^2/2) / sqrt(2 pi) */
export function normalPdf(x: f64): f64 { return INV_SQRT_2PI * gauss(x); }

/** Phi(x) for x <= 0, where e^(-x^2/2) is known. */
export function lowerCdfLanes(x: v128, density: v128): v128 {
  const scaled = erfcxLanes(f64x2.mul(f64x2.neg(x), splat(INV_SQRT_2)));
  return f64x2.mul(f64x2.mul(splat(0.5), density), scaled);
}

/** Phi(x) = P(Z <= x) */
export function normalCdf(x: f64): f64 {
  const lower = 0.5 * gauss(x) * erfcx(Math.abs(x) * INV_SQRT_2);
  return x <= 0.0 ? lower : 1.0 - lower;
}
