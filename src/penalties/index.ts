import { elasticNetPenalty } from "./elastic-net.js";
import type { PenaltyDescriptor } from "./penalty.js";
import { ridgePenalty } from "./ridge.js";

export { type Constraint, l1Ball, l2Ball } from "./ball.js";
export { elasticNet, lasso } from "./elastic-net.js";
export type { Penalty, PenaltyDescriptor, PenaltyOptions } from "./penalty.js";
export { ridge } from "./ridge.js";

/** Every penalty, by name. Conformance tests iterate over this. */
export const PENALTIES: Readonly<Record<string, PenaltyDescriptor>> = {
  ridge: ridgePenalty,
  elasticNet: elasticNetPenalty,
};
