import { at } from "../num/vec";
import { SeparablePenalty } from "./contract";

/**
 * Smoothly clipped absolute deviation, by its slope for b > 0:
 *
 *   P_j'(b) = a  for b <= knot,  then a - c (b - knot) until that is 0,  0 farther out
 *
 *   a     kink_j = lambda f_j unit_j
 *   knot  a / unit_j^2
 *   c     unit_j^2 / (gamma - 1)
 *
 * On the scale of beta = unit_j b the slope falls from lambda f_j at lambda f_j to 0 at gamma lambda f_j.
 * Source: Fan & Li (2001), Variable selection via nonconcave penalized likelihood, equation 2.7.
 */
@final @unmanaged
export class Scad extends SeparablePenalty {
  value(b: f64, j: i32): f64 {
    const a = this.kink(j);
    if (a == 0.0) return 0.0;
    const past = Math.min(this.past(b, j), a / this.fall(j)); // on the slope that falls
    const most = this.knot(j) + a / this.fall(j);
    return a * Math.min(Math.abs(b), most) - 0.5 * this.fall(j) * past * past;
  }
  slope(b: f64, j: i32): f64 { 
    const fallen = Math.min(this.fall(j) * this.past(b, j), this.kink(j));
    return b > 0.0 ? -fallen : fallen;
  }
  curvature(b: f64, j: i32): f64 {
    const past = this.past(b, j);
    return past > 0.0 && this.fall(j) * past < this.kink(j) ? -this.fall(j) : 0.0;
  }
  @inline kink(j: i32): f64 { return at(this.kinks, j); }

  /** c */
  @inline fall(j: i32): f64 { return at(this.units, j) * at(this.units, j) / (this.shape - 1.0); }
  /** Where the slope begins to fall. */
  @inline knot(j: i32): f64 { return at(this.kinks, j) / (at(this.units, j) * at(this.units, j)); }
  /** How far beyond the knot, at least 0; 0 without a penalty. */
  @inline past(b: f64, j: i32): f64 { return this.kink(j) == 0.0 ? 0.0 : Math.max(Math.abs(b) - this.knot(j), 0.0); }
}
