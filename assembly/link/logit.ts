import { softplus } from "../num/special";
import { ProbabilityLink } from "./contract";

/** logit: F(eta) = 1 / (1 + e^-eta). The fused form is family/binomial.ts; this one is for the test that compares both. */
@final @unmanaged
export class LogitLink extends ProbabilityLink {
  up(eta: f64): f64 { return softplus(-eta); }
  upSlope(eta: f64): f64 { return -1.0 / (1.0 + Math.exp(eta)); }
  upCurvature(eta: f64): f64 {
    const t = Math.exp(-Math.abs(eta));
    return t / ((1.0 + t) * (1.0 + t));
  }
  down(eta: f64): f64 { return softplus(eta); }
  downSlope(eta: f64): f64 { return 1.0 / (1.0 + Math.exp(-eta)); }
  downCurvature(eta: f64): f64 { return this.upCurvature(eta); }
  quantile(mu: f64): f64 { return Math.log(mu) - Math.log1p(-mu); }
  mean(eta: f64): f64 { return 1.0 / (1.0 + Math.exp(-eta)); }
  upRecedes(): i32 { return 1; }
  downRecedes(): i32 { return 1; }
  strip(): f64 { return 3.141592653589793; }
  growth(): f64 { return 0.0; }
}
