import { at } from "../num/vec";
import { SeparablePenalty } from "./contract";

/**
 * Group lasso:  P = sum_g |K theta_g|_2,   K = diag(kinks),  kink_j = lambda f_g unit_j for column j of group g
 *
 * It is nothing but the norms of its groups, so nothing is left for an entry by itself. The units are d beta_j / d theta_j, as for ridge.
 * Source: Yuan & Lin (2006), Model selection and estimation in regression with grouped variables, equation 2.2, with K_j = p_j I.
 */
@final @unmanaged
export class GroupLasso extends SeparablePenalty {
  @inline value(b: f64, j: i32): f64 { return 0.0; }
  @inline slope(b: f64, j: i32): f64 { return 0.0; }
  @inline curvature(b: f64, j: i32): f64 { return 0.0; }
  @inline kink(j: i32): f64 { return at(this.kinks, j); }
}
