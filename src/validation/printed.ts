import type { Axis, Measure } from "../options/validation-types.js";
import { column, numbers, type PrintedTable, spreadOver } from "../words/table.js";
import type { GridPoint } from "./grid-point.js";

/** Number of printed points beside the two choices. */
const MOST_POINTS = 10;

/** The parts of a cross-validation in its table. */
export interface ValidationFacts {
  readonly measure: Measure;
  readonly axes: readonly { readonly name: Axis; readonly values: Float64Array }[];
  readonly mean: Float64Array;
  readonly standardError: Float64Array;
  readonly nonZeros: Int32Array;
  readonly best: GridPoint | undefined;
  readonly oneStandardError: GridPoint | undefined;
  readonly folds: Int32Array;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly end: string;
}

/** A row per point; some of them are shown, both choices among them, with the warnings about the folds. */
export function validationTable(facts: ValidationFacts): PrintedTable {
  const { measure, axes, mean, standardError, nonZeros, best, oneStandardError, folds, warnings, end } = facts;
  const chosen = [best, oneStandardError].flatMap((point) => point?.index ?? []);
  const shown = [...new Set([...spreadOver(mean.length, MOST_POINTS), ...chosen])].sort((a, b) => a - b);
  const count = new Set(folds).size - Number(folds.includes(-1));
  const some = shown.length < mean.length ? `, ${shown.length} of them below` : "";
  const choices = (k: number): string[] => [
    ...(k === best?.index ? ["best"] : []),
    ...(k === oneStandardError?.index ? ["within 1 s.e."] : []),
  ];
  return {
    caption: `Cross-validation in ${count} folds: ${mean.length} points (${end})${some}`,
    columns: [
      column("count", "point", "point"),
      ...axes.map(({ name }) => numbers(name, name, 4)),
      numbers(measure, measure),
      numbers("standardError", "s.e.", 2),
      column("count", "nonZeros", "non-zeros"),
      column("text", "choice", ""),
    ],
    rows: Array.from(mean, (value, k) => ({
      point: k,
      ...Object.fromEntries(axes.map(({ name, values }) => [name, values[k]!])),
      [measure]: value,
      standardError: standardError[k]!,
      nonZeros: nonZeros[k]!,
      choice: choices(k).join(", "),
    })),
    shown,
    notes: warnings.map(({ code, message }) => `warning (${code}): ${message}`),
  };
}
