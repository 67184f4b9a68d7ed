import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import { show } from "../base/show.js";

/** How to read a file. */
export interface ReadOptions {
  /**
   * Number of columns p; a larger index is refused. Default: the largest index. Needs `zeroBased`: if
   * the index 0 is missing from a second file, nothing in it says which index is the first column.
   */
  readonly columns?: number | undefined;
  /** Whether the first column has the index 0. Default "auto": yes if the index 0 occurs; required with `columns`. */
  readonly zeroBased?: "auto" | boolean | undefined;
}

const MOST_COLUMNS = 2 ** 31 - 1;

/** Refuses wrong options; `who` takes them. */
export function checkOptions(options: ReadOptions, who: string): void {
  checkKeys(options, ["columns", "zeroBased"], who);
  const { columns, zeroBased } = options;
  if (columns !== undefined && !(Number.isInteger(columns) && columns >= 0 && columns <= MOST_COLUMNS)) {
    const expected = `expected a whole number in [0, ${MOST_COLUMNS}]`;
    throw new GlmError("BAD_OPTION", `${who}: columns = ${show(columns)}; ${expected}`, { columns });
  }
  if (columns !== undefined && typeof zeroBased !== "boolean" && (zeroBased ?? "auto") === "auto") {
    const expected = "expected both, as the first file had them (its columns and zeroBased)";
    const why = "which index is the first column cannot be told from a second file";
    throw new GlmError("BAD_OPTION", `${who}: columns = ${columns} without zeroBased; ${expected}: ${why}`, {
      columns,
    });
  }
  if (zeroBased !== undefined && zeroBased !== "auto" && typeof zeroBased !== "boolean") {
    throw new GlmError("BAD_OPTION", `${who}: zeroBased is ${show(zeroBased)}; expected true, false or "auto"`, {
      zeroBased,
    });
  }
}
