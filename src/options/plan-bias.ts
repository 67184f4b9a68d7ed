import { checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import type { BiasReduction, Response } from "../base/flow.js";
import { type Family, isReducible, REDUCIBLE } from "../families/index.js";
import type { FitOptions } from "./types.js";

export const BIAS_REDUCTIONS = ["firth"] as const satisfies readonly BiasReduction[];

/** Options that move the estimates too, or tell of searches that scoring does not make. */
const OTHERS = ["noise", "penalty", "constraint", "bounds", "unlabeled", "trace"] as const;

/** The option `biasReduction`, or a refusal. */
export function planBias(options: FitOptions, response: Response, family: Family): BiasReduction | undefined {
  if (options.biasReduction === undefined) return undefined;
  const kind = checkOneOf("biasReduction", options.biasReduction, BIAS_REDUCTIONS);
  const refuse = (found: string, expected: string): never => {
    throw new GlmError("NOT_SUPPORTED", `biasReduction "${kind}" with ${found}; expected ${expected}`, {});
  };
  if (family.isQuasi || !REDUCIBLE.includes(family.name)) {
    refuse(`family "${family.isQuasi ? `quasi-${family.name}` : family.name}"`, `family ${REDUCIBLE.join(" or ")}`);
  }
  if (!isReducible(family)) {
    refuse(`link "${family.link}"`, "a link whose predictors may be any number: there the root may not exist");
  }
  const other = OTHERS.find((key) => options[key] !== undefined && options[key] !== false);
  if (other !== undefined) refuse(`option ${other}`, `one of the two: leave ${other} or biasReduction out`);
  const { solver } = options;
  if (solver !== undefined && solver !== "auto" && solver !== "newton") {
    refuse(`solver "${solver}"`, `solver "newton", or "auto"`);
  }
  if (response.weightType === "sampling") {
    refuse(`weightType "sampling"`, "weights that count rows: the reduction depends on the size of the sample");
  }
  if (response.exponent !== 0) refuse("weights this small or large", "weights that count rows");
  return kind;
}
