import { designInput } from "../frame/design-input.js";
import { tables } from "../frame/hook.js";
import type { CalledTable } from "../frame/table-options.js";
import { readDesign } from "../input/design.js";
import { type PlainDesign, plainDesign } from "../input/rows.js";
import type { Fold } from "./folds.js";

/** The designs of folds whose columns are learned from their training rows; undefined if all folds have the same. */
export function designsOfFolds(table: CalledTable, folds: readonly Fold[]): readonly PlainDesign[] | undefined {
  const trainings = folds.map(({ train }) => train);
  return tables()
    .folds(table, trainings, designInput)
    ?.map((x) => plainDesign(readDesign(x)));
}
