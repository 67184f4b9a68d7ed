import { type Refusal, refusalOf } from "../base/refusal.js";
import type { GlmError, Model, ModelJSON } from "../index.js";
import { type FitOptions, fitSync, type WithTable } from "../index.js";
import type { Columns } from "./split.js";

/** Some groups that are fitted by one hand, one after the other: plain data. */
export interface Batch {
  readonly formula: string;
  readonly options: WithTable<FitOptions>;
  readonly groups: readonly Columns[];
}

/** What became of a group: its model, here or as JSON from elsewhere, or why there is none. */
export type Outcome = { readonly model: Model | ModelJSON } | { readonly error: GlmError | Error | Refusal };

/** Fits the groups of a batch. Errors are results. */
export function fitBatch({ formula, options, groups }: Batch): ({ model: Model } | { error: Error })[] {
  return groups.map((columns) => {
    try {
      return { model: fitSync(formula, columns as never, options) };
    } catch (error) {
      return { error: error as Error };
    }
  });
}

/** What became of a batch, and the milliseconds that it took. */
export interface Done {
  readonly outcomes: readonly Outcome[];
  readonly ms: number;
}

/** The groups of a batch, with the time. */
export function fitTimed(batch: Batch): Done {
  const begun = performance.now();
  const outcomes = fitBatch(batch);
  return { outcomes, ms: performance.now() - begun };
}

/** The same as plain data, for another thread or machine. */
export function fitBatchAway(batch: Batch): Done {
  const begun = performance.now();
  const outcomes = fitBatch(batch).map((found) =>
    "model" in found ? { model: found.model.toJSON() } : { error: refusalOf(found.error) },
  );
  return { outcomes, ms: performance.now() - begun };
}
