import type { FamilyDescriptor } from "./family.js";
import { powerForm } from "./forms.js";

/** Inverse Gaussian. y > 0, Var = phi mu^3. See assembly/family/power.ts for the formulas. */
export const inverseGaussian: FamilyDescriptor = {
  name: "inverse-gaussian",
  links: ["inverse-squared", "inverse", "log", "identity"],
  form: (link) => powerForm(3, link, link === "log" ? ["gaussian"] : link === "inverse-squared" ? ["quadratic"] : []),
  domain: () => ({ low: 0, high: Infinity, lowOpen: true, highOpen: true }),
  dispersion: "free",
  classes: "none",
  /** At the dispersion deviance / W, as R's inverse.gaussian()$aic has it. */
  logLikelihood: ({ saturated, deviance, totalWeight: W, log }) => saturated - 0.5 * W * (log(deviance / W) + 1),
  expects: "positive numbers",
};
