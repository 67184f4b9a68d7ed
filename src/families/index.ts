import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import type { LinkName } from "../links/index.js";
import { binomial } from "./binomial.js";
import type { Family, FamilyDescriptor, FamilyParameters } from "./family.js";
import { noLikelihood } from "./forms.js";
import { gamma } from "./gamma.js";
import { gaussian } from "./gaussian.js";
import { inverseGaussian } from "./inverse-gaussian.js";
import { multinomial } from "./multinomial.js";
import { type NegativeBinomialOption, negativeBinomial, negativeBinomialFamily } from "./negative-binomial.js";
import { poisson } from "./poisson.js";
import { type TweedieOption, tweedie, tweedieFamily } from "./tweedie.js";

export type { Domain, Family, FamilyDescriptor, FamilyParameters, Form, LikelihoodSums } from "./family.js";
export { fallsSlowly, isSteepAtBorder, vanishingMeans } from "./limits.js";
export { type NegativeBinomialOption, negativeBinomial } from "./negative-binomial.js";
export { type QuasiOption, quasi } from "./quasi.js";
export { isReducible, REDUCIBLE } from "./reducible.js";
export { type TweedieOption, tweedie } from "./tweedie.js";

/** Every family, by name. Conformance tests iterate over this. */
export const FAMILIES = {
  gaussian,
  binomial,
  poisson,
  gamma,
  "inverse-gaussian": inverseGaussian,
  "negative-binomial": negativeBinomialFamily,
  tweedie: tweedieFamily,
  multinomial,
} as const satisfies Record<string, FamilyDescriptor>;

/** The name of a family of distributions of y. */
export type FamilyName = keyof typeof FAMILIES;

/** The names `family` may have. */
export const FAMILY_NAMES = Object.keys(FAMILIES) as readonly FamilyName[];

/** The values of option `family`. */
export type FamilyOption =
  | FamilyName
  | NegativeBinomialOption
  | TweedieOption
  | { readonly quasi: FamilyName | NegativeBinomialOption | TweedieOption };

/** A family with its link, theta and power decided; `name` has been checked. */
export function familyOf(
  name: FamilyName,
  link: LinkName | undefined,
  shape: FamilyParameters & { readonly estimatesTheta?: boolean } = {},
  isQuasi = false,
): Family {
  const descriptor: FamilyDescriptor = FAMILIES[name];
  const chosen = link ?? descriptor.links[0]!;
  if (!descriptor.links.includes(chosen)) {
    throw new GlmError(
      "NOT_SUPPORTED",
      `link "${chosen}" cannot be used with family "${name}"; expected one of ${descriptor.links.join(", ")}`,
      { family: name, link: chosen, possible: descriptor.links },
    );
  }
  const parameters: FamilyParameters = {
    ...(shape.theta === undefined ? {} : { theta: shape.theta }),
    ...(shape.power === undefined ? {} : { power: shape.power }),
  };
  return {
    ...descriptor.form(chosen, parameters),
    name,
    link: chosen,
    shape: parameters,
    domain: descriptor.domain(parameters),
    dispersion: isQuasi ? "free" : descriptor.dispersion,
    isQuasi,
    estimatesTheta: shape.estimatesTheta ?? false,
    classes: descriptor.classes,
    expects: descriptor.expects,
    logLikelihood: isQuasi ? noLikelihood : (sums) => descriptor.logLikelihood(sums, parameters),
  };
}

/** The first link of a family whose predictors may be any number; every family has one. */
export function linkWithoutBorder({ name, shape }: Pick<Family, "name" | "shape">): LinkName {
  const { links, form }: FamilyDescriptor = FAMILIES[name as FamilyName];
  return links.find((link) => !form(link, shape).isBounded)!;
}

/** Option `family` as a name and parameters; undefined if it is no family. */
export function readFamilyOption(given: unknown): {
  name: string;
  shape: FamilyParameters & { estimatesTheta?: boolean };
  isQuasi: boolean;
} {
  if (typeof given === "string") {
    if (given === "negative-binomial") return { ...readFamilyOption(negativeBinomial()), isQuasi: false };
    if (given === "tweedie") return { ...readFamilyOption(tweedie()), isQuasi: false };
    return { name: given, shape: {}, isQuasi: false };
  }
  if (typeof given === "object" && given !== null) {
    if ("quasi" in given) return { ...readFamilyOption(given.quasi), isQuasi: true };
    const { family, theta, power } = given as { family?: unknown; theta?: unknown; power?: unknown };
    if (family === "negative-binomial") {
      const checked = negativeBinomial({ theta: theta as number });
      const isEstimated = checked.theta === "estimate";
      return {
        name: family,
        shape: { theta: isEstimated ? 1 : (checked.theta as number), estimatesTheta: isEstimated },
        isQuasi: false,
      };
    }
    if (family === "tweedie") return { name: family, shape: tweedie({ power: power as number }), isQuasi: false };
  }
  throw new GlmError(
    "BAD_OPTION",
    `family is ${show(given)}; expected a name (${FAMILY_NAMES.join(", ")}), negativeBinomial(), tweedie() or quasi()`,
    {},
  );
}
