import { GlmError } from "../base/errors.js";
import { FAMILY } from "../base/ids.js";
import { readOptions } from "../base/keys.js";
import { show } from "../base/show.js";
import { LINKS } from "../links/index.js";
import type { FamilyDescriptor } from "./family.js";
import { plainLikelihood } from "./forms.js";

/** Negative binomial. y >= 0, Var = mu + mu^2 / theta. See assembly/family/negative-binomial.ts for the formulas. */
export const negativeBinomialFamily: FamilyDescriptor = {
  name: "negative-binomial",
  links: ["log", "identity", "sqrt"],
  takes: 'negativeBinomial({ theta: 2 }) or negativeBinomial({ theta: "estimate" })',
  form: (link, { theta = 1 }) => {
    const q = LINKS[link].power!;
    return {
      id: q === 0 ? FAMILY.negativeBinomialLog : FAMILY.negativeBinomialPower,
      parameters: { struct: "NegativeBinomial", values: { theta, q } },
      approximations: q === 0 ? ["gaussian"] : [],
      isCanonical: false,
      isQuadratic: false,
      isConvex: q === 0,
      recedes: q === 0,
      isBounded: q !== 0,
    };
  },
  domain: () => ({ low: 0, high: Infinity, highOpen: true }),
  dispersion: "one",
  classes: "none",
  logLikelihood: plainLikelihood,
  expects: "counts",
};

/** The negative binomial family as option `family`: made by `negativeBinomial()`. */
export interface NegativeBinomialOption {
  readonly family: "negative-binomial";
  readonly theta: number | "estimate";
}

/**
 * Negative binomial family: counts whose variance mu + mu^2 / theta exceeds their mean.
 *
 * @param options.theta  Shape > 0; "estimate" (default) finds it by maximum likelihood, alternating with the coefficients, as
 *                       MASS::glm.nb does; the model then has `theta` and `thetaStandardError`. Infinity would be Poisson.
 * @throws GlmError BAD_OPTION when theta is not > 0 and finite.
 *
 * Source: Lawless (1987); Venables & Ripley (2002), section 7.4.
 *
 * @example
 * const model = await fit(x, y, { family: negativeBinomial() });
 * model.theta;
 */
export function negativeBinomial(options: { readonly theta?: number | "estimate" } = {}): NegativeBinomialOption {
  options = readOptions(options, ["theta"], "negativeBinomial");
  const theta = options.theta ?? "estimate";
  if (theta !== "estimate" && !(typeof theta === "number" && theta > 0 && theta < Infinity)) {
    throw new GlmError("BAD_OPTION", `negativeBinomial theta is ${show(theta)}; expected a number > 0, or "estimate"`, {
      theta,
    });
  }
  return { family: "negative-binomial", theta };
}
