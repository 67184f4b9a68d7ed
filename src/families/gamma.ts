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
  /** At the dispersion phi = deviance / W, as R's Gamma()$aic has it, log Gamma(1 / phi) by Stirling's formula; saturated = -sum w log y. */
  logLikelihood: ({ saturated, deviance, totalWeight: W, log, stirlingRest }) => {
    const phi = deviance / W;
    return saturated - W * ((log(2 * Math.PI * phi) + 1) / 2 + stirlingRest(1 / phi));
  },
  expects: "positive numbers",
};
