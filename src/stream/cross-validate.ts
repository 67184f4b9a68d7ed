import { GlmError } from "../base/errors.js";
import { readOptions } from "../base/keys.js";
import { show } from "../base/show.js";
import type { WithTable } from "../frame/table-options.js";
import { CrossValidation, type Model } from "../index.js";
import { ownOptions } from "../options/own.js";
import { stepOptions } from "../options/plan-path.js";
import { type Outer, planGrid } from "../options/plan-validation.js";
import type { CrossValidationOptions, ValidationProgress } from "../options/validation-types.js";
import { pointOf } from "../result/fitted-path.js";
import type { Source } from "../source/source.js";
import { byOuter, forFolds, jobsOf } from "../validation/asked.js";
import type { FoldResult } from "../validation/run-fold.js";
import type { StreamOptions } from "./asked.js";
import { Course } from "./course.js";
import { placeOf } from "./far.js";
import { fitRows } from "./fit.js";
import { judgeElsewhere } from "./folds-elsewhere.js";
import { judgeFold } from "./judge-fold.js";
import { pathOf, type Solved, solvePath } from "./path.js";
import { type Given, planFoldsOf, VERB } from "./plan-folds.js";
import { SOURCE_KEYS, withRows } from "./prepare.js";
import type { StreamProgress } from "./steps.js";
import type { FoldFitters, SourceFoldSite } from "./task.js";

/** The options of `crossValidate` over a source. */
export type StreamValidationOptions = Omit<WithTable<CrossValidationOptions>, "onProgress" | "on"> &
  Omit<StreamOptions, "onProgress" | "on"> & {
    /**
     * Where the folds are fitted: workers on other machines, as by `bullmq({ url })` of `dropglm/cluster`. Each reads the source by itself. The paths on all rows, and the fits of both
     * choices, stay here. Default: this machine.
     */
    readonly on?: SourceFoldSite | undefined;
    /** As in `fit` over a source; with the path that is at work during the fits. */
    readonly onProgress?:
      | ((progress: StreamProgress & Partial<Pick<ValidationProgress, "path" | "paths">>) => void)
      | undefined;
  };

/**
 * `crossValidate` over a source, whose rows need not fit into memory. The rows outside each fold are written to a file of their own, which is
 * gone when the fold is done, so the disk has all rows at most twice. The result has the bits of that in memory.
 *
 * @param formula  As in `fit`.
 * @param source   As in `fit` over a source.
 * @param options  As in `crossValidate`, with StreamOptions; `folds` may be a number, and like `groups` and `times` the name of a column. `seed` is
 *                 that of the folds, too.
 * @returns  A CrossValidation. `refit()` has the fits of both choices. `refit(index)` of other points and `heldOut()` are refused, as the rows are gone.
 * @throws   GlmError as `fit` over a source; NOT_SUPPORTED for columns that are learned of the rows, as those of `poly(x, 2)`, and for more rows in a
 *           fold than `memory` can sort, with measure "auc".
 *
 * @example
 * const judged = await crossValidate("y ~ a + b", file("big.parquet"), { family: "binomial", penalty: lasso(), memory: "2GB" });
 * judged.refit("oneStandardError").coefficients;
 */
export async function crossValidate(
  formula: string,
  source: Source,
  options: StreamValidationOptions & { readonly family: "multinomial" },
): Promise<CrossValidation<"many">>;
export async function crossValidate(
  formula: string,
  source: Source,
  options?: StreamValidationOptions,
): Promise<CrossValidation>;
export async function crossValidate(
  formula: string,
  source: Source,
  options: StreamValidationOptions = {},
): Promise<unknown> {
  const { on, ...rest } = readOptions(options, [...VERB.keys, ...SOURCE_KEYS], VERB.name);
  const own = rest as CrossValidationOptions & StreamOptions;
  if (on !== undefined) checkFar(on, source, own);
  const far = await on?.openSourceFolds();
  try {
    return await withRows(formula, source, own, VERB, (ready) => judged(ready as Given, far));
  } finally {
    await far?.end();
  }
}

/** Refuses what folds elsewhere cannot have. */
function checkFar(on: SourceFoldSite, source: Source, { checkpoint }: StreamOptions): void {
  if (typeof on?.openSourceFolds !== "function") {
    const message = `on is ${show(on)}; expected who fits the folds, as bullmq({ url }) of dropglm/cluster`;
    throw new GlmError("BAD_OPTION", message, { option: "on" });
  }
  if (checkpoint !== undefined) {
    const message = "checkpoint with on of crossValidate, whose folds are fitted elsewhere; expected one of them";
    throw new GlmError("NOT_SUPPORTED", message, { option: "checkpoint" });
  }
  placeOf(source);
}

async function judged(ready: Given, far: FoldFitters | undefined): Promise<CrossValidation> {
  const { options, measure, clip, plan, held } = planFoldsOf(ready);
  const { axes, outers } = planGrid(ownOptions(options, ready.design));
  const course = new Course(ready, outers.length * (plan.count + 1));
  const { isOver, watch, next } = course;
  const models = new Map<string, Model>();
  const solved: Solved[] = [];
  for (const { options: own } of outers) {
    solved.push(await solvePath(ready, own, watch()));
    ready.store.free();
    next(solved.at(-1)!.solution);
  }
  const paths = solved.map((one, outer) => pathOf(ready, one, (value) => kept(models, nameOf(outer, value))));
  const foldOptions = outers.map(({ options: own }, k) => forFolds(own, paths[k]!));
  const found: FoldResult[][] = [];
  if (far !== undefined && !isOver())
    await judgeElsewhere(ready, far, { outers: foldOptions, count: plan.count, found, course });
  for (let fold = 0; far === undefined && fold < plan.count && !isOver(); fold++) {
    const judging = { plan, fold, outers: foldOptions, measure, clip, isOver, watch, next };
    found.push((await judgeFold(ready, judging)) ?? []);
  }
  const byJob = jobsOf(outers.length, plan.count).map(({ fold, outer }) => found[fold]?.[outer]);
  const result = new CrossValidation({
    ...{ axes, outers, paths, measure, held, heldOut, alone: undefined, end: course.end },
    results: byOuter(byJob, outers.length, plan.count),
    folds: ready.beside!.placed(plan.ids, ready.cut.rows),
  });
  if (result.end === "complete") await fitChoices(ready, outers, result, solved, models, course);
  return result;
}

/** Fits the points that are chosen, while there are rows: `path.at(value, { exact: true })`. */
async function fitChoices(
  ready: Given,
  outers: readonly Outer[],
  { best, oneStandardError, paths }: CrossValidation,
  solved: readonly Solved[],
  models: Map<string, Model>,
  course: Course,
): Promise<void> {
  for (const index of new Set([best, oneStandardError].flatMap((point) => point?.index ?? []))) {
    let inner = index;
    let outer = 0;
    while (inner >= paths[outer]!.length) inner -= paths[outer++]!.length;
    const step = solved[outer]!.solution.steps[inner]!;
    const model = await fitRows(
      ready,
      stepOptions(outers[outer]!.options, step.value, pointOf(step, ready.design.columns), ready.family),
      course.watch(),
    );
    ready.store.free();
    if (course.isOver()) return;
    models.set(nameOf(outer, step.value), model);
  }
}

const nameOf = (outer: number, value: number): string => `${outer} ${value}`;

function kept(models: ReadonlyMap<string, Model>, name: string): Model {
  const model = models.get(name);
  if (model !== undefined) return model;
  const message =
    "refit: the rows of a source are not kept; expected the point of best or of oneStandardError, which were fitted while they were there, or a fit with these strengths";
  throw new GlmError("NOT_SUPPORTED", message, {});
}

function heldOut(): never {
  const message =
    "heldOut: the rows of a source are not kept; expected mean and standardError, or folds of your own with predict";
  throw new GlmError("NOT_SUPPORTED", message, {});
}
