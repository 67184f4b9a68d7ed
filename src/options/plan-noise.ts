import { checkNumber, checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import type { ApproximationName, Design, NoisePlan, Plan } from "../base/flow.js";
import { checkKeys } from "../base/keys.js";
import { show } from "../base/show.js";
import type { Family } from "../families/index.js";
import { readDesign } from "../input/design.js";
import { isNamed } from "../input/names.js";
import { APPROXIMATIONS, MASKS, NOISES, type Noise } from "../noise/index.js";
import { DEFAULTS } from "./defaults.js";
import { perColumn } from "./per-column.js";
import { checkMask, planTies } from "./plan-ties.js";
import type { FitOptions } from "./types.js";

type NoisePart = Pick<Plan, "noises" | "ties" | "approximation" | "approximationId" | "mask" | "copies" | "seed">;

/**
 * A pass over all copies cannot be stopped: with a million it takes seconds per hundred entries of x, and the error
 * is a thousandth of the spread over the noise even for one row. More would block for minutes and gain no digits.
 */
const MOST_COPIES = 1e6;

/** Noises with an effect, and how their expectation is computed. A strength of 0 everywhere is the same as no noise. */
export function planNoise(given: FitOptions["noise"], design: Design, family: Family): NoisePart {
  const list = listed(given);
  const noises = list.map((noise) => planOne(noise, design)).filter((noise) => noise.strengths.some((s) => s !== 0));
  const asked = list.map((noise) => ({ ...noise }));
  const mask = agreed(
    asked.map((noise) => noise.mask),
    "masks",
  );
  if (mask !== undefined) checkOneOf("mask", mask, MASKS);
  checkMask(mask, design, family);
  const copies =
    agreed(
      asked.map((noise) => noise.copies),
      "numbers of copies",
    ) ?? DEFAULTS.copies;
  const seed =
    agreed(
      asked.map((noise) => noise.seed),
      "seeds",
    ) ?? DEFAULTS.seed;
  const isWhole = (low: number, high: number) => (k: number) => Number.isInteger(k) && k >= low && k <= high;
  checkNumber("copies", copies, isWhole(1, MOST_COPIES), `a whole number from 1 to ${MOST_COPIES}`);
  checkNumber("seed", seed, isWhole(0, 2 ** 53), "a whole number >= 0");
  const approximation = noises.length === 0 ? undefined : chooseApproximation(asked, family);
  checkPairs(asked, noises, approximation, design, family);
  return {
    noises,
    ties: planTies(mask, noises, design),
    approximation,
    approximationId: approximation === undefined ? 0 : APPROXIMATIONS[approximation],
    mask: mask === "per-class" ? mask : "shared",
    copies,
    seed,
  };
}

function planOne(noise: Noise, design: Design): NoisePlan {
  const descriptor = NOISES[checkOneOf("noise", noise?.noise, Object.keys(NOISES))]!;
  const name = `${descriptor.name} ${descriptor.parameter}`;
  const rule = { holds: descriptor.allows, expected: descriptor.expects, others: 0 };
  const strengths = perColumn(name, noise.strength, design, rule);
  return { kind: descriptor.name, id: descriptor.id, strengths };
}

function listed(given: FitOptions["noise"]): readonly Noise[] {
  if (given === undefined) return [];
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  for (const noise of list) {
    if (typeof noise !== "object" || noise === null) {
      throw new GlmError("BAD_OPTION", `noise is ${show(noise)}; expected dropout(rate), additive(sd), ...`, {});
    }
    if ("penalty" in noise) throw new GlmError("BAD_OPTION", "noise is a penalty; it belongs in option penalty", {});
  }
  return list as readonly Noise[];
}

/** The common option of several noises, which must agree. */
function agreed<T>(asked: readonly (T | undefined)[], what: string): T | undefined {
  const different = [...new Set(asked)].filter((a) => a !== undefined);
  if (different.length > 1) {
    throw new GlmError("NOT_SUPPORTED", `noises ask for different ${what} (${different.join(", ")}); one fit has one`, {
      asked: different,
    });
  }
  return different[0];
}

function chooseApproximation(list: readonly Noise[], family: Family): ApproximationName {
  const asked = agreed(
    list.map((noise) => noise.approximation),
    "approximations",
  );
  const possible: ApproximationName[] = [...family.approximations, "monte-carlo"];
  if (asked === undefined) return possible[0]!;
  const approximation = checkOneOf("approximation", asked, Object.keys(APPROXIMATIONS) as ApproximationName[]);
  if (!possible.includes(approximation)) {
    throw new GlmError(
      "NOT_SUPPORTED",
      `approximation "${approximation}" does not exist for family "${family.name}" with the ${family.link} link; it can be ${possible.join(" or ")}`,
      { possible },
    );
  }
  return approximation;
}

function checkPairs(
  asked: readonly Noise[],
  noises: readonly NoisePlan[],
  approximation: ApproximationName | undefined,
  design: Design,
  family: Family,
): void {
  const sampled = asked.some((noise) => noise.copies !== undefined || noise.seed !== undefined);
  if (sampled && noises.length > 0 && approximation !== "monte-carlo") {
    throw new GlmError(
      "NOT_SUPPORTED",
      `copies and seed need approximation "monte-carlo"; it is "${approximation}"`,
      {},
    );
  }
  const shaking = noises.find((noise) => NOISES[noise.kind]!.shakesZeros);
  if (approximation === "monte-carlo" && design.entries.kind === "sparse" && shaking !== undefined) {
    const others = family.approximations.join(" or ");
    throw new GlmError(
      "NOT_SUPPORTED",
      `${shaking.kind} noise makes every zero of a sparse x a number, so "monte-carlo" copies would not be sparse; use ${others || "a dense x"}`,
      {},
    );
  }
}

/** Rows without labels, with their columns in the order of x if both have names. */
export function readUnlabeled(x: unknown, design: Design): Design {
  return readDesign(x, "unlabeled.x", isNamed(design) ? design.names : undefined);
}

/** Rows without labels. */
export function planUnlabeled(
  given: FitOptions["unlabeled"],
  design: Design,
  family: Family,
  isNoisy: boolean,
): Plan["unlabeled"] {
  if (given === undefined) return undefined;
  checkKeys(given, ["x", "weight"], "unlabeled", "unlabeled");
  if (!isNoisy) {
    throw new GlmError(
      "NOT_SUPPORTED",
      "unlabeled rows enter through the noise penalty only; add noise, as dropout(0.5)",
      {},
    );
  }
  if (!family.isCanonical) {
    throw new GlmError(
      "NOT_SUPPORTED",
      `unlabeled rows need a noise penalty that knows no y; with family "${family.name}" and the ${family.link} link it depends on y: use a canonical link`,
      {},
    );
  }
  const weight = checkNumber("unlabeled.weight", given.weight ?? 1, (a) => a > 0 && a <= 1, "a number in (0, 1]");
  const read = readUnlabeled(given.x, design);
  if (read.columns !== design.columns) {
    throw new GlmError("BAD_SHAPE", `unlabeled.x has ${read.columns} columns; expected ${design.columns}, as x`, {
      got: read.columns,
      want: design.columns,
    });
  }
  const other = read.names.findIndex((name, j) => name !== design.names[j]);
  if (other >= 0 && isNamed(read) && isNamed(design)) {
    throw new GlmError(
      "BAD_SHAPE",
      `column ${other} of unlabeled.x is "${read.names[other]}"; expected "${design.names[other]}", as in x: give the columns in its order, or by name`,
      { column: other },
    );
  }
  return { design: read, weight };
}
