// The headline: one or two sentences that say what was found, with a number in it. Odds are odds, and nothing is said to cause anything.
import type { CoefficientRow } from "../messages.js";
import { type Candidate, candidatesOf } from "./candidates.js";
import { classesFinding } from "./classes-finding.js";
import type { Made } from "./fit.js";
import { isMany, responseName, savedOf } from "./known.js";
import { inWords, percentText, ratioText } from "./words.js";

export function findingOf(made: Made, rows: readonly CoefficientRow[]): string {
  const { model } = made;
  const { code } = model.status;
  const begin = code === "converged" || code === "separated" ? "" : "The fit has not converged, so this may change. ";
  if (isMany(model)) return begin + classesFinding(made, rows);
  const response = responseOf(made);
  const candidates = candidatesOf(made, rows);
  const strongest = candidates[0];
  const kept = keptOf(made, rows);
  if (strongest === undefined) return `${begin}${kept}${withoutTerms(made, rows, response)}`;
  return `${begin}${kept}${sentenceOf(made, strongest, response)}`;
}

/** "survived = yes", or the response by its name. */
function responseOf({ model, spec }: Made): string {
  const name = responseName(savedOf(model).encoding, spec.response);
  return model.family === "binomial" && model.classes !== undefined ? `${name} = ${String(model.classes[1])}` : name;
}

/** How many columns a lasso has kept. */
function keptOf({ spec }: Made, rows: readonly CoefficientRow[]): string {
  if (spec.penalty !== "lasso") return "";
  const own = rows.filter(({ term }) => term !== "(intercept)");
  const kept = own.filter(({ estimate }) => estimate !== 0).length;
  return `The lasso kept ${kept} of ${own.length} columns. `;
}

function withoutTerms({ model }: Made, rows: readonly CoefficientRow[], response: string): string {
  const share = 1 - model.deviance / model.nullDeviance;
  const hasColumns = rows.some(({ term, estimate }) => term !== "(intercept)" && estimate !== 0);
  if (hasColumns && Number.isFinite(share))
    return `The columns explain ${percentText(share)} % of the deviance of ${response}.`;
  const intercept = rows.find(({ term }) => term === "(intercept)")?.estimate;
  if (intercept === undefined || model.link !== "identity")
    return `No column is in the model of ${response}: every row has the same prediction.`;
  return `No column is in the model: the mean of ${response} is ${inWords(intercept)}.`;
}

/** What a coefficient on the scale of the link is about, and how it is compared. */
type Scale =
  | { readonly how: "ratio"; readonly what: string; readonly isPlural: boolean }
  | { readonly how: "difference"; readonly what: string }
  | { readonly how: "link"; readonly what: string };

function scaleOf({ model: { family, link }, spec }: Made, response: string): Scale {
  if (link === "logit") return { how: "ratio", what: `odds of ${response}`, isPlural: true };
  if (link === "cloglog") return { how: "ratio", what: `hazard of ${response}`, isPlural: false };
  if (link === "log") {
    const isRate = spec.exposure !== undefined;
    const what =
      family === "binomial" ? `probability of ${response}` : isRate ? `rate of ${response}` : `mean ${response}`;
    return { how: "ratio", what, isPlural: false };
  }
  if (link === "identity")
    return { how: "difference", what: family === "binomial" ? `probability of ${response}` : `mean ${response}` };
  return {
    how: "link",
    what: `${link} of ${family === "binomial" ? `the probability of ${response}` : `mean ${response}`}`,
  };
}

function sentenceOf(made: Made, found: Candidate, response: string): string {
  const scale = scaleOf(made, response);
  if (scale.how === "ratio") return found.kind === "levels" ? levelsRatio(found, scale) : numberRatio(found, scale);
  const { what } = scale;
  const [low, high] = [found.lower, found.upper];
  const isUp = found.estimate >= 0;
  const ends = low === undefined || high === undefined ? undefined : isUp ? [low, high] : [-high, -low];
  const range = ends === undefined ? "" : ` (${inWords(ends[0]!, 2)} to ${inWords(ends[1]!, 2)})`;
  const size = inWords(Math.abs(found.estimate), 2);
  if (found.kind === "levels") {
    return `The ${what} was ${size} higher for ${found.column} = ${found.level} than for ${found.against}${range}.`;
  }
  return `${beginOf(found)}, the ${what} was ${size} ${isUp ? "higher" : "lower"}${range}.`;
}

function levelsRatio(
  { column, level, against, ...found }: Candidate & { kind: "levels" },
  { what, isPlural }: Scale & { how: "ratio" },
): string {
  const { estimate, lower, upper } = found;
  const range =
    lower === undefined || upper === undefined
      ? ""
      : ` (${ratioText(Math.exp(lower))} to ${ratioText(Math.exp(upper))})`;
  const [verb, those] = isPlural ? ["were", "those"] : ["was", "that"];
  return `The ${what} for ${column} = ${level} ${verb} ${ratioText(Math.exp(estimate))} times ${those} of ${against}${range}.`;
}

/** Percents from a tenth to a doubling; beyond, times. */
function numberRatio(found: Candidate & { kind: "number" }, { what, isPlural }: Scale & { how: "ratio" }): string {
  const { estimate, lower, upper } = found;
  const begin = `${beginOf(found)}, the ${what} ${isPlural ? "were" : "was"}`;
  const ratio = Math.exp(estimate);
  const has = lower !== undefined && upper !== undefined;
  if (ratio >= 2 || ratio < 0.1) {
    const range = has ? ` (${ratioText(Math.exp(lower))} to ${ratioText(Math.exp(upper))})` : "";
    return `${begin} ${ratioText(ratio)} times as high${range}.`;
  }
  const isUp = estimate >= 0;
  const change = (end: number): number => (isUp ? Math.expm1(end) : -Math.expm1(end));
  const ends = has ? (isUp ? [change(lower), change(upper)] : [change(upper), change(lower)]) : undefined;
  const range = ends === undefined ? "" : ` (${percentText(ends[0]!)} to ${percentText(ends[1]!)})`;
  return `${begin} ${percentText(change(estimate))} % ${isUp ? "higher" : "lower"}${range}.`;
}

/** "For every 10 more of age", or of numbers that are 0 and 1 "With smoke = 1 in place of 0". */
const beginOf = (found: Candidate & { kind: "number" }): string =>
  found.isBinary ? `With ${found.column} = 1 in place of 0` : `For every ${unitText(found)} of ${found.column}`;

const unitText = ({ unit, isDate }: { readonly unit: number; readonly isDate: boolean }): string =>
  `${inWords(unit)}${isDate ? (unit === 1 ? " day" : " days") : ""} more`;
