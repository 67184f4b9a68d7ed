import { elasticNetPenalty } from "./elastic-net.js";
import { groupLassoPenalty } from "./group-lasso.js";
import { mcpPenalty } from "./mcp.js";
import type { PenaltyDescriptor } from "./penalty.js";
import { ridgePenalty } from "./ridge.js";
import { scadPenalty } from "./scad.js";

export { type Constraint, l1Ball, l2Ball } from "./ball.js";
export { elasticNet, lasso } from "./elastic-net.js";
export { groupLasso } from "./group-lasso.js";
export { mcp } from "./mcp.js";
export type { GroupedOptions, Penalty, PenaltyDescriptor, PenaltyOptions, ShapedOptions } from "./penalty.js";
export { ridge } from "./ridge.js";
export { scad } from "./scad.js";

/** Every penalty, by name. Conformance tests iterate over this. */
export const PENALTIES: Readonly<Record<string, PenaltyDescriptor>> = {
  ridge: ridgePenalty,
  elasticNet: elasticNetPenalty,
  mcp: mcpPenalty,
  scad: scadPenalty,
  groupLasso: groupLassoPenalty,
};
