import type { TransformName } from "../../table/transform.js";
import type { FamilyFlags } from "./family.js";

/** Options that give columns their roles. */
export interface DataFlags extends FamilyFlags {
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
