// A saved model, opened again with its own settings.
import { load, Model } from "dropglm";
import type { Fitted, NoiseName, Spec } from "../messages.js";
import type { Made } from "./fit.js";
import { type AnyModel, inputNames, type Saved, savedOf } from "./known.js";
import { told } from "./told.js";

export async function reopened(name: string, text: string): Promise<{ made: Made; fitted: Fitted }> {
  await load();
  const model = Model.fromJSON(text) as AnyModel;
  const made: Made = {
    model,
    spec: specOf(model),
    notes: beyond(savedOf(model)),
    elapsed: 0,
    isDraft: false,
    held: undefined,
  };
  return { made, fitted: { ...told(made), savedFrom: name } };
}

/** The spec of the model, from what it remembers. */
function specOf(model: AnyModel): Spec {
  const saved = savedOf(model);
  const { encoding } = saved;
  const roles = encoding?.roles ?? {};
  const role = (key: "weights" | "offset" | "exposure" | "trials") =>
    roles[key] === undefined ? {} : { [key]: roles[key] };
  return {
    ...(encoding === undefined ? {} : { formula: encoding.formula }),
    response: encoding?.response?.label ?? "y",
    predictors: encoding === undefined ? [...model.names] : inputNames(encoding),
    types: {},
    ...(model.family === "binomial" && model.classes !== undefined ? { success: String(model.classes[1]) } : {}),
    missing: encoding?.missing === "indicator" ? "indicator" : "omit",
    ...role("weights"),
    ...role("offset"),
    ...role("exposure"),
    ...role("trials"),
    family: model.family,
    link: model.link,
    ...noiseIn(saved),
    ...penaltyIn(saved),
  };
}

const NOISES: readonly NoiseName[] = ["dropout", "additive", "multiplicative"];

function noiseIn({ recipe }: Saved): Pick<Spec, "noise" | "rate" | "approximation"> {
  const [first] = recipe?.noises ?? [];
  const approximation = recipe?.approximation === "gaussian" ? "gaussian" : "quadratic";
  const noise = NOISES.find((known) => known === first?.kind) ?? "none";
  return { noise, rate: noise === "none" ? 0.3 : strongest(first!.strengths), approximation };
}

function penaltyIn({ recipe }: Saved): Pick<Spec, "penalty" | "lambda"> {
  const { square, absolute } = recipe ?? {};
  if (absolute !== undefined) return { penalty: "lasso", lambda: strongest(absolute) };
  return square === undefined ? { penalty: "none", lambda: 0.01 } : { penalty: "ridge", lambda: strongest(square) };
}

const strongest = (strengths: readonly number[]): number => Math.max(...strengths);

/** What the model has and the page has no control for. */
function beyond({ recipe, isQuasi }: Saved): string[] {
  const {
    noises = [],
    square,
    absolute,
    shaped,
    grouped,
    constraint,
    bounds,
    biasReduction,
    standardize,
  } = recipe ?? {};
  const isUneven = [square, absolute, ...noises.map(({ strengths }) => strengths)].some(
    (own) => own !== undefined && new Set(own).size > 1,
  );
  const found = [
    ...noises.map(({ kind }) => kind).filter((kind) => !NOISES.includes(kind as NoiseName)),
    ...(noises.length > 1 ? ["several noises"] : []),
    ...(square !== undefined && absolute !== undefined ? ["an elastic net"] : []),
    ...(shaped === undefined ? [] : [shaped.penalty]),
    ...(grouped === undefined ? [] : [grouped.penalty]),
    ...(isUneven ? ["strengths that differ between columns"] : []),
    ...((square ?? absolute) !== undefined && standardize === false
      ? ["a penalty on columns as they are, not of unit variance"]
      : []),
    ...(constraint === undefined ? [] : ["a ball"]),
    ...(bounds === undefined ? [] : ["bounds"]),
    ...(biasReduction === undefined ? [] : [`bias reduction (${biasReduction})`]),
    ...(isQuasi ? ["a quasi family"] : []),
  ];
  return found.length === 0
    ? []
    : [
        `The model has ${found.join(", ")}, which this page has no control for; its numbers hold, and a new fit here would be another one.`,
      ];
}
