import { at, put } from "../num/vec";
import { EntryNoise } from "./contract";

/** What may be asked of a noise about the entries of one column. */
export enum About {
  Variance = 0, // out_i <- Var x~_i
  Moment = 1, //   out_ki <- m(b), m'(b), m''(b),  k = 0, 1, 2
  Reach = 2, //    out_i <- sup b (x~_i - x_i)
  Sample = 3, //   out_i <- the entry at the quantile u_i of x~_i, u_i in out_i
}

/**
 * Answers for m entries x_i of a column, compiled once per noise. out is f64[numbers][stride].
 * The value for an entry of 0 is the answer to x = address of a zero.
 */
export function aboutColumn<N extends EntryNoise>(
  what: About, strength: f64, b: f64, m: i32, x: usize, out: usize, stride: i32, order: i32,
): void {
  const noise = changetype<N>(0);
  for (let i = 0; i < m; ++i) {
    const v = at(x, i);
    switch (what) {
      case About.Variance: put(out, i, noise.variance(v, strength)); break;
      case About.Moment: {
        put(out, i, noise.logMoment(v, b, strength));
        if (order >= 1) put(out, stride + i, noise.logMomentSlope(v, b, strength));
        if (order >= 2) put(out, 2 * stride + i, noise.logMomentCurvature(v, b, strength));
        break;
      }
      case About.Reach: put(out, i, noise.reach(v, b, strength)); break;
      default: put(out, i, noise.sample(v, strength, at(out, i)));
    }
  }
}
