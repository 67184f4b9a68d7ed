import { GlmError } from "./base/errors.js";
import type { NoisePlan } from "./base/flow.js";
import { REQUEST } from "./base/ids.js";
import type { TableInput } from "./frame/columns.js";
import { aboutTable } from "./frame/rows.js";
import { rowsOfFit } from "./frame/rows-of.js";
import type { WithTable } from "./frame/table-options.js";
import { termGroups } from "./frame/terms.js";
import { revisitHere } from "./inference/revisit.js";
import type { DesignInput } from "./input/design.js";
import type { ResponseInput } from "./input/response.js";
import type { ModelData } from "./result/data.js";
import { type FitVectors, readFitRows, VECTOR_KEYS } from "./result/fit-rows.js";
import { Model, type Predictors } from "./result/model.js";
import { askAtPoint, finish } from "./shard/task.js";
import { withScope } from "./wasm/scope.js";
import { type Printed, printed } from "./words/printed.js";
import { column, numbers } from "./words/table.js";

/** What the noise on a term costs. */
export interface NoisePenalty {
  /** The term of the formula, or the column. */
  readonly term: string;
  readonly columns: readonly string[];
  /** Sum of the adaptive penalties of its columns, the strengths of the ridge that the noise is to second order; a mean over classes. */
  readonly strength: number;
  /** The rise of the mean loss when only this term is noised, at the estimates: in units of the objective. */
  readonly penalty: number;
}

/**
 * The noise penalty by term: which terms of a formula dropout or another noise holds back, and how much.
 *
 *     penalty_t = (1/W) sum_i w_i [ f_i(beta; noise on t only) - l_i(beta) ]
 *
 * With the "quadratic" approximation the penalties of all terms add up to that of the objective; with the others they need not, because noise
 * of one term changes what that of another costs. For models of numbers each column is a term.
 *
 * @param model  A fit with noise. @param table  The table of the fit, or x and y: other rows are refused.
 * @returns  A row per term, in the order of the formula; prints as a table.
 * @throws GlmError NOT_SUPPORTED for a model without noise.
 *
 * Source: Wager, Wang & Liang (2013), section 3.
 *
 * @example
 * const text = String(noisePenalties(model, rows));
 */
export function noisePenalties(
  model: Model<Predictors>,
  table: TableInput,
  options?: WithTable<FitVectors>,
): readonly NoisePenalty[] & Printed;
export function noisePenalties(
  model: Model<Predictors>,
  x: DesignInput,
  y: ResponseInput,
  options?: FitVectors,
): readonly NoisePenalty[] & Printed;
export function noisePenalties(
  model: Model<Predictors>,
  x: unknown,
  y?: unknown,
  given?: FitVectors,
): readonly NoisePenalty[] & Printed {
  const data = Model.dataOf(model);
  if (data.adaptivePenalty === undefined || data.recipe === undefined) {
    throw new GlmError(
      "NOT_SUPPORTED",
      "noisePenalties needs a model with noise; this one was fitted without: add noise: dropout(0.5)",
      {},
    );
  }
  const rows = rowsOfFit<FitVectors>(data, [x, y, given], VECTOR_KEYS, "noisePenalties");
  const found = aboutTable(rows.table, () => {
    const again = readFitRows(data, rows.x, rows.y as ResponseInput, rows.options);
    withScope((scope) => revisitHere(scope, again)); // the rows must be those of the fit
    return groupsOf(data).map(([term, columns]): NoisePenalty => {
      const only = (noise: NoisePlan): NoisePlan => {
        const strengths = new Float64Array(noise.strengths.length);
        for (const j of columns) strengths[j] = noise.strengths[j]!;
        return { ...noise, strengths };
      };
      const plan = { ...again.plan, noises: again.plan.noises.map(only) };
      const penalty = withScope((scope) => {
        const { task, response } = revisitHere(scope, { ...again, plan, belongs: undefined }, { asGiven: true });
        finish(askAtPoint(task, REQUEST.value));
        return (task.exchange.read("value") - task.exchange.read("loss")) / response.totalWeight;
      });
      const strength =
        data.adaptivePenalty!.reduce((sum, own) => sum + columns.reduce((s, j) => s + own[j]!, 0), 0) /
        data.adaptivePenalty!.length;
      return { term, columns: columns.map((j) => data.names[j]!), strength, penalty };
    });
  });
  const total = found.reduce((sum, { penalty }) => sum + penalty, 0);
  return printed(found, () => ({
    caption: `noise penalty by term: ${data.noise}, ${data.approximation}`,
    columns: [
      column("text", "term", ""),
      numbers("strength", "strength"),
      numbers("penalty", "penalty"),
      column("percent", "share", "share"),
    ],
    rows: found.map((row) => ({ ...row, share: total === 0 ? 0 : row.penalty / total })),
    notes: [],
  }));
}

/** The terms with the places of their columns. */
function groupsOf({ names, encoding }: ModelData): [string, number[]][] {
  if (encoding === undefined) return names.map((name, j) => [name, [j]]);
  const places = new Map(names.map((name, j) => [name, j]));
  return Object.entries(termGroups(encoding)).map(([label, own]) => [label, own.map((name) => places.get(name)!)]);
}
