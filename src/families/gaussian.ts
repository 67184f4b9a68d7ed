import { FAMILY } from "../base/ids.js";
import type { FamilyDescriptor } from "./family.js";
import { powerForm } from "./forms.js";

/** Gaussian. y any real number. See assembly/family/gaussian.ts and power.ts for the formulas. */
export const gaussian: FamilyDescriptor = {
  name: "gaussian",
  links: ["identity", "log", "inverse"],
  form: (link) => {
    if (link !== "identity") return powerForm(0, link, link === "log" ? ["gaussian"] : []);
    const approximations = ["exact", "quadratic", "gaussian"] as const;
    return {
      id: FAMILY.gaussian,
      approximations,
      isCanonical: true,
      isQuadratic: true,
      isConvex: true,
      recedes: false,
      isBounded: false,
    };
  },
  domain: () => ({ low: -Infinity, high: Infinity, lowOpen: true, highOpen: true }),
  dispersion: "free",
  classes: "none",
  /** At its own best dispersion, deviance / n: -1/2 [ n (log(2 pi deviance / n) + 1) - sum log w ]. */
  logLikelihood: ({ observations: n, deviance, logWeights, log }) =>
    -0.5 * (n * (log((2 * Math.PI * deviance) / n) + 1) - logWeights),
  expects: "finite numbers",
};
