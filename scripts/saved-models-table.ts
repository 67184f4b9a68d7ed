// The table of docs/saved-models.md: the format, made from the schema of the readers.
// scripts/readme.mjs writes it, test/docs.test.ts checks the page.
import { optional, type Reader } from "../src/base/schema.js";
import { encoding } from "../src/frame/encoding-schema.js";
import { MODEL_FIELDS } from "../src/result/model-schema.js";

/** The content of each field; its form comes from the schema. */
const HOLDS: Record<keyof typeof MODEL_FIELDS, string> = {
  intercepts: "b on the scale of the link: one number, for multinomial one per class",
  hasIntercept: "whether it was fitted; else the intercepts are 0",
  coefficients:
    "beta on the original scale of x: one list of as many numbers as `names`, for multinomial one per class",
  names: "of the columns, no two alike",
  family: "of y",
  link: "what takes the mean to the linear predictor; one of the family's",
  shape: "parameters of the family",
  isQuasi: "whether only mean and variance are taken from the family",
  thetaStandardError: "where theta was estimated",
  classes: "labels of y: two, for multinomial as many as there are intercepts; of one kind, no two alike",
  hasOffset: "whether the fit had an offset or exposure, so that predictions need one",
  noise: 'kinds of noise of the fit, joined by " + ", as in `recipe.noises`',
  approximation: "of the noise; with noise only",
  isPenalized: "whether noise, penalty, bounds or ball held the coefficients",
  multiplier: "strength of the penalty that the ball came to",
  observations: "rows with weight; with frequency weights their sum",
  totalWeight: "sum of the weights",
  objective: "F at the fit; finite when it converged",
  deviance: "D at the fit; finite when it converged",
  nullDeviance: "D of the model without columns",
  dispersion: "phi; 1 for families that have none",
  logLikelihood: "in R's convention",
  degreesOfFreedom: "parameters; without penalty a whole number",
  aic: "there exactly where the parameters of a likelihood are known",
  bic: "as `aic`",
  adaptivePenalty: "as `coefficients`; with noise only",
  status: "how the fit ended",
  recipe: "what was minimized, for `infer` and its like; vectors of one number per name; without it these refuse",
  encoding:
    "of a fit to a table: how cells become columns, for `predict` and its like; `source` is the text of a variable, read by the parser of formulas",
  covariance:
    "of the estimates, intercept first, class by class: variances >= 0, covariances no larger than they allow; NaN without a dispersion",
};

function rowsOf(name: string, { expects, isOptional, isList, fields }: Reader<unknown>, holds: string): string[] {
  const what = fields ? `${isList ? "a list of objects" : "an object"}, see below` : expects;
  const row = `| \`${name}\` | ${holds} | ${what.replaceAll("|", "\\|")}${isOptional ? "; may be missing" : ""} |`;
  const inner = Object.entries(fields ?? {});
  return [row, ...inner.flatMap(([key, reader]) => rowsOf(`${name}${isList ? "[]" : ""}.${key}`, reader, ""))];
}

/** A row per field; the fields of an object follow it. */
export function savedModelsTable(): string {
  const rows = Object.entries({ ...MODEL_FIELDS, encoding: optional(encoding) }).flatMap(([name, reader]) =>
    rowsOf(name, reader, HOLDS[name as keyof typeof MODEL_FIELDS]),
  );
  return ["| field | holds | is |", "| --- | --- | --- |", ...rows].join("\n");
}
