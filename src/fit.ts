import { checkBoolean } from "./base/check.js";
import type { Design, Response, Solution } from "./base/flow.js";
import type { Warning } from "./base/status.js";
import type { RawStep } from "./base/trace.js";
import { runAsync, runSync, type Watch } from "./driver/run.js";
import type { Family, FamilyOption } from "./families/index.js";
import { type Precision, precisionAgain } from "./fitting/precision.js";
import { session } from "./fitting/session.js";
import { called } from "./frame/called.js";
import type { TableInput } from "./frame/columns.js";
import type { Encoding } from "./frame/encoding.js";
import { aboutTable, aboutTableLater } from "./frame/rows.js";
import type { Called, WithTable } from "./frame/table-options.js";
import { type DesignInput, readDesign } from "./input/design.js";
import { checkBothClasses, type ResponseInput, readResponse } from "./input/response.js";
import { DEFAULTS } from "./options/defaults.js";
import { ownRows } from "./options/own.js";
import { chooseFamily, KNOWN, makePlan } from "./options/plan.js";
import type { FitOptions } from "./options/types.js";
import type { ModelData } from "./result/data.js";
import { type FitRows, fitRowsOf } from "./result/fit-rows.js";
import { Model } from "./result/model.js";
import type { OfFamily, PredictorsOf, Unnamed } from "./result/per-model.js";
import type { Refit } from "./terms/submodels.js";
import { withScopeFor } from "./wasm/held.js";
import { isLoaded, load } from "./wasm/load.js";
import { openPatiently, threadWarnings } from "./workers/fallback.js";
import { inWorkplace, mayOpenAtOnce, openWorkplace, prepareThreads } from "./workers/teams.js";

/**
 * Fits a generalized linear model.
 *
 *     minimize  (1/W) [ sum_i w_i l(y_i, eta_i) + sum_i w_i r_i(beta) ] + P(beta),   eta_i = o_i + b + sum_j x_ij beta_j
 *
 * over the intercept b and the coefficients beta: l the negative log-likelihood of the family, r the expected extra loss
 * under feature noise (option `noise`), P the penalty (option `penalty`), w the weights with sum W. docs/objective.md has
 * every term and scale.
 *
 * @param formula  In R's language, as "low ~ age + race * smoke". Or numbers: x, then y.
 * @param table    An array of objects, an object of columns, or a table of Arrow or arquero; its columns are numbers, text, booleans, Dates, and
 *                 may have missing cells.
 * @param options  See FitOptions and TableOptions; all have defaults. Options with a value per row may name columns of the table.
 * @returns  The model: coefficients on the original scale of x, with a certificate in `status`. Problems during
 *           the fit (no convergence, separation, dependent columns) are reported there, never thrown.
 * @throws   GlmError for wrong input, before the fit; the code gives the kind, the message the place.
 *
 * Source: McCullagh & Nelder (1989) for the model; Wager, Wang & Liang (2013) for the noise.
 *
 * @example
 * const model = await fit([[0], [1], [2], [3]], [1, 3, 2, 6], { family: "poisson" });
 * model.coefficients;
 *
 * @example
 * const rows = [{ dose: 0, kind: "a", died: 1 }, { dose: 1, kind: "b", died: 3 }, { dose: 2, kind: "a", died: 2 }, { dose: 3, kind: "b", died: 6 }];
 * const model = await fit("died ~ dose + kind", rows, { family: "poisson" });
 * model.predict([{ dose: 4, kind: "b" }]);
 */
export async function fit<F extends FamilyOption | Unnamed = FamilyOption | Unnamed>(
  formula: string,
  table: TableInput,
  options?: OfFamily<WithTable<FitOptions>, F>,
): Promise<Model<PredictorsOf<F>>>;
/**
 * The same of numbers.
 *
 * @param x  n rows of p numbers: `number[][]`, `matrix(data, rows, columns, layout)`, `sparse(...)`, or columns by name. Finite.
 * @param y  n values: numbers in the family's domain, booleans, or labels.
 * @param options  See FitOptions; all have defaults.
 */
export async function fit<F extends FamilyOption | Unnamed = FamilyOption | Unnamed>(
  x: DesignInput,
  y: ResponseInput,
  options?: OfFamily<FitOptions, F>,
): Promise<Model<PredictorsOf<F>>>;
export async function fit(x: unknown, y: unknown, options: FitOptions | WithTable<FitOptions> = {}): Promise<unknown> {
  const asked = called(x, y, options as FitOptions, VERB);
  const given = aboutTable(asked.table, () => understand(asked));
  const watch = watchOf(asked.options);
  let { input } = given;
  const isReady = mayOpenAtOnce(asked.options, input.design, DEFAULTS.sharedEntries);
  if (!isLoaded() || !isReady) {
    input = ownRows(input); // if the kernel is loaded, X is copied into its memory before this returns, and only there
    await load();
    if (!isReady) await prepareThreads();
  }
  const { scope, hire, end, settled, warnings } = openPatiently(
    asked.options,
    given.input.design,
    DEFAULTS.sharedEntries,
  );
  try {
    const open = (watched: boolean) => session({ scope, ...input, watched, hire });
    const solution = await aboutTableLater(asked.table, () => runAsync(open, watch));
    await settled();
    return given.finish(solution, warnings(), input.design);
  } finally {
    end();
  }
}

const VERB = { name: "fit", keys: KNOWN } as const;

/**
 * The same as `fit`, synchronously: it blocks the event loop. In a browser `await load()` first.
 *
 * @example
 * const model = fitSync([[0], [1], [2], [3]], [1, 3, 2, 6], { family: "poisson" });
 */
export function fitSync<F extends FamilyOption | Unnamed = FamilyOption | Unnamed>(
  formula: string,
  table: TableInput,
  options?: OfFamily<WithTable<FitOptions>, F>,
): Model<PredictorsOf<F>>;
export function fitSync<F extends FamilyOption | Unnamed = FamilyOption | Unnamed>(
  x: DesignInput,
  y: ResponseInput,
  options?: OfFamily<FitOptions, F>,
): Model<PredictorsOf<F>>;
export function fitSync(x: unknown, y: unknown, options: FitOptions | WithTable<FitOptions> = {}): unknown {
  const asked = called(x, y, options as FitOptions, VERB);
  const given = aboutTable(asked.table, () => understand(asked));
  const place = openWorkplace(asked.options, given.input.design, DEFAULTS.sharedEntries);
  try {
    const open = (watched: boolean) => session({ scope: place.scope, ...given.input, watched });
    const solution = aboutTable(asked.table, () => runSync(open, watchOf(asked.options)));
    return given.finish(solution, threadWarnings(place));
  } finally {
    place.end();
  }
}

/** The input as numbers, the options as a plan, and the function that makes the solution a model. */
function understand({ x, y, options, table }: Called<FitOptions>) {
  const family = chooseFamily(options); //                      a name        -> a family
  const design = readDesign(x); //                              the input    -> shape, names, entries
  const response = readResponse(y, design.rows, family, options); // labels, weights -> doubles in the family's domain
  return decide({ design, response, family, encoding: table?.encoding }, options);
}

/** The input after reading. */
export interface FitData {
  readonly design: Design;
  readonly response: Response;
  readonly family: Family;
  /** How a table became the design; undefined for numbers. */
  readonly encoding: Encoding | undefined;
}

/** A synchronous fit to data that have been read. */
export function fitTo(data: FitData, options: FitOptions): Model {
  const given = decide(data, options);
  return withScopeFor(data.design, (scope) =>
    given.finish(runSync((watched) => session({ scope, ...given.input, watched }), watchOf(options))),
  );
}

/** Fits to other columns of the rows of a model, for tests of terms. */
export function fitWithout({ response, family }: FitRows, intercept: boolean): Refit {
  return (design) => {
    const { deviance, degreesOfFreedom, status } = fitTo(
      { design, response, family, encoding: undefined },
      { intercept },
    );
    return { deviance, rank: degreesOfFreedom ?? Number.NaN, code: status.code };
  };
}

function decide({ design, response, family, encoding }: FitData, options: FitOptions) {
  const trace: RawStep[] | undefined = checkBoolean("trace", options.trace ?? false) ? [] : undefined;
  const plan = makePlan(options, design, response, family); //  options       -> every option decided, or a refusal
  if (plan.biasReduction === undefined) checkBothClasses(response, family, plan.intercept);
  const finish = (solution: Solution, more: readonly Warning[] = [], own = design): Model => {
    const warned = { ...solution, warnings: [...solution.warnings, ...more], trace };
    const { workers, workerUrl } = options;
    const later = (model: ModelData): Precision =>
      inWorkplace({ workers, workerUrl }, own, (scope) =>
        precisionAgain(scope, fitRowsOf(model, { design: own, response })),
      );
    return Model.of(warned, design.names, response, plan, family, encoding, later);
  };
  return { input: { design, response, plan, family, trace }, finish };
}

function watchOf(options: FitOptions): Watch {
  return { signal: options.signal, timeLimit: options.timeLimit, onProgress: options.onProgress };
}
