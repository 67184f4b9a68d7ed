import type { Family } from "../families/index.js";
import type { Measure } from "../options/validation-types.js";
import type { Score } from "../result/score.js";

/** A measure of held-out rows: their weighted mean. */
interface MeasureDescriptor {
  readonly of: (score: Score) => number;
  /** The families that have it. */
  readonly classes: readonly Family["classes"][];
  /** Whether more is better. */
  readonly isGain?: boolean;
}

const ALL = ["none", "two", "many"] as const;
const CLASSES = ["two", "many"] as const;

/** Every measure, by name. */
export const MEASURES: Readonly<Record<Measure, MeasureDescriptor>> = {
  deviance: { of: (score) => score.deviance, classes: ALL },
  meanSquaredError: { of: (score) => score.meanSquaredError, classes: ALL },
  meanAbsoluteError: { of: (score) => score.meanAbsoluteError, classes: ALL },
  logLoss: { of: (score) => score.logLoss!, classes: CLASSES },
  classError: { of: (score) => 1 - score.accuracy!, classes: CLASSES },
  brier: { of: (score) => score.meanSquaredError, classes: CLASSES },
  auc: { of: (score) => score.auc!, classes: ["two"], isGain: true },
};
