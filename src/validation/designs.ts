import { applyFrame, isLearned, relearnFrame } from "../frame/apply.js";
import type { CalledTable } from "../frame/call.js";
import { designInput } from "../frame/design-input.js";
import { termLabels } from "../frame/terms.js";
import { readDesign } from "../input/design.js";
import { type PlainDesign, plainDesign } from "../input/rows.js";
import type { Fold } from "./folds.js";

/**
 * The design of every fold, with transforms and means that are learned from the rows outside it; levels are those of the whole table.
 * Undefined if no column depends on which rows it was learned from.
 */
export function designsOfFolds(
  { encoding, columns, rows, roles }: CalledTable,
  folds: readonly Fold[],
): readonly PlainDesign[] | undefined {
  if (!isLearned(encoding)) return undefined;
  const weights = roles.vectors.get("weights") as ArrayLike<number> | undefined;
  return folds.map(({ train }) => {
    const training = Int32Array.from(train, (i) => rows[i]!);
    const own = relearnFrame(encoding, columns, training, weights);
    const { design } = applyFrame(own, columns, { response: true, beside: roles.vectors });
    return plainDesign(readDesign(designInput(design, termLabels(own))));
  });
}
