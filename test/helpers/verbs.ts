import {
  collinearity,
  compareModels,
  crossValidate,
  type DesignInput,
  diagnose,
  dropout,
  type FitOptions,
  fit,
  fitSync,
  infer,
  type Model,
  path,
  pathSync,
  profileInterval,
  type ResponseInput,
  ridge,
  separation,
  takeRows,
} from "../../src/index.js";
import { plots } from "../../src/plots/index.js";
import { writeSvmlight } from "../../src/svmlight/index.js";

/** The inputs of a verb of the package: data, and models fitted to two columns. */
export interface Given {
  readonly x: DesignInput;
  readonly y: ResponseInput;
  readonly model: Model;
  readonly smaller: Model;
}

export const GRID = { penalty: ridge(), lambdas: [1, 0.1], standardize: true } as const;

/** Every verb that takes x, synchronous or not. Each returns all of its numbers. */
export const VERBS: Record<string, (given: Given, options?: FitOptions) => unknown> = {
  fitSync: ({ x, y }, options = {}) => fitSync(x, y, options).toJSON(),
  fit: async ({ x, y }, options = {}) => (await fit(x, y, options)).toJSON(),
  "fit, unlabeled": ({ x, y, model }, options = {}) =>
    fitSync(usable(model), y, { ...options, family: "binomial", noise: dropout(0.2), unlabeled: { x } }).toJSON(),
  pathSync: ({ x, y }, options = {}) => numbersOfPath(pathSync(x, y, { ...GRID, ...options })),
  path: async ({ x, y }, options = {}) => numbersOfPath(await path(x, y, { ...GRID, ...options })),
  "a step of a path, fitted anew": ({ x, y }, options = {}) =>
    pathSync(x, y, { ...GRID, ...options })
      .at(0.5, { exact: true })
      .toJSON(),
  crossValidate: async ({ x, y }, options = {}) => {
    const judged = await crossValidate(x, y, { ...GRID, folds: 3, stratify: false, ...options });
    return [judged.mean, judged.standardError, judged.heldOut(0), judged.refit(1).toJSON()];
  },
  predict: ({ x, model }) => model.predict(x),
  "predict, link": ({ x, model }) => model.predict(x, { type: "link" }),
  "predict, interval": ({ x, model }) => model.predict(x, { interval: 0.9 }),
  "predict of a path": ({ x, y, model }) => pathSync(usable(model), y, GRID).predict(x),
  score: ({ x, y, model }) => {
    const { deviance, meanSquaredError, meanAbsoluteError, auc, accuracy } = model.score(x, y);
    return [deviance, meanSquaredError, meanAbsoluteError, auc, accuracy];
  },
  residuals: ({ x, y, model }) => model.residuals(x, y),
  infer: ({ x, y, model }) => infer(model, x, y, { covariance: "HC1" }).rows,
  diagnose: ({ x, y, model }) => {
    const { leverage, cooksDistance, dfbetas, residuals, collinearity: condition } = diagnose(model, x, y);
    return [leverage, cooksDistance, dfbetas, residuals.deviance, condition];
  },
  profileInterval: ({ x, y, model }) => profileInterval(model, x, y),
  compareModels: ({ x, y, model, smaller }) => compareModels(smaller, model, { test: "score", x, y }),
  separation: ({ x, y }) => separation(x, y),
  collinearity: ({ x }) => collinearity(x),
  "plots.adaptivePenalty": ({ x, y, model }) =>
    plots.adaptivePenalty(fitSync(usable(model), y, { family: "binomial", noise: dropout(0.3) }), x),
};

/** Verbs that take one kind of x only. */
export const SPARSE_VERBS: Record<string, (given: Given) => unknown> = {
  takeRows: ({ x }) => takeRows(x as never, [0, 1]),
  writeSvmlight: ({ x, y }) => [...writeSvmlight(x as never, y as number[])],
};

/** Rows that a model was fitted to, remembered by the model. */
const FITTED = new WeakMap<Model, number[][]>();
export function remember<M extends Model>(model: M, rows: number[][]): M {
  FITTED.set(model, rows);
  return model;
}
const usable = (model: Model): number[][] => FITTED.get(model)!;

function numbersOfPath(fits: ReturnType<typeof pathSync>): unknown {
  return [
    fits.lambdas,
    fits.objectives,
    fits.intercepts,
    fits.lambdas!.length,
    fits.coefficients(0),
    fits.coefficients(1),
  ];
}

/** All numbers within a value, however deep. */
export function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value === "string") return (value.match(/-?\d+(\.\d+)?(e[-+]?\d+)?/g) ?? []).map(Number);
  if (ArrayBuffer.isView(value)) return [...(value as unknown as Iterable<number>)].map(Number);
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}
