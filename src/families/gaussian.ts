import type { Family } from "./family.js";

/** Gaussian, identity link. y any real number. See assembly/family/gaussian.ts for the formulas. */
export const gaussian: Family = {
  name: "gaussian",
  id: 0,
  link: "identity",
  domain: { low: -Infinity, high: Infinity, lowOpen: true, highOpen: true },
  dispersion: "free",
  exact: true,
  classes: false,
  isQuadratic: true,
  recedes: false,
  expects: "finite numbers",
};
