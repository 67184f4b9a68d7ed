import { GlmError, type Model } from "../../index.js";
import { toNumber } from "../../table/cells.js";
import type { Data } from "./data.js";
import { fittedTable } from "./encoding.js";
import type { TableData } from "./table-data.js";
import { isTable, predictRows, type Rows, residualsOfRows } from "./verbs.js";

/** Probabilities beside what was seen. */
export interface Outcomes {
  readonly predicted: Float64Array;
  readonly y: Data["y"];
  readonly weights: ArrayLike<number> | undefined;
}

/** Those of the rows of a binomial fit; rows with trials give the share of successes, weighted by their trials. */
export function outcomesOf(model: Model, rows: Rows): Outcomes {
  const predicted = predictRows(model, rows, { type: "response" }) as Float64Array;
  return isTable(rows) ? ofTable(model, rows, predicted) : ofNumbers(rows, predicted);
}

function ofNumbers({ y, vectors: { weights, trials } }: Data, predicted: Float64Array): Outcomes {
  if (trials === undefined) return { predicted, y, weights };
  const counts = Float64Array.from(trials, (m, i) => m * (weights?.[i] ?? 1));
  const parts = Float64Array.from(y as Float64Array, (s, i) => (trials[i] === 0 ? 0 : s / trials[i]!));
  return { predicted, y: parts, weights: counts };
}

/** What was seen is the mean and its residual: the formula says how it is read, and the library has read it. Rows left out have none. */
function ofTable(model: Model, rows: TableData, predicted: Float64Array): Outcomes {
  const { weights, trials } = { ...fittedTable(model)?.roles, ...rows.options };
  if (trials === undefined && /^\s*cbind\s*\(/.test(rows.formula)) {
    const message = "the rows of cbind() are counts; expected a model of 0 and 1, of labels, or with --trials";
    throw new GlmError("NOT_SUPPORTED", message);
  }
  const residuals = residualsOfRows(model, rows, "response");
  const kept = Array.from(residuals.keys()).filter((i) => !Number.isNaN(residuals[i]!));
  const pick = (value: (i: number) => number): Float64Array => Float64Array.from(kept, value);
  const share = (i: number): number => Math.min(1, Math.max(0, predicted[i]! + residuals[i]!));
  const [count, weight] = [numbers(rows, trials), numbers(rows, weights)];
  return {
    predicted: pick((i) => predicted[i]!),
    y: pick(trials === undefined ? (i) => Math.round(share(i)) : share),
    weights: count === undefined && weight === undefined ? undefined : pick((i) => (count?.(i) ?? 1) * (weight?.(i) ?? 1)), // biome-ignore format: one line
  };
}

/** The numbers of a column; undefined without a name. */
function numbers({ table }: TableData, name: string | undefined): ((i: number) => number) | undefined {
  if (name === undefined) return undefined;
  return (i) => toNumber(String(table[name]![i])) ?? Number.NaN;
}
