import { ProbabilityLink } from "./contract";

/**
 * log for probabilities, so that e^beta is a relative risk: F = e^eta, eta < 0.
 *   up = -eta      down = -log(1 - e^eta)      down' = 1 / (e^-eta - 1)      down'' = down' (1 + down')
 *
 * The likelihood may have its maximum on the border eta = 0, where the slope need not be 0.
 * Source: Wacholder (1986), Binomial regression in GLIM: estimating risk ratios and risk differences.
 */
@final @unmanaged
export class LogLink extends ProbabilityLink {
  up(eta: f64): f64 { return eta <= 0.0 ? -eta : NaN; }
  upSlope(eta: f64): f64 { return -1.0; }
  upCurvature(eta: f64): f64 { return 0.0; }
  down(eta: f64): f64 { return eta <= 0.0 ? minusLogRest(eta) : NaN; }
  downSlope(eta: f64): f64 { return 1.0 / Math.expm1(-eta); }
  downCurvature(eta: f64): f64 {
    const d = 1.0 / Math.expm1(-eta);
    return d * (1.0 + d);
  }
  quantile(mu: f64): f64 { return Math.log(mu); }
  mean(eta: f64): f64 { return Math.exp(eta); }
  upRecedes(): i32 { return 0; }
  downRecedes(): i32 { return 1; }
  strip(): f64 { return 0.0; }
  growth(): f64 { return 0.0; }
}

const HALF: f64 = -0.6931471805599453; // e^eta = 1/2

/** -log(1 - e^eta). Maechler (2012), log1mexp. */
function minusLogRest(eta: f64): f64 {
  return eta > HALF ? -Math.log(-Math.expm1(eta)) : -Math.log1p(-Math.exp(eta));
}
