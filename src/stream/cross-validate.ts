import { GlmError } from "../base/errors.js";
import type { PathProgress, PathSolution, Progress } from "../base/flow.js";
import type { Watch } from "../driver/run.js";
import { isLearned } from "../frame/apply.js";
import type { WithTable } from "../frame/table-options.js";
import { CrossValidation, type Model } from "../index.js";
import { ownOptions } from "../options/own.js";
import { PATH_KEYS, SHARED_KEYS, stepOptions } from "../options/plan-path.js";
import { type Outer, planGrid, VALIDATION_KEYS } from "../options/plan-validation.js";
import type { CrossValidationOptions, ValidationProgress } from "../options/validation-types.js";
import { pointOf } from "../result/fitted-path.js";
import type { Source } from "../source/source.js";
import { byOuter, clipOf, endOf, forFolds, jobsOf, measureOf } from "../validation/asked.js";
import { assignFolds, type FoldPlan } from "../validation/folds.js";
import type { FoldResult } from "../validation/run-fold.js";
import { fitRows } from "./fit.js";
import { checkSorted, judgeFold } from "./judge-fold.js";
import { pathOf, type Solved, solvePath } from "./path.js";
import { type Kept, type StreamOptions, withRows } from "./prepare.js";
import type { StreamProgress } from "./steps.js";

/** The options of `crossValidate` over a source. */
export type StreamValidationOptions = Omit<WithTable<CrossValidationOptions>, "onProgress" | "on"> &
  Omit<StreamOptions, "onProgress" | "on"> & {
    /** As in `fit` over a source; with the path that is at work during the fits. */
    readonly onProgress?:
      | ((progress: StreamProgress & Partial<Pick<ValidationProgress, "path" | "paths">>) => void)
      | undefined;
  };

const VERB = {
  name: "crossValidate",
  keys: [...SHARED_KEYS, ...PATH_KEYS, ...VALIDATION_KEYS],
  isPenalized: true,
  isStopped: ({ end }: CrossValidation): boolean => end !== "complete",
} as const;

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
  if ((options as StreamOptions | null)?.on !== undefined) {
    const message =
      "on with crossValidate, whose folds are cut from rows on this machine; expected it left out, or path with on";
    throw new GlmError("NOT_SUPPORTED", message, { option: "on" });
  }
  return withRows(formula, source, options as CrossValidationOptions & StreamOptions, VERB, (ready) =>
    judged(ready as Given),
  );
}

type Given = Kept<CrossValidationOptions>;

async function judged(ready: Given): Promise<CrossValidation> {
  const { encoding, store, family, design } = ready;
  if (isLearned(encoding)) throw learned();
  const options = { ...ready.options, intercept: encoding.intercept, seed: store.seed } as CrossValidationOptions;
  const measure = measureOf(options, family);
  const clip = clipOf(options, measure);
  const { axes, outers } = planGrid(ownOptions(options, design));
  const plan = foldsOf(ready, options);
  const held = countHeld(plan);
  checkSorted(measure, Math.max(...held), store.memory);
  const course = new Course(ready, outers.length * (plan.count + 1));
  const { isOver, watch, next } = course;
  const models = new Map<string, Model>();
  const solved: Solved[] = [];
  for (const { options: own } of outers) {
    solved.push(await solvePath(ready, own, watch()));
    store.free();
    next(solved.at(-1)!.solution);
  }
  const paths = solved.map((one, outer) => pathOf(ready, one, (value) => kept(models, nameOf(outer, value))));
  const foldOptions = outers.map(({ options: own }, k) => forFolds(own, paths[k]!));
  const found: FoldResult[][] = [];
  for (let fold = 0; fold < plan.count && !isOver(); fold++) {
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

/** The fold of every row. */
function foldsOf({ store, design, family, beside }: Given, options: CrossValidationOptions): FoldPlan {
  const { spill } = store;
  const isOne = (v: number): boolean => v === 0 || v === 1;
  return assignFolds(options, {
    rows: design.rows,
    areClasses: () =>
      family.classes === "many" ||
      (family.classes === "two" && spill.places.every((_, k) => spill.vectors(k).y.every(isOne))),
    y: () => {
      const y = new Int32Array(design.rows); // of classes
      for (const [k, { first }] of spill.places.entries()) y.set(spill.vectors(k).y, first);
      return y;
    },
    names: () => beside!.names(),
    times: () => beside!.times(),
  });
}

function countHeld({ ids, count }: FoldPlan): number[] {
  const held = new Array<number>(count).fill(0);
  for (const id of ids) if (id >= 0) held[id]!++;
  return held;
}

/** How far a cross-validation is, and why it ended. */
class Course {
  end: CrossValidation["end"] = "complete";
  readonly #ready: Given;
  readonly #begun = performance.now();
  readonly #paths: number;
  #done = 0;

  constructor(ready: Given, paths: number) {
    this.#ready = ready;
    this.#paths = paths;
  }

  readonly isOver = (): boolean => {
    const { signal } = this.#ready;
    if (this.end === "complete" && signal?.aborted) this.end = "aborted";
    if (this.end === "complete" && this.#left() === 0) this.end = "time-limit";
    return this.end !== "complete";
  };

  /** After a path. */
  readonly next = (solution: PathSolution): void => {
    this.#done++;
    this.end = endOf(solution) ?? this.end;
  };

  readonly watch = <P extends Progress = PathProgress>(): Watch<P> => {
    const { signal, listener, rowsRead, cut } = this.#ready;
    const place = { path: this.#done, paths: this.#paths };
    const about = { phase: "fitting", total: cut.rows } as const;
    const onProgress = (now: P): void => listener.tell({ ...now, ...place, ...about, rows: rowsRead() });
    return { signal, timeLimit: this.#left(), onProgress };
  };

  #left(): number | undefined {
    const { timeLimit } = this.#ready.options;
    return timeLimit === undefined ? undefined : Math.max(0, timeLimit - (performance.now() - this.#begun));
  }
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

function learned(): GlmError {
  const message =
    "crossValidate over a source with columns that are learned of the rows, as those of poly() or means in place of missing cells: each fold has its own, and would read the source again; expected columns as they are, or a table in memory";
  return new GlmError("NOT_SUPPORTED", message, {});
}
