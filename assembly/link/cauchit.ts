import { ProbabilityLink } from "./contract";

/**
 * cauchit: F(eta) = 1/2 + atan(eta) / pi, f = 1 / (pi (1 + eta^2)). Symmetric: down(eta) = up(-eta).
 *   up' = -f / F      up'' = (f / F)^2 + (f / F) 2 eta / (1 + eta^2)
 *
 * Heavy tails: one odd row far out costs only the logarithm of its distance. Not convex.
 * Source: Morgan & Smith (1992), A note on Wadley's problem with overdispersion; R's binomial(link = "cauchit").
 */
@final @unmanaged
export class CauchitLink extends ProbabilityLink {
  up(eta: f64): f64 { return minusLog(eta); }
  upSlope(eta: f64): f64 { return -ratio(eta); }
  upCurvature(eta: f64): f64 { return bend(eta); }
  down(eta: f64): f64 { return minusLog(-eta); }
  downSlope(eta: f64): f64 { return ratio(-eta); }
  downCurvature(eta: f64): f64 { return bend(-eta); }
  quantile(mu: f64): f64 { return mu <= 0.5 ? lowerQuantile(mu) : -lowerQuantile(1.0 - mu); }
  mean(eta: f64): f64 { return cdf(eta); }
  upRecedes(): i32 { return 1; }
  downRecedes(): i32 { return 1; }
  strip(): f64 { return 1.0; }
  growth(): f64 { return 0.0; }
}

const PI: f64 = 3.14159265358979323846;

/** The lower tail by atan(1 / |eta|), which does not cancel. */
function cdf(x: f64): f64 { return x < 0.0 ? Math.atan(-1.0 / x) / PI : 0.5 + Math.atan(x) / PI; }

/** -log F: above 0 by the other tail, so that it falls to 0 without losing digits. */
function minusLog(x: f64): f64 { return x < 0.0 ? -Math.log(cdf(x)) : -Math.log1p(-cdf(-x)); }

function ratio(x: f64): f64 { return 1.0 / (PI * (1.0 + x * x) * cdf(x)); }

function bend(x: f64): f64 {
  const m = ratio(x);
  return m * (m + 2.0 * x / (1.0 + x * x));
}

/** By Newton's method on 1/F, which is nearly a line in the tail: x with F(x) = mu <= 1/2 */
function lowerQuantile(mu: f64): f64 {
  let x = -1.0 / (PI * mu);
  if (mu == 0.0 || x < -1e8) return x;
  for (let k = 0; k < 20; ++k) x -= (cdf(x) / mu - 1.0) / ratio(x);
  return x;
}
