import { GlmError } from "../base/errors.js";
import type { PathPlan, PathProgress, PathSolution } from "../base/flow.js";
import { runAsync, type Watch } from "../driver/run.js";
import type { WithTable } from "../frame/table-options.js";
import { Path } from "../index.js";
import type { PathOptions } from "../options/path-types.js";
import { PATH_KEYS, planPath, SHARED_KEYS } from "../options/plan-path.js";
import { pathSession } from "../paths/path-session.js";
import { frameOf, type PathParts } from "../result/fitted-path.js";
import type { Source } from "../source/source.js";
import { isSvmlight, type SvmlightSource } from "../source/svmlight.js";
import { endOf } from "../validation/asked.js";
import { openScope } from "../wasm/scope.js";
import type { StreamOptions } from "./asked.js";
import { type StreamFitOptions, watchOf } from "./fit.js";
import { type ReadyRows, withRows } from "./prepare.js";
import { type SparseOptions, withSparseRows } from "./sparse.js";

/** The options of `path` over a source. */
export type StreamPathOptions = Omit<WithTable<PathOptions>, "onProgress" | "unlabeled"> &
  StreamOptions &
  Pick<StreamFitOptions, "unlabeled">;

/** The options of `path` over a file of SVMlight. */
export type SparsePathOptions = Omit<
  PathOptions,
  "onProgress" | "weights" | "weightType" | "trials" | "offset" | "exposure" | "unlabeled" | "workers" | "workerUrl"
> &
  SparseOptions;

const VERB = {
  name: "path",
  keys: [...SHARED_KEYS, ...PATH_KEYS],
  isPenalized: true,
  isStopped: (found: Path): boolean => endOf(found) !== undefined,
} as const;

/**
 * `path` over a source, whose rows need not fit into memory: the source is read twice for all steps.
 *
 * @param formula  As in `fit`.
 * @param source   As in `fit` over a source.
 * @param options  As in `path`, with StreamOptions.
 * @returns  The path, with the bits of that in memory. Its file is gone when it is there, so `path.at(value, { exact: true })` is refused:
 *           fit at that value.
 * @throws   GlmError as `fit` over a source.
 *
 * @example
 * const found = await path("y ~ a + b", file("big.parquet"), { family: "binomial", penalty: lasso(), memory: "2GB" });
 */
export async function path(
  formula: string,
  source: Source,
  options: StreamPathOptions & { readonly family: "multinomial" },
): Promise<Path<"many">>;
export async function path(formula: string, source: Source, options?: StreamPathOptions): Promise<Path>;
/**
 * The same over a file of SVMlight, as `fit` takes it.
 *
 * @param source   `svmlight("big.svm")`.
 * @param options  As in `path` of numbers, with StreamOptions; not supported is what `fit` refuses.
 *
 * @example
 * const found = await path(svmlight("big.svm"), { family: "binomial", penalty: lasso(), memory: "2GB" });
 */
export async function path(
  source: SvmlightSource,
  options: SparsePathOptions & { readonly family: "multinomial" },
): Promise<Path<"many">>;
export async function path(source: SvmlightSource, options?: SparsePathOptions): Promise<Path>;
export async function path(
  given: string | SvmlightSource,
  source: unknown = {},
  options: StreamPathOptions = {},
): Promise<unknown> {
  if (isSvmlight(given)) {
    return withSparseRows(given, source as SparsePathOptions, VERB, (ready) => walked(ready, ready.options));
  }
  return withRows(given, source as Source, options, VERB, (ready) =>
    walked(ready, { ...ready.options, intercept: ready.encoding.intercept }),
  );
}

async function walked(ready: ReadyRows<object>, options: PathOptions): Promise<Path> {
  return pathOf(ready, await solvePath(ready, options, watchOf<PathProgress>(ready)), (value) => {
    const message = `the rows of a source are not kept after its path; expected a value of a step, or fit with the strength ${value}`;
    throw new GlmError("NOT_SUPPORTED", message, { value });
  });
}

export interface Solved {
  readonly plan: PathPlan;
  readonly solution: PathSolution;
}

/** The steps of a path. */
export async function solvePath(
  { design, response, family, hire }: Pick<ReadyRows<object>, "design" | "response" | "family" | "hire">,
  options: PathOptions,
  watch: Watch<PathProgress>,
  isBare = false,
): Promise<Solved> {
  const plan = planPath(options, design, response, family);
  const { scope, end } = openScope();
  try {
    const open = (watched: boolean) =>
      pathSession({ scope, design, response, path: plan, family, watched, hire, isBare });
    return { plan, solution: await runAsync(open, watch) };
  } finally {
    end();
  }
}

/** The same as a result. */
export function pathOf(ready: ReadyRows<object>, { plan, solution }: Solved, refit: PathParts["refit"]): Path {
  return new Path({
    over: plan.over,
    frame: frameOf(ready),
    tolerance: plan.plan.tolerance,
    solver: plan.plan.solver,
    solution,
    warnings: ready.warnings(),
    exponent: ready.response.exponent,
    refit,
  });
}
