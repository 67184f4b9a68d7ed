// The steps of one model along its axis, with their held-out losses.
import { type CrossValidation, fit, lasso, type Noise, path, ridge } from "dropglm";
import type { MethodName, Track } from "../messages.js";
import { partOf, validated } from "./judge.js";
import type { AnyModel } from "./known.js";
import type { Plan } from "./plan.js";
import type { Options } from "./problem.js";
import type { Scale } from "./scales.js";
import type { Step } from "./step.js";
import { checkWanted, type Tools } from "./tools.js";

type Axis =
  | { readonly penalty: "ridge" | "lasso"; readonly lambdas: readonly number[] }
  | { readonly noise: Noise; readonly rates: readonly number[]; readonly beside: number | undefined };

/** The steps of an axis, rising. */
export async function stepsOver(plan: Plan, axis: Axis, tools: Tools): Promise<Step[]> {
  const options: Options =
    "noise" in axis
      ? {
          over: "rate",
          rates: axis.rates,
          noise: axis.noise,
          ...(axis.beside === undefined ? {} : { penalty: ridge(axis.beside), standardize: true }),
        }
      : { penalty: { ridge, lasso }[axis.penalty](), lambdas: axis.lambdas, standardize: true };
  const found = await validated(plan.problem, { ...plan.common, ...options, onProgress: partOf(tools, 0, 1) }, tools);
  return stepsOf(found).sort((a, b) => a.strength - b.strength);
}

/** A ridge of one strength; none at 0. */
export async function atStrength(plan: Plan, lambda: number, tools: Tools): Promise<Step> {
  const options = { ...plan.common, penalty: ridge(), lambdas: [lambda], standardize: true };
  const found = await validated(plan.problem, { ...options, onProgress: partOf(tools, 0, 1) }, tools);
  return stepsOf(found)[0]!;
}

/** The fit of all rows by maximum likelihood: whether there is one, and which columns it has. */
export async function unpenalized({ problem: { data, base } }: Plan, tools: Tools): Promise<AnyModel> {
  tools.tell("", 0);
  const options = { ...base, tolerance: 1e-5, standardErrors: false, signal: tools.signal };
  const model =
    data.kind === "table"
      ? await fit(data.formula, data.table as never, { ...options, coding: "full" } as never)
      : await fit(data.x, data.y as never, options as never);
  checkWanted(tools);
  return model as AnyModel;
}

function stepsOf(found: CrossValidation<"one"> | CrossValidation<"many">): Step[] {
  const steps = found.paths[0]!;
  const strengths = (found.rates ?? found.lambdas)!;
  return Array.from(strengths, (strength, k) => {
    const own = steps.coefficients(k) as Float64Array | readonly Float64Array[];
    const isMany = !(own instanceof Float64Array);
    const intercepts = steps.intercepts[k]! as number | Float64Array;
    return {
      strength,
      code: steps.statuses[k]!.code,
      loss: found.mean[k]!,
      error: found.standardError[k]!,
      coefficients: isMany ? own : [own],
      intercepts: typeof intercepts === "number" ? [intercepts] : Array.from(intercepts),
    };
  });
}

/** The lambda at which a path begins. */
export async function largestLambda(
  { problem: { data, base } }: Plan,
  penalty: "ridge" | "lasso",
  tools: Tools,
): Promise<number> {
  const options = { ...base, ...(data.kind === "table" ? { coding: "full" } : {}), penalty: { ridge, lasso }[penalty](), standardize: true, count: 2, minRatio: 0.5, tolerance: 1e-2, signal: tools.signal } as never; // biome-ignore format: one line
  const found =
    data.kind === "table"
      ? await path(data.formula, data.table as never, options)
      : await path(data.x, data.y as never, options);
  checkWanted(tools);
  return found.lambdas![0]!;
}

export function trackOf(method: MethodName, steps: readonly Step[], scale: Scale, status: string): Track {
  const losses = steps.map(({ loss }) => loss);
  const errors = steps.map(({ error }) => error);
  const best = losses.reduce(
    (least, loss, k) => (loss < (losses[least] ?? Infinity) || Number.isNaN(losses[least]) ? k : least),
    0,
  );
  const limit = losses[best]! + (Number.isFinite(errors[best]) ? errors[best]! : 0);
  const within = losses.flatMap((loss, k) => (k >= best && loss <= limit ? [k] : []));
  const scaled = steps.map((step) => scale.apply(step));
  return {
    method,
    strengths: steps.map(({ strength }, k) => (method === "maximum likelihood" && k === 0 ? 0 : strength)),
    coefficients: scaled.map(({ coefficients }) => coefficients),
    intercepts: scaled.map(({ intercept }) => intercept),
    losses,
    errors,
    best,
    oneError: within.at(-1) ?? best,
    status,
  };
}
