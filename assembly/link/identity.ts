import { ProbabilityLink } from "./contract";

/**
 * identity for probabilities, so that beta is a risk difference: F = eta, 0 < eta < 1.
 *   up = -log eta      down = -log(1 - eta)
 *
 * Source: Wacholder (1986), Binomial regression in GLIM: estimating risk ratios and risk differences.
 */
@final @unmanaged
export class IdentityLink extends ProbabilityLink {
  up(eta: f64): f64 { return eta <= 1.0 ? -Math.log(eta) : NaN; }
  upSlope(eta: f64): f64 { return -1.0 / eta; }
  upCurvature(eta: f64): f64 { return 1.0 / (eta * eta); }
  down(eta: f64): f64 { return eta >= 0.0 ? -Math.log1p(-eta) : NaN; }
  downSlope(eta: f64): f64 { return 1.0 / (1.0 - eta); }
  downCurvature(eta: f64): f64 { return 1.0 / ((1.0 - eta) * (1.0 - eta)); }
  quantile(mu: f64): f64 { return mu; }
  mean(eta: f64): f64 { return eta; }
  upRecedes(): i32 { return 0; }
  downRecedes(): i32 { return 0; }
  strip(): f64 { return 0.0; }
  growth(): f64 { return 0.0; }
}
