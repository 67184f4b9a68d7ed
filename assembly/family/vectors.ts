import { ownMoments } from "../num/own";
import { at, put } from "../num/vec";
import { addBarrier } from "./barrier";
import { RowFamily } from "./contract";

/**
 * What a family answers about vectors of rows: one loop, compiled once per family, so that another family costs few
 * bytes. In sums no pointer for the weights means all ones, and a row of weight 0 does not count. Answers of several
 * numbers per row are f64[numbers][stride].
 */
export enum Ask {
  Mean = 0, //          out_i <- mu(x_i)                       x = eta
  Link = 1, //          out_i <- link(x_i)                     x = mu
  Fisher = 2, //        out_i <- w_i E[d2l/deta2](x_i)         x = eta
  Recession = 3, //     out_i <- +1, -1 or 0                   where the loss of row i recedes; x = eta, or 0: any
  Derivatives = 4, //   out_ki <- d^k l/deta^k, k = 0 .. 4      x = eta
  Expectation = 5, //   out_ki <- RowFamily.expectation(k)      x = eta; the variance of eta in out_0i
  Exponential = 6, //   out_0i <- factor, out_1i <- lean; returns rate
  Loss = 7, //          sum_i w_i l(y_i, x_i)                  x = eta
  BestLoss = 8, //      sum_i w_i l*(y_i)
  Saturated = 9, //     sum_i (w_i / m_i) saturated(y_i, m_i)   x = trials m, or 0: trials count inside the likelihood
  MeanSlope = 11, //    out_i <- |dmu/deta|(x_i) = sqrt(fisher V)  x = eta
  Pearson = 10, //      sum_i w_i (y_i - mu_i)^2 / V(mu_i)     x = eta
  Deviance = 12, //     out_i <- unit deviance                 x = eta; returns sum_i w_i of them
  Working = 13, //      out_i <- (y_i - mu_i) / mu'_i          x = eta
  PearsonRow = 14, //   out_i <- (y_i - mu_i) / sqrt V(mu_i)   x = eta
  Barrier = 15, //      out_ki += d^k b/deta^k, k = 0 .. 2      x = eta; family/barrier.ts
  Low = 16, //          the ends of the domain of eta
  High = 17,
  MeanBend = 18, //     out_i <- mu'' / mu'(x_i)                x = eta
}

/** Answers `ask` for n rows; returns the sum, or 0 for the vectors. y, weight, x are f64[n]; unused ones may be 0. */
export function answer<F extends RowFamily>(
  ask: Ask, params: usize, n: i32, y: usize, weight: usize, x: usize, out: usize, stride: i32,
): f64 {
  const family = changetype<F>(params);
  if (ask == Ask.Low) return family.low();
  if (ask == Ask.High) return family.high();
  if (ask == Ask.Barrier) {
    addBarrier(family.barrier(), family.low(), family.high(), n, weight, x, out, stride);
    return 0.0;
  }
  const moments = ownMoments();
  let sum = 0.0;
  for (let i = 0; i < n; ++i) {
    const w = weight == 0 ? 1.0 : at(weight, i);
    if (w == 0.0 && ask >= Ask.Fisher) {
      const numbers = ask < Ask.Derivatives ? 1 : ask == Ask.Exponential ? 2 : ask < Ask.Loss ? 5 : 0;
      for (let k = 0; k < numbers; ++k) put(out, k * stride + i, 0.0);
      continue;
    }
    const v = x == 0 ? 1.0 : at(x, i);
    const yi = y == 0 ? 0.0 : at(y, i);
    const t = family.pivot(v);
    switch (ask) {
      case Ask.Mean: put(out, i, family.mean(v, t)); break;
      case Ask.Link: put(out, i, family.link(v)); break;
      case Ask.MeanSlope: put(out, i, Math.sqrt(family.fisher(v, t) * family.variance(family.mean(v, t)))); break;
      case Ask.MeanBend: put(out, i, family.meanBend(v, t)); break;
      case Ask.Fisher: put(out, i, w * family.fisher(v, t)); break;
      case Ask.Recession: put(out, i, <f64>family.recedes(yi, v)); break;
      case Ask.Derivatives: {
        put(out, i, family.loss(yi, v, t));
        put(out, stride + i, family.slope(yi, v, t));
        put(out, 2 * stride + i, family.curvature(yi, v, t));
        put(out, 3 * stride + i, family.third(yi, v, t));
        put(out, 4 * stride + i, family.fourth(yi, v, t));
        break;
      }
      case Ask.Expectation: {
        family.expectation(yi, v, at(out, i), moments);
        for (let k = 0; k < 5; ++k) put(out, k * stride + i, at(moments, k));
        break;
      }
      case Ask.Exponential: {
        put(out, i, family.factor(yi));
        put(out, stride + i, family.lean(yi));
        sum = family.rate();
        break;
      }
      case Ask.Loss: if (w != 0.0) sum += w * family.loss(yi, v, t); break;
      case Ask.BestLoss: sum += w * family.bestLoss(yi); break;
      case Ask.Saturated: sum += (w / v) * family.saturated(yi, v); break;
      case Ask.Deviance: {
        const d = family.deviance(yi, v, t);
        if (out != 0) put(out, i, d);
        if (w != 0.0) sum += w * d; // a row without weight may lie outside the domain
        break;
      }
      case Ask.Working: put(out, i, family.working(yi, v, t)); break;
      case Ask.PearsonRow: put(out, i, family.pearson(yi, v, t)); break;
      default: {
        const r = family.pearson(yi, v, t);
        if (w != 0.0) sum += w * r * r;
      }
    }
  }
  return sum;
}
