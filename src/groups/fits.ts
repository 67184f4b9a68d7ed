import type { EstimateOptions, TidyRow } from "../index.js";
import type { GroupKey } from "./split.js";
import type { GroupFit } from "./work.js";

/** A coefficient of a group; `by` are the columns that rows were grouped by. A group without a model has one row, with its error. */
export type GroupRow = Readonly<Record<string, unknown>> &
  Partial<TidyRow> & { readonly rows: number; readonly status: string; readonly error: string | undefined };

/** The fits of all groups, in the order of their first rows. */
export class GroupFits implements Iterable<GroupFit> {
  readonly #fits: readonly GroupFit[];
  readonly #by: string | readonly string[];

  /** @internal */
  constructor(
    fits: readonly GroupFit[],
    by: string | readonly string[],
    /** Rows without a group: the cell of `by` is missing. */
    readonly leftOut: number,
    /** "aborted" if the signal ended the work: then the last groups are missing. */
    readonly end: "complete" | "aborted",
  ) {
    this.#fits = fits;
    this.#by = by;
  }

  get length(): number {
    return this.#fits.length;
  }

  [Symbol.iterator](): Iterator<GroupFit> {
    return this.#fits[Symbol.iterator]();
  }

  /** The fit of a group; undefined if there is no such group. With several columns, `{ store: 3, year: 2024 }`. */
  get(key: GroupKey): GroupFit | undefined {
    const label = labelOf(key);
    return this.#fits.find((fit) => labelOf(fit.key) === label);
  }

  /** Groups without a model, and groups whose model did not converge. */
  get failed(): readonly GroupFit[] {
    return this.#fits.filter(({ model }) => model?.status.code !== "converged");
  }

  /** One row for each coefficient of each group, in the words of `model.tidy()`, with the status of its fit. */
  toTable(options?: EstimateOptions): GroupRow[] {
    return this.#fits.flatMap(({ key, rows, model, error }): object[] => {
      const head = typeof this.#by === "string" ? { [this.#by]: key } : (key as Record<string, unknown>);
      if (model === undefined) return [{ ...head, rows, status: "refused", error: error!.message }];
      const { code } = model.status;
      return model.tidy(options).map((row) => ({ ...head, ...row, rows, status: code, error: undefined }));
    }) as GroupRow[];
  }
}

const labelOf = (key: GroupKey): string => {
  const isParts = typeof key === "object" && !(key instanceof Date);
  return isParts ? JSON.stringify(Object.entries(key).sort()) : `${typeof key} ${Number(key)} ${String(key)}`;
};
