import type { EncodingName, Reading } from "../../table/cell-notation.js";
import type { TransformName } from "../../table/transform.js";
import type { FamilyFlags } from "./family.js";
import type { FormulaFlags } from "./formula.js";

/** How the cells of the file are written. */
export interface ReadingFlags {
  readonly decimal?: "." | ",";
  readonly thousands?: "," | "." | " " | "'";
  readonly na?: readonly string[];
  /** False with --no-header. */
  readonly header?: boolean;
  readonly comment?: string;
  readonly encoding?: EncodingName;
  readonly sheet?: string;
}

/** How the file is read. `response` is the column that is predicted, where there is one. */
export function readingOf(flags: ReadingFlags & { readonly response?: string }): Reading {
  const { decimal, thousands, na, header, comment, encoding, sheet, response } = flags;
  return {
    ...(decimal === undefined ? {} : { decimal }),
    ...(thousands === undefined ? {} : { thousands }),
    ...(na === undefined ? {} : { missing: na }),
    ...(header === false ? { hasNoHeader: true } : {}),
    ...(comment === undefined ? {} : { comment }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(sheet === undefined ? {} : { sheet }),
    ...(response === undefined ? {} : { response }),
  };
}

/** Options that give columns their roles. */
export interface DataFlags extends FamilyFlags, ReadingFlags, FormulaFlags {
  /** Needed for tables without a formula. */
  readonly response?: string;
  readonly weights?: string;
  readonly trials?: string;
  readonly offset?: string;
  readonly exposure?: string;
  readonly columns?: readonly string[];
  readonly exclude?: readonly string[];
  readonly transform?: TransformName;
  /** Columns of a cross-validation: see `Parts`. */
  readonly folds?: number | string;
  readonly groups?: string;
  readonly times?: string;
  readonly cluster?: string;
  /** The second of two ways. */
  readonly cluster2?: string;
  /** For files of SVMlight only. */
  readonly zeroBased?: true;
}
