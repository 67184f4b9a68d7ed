import type { Terms } from "../base/flow.js";

/** Terms of the x that were made of a formula. */
const TERMS = new WeakMap<object, Terms>();

/** The same x, of which the terms are known. */
export function withTerms<T extends object>(x: T, terms: Terms): T {
  TERMS.set(x, terms);
  return x;
}

export function termsOf(x: object): Terms | undefined {
  return TERMS.get(x);
}
