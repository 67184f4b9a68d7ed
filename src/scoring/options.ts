import { checkOneOf } from "../base/check.js";
import type { Unseen } from "./terms.js";

/** Options that `toSQL` and `toJavaScript` share. */
export interface ScoringOptions {
  /** "response" (default): the mean; "link": the linear predictor. For multinomial one for each class. */
  readonly type?: "response" | "link" | undefined;
  /** A level that the fit has not seen: "missing" (default) has no prediction, "reference" is taken for the reference level. */
  readonly unseen?: Unseen | undefined;
}

/** The options of every scoring rule. */
export function readScoring({ type, unseen }: ScoringOptions): { type: "response" | "link"; unseen: Unseen } {
  return {
    type: checkOneOf("type", type ?? "response", ["response", "link"] as const),
    unseen: checkOneOf("unseen", unseen ?? "missing", ["missing", "reference"] as const),
  };
}
