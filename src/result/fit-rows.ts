import { GlmError } from "../base/errors.js";
import type { Design, Label, Plan, Recipe, Response } from "../base/flow.js";
import type { Family } from "../families/index.js";
import type { DesignInput } from "../input/design.js";
import { type ResponseInput, type RowVectors, readResponse } from "../input/response.js";
import { planUnlabeled } from "../options/plan-noise.js";
import { planOfFit } from "../options/recipe.js";
import type { FitOptions } from "../options/types.js";
import { readModelDesign } from "./columns.js";
import { familyOfModel, type ModelData } from "./data.js";

/** The input of a fit, read again, with a plan that starts at the model. */
export interface FitRows {
  readonly design: Design;
  readonly response: Response;
  readonly plan: Plan;
  readonly family: Family;
  /** Refuses rows at which the model does not have the deviance of its fit. */
  readonly belongs: (deviance: number, rounding: () => number) => void;
}

/** Part of a deviance by which another order of summation, or the last digits of another solver, may change it. */
const LAST_DIGITS = 1e-6;

/** Most that the rounding of other storage may explain, as a part of the null deviance: huge coefficients would explain anything. */
const MOST_ROUNDING = 1e-3;

/** Compares the deviance of a model at some rows with that of its fit. */
export function belongsTo({ deviance: own, nullDeviance, status }: ModelData): FitRows["belongs"] {
  const isOnBorder = status.warnings.some(({ code }) => code === "boundary");
  return (deviance, rounding) => {
    if (Number.isNaN(own)) return; // nothing to compare with
    if (isOnBorder && !Number.isFinite(deviance)) return; // the last digit may put a mean beyond the border
    const gap = Math.abs(deviance - own);
    if (deviance === own || gap <= LAST_DIGITS * Math.max(deviance, own)) return;
    const most = MOST_ROUNDING * Math.max(own, Number.isFinite(nullDeviance) ? nullDeviance : own);
    if (gap <= Math.min(rounding(), most)) return;
    const message = `x and y are not those of the fit: the deviance of the model is ${deviance} there, and ${own} where it was fitted; give the rows of the fit, with its weights, trials and offset`;
    throw new GlmError("BAD_VALUE", message, { got: deviance, want: own });
  };
}

/** Vectors that went with the rows of the fit, and its rows without labels. */
export type FitVectors = RowVectors & Pick<FitOptions, "unlabeled">;

/** Their names. */
export const VECTOR_KEYS = ["weights", "weightType", "trials", "offset", "exposure", "unlabeled"] as const;

/** The label whose probability is the mean, where that is not the default. */
function successOf({ classes, family }: ModelData): Label | undefined {
  return family === "binomial" ? classes?.[1] : undefined;
}

/**
 * The data of a fit together with its model, for results that need both. x, y and the vectors must be those of the
 * fit: their number is checked here, and the deviance of the model at them when they are read again (`belongs`).
 */
export function readFitRows(model: ModelData, x: DesignInput, y: ResponseInput, vectors: FitVectors): FitRows {
  const { recipe } = model;
  if (recipe === undefined) {
    throw new GlmError(
      "NOT_SUPPORTED",
      "the model was saved before models kept what they were fitted with; fit it again",
      {},
    );
  }
  const family = familyOfModel(model);
  const design = { ...readModelDesign(model, x), names: model.names }; // columns without names are taken in the order of the fit
  const response = readResponse(y, design.rows, family, {
    ...vectors,
    weightType: vectors.weightType ?? recipe.weightType,
    success: successOf(model),
  });
  if (response.observations !== model.observations) {
    throw new GlmError(
      "BAD_SHAPE",
      `x and y have ${response.observations} rows with weight; the model was fitted on ${model.observations}: give the rows of the fit`,
      { got: response.observations, want: model.observations },
    );
  }
  if (String(response.classes) !== String(model.classes)) {
    throw new GlmError(
      "OUT_OF_DOMAIN",
      `y has the classes ${response.classes?.join(", ") ?? "of numbers"}; the model has ${model.classes?.join(", ") ?? "none"}`,
      {},
    );
  }
  for (const [name, had, has] of [
    ["offset or exposure", model.hasOffset, response.offset !== undefined],
    ["unlabeled rows", recipe.unlabeled !== undefined, vectors.unlabeled !== undefined],
  ] as const) {
    if (had === has) continue;
    const message = `the model was fitted ${had ? "with" : "without"} ${name}; give the data of the fit`;
    throw new GlmError("BAD_OPTION", message, { name });
  }
  const unlabeled = planUnlabeled(vectors.unlabeled, design, family, recipe.noises.length > 0);
  return { design, response, plan: planAgain(model, recipe, unlabeled), family, belongs: belongsTo(model) };
}

/** The rows of a fit that was made just now, as they were read for it. */
export function fitRowsOf(model: ModelData, { design, response }: Pick<FitRows, "design" | "response">): FitRows {
  const family = familyOfModel(model);
  return { design, response, plan: planAgain(model, model.recipe!, undefined), family, belongs: belongsTo(model) };
}

/** The plan of the fit, from the numbers of the model on. */
function planAgain(model: ModelData, recipe: Recipe, unlabeled: Plan["unlabeled"]): Plan {
  const { intercepts, coefficients, hasIntercept, names } = model;
  return planOfFit(recipe, names.length, intercepts.length, hasIntercept, { intercepts, coefficients }, unlabeled);
}
