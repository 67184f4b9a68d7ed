// y given the linear predictor.
import { poisson } from "../random.mjs";

/** Standard deviation of the linear predictor, and its mean, per family. */
export const SIGNAL = { gaussian: 1, binomial: 1.5, poisson: 0.5, multinomial: 1.5 };
export const INTERCEPT = { gaussian: 2, binomial: -0.5, poisson: 0.5, multinomial: 0 };

/**
 * @param {import("../cases.mjs").Case["family"]} family
 * @param {number} eta
 * @param {() => number} uniform
 * @param {() => number} normal
 */
export function respond(family, eta, uniform, normal) {
  if (family === "gaussian") return eta + normal();
  if (family === "poisson") return poisson(uniform, Math.exp(eta));
  return uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
}
