import type { PathProgress, PathSolution, PathStep, Response } from "../base/flow.js";
import type { Session } from "../driver/run.js";
import type { Family } from "../families/index.js";
import { type PlainDesign, selectDesign, selectResponse } from "../input/rows.js";
import { times } from "../input/weights.js";
import type { PathOptions } from "../options/path-types.js";
import { chooseFamily } from "../options/plan.js";
import { fitOptionsOf, planPath } from "../options/plan-path.js";
import type { Measure } from "../options/validation-types.js";
import type { Join } from "../paths/in-step.js";
import { pathSession } from "../paths/path-session.js";
import { pointOf } from "../result/fitted-path.js";
import { predictors } from "../result/predict.js";
import { scorePredictors } from "../result/score.js";
import { placeDesign } from "../wasm/design.js";
import type { Scope } from "../wasm/scope.js";
import type { Fold } from "./folds.js";
import { MEASURES } from "./measures.js";

/** The input of every fold: plain data, which can be sent to another thread. */
export interface FoldInput {
  readonly design: PlainDesign;
  /** Of every fold, where columns depend on the rows they were learned from, as those of poly(); undefined: `design` is that of all folds. */
  readonly designs: readonly PlainDesign[] | undefined;
  readonly response: Response;
  readonly folds: readonly Fold[];
  /** Options of the path, for every value of the outer axis. */
  readonly outers: readonly PathOptions[];
  readonly measure: Measure;
  readonly clip: number;
}

/** One path of a cross-validation: a fold at a value of the outer axis. */
export interface Job {
  readonly fold: number;
  readonly outer: number;
}

/** A warning about the folds of a cross-validation, or about the choice. */
export interface FoldWarning {
  /**
   * "missing-class": no row outside the fold has some class; "no-weight": all rows in it, or outside it, have weight 0: such a fold was left
   * out. "missing-level": a column is constant outside the fold only. "not-converged": the fit without the fold did not converge.
   * "undefined-measure": folds on which the measure is not defined. "grid-end": the best value of an axis is the first or last tried. "threads": one thread
   * fitted the folds where `workers: "auto"` would have taken more.
   */
  readonly code:
    | "missing-class"
    | "no-weight"
    | "missing-level"
    | "not-converged"
    | "undefined-measure"
    | "grid-end"
    | "threads";
  readonly message: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Its result; plain data again. */
export interface FoldResult {
  /** Undefined if the fold could not be fitted, because a class is missing. */
  readonly solution: PathSolution | undefined;
  /** The measure on the held-out rows, for every step. */
  readonly scores: Float64Array;
  /** Sum of the weights of these rows. */
  readonly weight: number;
  readonly warnings: readonly FoldWarning[];
}

/** A job: fits the path to the rows of a fold, with their own plan, and measures every step on the held-out rows. */
export function* foldSession(
  scope: Scope,
  input: FoldInput,
  job: Job,
  watched: boolean,
  { join, hire }: { readonly join?: Join | undefined; readonly hire?: Parameters<typeof pathSession>[0]["hire"] } = {},
): Session<PathProgress, FoldResult> {
  const options = input.outers[job.outer]!;
  const family = chooseFamily(fitOptionsOf(options));
  const { train, test } = input.folds[job.fold]!;
  const response = selectResponse(input.response, train);
  const truth = selectResponse(input.response, test);
  const refused = refusedFold(job.fold, family, {
    ...{ trained: response.totalWeight, held: truth.totalWeight, classes: response.classes },
    isSeen: (holds) => response.y.some((v, i) => response.weight?.[i] !== 0 && holds(v)),
  });
  if (refused !== undefined) return refused;
  const whole = designOfFold(input, job.fold);
  const design = selectDesign(whole, train);
  const path = planPath(options, design, response, family);
  const solution = yield* pathSession({
    scope,
    design,
    response,
    family,
    path,
    watched,
    isBare: true,
    join: join?.(response),
    hire,
  });
  const kernel = scope.kernel.exports;
  const weight = times(truth.totalWeight, input.response.exponent - truth.exponent); // in the unit of all folds
  const held = selectDesign(whole, test);
  const placed = placeDesign(scope, held);
  const score = (step: PathStep): number => {
    const position = kernel.mark();
    const etas = predictors(scope, placed, held, [pointOf(step, held.columns)], truth.offset, family)[0]!;
    const found = MEASURES[input.measure].of(scorePredictors(scope, family, etas, truth, input.clip));
    kernel.release(position);
    return found;
  };
  return { solution, scores: Float64Array.from(solution.steps, score), weight, warnings: [] };
}

/** All rows, by columns that were learned from the rows outside the fold. */
export function designOfFold({ design, designs }: Pick<FoldInput, "design" | "designs">, fold: number): PlainDesign {
  return designs?.[fold] ?? design;
}

/** What is known of the rows of a fold. */
interface FoldFacts {
  /** Total weight outside the fold, and in it. */
  readonly trained: number;
  readonly held: number;
  readonly classes: Response["classes"];
  /** Whether something holds for some y with weight outside the fold. */
  readonly isSeen: (holds: (y: number) => boolean) => boolean;
}

/** The result of a fold that cannot be fitted, or judged; undefined if it can. */
export function refusedFold(fold: number, family: Family, facts: FoldFacts): FoldResult | undefined {
  const warnings = [...noWeight(facts, fold), ...missingClass(facts, family, fold)].slice(0, 1);
  return warnings.length === 0 ? undefined : { solution: undefined, scores: new Float64Array(0), weight: 0, warnings };
}

/** Rows of weight 0 do not count, so there may be nothing to fit, or nothing to measure. */
function noWeight({ trained, held }: FoldFacts, fold: number): FoldWarning[] {
  if (trained > 0 && held > 0) return [];
  const which = trained > 0 ? "of" : "outside";
  const message = `all rows ${which} fold ${fold + 1} have weight 0: it was left out; use other folds`;
  return [{ code: "no-weight", message, detail: { fold } }];
}

/** Classes that are missing in the fitted rows: such a fold has no finite fit. */
function missingClass({ classes, isSeen }: FoldFacts, family: Family, fold: number): FoldWarning[] {
  if (family.classes === "none") return [];
  const isLabelled = family.classes === "many";
  const missing = isLabelled
    ? classes!.filter((_, k) => !isSeen((v) => v === k))
    : [0, 1].filter((k) => !isSeen((v) => v !== 1 - k)).map((k) => classes?.[k] ?? k);
  if (missing.length === 0) return [];
  const message = `no row outside fold ${fold + 1} is of class ${missing.join(", ")}: it was left out; use stratify, or other folds`;
  return [{ code: "missing-class", message, detail: { fold, classes: missing } }];
}
