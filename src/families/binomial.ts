import { FAMILY } from "../base/ids.js";
import { LINKS } from "../links/index.js";
import type { FamilyDescriptor } from "./family.js";
import { plainLikelihood } from "./forms.js";

/** Binomial. y in [0, 1], two labels, or successes out of trials. See assembly/family/binomial.ts and proportion.ts. */
export const binomial: FamilyDescriptor = {
  name: "binomial",
  links: ["logit", "probit", "cloglog", "loglog", "cauchit", "log", "identity"],
  form: (link) => {
    if (link === "logit") {
      return {
        id: FAMILY.binomial,
        approximations: ["gaussian", "quadratic"],
        isCanonical: true,
        isQuadratic: false,
        isConvex: true,
        recedes: true,
        isBounded: false,
      };
    }
    const { probability, wholeLine } = LINKS[link];
    return {
      id: FAMILY.proportion,
      parameters: { struct: "Proportion", values: { form: probability! } },
      approximations: wholeLine ? ["gaussian"] : [],
      isCanonical: false,
      isQuadratic: false,
      isConvex: link !== "cauchit",
      recedes: link !== "identity",
      isBounded: !wholeLine,
    };
  },
  domain: () => ({ low: 0, high: 1 }),
  dispersion: "one",
  classes: "two",
  logLikelihood: plainLikelihood,
  expects:
    "0 and 1, booleans, two labels (text, or two other whole numbers), proportions, or successes with option trials",
};
