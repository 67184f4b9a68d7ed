import type { Design, PathProgress } from "../base/flow.js";
import { runAsync, type Watch } from "../driver/run.js";
import { type FoldInput, type FoldResult, foldSession, type Job } from "../validation/run-fold.js";
import { bytesOf, openPatiently } from "./fallback.js";
import { prepareThreads, type ThreadOptions } from "./teams.js";

/**
 * `from`: bytes of x from which on folds go one by one, each by all threads over one memory. Below, each thread has folds, and a copy of x for
 * them, which takes threads times as much. Larger x never goes in step (paths/in-step.ts), so its folds have the same bits either way.
 */
export const ONE_BY_ONE = { from: 2 ** 27 };

/** What the team of a cross-validation needs to know. */
export interface TeamWork {
  readonly threads: ThreadOptions;
  /** Of all rows. */
  readonly design: Design;
}

/** A team, if folds go one by one. */
export function teamFor(count: number, threads: ThreadOptions, design: Design): TeamWork | undefined {
  return count > 1 && bytesOf(design) > ONE_BY_ONE.from ? { threads, design } : undefined;
}

/** Why threads cannot share a memory here; undefined where they can. */
export async function whyNoTeam({ threads, design }: TeamWork): Promise<string | undefined> {
  await prepareThreads();
  const { end, settled, why } = openPatiently(threads, design, 0);
  try {
    await settled();
    return why();
  } finally {
    end(); // the threads are kept for the folds
  }
}

/** One fold by threads that share its rows. */
export async function foldByTeam(
  input: FoldInput,
  job: Job,
  { threads, design }: TeamWork,
  watch: Watch<PathProgress>,
): Promise<FoldResult> {
  const { scope, hire, end } = openPatiently(threads, design, 0);
  try {
    return await runAsync((watched) => foldSession(scope, input, job, watched, { hire }), watch);
  } finally {
    end();
  }
}
