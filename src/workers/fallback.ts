import type { Design } from "../base/flow.js";
import { sentence } from "../base/show.js";
import type { Warning } from "../base/status.js";
import type { Hire } from "../shard/crew.js";
import { openScope } from "../wasm/scope.js";
import { checkWorkers } from "./count.js";
import { hireThreads } from "./crew.js";
import { spawnAt } from "./spawn.js";
import { openWorkplace, type ThreadOptions, type Workplace } from "./teams.js";

// Threads with memories of their own: where they cannot share one, a number of them still has a use, while "auto" goes on with one thread;
// and where x is too large for one memory, several hold it.

/** A workplace for work that may wait for answers. */
export interface PatientWorkplace extends Workplace {
  /** Gives rows to threads that share no memory; undefined where they do, or where there are none. */
  readonly hire: Hire | undefined;
  /** At the end of the work. */
  readonly warnings: () => readonly Warning[];
}

export const MEMORY = {
  /** Bytes of x that one memory takes, of its 4 GiB. */
  most: 3 * 2 ** 30,
  /** Bytes of x for each where there are several. */
  each: 2 * 2 ** 30,
};

/** As `openWorkplace`. */
export function openPatiently(asked: ThreadOptions, design: Design, least: number): PatientWorkplace {
  const bytes = bytesOf(design);
  if (bytes > MEMORY.most && asked.workers !== undefined) return openSeveral(asked, bytes);
  const place = openWorkplace(asked, design, least);
  const isApart = place.why() !== undefined && asked.workers !== "auto";
  const crew = isApart ? hireThreads(place.count, spawnAt(asked.workerUrl)) : undefined;
  const end = (): void => {
    crew?.end();
    place.end();
  };
  return { ...place, end, hire: crew?.hire, warnings: () => threadWarnings(place, isApart) };
}

/** Threads that each hold a part of an x that is too large for one memory. */
function openSeveral(asked: ThreadOptions, bytes: number): PatientWorkplace {
  const count = Math.max(checkWorkers(asked.workers), Math.ceil(bytes / MEMORY.each));
  const { hire, end: endCrew } = hireThreads(count, spawnAt(asked.workerUrl));
  const { scope, end: endScope } = openScope();
  const end = (): void => {
    endCrew();
    endScope();
  };
  return { scope, end, hire, count, why: () => undefined, settled: async () => {}, warnings: () => [] };
}

/** Bytes of x in the kernel. */
export function bytesOf({ rows, columns, entries }: Design): number {
  if (entries.kind === "sparse") return 12 * entries.count * (entries.writeRows === undefined ? 1 : 2);
  if (entries.kind === "coded") return 8 * rows * entries.blocks.length;
  return (entries.single ? 4 : 8) * rows * columns;
}

/** Threads that were asked for and that share no memory: `isApart`, they have copies, or there are none. */
export function threadWarnings(place: Pick<Workplace, "why" | "count">, isApart = false): Warning[] {
  const { count } = place;
  const why = place.why();
  if (why === undefined) return [];
  const what = isApart
    ? `${count} threads cannot share memory, so each holds a copy of a part of the rows`
    : `one thread did the work, not ${count}`;
  return [{ code: "threads", message: sentence(`${what}: ${why}`), detail: { threads: count, why } }];
}
