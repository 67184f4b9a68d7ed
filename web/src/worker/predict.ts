// Predictions for one row that was typed in.
import type { PredictionAnswer } from "../messages.js";
import type { Made } from "./fit.js";
import { cellOf, inputsOf } from "./inputs.js";
import { type AnyModel, isMany, responseName, savedOf } from "./known.js";

export function predicted(made: Made, row: Readonly<Record<string, string>>): PredictionAnswer {
  const { model } = made;
  const { encoding } = savedOf(model);
  if (encoding === undefined)
    throw new Error("this model was fitted to numbers without a formula; a row cannot be typed in for it");
  const takesMissing = encoding.missing === "indicator";
  const cells = inputsOf(made).map((input) => [input.name, [cellOf(input, row[input.name], takesMissing)]]);
  return answerOf(model, made.spec.response, Object.fromEntries(cells) as Rows)[0]!;
}

export type Rows = Readonly<Record<string, readonly unknown[]>>;

/** Predictions with intervals, where the model has them, for every row. */
export function answerOf(model: AnyModel, response: string, rows: Rows): PredictionAnswer[] {
  if (isMany(model)) {
    const classes = model.classes.map(String);
    return model.predict(rows as never).map((p) => ({ values: classes.map((name, k) => ({ name, value: p[k]! })) }));
  }
  const name = predictionName(model, response);
  if (!hasErrors(model)) return Array.from(model.predict(rows as never), (value) => ({ values: [{ name, value }] }));
  const { values, lower, upper } = model.predict(rows as never, { interval: 0.95 });
  return Array.from(values, (value, i) => ({ values: [{ name, value, lower: lower[i]!, upper: upper[i]! }] }));
}

/** Whether the model has standard errors. */
export function hasErrors(model: AnyModel): boolean {
  if (isMany(model)) return false;
  const errors = model.summary().rows.map(({ standardError }) => standardError);
  return errors.length > 0 && errors.every((error) => error !== undefined && Number.isFinite(error));
}

/** What is predicted: "P(survived = yes)", "mean of price". */
export function predictionName(model: AnyModel, response: string): string {
  const name = responseName(savedOf(model).encoding, response);
  if (model.family === "multinomial") return `P(${name})`;
  if (model.family !== "binomial") return `mean of ${name}`;
  return model.classes === undefined ? `P(${name})` : `P(${name} = ${String(model.classes[1])})`;
}
