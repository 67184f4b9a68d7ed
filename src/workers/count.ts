import { GlmError } from "../base/errors.js";
import type { Design } from "../base/flow.js";
import { checkNumber } from "../options/check.js";
import { DEFAULTS } from "../options/defaults.js";
import { cores } from "./spawn.js";

type Asked = number | "auto" | undefined;

/** How many threads were asked for; 0 for none. */
export function checkWorkers(asked: Asked): number {
  if (asked === undefined) return 0;
  const isCount = (k: number): boolean => Number.isInteger(k) && k >= 1 && k <= 256;
  return checkNumber("workers", asked === "auto" ? cores() : asked, isCount, 'a whole number >= 1, or "auto"');
}

/** Threads for the rows of one fit: "auto" means none where X is small, or where there is one core. */
export function countWorkers(asked: Asked, { rows, columns, entries }: Design): number {
  const count = checkWorkers(asked);
  if (asked !== "auto") return count;
  const size = entries.kind === "sparse" ? entries.count : rows * columns;
  return count > 1 && size >= DEFAULTS.sharedEntries ? count : 0;
}

/** A synchronous fit cannot wait for threads. */
export function refuseWorkers(asked: Asked): void {
  if (checkWorkers(asked) === 0) return;
  throw new GlmError("BAD_OPTION", "fitSync cannot wait for workers; use fit, or leave workers out", {});
}
