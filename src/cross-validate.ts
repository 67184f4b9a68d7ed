import { GlmError } from "./base/errors.js";
import type { runAsync } from "./driver/run.js";
import type { FamilyOption } from "./families/index.js";
import { called } from "./frame/called.js";
import type { TableInput } from "./frame/columns.js";
import { aboutTable, aboutTableLater } from "./frame/rows.js";
import type { Called, CalledTable, WithTable } from "./frame/table-options.js";
import { type DesignInput, readDesign } from "./input/design.js";
import { type ResponseInput, readResponse } from "./input/response.js";
import { ownDesign, plainDesign } from "./input/rows.js";
import { DEFAULTS } from "./options/defaults.js";
import { ownOptions } from "./options/own.js";
import { checkCallbacks, chooseFamily } from "./options/plan.js";
import { fitOptionsOf, PATH_KEYS, SHARED_KEYS } from "./options/plan-path.js";
import { planGrid, VALIDATION_KEYS } from "./options/plan-validation.js";
import type { CrossValidationOptions } from "./options/validation-types.js";
import { pathTo } from "./path.js";
import type { Path } from "./result/fitted-path.js";
import type { Predictors } from "./result/model.js";
import type { OfFamily, PredictorsOf, Unnamed } from "./result/per-model.js";
import { byOuter, clipOf, endOf, forFolds, jobsOf, measureOf } from "./validation/asked.js";
import { CrossValidation } from "./validation/cross-validation.js";
import { designsOfFolds } from "./validation/designs.js";
import { type Fold, planFolds } from "./validation/folds.js";
import { foldsOfRows, heldOutOf } from "./validation/held-out.js";
import type { FoldInput, FoldResult, Job } from "./validation/run-fold.js";
import { piecesOf } from "./validation/side-by-side.js";
import { isLoaded, load } from "./wasm/load.js";
import { countWorkers } from "./workers/count.js";
import { startEarly } from "./workers/early.js";
import { type FarThreads, foldElsewhere, openFar } from "./workers/elsewhere.js";
import { haltWhen, IDLE } from "./workers/halt.js";
import { here, runPiece } from "./workers/here.js";
import { foldByTeam, type TeamWork, teamFor, whyNoTeam } from "./workers/one-by-one.js";
import { type Halt, runInThreads } from "./workers/pool.js";
import { type Spawn, spawnAt } from "./workers/spawn.js";

/**
 * Scores strengths of penalty and noise on held-out rows. Every fold is fitted by its own path, with its own
 * standardization, weights and offsets; the grid is that of all rows. The curve, its standard errors and both choices are those
 * of cv.glmnet with the same grid and folds.
 *
 * @param formula  As in `fit`. Or numbers: x, then y.
 * @param table    As in `fit`.
 * @param options  See CrossValidationOptions.
 * @returns  A CrossValidation: `mean`, `standardError`, `best`, `oneStandardError`, `heldOut()`, `refit()`, the paths on all rows.
 * @throws GlmError as `path`; BAD_OPTION for folds that cannot be made.
 *
 * Source: Stone (1974); Friedman, Hastie & Tibshirani (2010), section 6.
 *
 * @example
 * const judged = await crossValidate(x, y, { family: "binomial", penalty: lasso(), standardize: true });
 * judged.best.lambda;
 * const model = judged.refit("oneStandardError");
 */
export async function crossValidate<F extends FamilyOption | Unnamed = FamilyOption | Unnamed>(
  formula: string,
  table: TableInput,
  options?: OfFamily<WithTable<CrossValidationOptions>, F>,
): Promise<CrossValidation<PredictorsOf<F>>>;
/**
 * The same of numbers.
 *
 * @param x  As in `fit`.
 * @param y  As in `fit`.
 * @param options  See CrossValidationOptions.
 */
export async function crossValidate<F extends FamilyOption | Unnamed = FamilyOption | Unnamed>(
  x: DesignInput,
  y: ResponseInput,
  options?: OfFamily<CrossValidationOptions, F>,
): Promise<CrossValidation<PredictorsOf<F>>>;
export async function crossValidate(
  x: unknown,
  y: unknown,
  given: CrossValidationOptions | WithTable<CrossValidationOptions> = {},
): Promise<unknown> {
  const begun = performance.now();
  const asked = called(x, y, given as CrossValidationOptions, VERB);
  const { options, table } = asked;
  checkCallbacks(options);
  const { family, response, design, folds } = aboutTable(table, () => read(asked));
  const { axes, outers } = planGrid(ownOptions(options, design));
  const measure = measureOf(options, family);
  const clip = clipOf(options, measure);
  const { signal, timeLimit, onProgress, workers: threads, workerUrl, on } = options;
  const asMany = countWorkers(threads, design, DEFAULTS.sharedFoldEntries, Number.POSITIVE_INFINITY);
  const workers = on === undefined ? asMany : 0;
  const plain = design.plain ?? plainDesign(design);
  const designs = table && ownDesigns(table, folds, options);
  if (!isLoaded()) await load();
  const total = outers.length * (folds.length + 1);
  let done = 0;
  const watch = () => ({
    signal,
    timeLimit: timeLimit === undefined ? undefined : Math.max(0, timeLimit - (performance.now() - begun)),
    onProgress: onProgress && ((now: object) => onProgress({ ...now, path: done, paths: total } as never)),
  });
  let end: CrossValidation["end"] = "complete";
  const paths: Path<Predictors>[] = [];
  const team = teamFor(workers, { workers: threads, workerUrl }, design);
  const own = team === undefined ? Math.min(workers, folds.length * outers.length) : 1;
  const far = await openFar(on);
  const early = startEarly(own - 1, spawnAt(workerUrl)); // while the paths are fitted
  try {
    for (const outer of outers) {
      const own = { ...outer.options, ...watch(), workers: threads, workerUrl };
      const data = { design, response, family, encoding: table?.encoding, options: own };
      const found = await aboutTableLater(table, () => pathTo(data, own));
      paths.push(found);
      done++;
      end = endOf(found) ?? end;
    }
    const foldOptions = outers.map(({ options: own }, k) => forFolds(own, paths[k]!));
    const input: FoldInput = { design: plain, designs, response, folds, outers: foldOptions, measure, clip };
    const { found, ...how } = await runFolds({
      ...{ input, jobs: jobsOf(outers.length, folds.length), spawn: early.spawn, watch, end, team, far },
      isAuto: threads === "auto",
      count: end === "complete" ? workers : 0,
      ms: (performance.now() - begun) / outers.length,
      begin: () => {
        done = paths.length;
      },
      tell: () => onProgress?.({ ...IDLE, elapsed: performance.now() - begun, path: ++done, paths: total } as never),
      next: () => {
        done++;
      },
    });
    const results = byOuter(found, outers.length, folds.length);
    return new CrossValidation({
      ...{ axes, outers, paths, results, measure },
      ...foldsOfRows(input, table),
      heldOut: heldOutOf(input, family, table),
      ...how,
    });
  } finally {
    early.end();
    await far?.end();
  }
}

/** The folds, in threads or by this one. */
interface FoldWork {
  readonly input: FoldInput;
  readonly jobs: readonly Job[];
  /** 0: by this thread. */
  readonly count: number;
  readonly isAuto: boolean;
  /** For folds one by one, each by all threads; undefined: threads have folds each. */
  readonly team: TeamWork | undefined;
  readonly spawn: Spawn;
  /** Threads of other machines, which then fit the folds. */
  readonly far: FarThreads | undefined;
  /** Milliseconds that a path on all rows took. */
  readonly ms: number;
  readonly watch: () => Parameters<typeof runAsync>[1] & { readonly signal: AbortSignal | undefined };
  readonly end: CrossValidation["end"];
  /** Called when folds begin, after each in threads, after each by this thread. */
  readonly begin: () => void;
  readonly tell: () => unknown;
  readonly next: () => void;
}

/** The results in the order of the jobs, and why no other thread fitted them. */
interface Judged {
  readonly found: (FoldResult | undefined)[];
  readonly end: CrossValidation["end"];
  readonly alone: string | undefined;
}

async function runFolds(work: FoldWork): Promise<Judged> {
  const { input, jobs, count, isAuto, spawn, far, ms, watch, begin, tell, next } = work;
  let { end, team } = work;
  let alone: string | undefined;
  if (team !== undefined && (await whyNoTeam(team)) !== undefined) team = undefined;
  const halt: Halt = (stop) =>
    haltWhen(watch(), (why) => {
      end = why;
      stop();
    });
  if (far !== undefined && end === "complete") {
    return { found: await foldElsewhere(input, jobs, far, ms, halt, tell), end, alone };
  }
  if (count > 0 && team === undefined) {
    const pieces = piecesOf(input, jobs, count);
    const others = Array.from({ length: Math.min(count, pieces.length) - 1 }, () => spawn);
    try {
      return { found: await runInThreads(input, pieces, [...others, here], halt, tell), end, alone };
    } catch (error) {
      if (!isAuto || !(error instanceof GlmError) || error.code !== "WORKER_FAILED") throw error;
      begin(); // no threads here: this one does the work
      alone = error.message;
    }
  }
  const found: (FoldResult | undefined)[] = [];
  const each = (): Job[][] => (team === undefined ? piecesOf(input, jobs, 1) : jobs.map((job) => [job]));
  for (const piece of end === "complete" ? each() : []) {
    if (end !== "complete") break;
    const from = found.length;
    const done = (result: FoldResult, k: number): void => {
      found[from + k] = result;
      next();
      end = endOf(result.solution) ?? end;
    };
    if (team === undefined) await runPiece(input, piece, watch() as never, done);
    else done(await foldByTeam(input, piece[0]!, team, watch() as never), 0);
  }
  return { found, end, alone };
}

const VERB = {
  name: "crossValidate",
  keys: [...SHARED_KEYS, ...PATH_KEYS, ...VALIDATION_KEYS],
  isPenalized: true,
} as const;

/** The input as numbers, X copied for the folds and paths made later. */
function read({ x, y, options }: Called<CrossValidationOptions>) {
  const fitOptions = fitOptionsOf(options as object, VALIDATION_KEYS, "crossValidate");
  const family = chooseFamily(fitOptions);
  const given = readDesign(x);
  const response = readResponse(y, given.rows, family, fitOptions);
  return { family, response, design: ownDesign(given), folds: planFolds(options, response, family) };
}

/** The designs of folds whose columns are learned in each. */
function ownDesigns(table: CalledTable, folds: readonly Fold[], { unlabeled }: CrossValidationOptions) {
  const designs = designsOfFolds(table, folds);
  if (designs !== undefined && unlabeled !== undefined) {
    const message =
      "unlabeled with a formula whose columns are learned in each fold, as poly(); expected columns as they are: compute them before";
    throw new GlmError("NOT_SUPPORTED", message, {});
  }
  return designs;
}
