// Partitions of a few rows, so that small data has several.
import { PARTITION } from "../../src/shard/partitions.js";

type Sizes = { -readonly [K in keyof typeof PARTITION]: number };

/** Runs `work` with partitions of 64 rows. */
export function withSmallPartitions<T>(work: () => T): T {
  const sizes = PARTITION as Sizes;
  const usual = { ...sizes };
  Object.assign(sizes, { bytes: 1, leastRows: 64, entriesPerColumn: 0 });
  try {
    return work();
  } finally {
    Object.assign(sizes, usual);
  }
}

/** The same for work that ends later; nothing else may fit meanwhile. */
export async function inSmallPartitions<T>(work: () => Promise<T>): Promise<T> {
  const sizes = PARTITION as Sizes;
  const usual = { ...sizes };
  Object.assign(sizes, { bytes: 1, leastRows: 64, entriesPerColumn: 0 });
  try {
    return await work();
  } finally {
    Object.assign(sizes, usual);
  }
}
