// The table of docs/saved-models.md: the format, made from the schema of the readers.
// scripts/readme.mjs writes it, test/docs.test.ts checks the page.
import { optional, type Reader } from "../src/base/schema.js";
import { encoding } from "../src/frame/encoding-schema.js";
import { MODEL_FIELDS } from "../src/result/model-schema.js";

/** Every field of a saved model, with those of the encoding, which a page loads only if it has tables. */
export const SAVED_FIELDS = { ...MODEL_FIELDS, encoding: optional(encoding) };

/** The content of each field; its form comes from the schema. */
const FIELDS: Record<keyof typeof MODEL_FIELDS, string> = {
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
  pearson: "Pearson's statistic where it tests the fit: for counts, and for binomial with trials",
  logLikelihood: "in R's convention",
  degreesOfFreedom: "parameters; without penalty a whole number",
  aic: "there exactly where the parameters of a likelihood are known",
  bic: "as `aic`",
  adaptivePenalty: "as `coefficients`; with noise only",
  status: "how the fit ended",
  partitions: "how the rows of the fit were cut for its sums, so that the same bits can be made elsewhere",
  recipe: "what was minimized, for `infer` and its like; vectors of one number per name; without it these refuse",
  encoding: "of a fit to a table: how its cells become columns, for `predict` and its like",
  covariance:
    "of the estimates, intercept first, class by class: variances >= 0, covariances no larger than they allow; NaN without a dispersion",
};

/** The content of fields within others, by their places. */
const INNER: Readonly<Record<string, string>> = {
  "partitions.size": "rows of the source in a partition; the last one has the rest",
  "partitions.rows": "of the source: of the table, with those left out, or of x",
  "encoding.version": "of this object",
  "encoding.formula": "as it was written",
  "encoding.intercept": "whether the formula has one",
  "encoding.missing": "what the fit did with rows that have a missing cell",
  "encoding.coding": "whether factors have a column for each level, unless a variable says otherwise",
  "encoding.columns": "columns of the table that the formula uses",
  "encoding.columns[].kind": "what its cells are",
  "encoding.columns[].fill": "what missing numbers are replaced by, beside a column that marks them",
  "encoding.variables": "the different parts of the terms, as `race` and `log(age)`",
  "encoding.variables[].label": "its name in the terms and in the names of columns",
  "encoding.variables[].source": "its text, which the parser of formulas reads again",
  "encoding.variables[].states":
    "what its transforms learned, in the order of evaluation; the JSON schema has the fields of each",
  "encoding.variables[].factor": "for variables with levels",
  "encoding.variables[].factor.levels": "in the order of their columns, no two alike",
  "encoding.variables[].factor.ref": "place of the reference level, from 0",
  "encoding.variables[].factor.marksMissing": "whether missing cells have a column of their own, the last",
  "encoding.terms": "in the order of their columns",
  "encoding.terms[].variables": "places among `encoding.variables`, from 0",
  "encoding.terms[].codings": "of each variable: its contrast, or a column for each level",
  "encoding.offsets": "of the formula; they add up",
  "encoding.response": "left side of the formula",
  "encoding.names": "of the columns, as `names`",
  "encoding.assign":
    "the term of each column, from 0; those that mark missing numbers come behind the terms, in the order of `encoding.columns`",
  "encoding.means": "of each column over the rows of the fit, without weights, for predictions of terms",
  "encoding.roles": "columns that options named, as weights and offset",
  "encoding.vectors": "options that were vectors, and are asked for again",
  "encoding.rows": "of the table of the fit",
  "encoding.used": "those that were not left out",
  "encoding.omitted": "missing cells by column; a row may count for several",
  "encoding.fromText": "columns of text that were read as numbers or dates",
};

/** The content of fields by their places. */
export const HOLDS: Readonly<Record<string, string>> = { ...FIELDS, ...INNER };

/** `seen`: objects that have rows of their own, and where. */
function rowsOf(
  name: string,
  { expects, isOptional, isList, fields }: Reader<unknown>,
  seen: Map<object, string>,
): string[] {
  const place = `${name}${isList ? "[]" : ""}`;
  const before = fields && seen.get(fields);
  const kind = `${isList ? "a list of objects" : "an object"}, ${before === undefined ? "see below" : `as \`${before}\``}`;
  const what = fields ? kind : expects;
  const row = `| \`${name}\` | ${HOLDS[name] ?? ""} | ${what.replaceAll("|", "\\|")}${isOptional ? "; may be missing" : ""} |`;
  if (fields === undefined || before !== undefined) return [row];
  seen.set(fields, place);
  return [row, ...Object.entries(fields).flatMap(([key, reader]) => rowsOf(`${place}.${key}`, reader, seen))];
}

/** A row per field; the fields of an object follow it. */
export function savedModelsTable(): string {
  const seen = new Map<object, string>();
  const rows = Object.entries(SAVED_FIELDS).flatMap(([name, reader]) => rowsOf(name, reader, seen));
  return ["| field | holds | is |", "| --- | --- | --- |", ...rows].join("\n");
}
