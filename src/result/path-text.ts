import type { StatusCode } from "../base/status.js";
import { align, significant } from "./format.js";

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

/** Numbers 0, ..., count - 1, or `most` of them, evenly spread, both ends among them. */
export function spreadOver(count: number, most: number): number[] {
  const shown = Math.min(count, most);
  return Array.from({ length: shown }, (_, k) => (shown < 2 ? k : Math.round((k * (count - 1)) / (shown - 1))));
}

/** A line per step, as glmnet prints a path; for a long path, some of the steps. */
export function pathText(path: PathFacts): string {
  const { over, length, nonZeros, degreesOfFreedom, devianceExplained, statuses, end } = path;
  const values = (path.lambdas ?? path.rates)!;
  const header = ["step", over, "non-zeros", "df", "deviance explained", "status"];
  const lines = spreadOver(length, MOST_STEPS).map((k) => [
    String(k),
    significant(values[k]!, 4),
    String(nonZeros[k]!),
    Number.isNaN(degreesOfFreedom[k]!) ? "" : significant(degreesOfFreedom[k]!, 4),
    `${(100 * devianceExplained[k]!).toFixed(2)} %`,
    statuses[k]!.code,
  ]);
  const some = lines.length < length ? `, ${lines.length} of them below` : "";
  return [`Path over ${over}: ${length} steps (${end})${some}`, "", ...align([header, ...lines])].join("\n");
}
