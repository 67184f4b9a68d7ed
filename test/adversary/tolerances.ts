// The tolerances; docs/decisions, "What the adversary allows", has the reasons.

/** A thousandth of a standard error, in units of F. */
export const STEP_LEFT = 1e-6;
export const ROUNDINGS = 64 * Number.EPSILON;
/** The norm in a ball is its radius to 1e-10 of it: docs/objective.md, "Balls and the multiplier". */
export const BALL_SLACK = 1e-9;
/** A fit that leaves this part of the null model's deviance is perfect: its own dispersion gives no unit. */
export const PERFECT = 1e-11;
