import { FAMILY } from "../base/ids.js";
import { LINKS, type LinkName } from "../links/index.js";
import type { Form, LikelihoodSums } from "./family.js";

/** Var = phi mu^p with a power link mu = eta^q, or the log link: the coefficients of assembly/family/power.ts. */
export function powerForm(p: number, link: LinkName, approximations: Form["approximations"]): Form {
  const q = LINKS[link].power!;
  const isLog = q === 0;
  const a = isLog ? 1 - p : q * (1 - p);
  const b = isLog ? 2 - p : q * (2 - p);
  const isCanonical = q === (p === 1 ? 0 : 1 / (1 - p));
  const A = p === 1 ? 0 : 1 / (p - 1);
  const B = p === 2 ? 0 : 1 / (2 - p);
  return {
    id: isLog ? FAMILY.powerLog : FAMILY.powerPower,
    parameters: { struct: "Power", values: { p, q, A, a, B, b, C: p === 1 ? -1 : 0, D: p === 2 ? 1 : 0 } },
    approximations,
    isCanonical,
    isQuadratic: false,
    isConvex: p === 1 || (isLog ? p > 0 && p <= 2 : isCanonical || (p === 3 && q === -1)),
    recedes: p < 2 && (isLog || q < 0),
    isBounded: !isLog,
  };
}

/** Log-likelihood of a family without a dispersion: as the best value minus half the deviance, so that no large numbers cancel. */
export function plainLikelihood({ saturated, deviance }: LikelihoodSums): number {
  return saturated - deviance / 2;
}

/** The density has no closed form. */
export function noLikelihood(): number {
  return Number.NaN;
}
