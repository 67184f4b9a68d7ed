import type { Family } from "./family.js";

/** The families whose score can be adjusted for bias. Their dispersion is 1. */
export const REDUCIBLE: readonly string[] = ["binomial", "poisson"];

/** Whether estimates may be bias-reduced. Where predictors have a border the adjusted score may have no root. */
export function isReducible({ name, isQuasi, isBounded }: Pick<Family, "name" | "isQuasi" | "isBounded">): boolean {
  return REDUCIBLE.includes(name) && !isQuasi && !isBounded;
}
