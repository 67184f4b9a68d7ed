// The steps of a fit for the page: the library's own trace, with sentences.
import type { FitOptions, Model, Status, TableInput } from "dropglm";
import { fit, load } from "dropglm";
import type { StepRow, Steps } from "../messages.js";
import { type AnyStep, certificateOf, whyOf } from "./steps-words.js";
import { PATIENCE, surfaceOf } from "./surface.js";

/** A fit of any family, as far as it is told here. */
interface Traced {
  readonly names: readonly string[];
  readonly classes?: readonly unknown[] | undefined;
  readonly family: string;
  readonly status: Status;
  readonly trace: readonly AnyStep[] | undefined;
}

/** What is fitted: a formula and a table, with the options of the fit. */
export interface Run {
  readonly formula: string;
  readonly table: TableInput;
  readonly options: object;
}

/** The same fit with more options, where somebody else knows the data. */
export type Refit = (more: FitOptions) => Promise<unknown>;

/**
 * Fits, and tells every step. `hasIntercept`: whether the model has one, which is then the first of its coefficients. `patience`:
 * milliseconds for the surface, which is coarser where they do not suffice.
 */
export async function stepsOf(run: Run | Refit, hasIntercept = true, patience = PATIENCE): Promise<Steps> {
  await load();
  const again: Refit =
    typeof run === "function" ? run : (more) => fit(run.formula, run.table, { ...run.options, ...more });
  const model = (await again({ trace: true, standardErrors: false })) as Traced;
  const names = namesOf(model, hasIntercept);
  const rows = rowsOf(model.trace!, model.status, hasIntercept);
  const isOne = typeof model.trace![0]?.intercept === "number" && model.family !== "negative-binomial";
  const surface = isOne
    ? await surfaceOf(names, rows, hasIntercept, objectiveOf(again, hasIntercept), patience)
    : undefined;
  return {
    names,
    rows,
    solver: model.status.solver,
    tolerance: model.status.tolerance,
    isCertified: model.status.code === "converged",
    certificate: certificateOf(model.status),
    ...(surface === undefined ? {} : { surface }),
  };
}

/** The objective at a point, by a fit that stays there. */
function objectiveOf(again: Refit, hasIntercept: boolean): (point: readonly number[]) => Promise<number> {
  return async (point) => {
    const intercept = hasIntercept ? point[0]! : 0;
    const start = { intercept, coefficients: point.slice(Number(hasIntercept)) };
    const model = (await again({ start, maxIterations: 0, standardErrors: false })) as Model;
    return model.objective;
  };
}

function namesOf({ names, classes, family }: Traced, hasIntercept: boolean): string[] {
  const own = hasIntercept ? ["(intercept)", ...names] : [...names];
  if (family !== "multinomial" || classes === undefined) return own;
  return classes.flatMap((label) => own.map((name) => `${String(label)}: ${name}`));
}

function rowsOf(trace: readonly AnyStep[], status: Status, hasIntercept: boolean): StepRow[] {
  const rows: StepRow[] = [];
  let passes = 0;
  trace.forEach((step, k) => {
    if (step.verdict !== "end") passes += 1;
    if (step.verdict === "looked" || step.objective === undefined) return;
    const { iteration, verdict, search, objective, optimality, promised, came } = step;
    rows.push({
      ...{ iteration, verdict, search, passes, objective, optimality },
      ...(step.step === undefined ? {} : { stepSize: step.step }),
      ...(promised === undefined || Number.isNaN(promised) ? {} : { promised }),
      ...(came === undefined ? {} : { came }),
      why: whyOf(step, trace[k + 1], status),
      point: pointOf(step, hasIntercept),
    });
  });
  return rows;
}

/** Coefficients in the order of the names. */
function pointOf({ intercept, coefficients }: AnyStep, hasIntercept: boolean): number[] {
  const intercepts = typeof intercept === "number" ? [intercept] : [...intercept];
  const vectors = (typeof intercept === "number" ? [coefficients] : coefficients) as readonly Float64Array[];
  return vectors.flatMap((beta, k) => (hasIntercept ? [intercepts[k]!, ...beta] : [...beta]));
}
