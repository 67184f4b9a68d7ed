import type { StatusCode } from "../base/status.js";
import { column, numbers, type PrintedTable, spreadOver } from "../words/table.js";

/** Number of printed steps of a long path, spread over it. */
const MOST_STEPS = 12;

/** The parts of a path that its text shows. */
export interface PathFacts {
  readonly over: "lambda" | "rate";
  readonly length: number;
  readonly lambdas: Float64Array | undefined;
  readonly rates: Float64Array | undefined;
  readonly nonZeros: Int32Array;
  readonly degreesOfFreedom: Float64Array;
  readonly devianceExplained: Float64Array;
  readonly statuses: readonly { readonly code: StatusCode }[];
  readonly end: string;
}

/** A row per step, as glmnet prints a path; of a long path, some of the steps are shown. */
export function pathTable(path: PathFacts): PrintedTable {
  const { over, length, nonZeros, degreesOfFreedom, devianceExplained, statuses, end } = path;
  const values = (path.lambdas ?? path.rates)!;
  const shown = spreadOver(length, MOST_STEPS);
  const some = shown.length < length ? `, ${shown.length} of them below` : "";
  return {
    caption: `Path over ${over}: ${length} steps (${end})${some}`,
    columns: [
      column("count", "step", "step"),
      numbers(over, over, 4),
      column("count", "nonZeros", "non-zeros"),
      numbers("degreesOfFreedom", "df", 4),
      column("percent", "devianceExplained", "deviance explained"),
      column("text", "status", "status"),
    ],
    rows: Array.from({ length }, (_, k) => ({
      step: k,
      [over]: values[k]!,
      nonZeros: nonZeros[k]!,
      degreesOfFreedom: known(degreesOfFreedom[k]!),
      devianceExplained: devianceExplained[k]!,
      status: statuses[k]!.code,
    })),
    shown,
    notes: [],
  };
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
