import { checkBoolean } from "../base/check.js";
import type { Progress, Solution } from "../base/flow.js";
import type { RawStep } from "../base/trace.js";
import { runAsync, type Watch } from "../driver/run.js";
import { session } from "../fitting/session.js";
import type { WithTable } from "../frame/table-options.js";
import { Model } from "../index.js";
import { KNOWN, makePlan } from "../options/plan.js";
import type { FitOptions } from "../options/types.js";
import type { Source } from "../source/source.js";
import { isSvmlight, type SvmlightSource } from "../source/svmlight.js";
import { openScope } from "../wasm/scope.js";
import type { StreamOptions } from "./asked.js";
import { type Ready, type ReadyRows, withRows } from "./prepare.js";
import { type SparseOptions, withSparseRows } from "./sparse.js";
import type { StreamUnlabeled } from "./unlabeled.js";

/** The options of `fit` to a file of SVMlight. */
export type SparseFitOptions = Omit<
  FitOptions,
  "onProgress" | "weights" | "weightType" | "trials" | "offset" | "exposure" | "unlabeled" | "workers" | "workerUrl"
> &
  SparseOptions;

/** The options of `fit` over a source. */
export type StreamFitOptions = Omit<WithTable<FitOptions>, "onProgress" | "unlabeled"> &
  StreamOptions & {
    /** Rows without labels, for the noise penalty: a source, which is read once, or a table. Rows with missing cells are left out. */
    readonly unlabeled?: StreamUnlabeled | undefined;
  };

const VERB = {
  name: "fit",
  keys: KNOWN,
  isPenalized: false,
  isStopped: ({ status }: Model): boolean => status.code === "aborted",
} as const;

/**
 * `fit` to a source, whose rows need not fit into memory. They are read twice, encoded and kept in a temporary file, of which every pass of
 * the fit reads what the option `memory` does not hold. The result has the bits of a fit in memory to the same rows.
 *
 * @param formula  As in `fit`: "low ~ age + race * smoke".
 * @param source   `file("big.parquet")`, `sql("SELECT ...")`, or a `source` of your own.
 * @param options  As in `fit`, with StreamOptions. Options of one value per row are names of columns. Not supported: `workers`;
 *                 `biasReduction` only where the rows fit into a small part of `memory`.
 * @returns  The model, as `fit` returns it.
 * @throws   GlmError as `fit` does; SOURCE_CHANGED if the second reading gives other rows than the first, DISK_FULL, BAD_OPTION for a `memory`
 *           below a few partitions, with the least that serves. The reason of `signal`, if it aborts before the fit begins; afterwards the model has the
 *           status "aborted".
 *
 * @example
 * const days = source({
 *   async *open() {
 *     for (const dose of [0, 1, 2, 3]) yield [{ dose, died: 1 + dose }, { dose, died: 2 * dose }];
 *   },
 * });
 * const model = await fit("died ~ dose", days, { family: "poisson", memory: "512MB" });
 */
export async function fit(
  formula: string,
  source: Source,
  options: StreamFitOptions & { readonly family: "multinomial" },
): Promise<Model<"many">>;
export async function fit(formula: string, source: Source, options?: StreamFitOptions): Promise<Model>;
/**
 * The same to a file of SVMlight: x are all of its columns, y its labels. The result has the bits of `fit(x, y)` to what `readSvmlight` reads.
 *
 * @param source   `svmlight("big.svm")`.
 * @param options  As in `fit` of numbers, with StreamOptions. Not supported: weights, trials, offsets, `unlabeled`, `workers`, `on`, `seed`.
 * @returns  The model; its coefficients are named x1, x2, ...
 * @throws   As above.
 *
 * @example
 * const model = await fit(svmlight("big.svm"), { family: "binomial", penalty: ridge(0.01), memory: "2GB" });
 */
export async function fit(
  source: SvmlightSource,
  options: SparseFitOptions & { readonly family: "multinomial" },
): Promise<Model<"many">>;
export async function fit(source: SvmlightSource, options?: SparseFitOptions): Promise<Model>;
export async function fit(
  given: string | SvmlightSource,
  source: unknown = {},
  options: StreamFitOptions = {},
): Promise<unknown> {
  if (isSvmlight(given)) return withSparseRows(given, source as SparseFitOptions, VERB, fittedNumbers);
  return withRows(given, source as Source, options, VERB, fitted);
}

async function fitted(ready: Ready<object>): Promise<Model> {
  return fitRows(ready, { ...ready.options, intercept: ready.encoding.intercept }, watchOf(ready));
}

async function fittedNumbers(ready: ReadyRows<object>): Promise<Model> {
  return fitRows(ready, ready.options, watchOf(ready));
}

/** One fit to the rows. */
export async function fitRows(ready: ReadyRows<object>, options: FitOptions, watch: Watch): Promise<Model> {
  const { design, response, family, encoding, hire, warnings } = ready;
  const trace: RawStep[] | undefined = checkBoolean("trace", options.trace ?? false) ? [] : undefined;
  const plan = makePlan(options, design, response, family);
  const { scope, end } = openScope();
  try {
    const open = (watched: boolean) => session({ scope, design, response, plan, family, watched, hire, trace });
    const solution: Solution = await runAsync(open, watch);
    const warned = { ...solution, warnings: [...solution.warnings, ...warnings()], trace };
    return Model.of(warned, design.names, response, plan, family, encoding);
  } finally {
    end();
  }
}

/** What watches the fit itself. */
export function watchOf<P extends Progress>({ listener, signal, options, rowsRead, cut }: ReadyRows<object>): Watch<P> {
  return {
    signal,
    timeLimit: options.timeLimit,
    onProgress: (progress) => listener.tell({ ...progress, phase: "fitting", rows: rowsRead(), total: cut.rows }),
  };
}
