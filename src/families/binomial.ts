import type { Family } from "./family.js";

/** Binomial, logit link. y in [0, 1], two labels, or successes out of trials. See assembly/family/binomial.ts. */
export const binomial: Family = {
  name: "binomial",
  id: 1,
  link: "logit",
  domain: { low: 0, high: 1 },
  dispersion: "one",
  exact: false,
  classes: true,
  isQuadratic: false,
  recedes: true,
  expects: "0 and 1, booleans, two labels, proportions, or successes with option trials",
};
