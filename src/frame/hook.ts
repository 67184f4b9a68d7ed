import { GlmError } from "../base/errors.js";
import type { Reader } from "../base/schema.js";
import type { again, columnsOfTable } from "./again.js";
import type { call } from "./call.js";
import type { cellsOfFit } from "./cells-of-fit.js";
import type { Encoding } from "./encoding.js";
import type { folds } from "./folds.js";

/** Formulas and tables, for the verbs: an opaque object, `tables` of the entry `dropglm/tables`. */
export interface Tables {
  /** @internal */ readonly call: typeof call;
  /** @internal */ readonly again: typeof again;
  /** @internal */ readonly columnsOfTable: typeof columnsOfTable;
  /** @internal */ readonly cellsOfFit: typeof cellsOfFit;
  /** @internal */ readonly folds: typeof folds;
  /** What a saved model remembers of its table. */
  readonly encoding: Reader<Encoding>;
}

let known: Tables | undefined;

/**
 * Gives the verbs of `dropglm/external` formulas and tables. The entry `dropglm` has them.
 *
 * @param found  `tables` of `dropglm/tables`.
 *
 * @example
 * import { tables } from "dropglm/tables";
 * useTables(tables);
 */
export function useTables(found: Tables): void {
  if (typeof found === "object" && found !== null && typeof found.call === "function") {
    known = found;
    return;
  }
  throw new GlmError("BAD_OPTION", 'useTables: expected `tables`, which the entry "dropglm/tables" exports', {});
}

/** Formulas and tables, or a refusal where a page has not imported them. */
export function tables(): Tables {
  if (known !== undefined) return known;
  const message =
    'formulas and tables are not in "dropglm/external"; expected useTables(tables) before, with `tables` of the entry "dropglm/tables"';
  throw new GlmError("NOT_LOADED", message, {});
}
