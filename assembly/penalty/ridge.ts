import { at } from "../num/vec";
import { SeparablePenalty } from "./contract";

/**
 * Ridge:  P_j(b) = strength_j b^2 / 2,   strength_j = lambda f_j scale_j^2 >= 0
 *
 *   f_j        penalty factor of column j (0: not penalized)
 *   scale_j    d beta_j / d theta_j, so that the penalty is the one on beta whatever the solver's coordinates are
 *
 * Source: Hoerl & Kennard (1970); the scale is that of Friedman, Hastie & Tibshirani (2010), section 2.
 */
@final @unmanaged
export class Ridge extends SeparablePenalty {
  @inline value(b: f64, j: i32): f64 { return 0.5 * at(this.strength, j) * b * b; }
  @inline slope(b: f64, j: i32): f64 { return at(this.strength, j) * b; }
  @inline curvature(b: f64, j: i32): f64 { return at(this.strength, j); }
  @inline kink(j: i32): f64 { return 0.0; }
}
