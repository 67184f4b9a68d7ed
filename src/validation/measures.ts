import type { Family } from "../families/index.js";
import type { Measure } from "../options/validation-types.js";
import type { Score } from "../result/score.js";
import type { SumName } from "../result/score-sums.js";

/** A measure of held-out rows: their weighted mean. */
interface MeasureDescriptor {
  readonly of: (score: Score) => number;
  /** What it is made of, where rows come in parts. */
  readonly from: SumName | "auc";
  /** The families that have it. */
  readonly classes: readonly Family["classes"][];
  /** Whether more is better. */
  readonly isGain?: boolean;
}

const ALL = ["none", "two", "many"] as const;
const CLASSES = ["two", "many"] as const;

/** Every measure, by name. */
export const MEASURES: Readonly<Record<Measure, MeasureDescriptor>> = {
  deviance: { of: (score) => score.deviance, from: "deviance", classes: ALL },
  meanSquaredError: { of: (score) => score.meanSquaredError, from: "squares", classes: ALL },
  meanAbsoluteError: { of: (score) => score.meanAbsoluteError, from: "sizes", classes: ALL },
  logLoss: { of: (score) => score.logLoss!, from: "loss", classes: CLASSES },
  classError: { of: (score) => 1 - score.accuracy!, from: "right", classes: CLASSES },
  brier: { of: (score) => score.meanSquaredError, from: "squares", classes: CLASSES },
  auc: { of: (score) => score.auc!, from: "auc", classes: ["two"], isGain: true },
};
