import type { FamilyDescriptor } from "./family.js";
import { powerForm } from "./forms.js";

/** Gamma. y > 0, Var = phi mu^2. See assembly/family/power.ts for the formulas. */
export const gamma: FamilyDescriptor = {
  name: "gamma",
  links: ["inverse", "log", "identity", "sqrt", "inverse-squared"],
  form: (link) => powerForm(2, link, link === "log" ? ["exact", "gaussian"] : link === "inverse" ? ["quadratic"] : []),
  domain: () => ({ low: 0, high: Infinity, lowOpen: true, highOpen: true }),
  dispersion: "free",
  classes: "none",
  /** At the dispersion deviance / W, as R's Gamma()$aic has it; -logNormalizer = sum w log y. */
  logLikelihood: ({ loss, logNormalizer, deviance, totalWeight: W, log, logGamma }) => {
    const phi = deviance / W;
    return -loss / phi + (1 - 1 / phi) * logNormalizer - W * (log(phi) / phi + logGamma(1 / phi));
  },
  expects: "positive numbers",
};
