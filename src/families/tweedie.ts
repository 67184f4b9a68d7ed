import { GlmError } from "../base/errors.js";
import { readOptions } from "../base/keys.js";
import { show } from "../base/show.js";
import type { FamilyDescriptor } from "./family.js";
import { noLikelihood, powerForm } from "./forms.js";

/** Tweedie. Var = phi mu^power; y >= 0 below power 2, zeros among positive amounts. See assembly/family/power.ts. */
export const tweedieFamily: FamilyDescriptor = {
  name: "tweedie",
  links: ["log", "identity", "inverse", "sqrt", "inverse-squared"],
  takes: "tweedie({ power: 1.5 })",
  form: (link, { power = 1.5 }) => powerForm(power, link, link === "log" ? ["gaussian"] : []),
  domain: ({ power = 1.5 }) => {
    if (power === 0) return { low: -Infinity, high: Infinity, lowOpen: true, highOpen: true };
    return { low: 0, high: Infinity, lowOpen: power >= 2, highOpen: true };
  },
  dispersion: "free",
  classes: "none",
  logLikelihood: noLikelihood,
  expects: "amounts >= 0 (> 0 from power 2 on)",
};

/** The Tweedie family as option `family`: made by `tweedie()`. */
export interface TweedieOption {
  readonly family: "tweedie";
  readonly power: number;
}

/**
 * Tweedie family: Var(Y) = phi mu^power. Between 1 and 2 it is a Poisson number of gamma amounts, as in insurance claims:
 * zeros and positive amounts. Its default link is log.
 *
 * @param options.power  0 (gaussian variance), or >= 1: 1 Poisson, 2 gamma, 3 inverse Gaussian. Default 1.5.
 * @throws GlmError BAD_OPTION for other powers: between 0 and 1 there is no such distribution.
 *
 * Source: Jorgensen (1987), Exponential dispersion models, JRSS B 49.
 *
 * @example
 * const model = await fit(x, y, { family: tweedie({ power: 1.5 }) });
 */
export function tweedie(options: { readonly power?: number } = {}): TweedieOption {
  options = readOptions(options, ["power"], "tweedie");
  const power = options.power ?? 1.5;
  if (!(typeof power === "number" && (power === 0 || power >= 1) && power < Infinity)) {
    throw new GlmError(
      "BAD_OPTION",
      `tweedie power is ${show(power)}; expected 0 or a number >= 1: no distribution has a power between 0 and 1`,
      { power },
    );
  }
  return { family: "tweedie", power };
}
