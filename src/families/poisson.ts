import type { Family } from "./family.js";

/** Poisson, log link. y >= 0. See assembly/family/poisson.ts for the formulas. */
export const poisson: Family = {
  name: "poisson",
  id: 2,
  link: "log",
  domain: { low: 0, high: Infinity, highOpen: true },
  dispersion: "one",
  exact: true,
  classes: false,
  isQuadratic: false,
  recedes: true,
  expects: "counts, or rates with weights",
};
