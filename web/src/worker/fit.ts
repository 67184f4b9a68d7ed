// One fit: of maximum likelihood where it exists, otherwise of a light ridge, which is said.
import { fit, load } from "dropglm";
import type { Spec, Steps } from "../messages.js";
import type { Held } from "./held.js";
import { type AnyModel, savedOf } from "./known.js";
import { type Options, optionsOf, type Problem, problemOf } from "./problem.js";
import { stepsOf } from "./steps.js";
import { checkWanted, type Tools } from "./tools.js";

/** A model with all that is known of where it is from. */
export interface Made {
  readonly model: AnyModel;
  /** The spec of the model: with the light ridge, if one was needed. */
  readonly spec: Spec;
  readonly notes: readonly string[];
  readonly elapsed: number;
  readonly isDraft: boolean;
  /** Undefined for a saved model. */
  readonly held: Held | undefined;
}

/** A draft stops when no difference is visible. */
const DRAFT = 1e-4;

export async function fitted(
  held: Held,
  spec: Spec,
  isDraft: boolean,
  before: Made | undefined,
  tools: Tools,
): Promise<Made> {
  const begun = performance.now();
  await load();
  const problem = problemOf(held, spec);
  const near = isDraft ? { ...quick(), ...startOf(held, spec, before) } : {};
  const model = await run(problem, { ...optionsOf(spec, problem), ...near }, tools);
  const notes = [...problem.notes];
  const why = spec.noise === "none" && spec.penalty === "none" ? whyNone(model) : undefined;
  const end = (made: AnyModel, own: Spec, said: readonly string[]): Made => ({
    model: made, spec: own, notes: said, elapsed: performance.now() - begun, isDraft, held,
  }); // biome-ignore format: a list
  if (why === undefined) return end(model, spec, notes);
  const ridged = { ...spec, penalty: "ridge", lambda: lightRidge(held.rows) } as const;
  const instead = await run(problem, { ...optionsOf(ridged, problem), ...(isDraft ? quick() : {}) }, tools);
  notes.push(
    `Maximum likelihood has no finite fit here: ${why}. A light ridge was fitted instead (lambda ${ridged.lambda}, on columns of unit variance).`,
  );
  return end(instead, ridged, notes);
}

const quick = (): Options => ({ standardErrors: false, tolerance: DRAFT });

/**
 * A ridge as light as one row among n: the prior of coefficients with standard deviation 1 on columns of unit variance. Between 1e-4, below
 * which separated data would still have coefficients of no use, and 1e-2.
 */
export const lightRidge = (rows: number): number => Number(Math.min(1e-2, Math.max(1e-4, 1 / rows)).toPrecision(2));

/** Why maximum likelihood has no fit, or none that is one alone. */
function whyNone(model: AnyModel): string | undefined {
  const { status, names } = model;
  if (status.code === "separated") return "some columns separate the response";
  if (status.code === "diverged") return "the coefficients grow without end";
  const rows = rowsOf(model);
  return rows !== undefined && names.length >= rows ? `there are ${names.length} columns and ${rows} rows` : undefined;
}

/** Rows of the fit, where they are known without the data. */
function rowsOf({ partitions, omitted }: AnyModel): number | undefined {
  if (partitions === undefined) return undefined;
  const most = Math.max(0, ...(omitted ?? []).map(({ rows }) => rows));
  return partitions.rows - most;
}

/** A draft starts where the last fit of the same columns ended. */
function startOf(held: Held, spec: Spec, before: Made | undefined): Options {
  if (before === undefined || before.held?.id !== held.id || before.model.status.code !== "converged") return {};
  return sameColumns(spec) === sameColumns(before.spec) ? { start: before.model } : {};
}

/** What decides which columns a model has. */
function sameColumns({ rate: _, lambda: __, approximation: ___, noise, penalty, ...rest }: Spec): string {
  return JSON.stringify([rest, noise === "none" && penalty === "none"]);
}

/** The steps of the fit that the page shows: of the light ridge, where maximum likelihood has no finite fit. */
export async function steps(held: Held, asked: Spec, tools: Tools): Promise<Steps> {
  await load();
  const { spec, model } = await fitted(held, asked, false, undefined, tools);
  const problem = problemOf(held, spec);
  const options = optionsOf(spec, problem);
  return stepsOf((more) => run(problem, { ...options, ...more }, tools), savedOf(model).hasIntercept);
}

async function run({ data }: Problem, options: Options, tools: Tools): Promise<AnyModel> {
  const given = { ...options, signal: tools.signal, onProgress: progressTo(tools) } as never;
  const model =
    data.kind === "table"
      ? await fit(data.formula, data.table as never, given)
      : await fit(data.x, data.y as never, given);
  checkWanted(tools);
  return model as AnyModel;
}

/** Tells of the iterations of a long fit. */
function progressTo(tools: Tools): (progress: { readonly iteration?: number }) => void {
  let last = performance.now();
  return ({ iteration }) => {
    if (performance.now() - last < 100) return;
    last = performance.now();
    tools.tell(iteration === undefined ? "fitting" : `fitting: iteration ${iteration}`);
  };
}
