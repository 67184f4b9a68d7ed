import type { Design } from "../base/flow.js";
import { sentence } from "../base/show.js";
import type { Warning } from "../base/status.js";
import type { Hire } from "../fitting/session.js";
import { hireThreads } from "./crew.js";
import { spawnAt } from "./spawn.js";
import { openWorkplace, type ThreadOptions, type Workplace } from "./teams.js";

// Where threads cannot share memory, a number of them still has a use: each gets a copy of its rows. "auto" goes on with one thread.

/** A workplace for work that may wait for answers. */
export interface PatientWorkplace extends Workplace {
  /** Gives rows to threads that share no memory; undefined where they do, or where there are none. */
  readonly hire: Hire | undefined;
  /** At the end of the work. */
  readonly warnings: () => readonly Warning[];
}

/** As `openWorkplace`. */
export function openPatiently(asked: ThreadOptions, design: Design, least: number): PatientWorkplace {
  const place = openWorkplace(asked, design, least);
  const isApart = place.why() !== undefined && asked.workers !== "auto";
  const crew = isApart ? hireThreads(place.count, spawnAt(asked.workerUrl)) : undefined;
  const end = (): void => {
    crew?.end();
    place.end();
  };
  return { ...place, end, hire: crew?.hire, warnings: () => threadWarnings(place, isApart) };
}

/** Threads that were asked for and that share no memory: `isApart`, they have copies, or there are none. */
export function threadWarnings(place: Pick<Workplace, "why" | "count">, isApart = false): Warning[] {
  const { count } = place;
  const why = place.why();
  if (why === undefined) return [];
  const what = isApart
    ? `${count} threads cannot share memory, so each has a copy of its rows`
    : `one thread did the work, not ${count}`;
  return [{ code: "threads", message: sentence(`${what}: ${why}`), detail: { threads: count, why } }];
}
