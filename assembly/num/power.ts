/** x^a, for common exponents without a transcendental function. NaN for a negative x and a fractional exponent. */
export function power(x: f64, a: f64): f64 {
  if (a == 1.0) return x;
  if (a == 0.0) return 1.0;
  if (a == -1.0) return 1.0 / x;
  if (a == 2.0) return x * x;
  if (a == 0.5) return Math.sqrt(x);
  if (a == -0.5) return 1.0 / Math.sqrt(x);
  return Math.pow(x, a);
}
