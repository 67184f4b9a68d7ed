import {
  type Constraint,
  type DesignInput,
  elasticNet,
  type FamilyOption,
  type FitOptions,
  fitSync,
  type LinkName,
  l1Ball,
  l2Ball,
  type Model,
  matrix,
  type Noise,
  negativeBinomial,
  quasi,
  ridge,
  sparse,
  tweedie,
} from "../../src/index.js";
import { STORAGES } from "../helpers/storages.js";
import { type Problem, writtenOut } from "./problem.js";

// A problem as a call of the library.

/** Numbers of one predictor or of several, as one list per class. */
export interface Fitted {
  readonly model: Model;
  /** Per class: b, beta_1, ..., beta_p. */
  readonly point: readonly number[];
}

export type Way = Pick<Problem, "solver" | "storage"> & { readonly start?: Problem["start"] | undefined };

/** The forms of x: an array of rows, and those of test/helpers/storages.ts. */
export const STORAGE_NAMES = ["rows", ...Object.keys(STORAGES)] as const;

function designOf(x: Problem["x"], storage: string): DesignInput {
  const p = x[0]?.length ?? 0;
  if (storage === "rows") return x as number[][];
  if (p > 0) return STORAGES[storage]!(x);
  if (!storage.startsWith("sparse")) return matrix(new Float64Array(0), x.length, 0, "row");
  const format = storage === "sparse by row" ? "csr" : "csc";
  const indptr = format === "csr" ? Array<number>(x.length + 1).fill(0) : [0];
  return sparse({ format, rows: x.length, columns: 0, indptr, indices: [], values: [] });
}

function familyOf({ form }: Problem): FamilyOption {
  const { family, theta, power } = form;
  const plain =
    family === "negative-binomial"
      ? negativeBinomial({ theta: theta! })
      : family === "tweedie"
        ? tweedie({ power: power! })
        : (family as FamilyOption);
  return form.quasi ? quasi(plain as "poisson") : plain;
}

export function optionsOf(problem: Problem, way: Way = problem): FitOptions {
  const { penalty, constraint, noises, repeat } = problem;
  const out = <T>(values: readonly T[] | undefined) => values && writtenOut(values, repeat);
  const noise = noises?.map(({ noise, strength }) => ({
    ...{ noise, strength, approximation: problem.approximation },
    ...(problem.mask === undefined ? {} : { mask: problem.mask }),
    ...(problem.copies === undefined ? {} : { copies: problem.copies, seed: problem.seed }),
  })) as Noise[] | undefined;
  const { lambda = 0, share = 0, factors, scale = "mean" } = penalty ?? {};
  const options = {
    family: familyOf(problem),
    link: problem.form.link as LinkName,
    noise,
    penalty: penalty && (share > 0 ? elasticNet(lambda, share, { factors, scale }) : ridge(lambda, { factors, scale })),
    constraint: constraint && ((constraint.ball === "l2" ? l2Ball : l1Ball)(constraint.radius) as Constraint),
    bounds: problem.bounds,
    unlabeled: problem.unlabeled && { x: problem.unlabeled.x, weight: problem.unlabeled.weight },
    weights: out(problem.weights),
    trials: out(problem.trials),
    offset: out(problem.offset),
    exposure: out(problem.exposure),
    intercept: problem.intercept,
    standardize: problem.standardize,
    solver: way.solver,
    start: way.start,
  };
  return Object.fromEntries(Object.entries(options).filter(([, v]) => v !== undefined)) as FitOptions;
}

/** y as the library takes it: numbers, or the labels of classes. */
export function responseOf({ y, repeat, form }: Problem): number[] | string[] {
  const all = writtenOut(y, repeat);
  return form.family === "multinomial" ? all.map((k) => `class ${k}`) : [...all];
}

export function fitProblem(problem: Problem, way: Way = problem): Fitted {
  const model = fitSync(
    designOf(writtenOut(problem.x, problem.repeat), way.storage),
    responseOf(problem),
    optionsOf(problem, way),
  );
  return { model, point: pointOf(model) };
}

function pointOf(model: Model): number[] {
  const many = model as unknown as { intercept: ArrayLike<number>; coefficients: ArrayLike<number>[] };
  if (model.family !== "multinomial") return [model.intercept, ...model.coefficients];
  return Array.from(many.coefficients).flatMap((c, k) => [many.intercept[k]!, ...Array.from(c)]);
}

export function predictions(problem: Problem, model: Model): readonly number[] {
  const { offset, exposure } = problem;
  const options = { ...(offset === undefined ? {} : { offset }), ...(exposure === undefined ? {} : { exposure }) };
  const all = model.predict(problem.x as number[][], options) as unknown as Float64Array | Float64Array[];
  return Array.isArray(all) ? all.flatMap((v) => Array.from(v)) : Array.from(all as Float64Array);
}
