// The coefficients of a model as the page shows them.
import type { CoefficientRow, Spec } from "../messages.js";
import { type AnyModel, isMany, savedOf } from "./known.js";

const INTERCEPT = "(intercept)";

/** What e to a coefficient is; undefined where it means nothing. */
export function ratioNameOf(
  { family, link }: Pick<AnyModel, "family" | "link">,
  exposure: string | undefined,
): string | undefined {
  if (link === "logit") return family === "multinomial" ? undefined : "odds ratio";
  if (link === "cloglog") return "hazard ratio";
  if (link !== "log") return undefined;
  if (family === "binomial") return "risk ratio";
  const isCount = family === "poisson" || family === "negative-binomial";
  return isCount || exposure !== undefined ? "rate ratio" : "ratio of means";
}

/** p-values are of tests that a coefficient is 0. A penalty or noise moves coefficients on purpose, so that they would mislead. */
const isShrunk = ({ noise, penalty }: Spec): boolean => noise !== "none" || penalty !== "none";

export function coefficientsOf(model: AnyModel, spec: Spec): CoefficientRow[] {
  const { rows } = model.summary();
  const { hasIntercept, encoding } = savedOf(model);
  const width = model.names.length + Number(hasIntercept);
  const classes = isMany(model) ? model.classes.map(String) : undefined;
  const isRatio = ratioNameOf(model, spec.exposure) !== undefined;
  const isTested = !isShrunk(spec);
  return rows.map((row, i): CoefficientRow => {
    const j = (i % width) - Number(hasIntercept);
    const { estimate, standardError, lower, upper, p, adaptivePenalty } = row;
    const hasErrors =
      standardError !== undefined && Number.isFinite(standardError) && lower !== undefined && upper !== undefined;
    return {
      name: j < 0 ? INTERCEPT : model.names[j]!,
      term: j < 0 ? INTERCEPT : (termOf(encoding, j) ?? model.names[j]!),
      ...(classes === undefined ? {} : { class: classes[Math.floor(i / width)]! }),
      estimate,
      ...(hasErrors ? { standardError, lower, upper, ...(p === undefined || !isTested ? {} : { p }) } : {}),
      ...(isRatio && j >= 0 ? { ratio: Math.exp(estimate) } : {}),
      ...(isRatio && j >= 0 && hasErrors ? { ratioLower: Math.exp(lower), ratioUpper: Math.exp(upper) } : {}),
      ...(adaptivePenalty === undefined ? {} : { adaptivePenalty }),
    };
  });
}

/** The term of a column; columns that mark missing numbers are their own. */
function termOf(encoding: ReturnType<typeof savedOf>["encoding"], j: number): string | undefined {
  return encoding?.terms[encoding.assign[j]!]?.label;
}
