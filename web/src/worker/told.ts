// A model as the page shows it.
import type { Fitted, Spec } from "../messages.js";
import { methodOf } from "../spec.js";
import { coefficientsOf, ratioNameOf } from "./coefficients.js";
import { termsOf } from "./effect.js";
import { findingOf } from "./finding.js";
import type { Made } from "./fit.js";
import { inputsOf } from "./inputs.js";
import { isMany, responseName, savedOf } from "./known.js";
import { pixelsOf } from "./pixels.js";
import { predictionName } from "./predict.js";
import { inWords } from "./words.js";

export function told(made: Made): Fitted {
  const { model, spec, isDraft, elapsed } = made;
  const saved = savedOf(model);
  const { encoding } = saved;
  const coefficients = coefficientsOf(model, spec);
  const ratioName = ratioNameOf(model, spec.exposure);
  const pixels = pixelsOf(model);
  const rows = encoding?.used ?? saved.observations;
  return {
    finding: findingOf(made, coefficients),
    ...(ratioName === undefined ? {} : { ratioName }),
    responseName: responseName(encoding, spec.response),
    predictionName: predictionName(model, spec.response),
    ...(model.classes === undefined ? {} : { classes: model.classes.map(String) }),
    coefficients,
    terms: termsOf(made),
    status: model.status,
    elapsed,
    rows,
    omitted: encoding === undefined ? 0 : encoding.rows - encoding.used,
    notes: notesOf(made),
    facts: factsOf(made, rows),
    summary: isDraft ? "" : String(model.summary()),
    json: isDraft ? "" : JSON.stringify(model),
    isDraft,
    spec,
    inputs: isDraft ? [] : inputsOf(made),
    ...(pixels === undefined ? {} : { pixels }),
  };
}

function notesOf({ model, spec, notes, isDraft }: Made): string[] {
  const omitted = (model.omitted ?? []).filter(({ rows }) => rows > 0);
  const { encoding } = savedOf(model);
  const left = encoding === undefined ? 0 : encoding.rows - encoding.used;
  const missing = omitted.map(({ column, rows }) => `${column} in ${rows.toLocaleString("en-US")}`).join(", ");
  return [
    ...notes,
    ...(left > 0
      ? [
          `${left.toLocaleString("en-US")} of ${encoding!.rows.toLocaleString("en-US")} rows are left out: missing ${missing}.`,
        ]
      : []),
    ...shrunkNotes(spec, isDraft),
    ...model.status.warnings.map(
      ({ message }) => `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? "" : "."}`,
    ),
  ];
}

function shrunkNotes(spec: Spec, isDraft: boolean): string[] {
  if (isDraft || (spec.noise === "none" && spec.penalty === "none")) return [];
  if (spec.penalty === "lasso") return ["A lasso has no standard errors, so there are no intervals."];
  return [
    `Coefficients are shrunk by ${methodOf(spec)}: intervals are about the shrunk ones, and there are no p-values.`,
  ];
}

function factsOf({ model, spec }: Made, rows: number): [string, string][] {
  const { status, deviance, nullDeviance, degreesOfFreedom, objective } = model;
  const digits = (value: number): string => inWords(value, 6);
  const facts: [string, string][] = [
    ["model", `${model.family}, link ${model.link}, ${methodOf(spec)}`],
    ...(model.formula === undefined ? [] : [["formula", model.formula] as [string, string]]),
    ["rows", rows.toLocaleString("en-US")],
    ["columns", String(model.names.length)],
    ["status", status.code],
    ["optimality", `${status.optimality.toExponential(1)} (asked for ${status.tolerance.toExponential(0)})`],
    ["solver", `${status.solver}, ${status.iterations} iterations, ${status.passes} passes`],
    ["objective", digits(objective)],
    ["deviance", digits(deviance)],
    ["deviance explained", `${(100 * (1 - deviance / nullDeviance)).toFixed(1)} %`],
  ];
  if (degreesOfFreedom !== undefined) facts.push(["degrees of freedom", digits(degreesOfFreedom)]);
  if (model.aic !== undefined) facts.push(["AIC", digits(model.aic)]);
  if (model.bic !== undefined) facts.push(["BIC", digits(model.bic)]);
  if (!isMany(model) && model.theta !== undefined) facts.push(["theta", digits(model.theta)]);
  return facts;
}
