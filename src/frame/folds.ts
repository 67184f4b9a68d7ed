import type { DesignInput } from "../input/design.js";
import { applyFrame, isLearned, relearnFrame } from "./apply.js";
import type { MakeDesign } from "./design-input.js";
import type { CalledTable } from "./table-options.js";
import { termKinds } from "./terms.js";

/**
 * x of every fold, with transforms and means that are learned from its training rows; levels are those of the whole table. Undefined if no
 * column depends on which rows it was learned from.
 */
export function folds(
  { encoding, columns, rows, roles }: CalledTable,
  trainings: readonly Int32Array[],
  make: MakeDesign,
): readonly DesignInput[] | undefined {
  if (!isLearned(encoding)) return undefined;
  const weights = roles.vectors.get("weights") as ArrayLike<number> | undefined;
  return trainings.map((train) => {
    const training = Int32Array.from(train, (i) => rows[i]!);
    const own = relearnFrame(encoding, columns, training, weights);
    return make(applyFrame(own, columns, { response: true, beside: roles.vectors }), termKinds(own));
  });
}
