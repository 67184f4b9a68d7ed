import type { Progress, Solution } from "../base/flow.js";
import { runAsync, type Watch } from "../driver/run.js";
import { session } from "../fitting/session.js";
import type { WithTable } from "../frame/table-options.js";
import { Model } from "../index.js";
import { KNOWN, makePlan } from "../options/plan.js";
import type { FitOptions } from "../options/types.js";
import type { Source } from "../source/source.js";
import { openScope } from "../wasm/scope.js";
import { type Ready, type StreamOptions, withRows } from "./prepare.js";

/** The options of `fit` over a source. */
export type StreamFitOptions = Omit<WithTable<FitOptions>, "onProgress"> & StreamOptions;

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
 * @param options  As in `fit`, with StreamOptions. Options of one value per row are names of columns. Not supported: `unlabeled`, `workers`;
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
export async function fit(formula: string, source: Source, options: StreamFitOptions = {}): Promise<unknown> {
  return withRows(formula, source, options, VERB, fitted);
}

async function fitted(ready: Ready<object>): Promise<Model> {
  return fitRows(ready, { ...ready.options, intercept: ready.encoding.intercept }, watchOf(ready));
}

/** One fit to the rows. */
export async function fitRows(ready: Ready<object>, options: FitOptions, watch: Watch): Promise<Model> {
  const { design, response, family, encoding, hire, warnings } = ready;
  const plan = makePlan(options, design, response, family);
  const { scope, end } = openScope();
  try {
    const open = (watched: boolean) => session({ scope, design, response, plan, family, watched, hire });
    const solution: Solution = await runAsync(open, watch);
    const warned = { ...solution, warnings: [...solution.warnings, ...warnings()] };
    return Model.of(warned, design.names, response, plan, family, encoding);
  } finally {
    end();
  }
}

/** What watches the fit itself. */
export function watchOf<P extends Progress>({ listener, signal, options, rowsRead, cut }: Ready<object>): Watch<P> {
  return {
    signal,
    timeLimit: options.timeLimit,
    onProgress: (progress) => listener.tell({ ...progress, phase: "fitting", rows: rowsRead(), total: cut.rows }),
  };
}
