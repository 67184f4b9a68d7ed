import { at } from "../num/vec";
import { SeparablePenalty } from "./contract";

/**
 * Minimax concave penalty:  P_j(b) = a |b| - c b^2 / 2  for |b| <= a / c,  a^2 / (2 c) farther out
 *
 *   a  kink_j = lambda f_j unit_j
 *   c  unit_j^2 / gamma
 *
 * On the scale of beta = unit_j b the slope falls from lambda f_j to 0 at gamma lambda f_j.
 * Source: Zhang (2010), Nearly unbiased variable selection under minimax concave penalty, equation 2.1.
 */
@final @unmanaged
export class Mcp extends SeparablePenalty {
  value(b: f64, j: i32): f64 {
    const a = this.kink(j);
    const size = Math.abs(b);
    return this.isNear(b, j) ? size * (a - 0.5 * this.fall(j) * size) : a == 0.0 ? 0.0 : 0.5 * a * (a / this.fall(j));
  }
  slope(b: f64, j: i32): f64 { return this.isNear(b, j) ? -this.fall(j) * b : b > 0.0 ? -this.kink(j) : this.kink(j); }
  curvature(b: f64, j: i32): f64 { return this.isNear(b, j) ? -this.fall(j) : 0.0; }
  @inline kink(j: i32): f64 { return at(this.kinks, j); }

  /** c */
  @inline fall(j: i32): f64 { return at(this.units, j) * at(this.units, j) / this.shape; }
  /** Whether the slope has not fallen to 0 yet. */
  @inline isNear(b: f64, j: i32): bool { return this.fall(j) * Math.abs(b) < this.kink(j); }
}
