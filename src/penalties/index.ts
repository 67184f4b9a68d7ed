import type { PenaltyDescriptor } from "./penalty.js";
import { ridgePenalty } from "./ridge.js";

export type { Penalty, PenaltyDescriptor, PenaltyOptions } from "./penalty.js";
export { ridge } from "./ridge.js";

/** Every penalty, by name. Conformance tests iterate over this. */
export const PENALTIES: Readonly<Record<string, PenaltyDescriptor>> = { ridge: ridgePenalty };
