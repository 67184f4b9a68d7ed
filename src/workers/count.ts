import { checkNumber } from "../base/check.js";
import type { Design } from "../base/flow.js";
import { planPartitions } from "../shard/partitions.js";
import { cores } from "./spawn.js";

export type Asked = number | "auto" | undefined;

/** Number of requested threads; 0 for none. */
export function checkWorkers(asked: Asked): number {
  if (asked === undefined) return 0;
  const isCount = (k: number): boolean => Number.isInteger(k) && k >= 1 && k <= 256;
  return checkNumber("workers", asked === "auto" ? cores() : asked, isCount, 'a whole number >= 1, or "auto"');
}

/** "auto" has so many partitions for each thread beyond the second: a thread takes about as much memory as ten of them, and time to start. */
const PARTITIONS_EACH = 4;

/** Threads for a fit or a path: "auto" means none if X has fewer entries than `least`, or if there is one core. At most `most`. */
export function countWorkers(asked: Asked, design: Design, least: number, most?: number): number {
  const count = checkWorkers(asked);
  if (asked !== "auto") return count;
  const { rows, columns, entries } = design;
  const size =
    entries.kind === "sparse" ? entries.count : rows * (entries.kind === "coded" ? entries.blocks.length : columns);
  return count > 1 && size >= least ? Math.min(count, most ?? usefulFor(design)) : 0;
}

function usefulFor(design: Design): number {
  const partitions = planPartitions(design).starts.length - 1;
  return Math.max(2, Math.floor(partitions / PARTITIONS_EACH));
}
