import type { Design, PathSolution } from "./base/flow.js";
import type { Warning } from "./base/status.js";
import { runAsync, runSync } from "./driver/run.js";
import type { FamilyOption } from "./families/index.js";
import { type FitData, fitTo } from "./fit.js";
import { called } from "./frame/called.js";
import type { TableInput } from "./frame/columns.js";
import { aboutTable, aboutTableLater } from "./frame/rows.js";
import type { Called, WithTable } from "./frame/table-options.js";
import { type DesignInput, readDesign } from "./input/design.js";
import { checkBothClasses, type ResponseInput, readResponse } from "./input/response.js";
import { type OwnDesign, ownDesign } from "./input/rows.js";
import { DEFAULTS } from "./options/defaults.js";
import { ownOptions } from "./options/own.js";
import type { PathOptions } from "./options/path-types.js";
import { chooseFamily } from "./options/plan.js";
import { fitOptionsOf, PATH_KEYS, planPath, SHARED_KEYS, stepOptions } from "./options/plan-path.js";
import { pathSession } from "./paths/path-session.js";
import { frameOf, Path } from "./result/fitted-path.js";
import type { OfFamily, PredictorsOf, Unnamed } from "./result/per-model.js";
import { isHeld } from "./wasm/held.js";
import { isLoaded, load } from "./wasm/load.js";
import { openPatiently, threadWarnings } from "./workers/fallback.js";
import { mayOpenAtOnce, openWorkplace, prepareThreads } from "./workers/teams.js";

/**
 * Fits along a path of penalty or noise strengths, each starting where the one before ended.
 *
 * Over lambda (default): from the smallest lambda at which all penalized coefficients of a lasso are 0,
 *
 *     lambdaMax = max_j |g_j| / (share f_j)        g: slopes of the mean loss, after a fit of the unpenalized parameters
 *
 * down to `minRatio` of it in `count` steps, evenly spaced in log lambda: the grid of glmnet, for any family, noise, bounds,
 * dense or sparse x. For a share below 0.001, including ridge, lambdaMax is that of 0.001. Over "rate": rising strengths of
 * the noise with the given penalty.
 *
 * @param formula  As in `fit`. Or numbers: x, then y.
 * @param table    As in `fit`.
 * @param options  See PathOptions. `penalty` is given without a lambda: `lasso()` (default), `elasticNet(undefined, share)`,
 *                 `ridge()`; `noise` for over "rate" is `dropout()` or another; its strength is replaced. `start` is where the
 *                 first step starts.
 * @returns  A Path. Every step has the certificate of a fit; a stopped path holds the finished steps.
 * @throws GlmError as `fit`; BAD_OPTION for a penalty with a lambda; BAD_VALUE if no lambda can be chosen, because y is constant.
 *
 * Source: Friedman, Hastie & Tibshirani (2010), section 2.5; Tibshirani et al. (2012) for the rule that chooses columns.
 *
 * @example
 * const fits = await path(x, y, { family: "binomial", penalty: lasso(), standardize: true });
 * fits.lambdas; fits.nonZeros; fits.at(0.05).coefficients;
 */
export async function path<F extends FamilyOption | Unnamed = FamilyOption | Unnamed>(
  formula: string,
  table: TableInput,
  options?: OfFamily<WithTable<PathOptions>, F>,
): Promise<Path<PredictorsOf<F>>>;
/**
 * The same of numbers.
 *
 * @param x  As in `fit`.
 * @param y  As in `fit`.
 * @param options  See PathOptions.
 */
export async function path<F extends FamilyOption | Unnamed = FamilyOption | Unnamed>(
  x: DesignInput,
  y: ResponseInput,
  options?: OfFamily<PathOptions, F>,
): Promise<Path<PredictorsOf<F>>>;
export async function path(
  x: unknown,
  y: unknown,
  options: PathOptions | WithTable<PathOptions> = {},
): Promise<unknown> {
  const asked = called(x, y, options as PathOptions, VERB);
  return aboutTableLater(asked.table, () => pathTo(read(asked), asked.options));
}

const VERB = { name: "path", keys: [...SHARED_KEYS, ...PATH_KEYS], isPenalized: true } as const;

/** A path for the input after reading. */
export async function pathTo(data: PathData, options: PathOptions): Promise<Path> {
  const given = understand(data, options);
  const { design } = given.input;
  const least = DEFAULTS.sharedPathEntries;
  if (!isLoaded()) await load();
  if (!mayOpenAtOnce(options, design, least)) await prepareThreads();
  const { scope, hire, end, settled, warnings } = openPatiently(options, design, least);
  try {
    const open = (watched: boolean) => pathSession({ scope, ...given.input, watched, hire });
    const solution = await runAsync(open, given.watch);
    await settled();
    return given.finish(solution, warnings());
  } finally {
    end();
  }
}

/**
 * The same as `path`, synchronously: it blocks the event loop. In a browser `await load()` first.
 *
 * @example
 * const fits = pathSync(x, y, { family: "binomial", penalty: lasso() });
 */
export function pathSync<F extends FamilyOption | Unnamed = FamilyOption | Unnamed>(
  formula: string,
  table: TableInput,
  options?: OfFamily<WithTable<PathOptions>, F>,
): Path<PredictorsOf<F>>;
export function pathSync<F extends FamilyOption | Unnamed = FamilyOption | Unnamed>(
  x: DesignInput,
  y: ResponseInput,
  options?: OfFamily<PathOptions, F>,
): Path<PredictorsOf<F>>;
export function pathSync(x: unknown, y: unknown, options: PathOptions | WithTable<PathOptions> = {}): unknown {
  const asked = called(x, y, options as PathOptions, VERB);
  return aboutTable(asked.table, () => {
    const given = understand(read(asked), asked.options);
    const { design } = given.input;
    const place = openWorkplace(asked.options, design, DEFAULTS.sharedPathEntries);
    const { scope } = place;
    try {
      const solution = runSync((watched) => pathSession({ scope, ...given.input, watched }), given.watch);
      return given.finish(solution, threadWarnings(place));
    } finally {
      place.end();
    }
  });
}

/** The path keeps copies of the data, so that its steps can be fitted again later. */
export interface PathData extends FitData {
  readonly design: Design & Partial<Pick<OwnDesign, "plain">>;
  readonly options: PathOptions;
}

function read({ x, y, options, table }: Called<PathOptions>): PathData {
  const fitOptions = fitOptionsOf(options);
  const family = chooseFamily(fitOptions);
  const given = readDesign(x);
  const response = readResponse(y, given.rows, family, fitOptions);
  const design = isHeld(given) ? given : ownDesign(given);
  return { design, response, family, encoding: table?.encoding, options: ownOptions(options, design) };
}

/** The input as numbers, the options as a plan, and the function that makes the solution a path. */
function understand(data: PathData, { signal, timeLimit, onProgress }: PathOptions) {
  const { design, response, family, options } = data;
  const plan = planPath(options, design, response, family);
  checkBothClasses(response, family, plan.plan.intercept);
  const { over } = plan;
  const { tolerance, solver } = plan.plan;
  const frame = frameOf(data);
  const finish = (solution: PathSolution, warnings: readonly Warning[] = []): Path =>
    new Path({
      over,
      frame,
      tolerance,
      solver,
      solution,
      warnings,
      exponent: response.exponent,
      refit: (value, from) => fitTo(data, stepOptions(options, value, from, family)),
    });
  return { input: { design, response, path: plan, family }, finish, watch: { signal, timeLimit, onProgress } };
}
