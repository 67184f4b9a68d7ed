import { binomial } from "./binomial.js";
import type { Family } from "./family.js";
import { gaussian } from "./gaussian.js";
import { poisson } from "./poisson.js";

export type { Family } from "./family.js";

/** Every family, by name. Conformance tests iterate over this. */
export const FAMILIES = { gaussian, binomial, poisson } as const satisfies Record<string, Family>;

export type FamilyName = keyof typeof FAMILIES;

/** The names `family` may have. */
export const FAMILY_NAMES = Object.keys(FAMILIES) as readonly FamilyName[];
