import { FAMILY } from "../base/ids.js";
import type { FamilyDescriptor } from "./family.js";
import { plainLikelihood, powerForm } from "./forms.js";

/** Poisson. y >= 0. See assembly/family/poisson.ts and power.ts for the formulas. */
export const poisson: FamilyDescriptor = {
  name: "poisson",
  links: ["log", "identity", "sqrt"],
  form: (link) => {
    if (link !== "log") return powerForm(1, link, []);
    const approximations = ["exact", "gaussian", "quadratic"] as const;
    return {
      id: FAMILY.poisson,
      approximations,
      isCanonical: true,
      isQuadratic: false,
      isConvex: true,
      recedes: true,
      isBounded: false,
    };
  },
  domain: () => ({ low: 0, high: Infinity, highOpen: true }),
  dispersion: "one",
  classes: "none",
  logLikelihood: plainLikelihood,
  expects: "counts, or rates with weights",
};
