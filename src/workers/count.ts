import { checkNumber } from "../base/check.js";
import type { Design } from "../base/flow.js";
import { cores } from "./spawn.js";

export type Asked = number | "auto" | undefined;

/** Number of requested threads; 0 for none. */
export function checkWorkers(asked: Asked): number {
  if (asked === undefined) return 0;
  const isCount = (k: number): boolean => Number.isInteger(k) && k >= 1 && k <= 256;
  return checkNumber("workers", asked === "auto" ? cores() : asked, isCount, 'a whole number >= 1, or "auto"');
}

/** Threads for a fit or a path: "auto" means none if X has fewer entries than `least`, or if there is one core. */
export function countWorkers(asked: Asked, { rows, columns, entries }: Design, least: number): number {
  const count = checkWorkers(asked);
  if (asked !== "auto") return count;
  const size =
    entries.kind === "sparse" ? entries.count : rows * (entries.kind === "coded" ? entries.blocks.length : columns);
  return count > 1 && size >= least ? count : 0;
}
