import { at } from "../num/vec";
import { SeparablePenalty } from "./contract";

/**
 * Elastic net:  P_j(b) = kink_j |b| + strength_j b^2 / 2
 *
 *   kink_j      lambda f_j share scale_j
 *   strength_j  lambda f_j (1 - share) scale_j^2
 *
 * share = 1 is the lasso. The scales are d beta_j / d theta_j, as for ridge.
 * Source: Zou & Hastie (2005); Friedman, Hastie & Tibshirani (2010), equation 2.
 */
@final @unmanaged
export class ElasticNet extends SeparablePenalty {
  @inline value(b: f64, j: i32): f64 { return at(this.kinks, j) * Math.abs(b) + 0.5 * at(this.strength, j) * b * b; }
  @inline slope(b: f64, j: i32): f64 { return at(this.strength, j) * b; }
  @inline curvature(b: f64, j: i32): f64 { return at(this.strength, j); }
  @inline kink(j: i32): f64 { return at(this.kinks, j); }
}
