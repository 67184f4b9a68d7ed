import { GlmError } from "../base/errors.js";
import { isLearned } from "../frame/apply.js";
import type { CrossValidation } from "../index.js";
import { PATH_KEYS, SHARED_KEYS } from "../options/plan-path.js";
import { VALIDATION_KEYS } from "../options/plan-validation.js";
import type { CrossValidationOptions, Measure } from "../options/validation-types.js";
import { clipOf, measureOf } from "../validation/asked.js";
import { assignFolds, type FoldPlan } from "../validation/folds.js";
import { checkSorted } from "./judge-fold.js";
import type { Kept } from "./prepare.js";

// The folds of rows that are kept here: what is asked of them, and which row is in which. Who reads the same rows finds the same.

export const VERB = {
  name: "crossValidate",
  keys: [...SHARED_KEYS, ...PATH_KEYS, ...VALIDATION_KEYS],
  isPenalized: true,
  refused: [["unlabeled", "rows without labels go with a table in memory"]],
  isStopped: ({ end }: CrossValidation): boolean => end !== "complete",
} as const;

/** Rows for a cross-validation. */
export type Given = Kept<CrossValidationOptions>;

export interface PlannedFolds {
  readonly options: CrossValidationOptions;
  readonly measure: Measure;
  readonly clip: number;
  readonly plan: FoldPlan;
  /** Rows that each fold holds out. */
  readonly held: readonly number[];
}

export function planFoldsOf(ready: Given): PlannedFolds {
  const { encoding, store, family } = ready;
  if (isLearned(encoding)) throw learned();
  const options = { ...ready.options, intercept: encoding.intercept, seed: store.seed } as CrossValidationOptions;
  const measure = measureOf(options, family);
  const clip = clipOf(options, measure);
  const plan = foldsOf(ready, options);
  const held = countHeld(plan);
  checkSorted(measure, Math.max(...held), store.memory);
  return { options, measure, clip, plan, held };
}

/** The fold of every row. */
function foldsOf({ store, design, family, beside }: Given, options: CrossValidationOptions): FoldPlan {
  const { spill } = store;
  const isOne = (v: number): boolean => v === 0 || v === 1;
  return assignFolds(options, {
    rows: design.rows,
    areClasses: () =>
      family.classes === "many" ||
      (family.classes === "two" && spill.places.every((_, k) => spill.vectors(k).y.every(isOne))),
    y: () => {
      const y = new Int32Array(design.rows); // of classes
      for (const [k, { first }] of spill.places.entries()) y.set(spill.vectors(k).y, first);
      return y;
    },
    names: () => beside!.names(),
    times: () => beside!.times(),
  });
}

function countHeld({ ids, count }: FoldPlan): number[] {
  const held = new Array<number>(count).fill(0);
  for (const id of ids) if (id >= 0) held[id]!++;
  return held;
}

function learned(): GlmError {
  const message =
    "crossValidate over a source with columns that are learned of the rows, as those of poly() or means in place of missing cells: each fold has its own, and would read the source again; expected columns as they are, or a table in memory";
  return new GlmError("NOT_SUPPORTED", message, {});
}
