import type { Axis, Measure } from "../options/validation-types.js";
import { align, significant } from "../result/format.js";
import { spreadOver } from "../result/path-text.js";
import type { GridPoint } from "./grid-point.js";

/** Number of printed points beside the two choices. */
const MOST_POINTS = 10;

/** The parts of a cross-validation in the text. */
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

/** The curve in a few lines, both choices among them, and the warnings about the folds. */
export function validationText(facts: ValidationFacts): string {
  const { measure, axes, mean, standardError, nonZeros, best, oneStandardError, folds, warnings, end } = facts;
  const chosen = [best, oneStandardError].flatMap((point) => point?.index ?? []);
  const points = [...new Set([...spreadOver(mean.length, MOST_POINTS), ...chosen])].sort((a, b) => a - b);
  const lines = points.map((k) => [
    String(k),
    ...axes.map(({ values }) => significant(values[k]!, 4)),
    significant(mean[k]!),
    significant(standardError[k]!, 2),
    String(nonZeros[k]!),
    [k === best?.index ? "best" : "", k === oneStandardError?.index ? "within 1 s.e." : ""].filter(Boolean).join(", "),
  ]);
  const header = ["point", ...axes.map(({ name }) => name), measure, "s.e.", "non-zeros", ""];
  const count = new Set(folds).size - Number(folds.includes(-1));
  const some = lines.length < mean.length ? `, ${lines.length} of them below` : "";
  return [
    `Cross-validation in ${count} folds: ${mean.length} points (${end})${some}`,
    "",
    ...align([header, ...lines]),
    ...warnings.map(({ code, message }) => `warning (${code}): ${message}`),
  ].join("\n");
}
