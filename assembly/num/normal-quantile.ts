import { slot } from "./vec";

/**
 * Quantiles of the standard normal distribution: the x with Phi(x) = p.
 *
 * With q = p - 1/2 and s = sqrt(-log min(p, 1 - p)), a quotient of two polynomials of degree 7 in each of three ranges:
 *   |q| <= 0.425:  x = q R0(0.425^2 - q^2)      s <= 5:  |x| = R1(s - 1.6)      s > 5:  |x| = R2(s - 5)
 *
 * Relative error below 1e-15 down to p = 1e-316, and around p = 1/2. A step of Newton's or Halley's method with
 * normalCdf would need fewer coefficients, but it loses digits around 1/2, where Phi(x) - 1/2 cancels, and it takes
 * several times as long.
 *
 * Source: Wichura (1988), Algorithm AS 241, Applied Statistics 37, PPND16. Pairs of numerator and denominator
 * coefficients, the highest power first.
 */
const QUOTIENTS: usize = memory.data<f64>([
  2509.0809287301226727, 5226.495278852854561,
  33430.575583588128105, 28729.085735721942674,
  67265.770927008700853, 39307.89580009271061,
  45921.953931549871457, 21213.794301586595867,
  13731.693765509461125, 5394.1960214247511077,
  1971.5909503065514427, 687.1870074920579083,
  133.14166789178437745, 42.313330701600911252,
  3.387132872796366608, 1.0,

  7.7454501427834140764e-4, 1.05075007164441684324e-9,
  0.0227238449892691845833, 5.475938084995344946e-4,
  0.24178072517745061177, 0.0151986665636164571966,
  1.27045825245236838258, 0.14810397642748007459,
  3.64784832476320460504, 0.68976733498510000455,
  5.7694972214606914055, 1.6763848301838038494,
  4.6303378461565452959, 2.05319162663775882187,
  1.42343711074968357734, 1.0,

  2.01033439929228813265e-7, 2.04426310338993978564e-15,
  2.71155556874348757815e-5, 1.4215117583164458887e-7,
  0.0012426609473880784386, 1.8463183175100546818e-5,
  0.026532189526576123093, 7.868691311456132591e-4,
  0.29656057182850489123, 0.0148753612908506148525,
  1.7848265399172913358, 0.13692988092273580531,
  5.4637849111641143699, 0.59983220655588793769,
  6.6579046435011037772, 1.0
]);
const TERMS: i32 = 8;

/** Numerator and denominator run in the two lanes of one vector. */
function quotient(range: i32, r: f64): f64 {
  const rr = f64x2.splat(r);
  let sum = f64x2.splat(0.0);
  for (let k = 0; k < TERMS; ++k) {
    sum = f64x2.add(f64x2.mul(sum, rr), v128.load(slot(QUOTIENTS, 2 * (TERMS * range + k))));
  }
  return f64x2.extract_lane(sum, 0) / f64x2.extract_lane(sum, 1);
}

/** Phi^-1(p): -Infinity at 0, Infinity at 1, NaN outside [0, 1]. */
export function normalQuantile(p: f64): f64 {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * quotient(0, 0.180625 - q * q);
  const tail = q < 0.0 ? p : 1.0 - p; // exact
  if (tail == 0.0) return q * Infinity;
  const s = Math.sqrt(-Math.log(tail)); // NaN for p outside [0, 1]
  return copysign(s <= 5.0 ? quotient(1, s - 1.6) : quotient(2, s - 5.0), q);
}
