import { FAMILY } from "../base/ids.js";
import type { FamilyDescriptor } from "./family.js";
import { plainLikelihood } from "./forms.js";

/** Multinomial, symmetric softmax over K classes. y is K labels. See assembly/objective/multinomial.ts. */
export const multinomial: FamilyDescriptor = {
  name: "multinomial",
  links: ["logit"],
  form: () => ({
    id: FAMILY.multinomial,
    approximations: ["quadratic"],
    isCanonical: true,
    isQuadratic: false,
    isConvex: true,
    recedes: true,
    isBounded: false,
  }),
  domain: () => ({ low: 0, high: Infinity, highOpen: true }),
  dispersion: "one",
  classes: "many",
  logLikelihood: plainLikelihood,
  expects: "labels, or whole numbers that stand for classes",
};
