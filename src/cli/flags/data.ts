import type { Reading } from "../../table/cell-notation.js";
import type { TransformName } from "../../table/transform.js";
import type { FamilyFlags } from "./family.js";

/** How the cells of the file are written. */
export interface ReadingFlags {
  readonly decimal?: "." | ",";
  readonly thousands?: "," | "." | " " | "'";
  readonly na?: readonly string[];
  /** False with --no-header. */
  readonly header?: boolean;
}

export function readingOf({ decimal, thousands, na, header }: ReadingFlags): Reading {
  return {
    ...(decimal === undefined ? {} : { decimal }),
    ...(thousands === undefined ? {} : { thousands }),
    ...(na === undefined ? {} : { missing: na }),
    ...(header === false ? { hasNoHeader: true } : {}),
  };
}

/** Options that give columns their roles. */
export interface DataFlags extends FamilyFlags, ReadingFlags {
  /** Needed for tables. */
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
  /** For files of SVMlight only. */
  readonly zeroBased?: true;
}
