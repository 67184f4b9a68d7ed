import { GlmError } from "../base/errors.js";
import type { Design, NoisePlan } from "../base/flow.js";
import { shownName } from "../base/show.js";
import type { Family } from "../families/index.js";
import { type MaskName, NOISES } from "../noise/index.js";

/** Which columns are noised together: those of whole terms with mask "term", of polynomials and splines unless it is "entry". */
export function planTies(
  mask: MaskName | undefined,
  noises: readonly NoisePlan[],
  { terms, columns }: Design,
): Int32Array | undefined {
  if (noises.length === 0 || mask === "entry") return undefined;
  const multiplying = noises.filter(({ kind }) => NOISES[kind]!.multiplies === true);
  const others = noises.filter((noise) => !multiplying.includes(noise));
  if (mask === "term" && others.length > 0) {
    throw new GlmError(
      "NOT_SUPPORTED",
      `mask "term" with ${others[0]!.kind} noise, which adds to entries; expected noise that multiplies them, as dropout`,
      {},
    );
  }
  if (terms === undefined || multiplying.length === 0) return undefined;
  const { assign, wide, bases, labels } = terms;
  const ties = new Int32Array(columns).fill(-1);
  const chosen = mask === "term" ? wide : bases;
  for (let j = 0, end = 0; j < columns; j = end) {
    const t = assign[j]!;
    while (end < columns && assign[end] === t) end++;
    if (!chosen.has(t) || end - j < 2) continue;
    const uneven = multiplying.find(({ strengths }) => strengths.subarray(j, end).some((s) => s !== strengths[j]));
    if (uneven === undefined) ties.fill(j, j, end);
    else if (mask === "term") {
      const message = `mask "term" with several strengths of ${uneven.kind} noise in ${shownName(labels[t]!)}; expected one for a term`;
      throw new GlmError("BAD_OPTION", message, { term: labels[t] });
    }
  }
  return ties.some((tie) => tie >= 0) ? ties : undefined;
}

/** Refuses a mask that has no meaning for the family, or without a formula. */
export function checkMask(mask: MaskName | undefined, { terms }: Design, family: Family): void {
  if (mask === undefined) return;
  const isOfTerms = mask === "term" || mask === "entry";
  if (isOfTerms && terms === undefined) {
    throw new GlmError(
      "NOT_SUPPORTED",
      `mask "${mask}" needs the terms of a formula; x has columns of numbers, which are noised entry by entry`,
      {},
    );
  }
  if (!isOfTerms && family.classes !== "many") {
    throw new GlmError("NOT_SUPPORTED", `mask "${mask}" needs family "multinomial"; family is "${family.name}"`, {});
  }
}
