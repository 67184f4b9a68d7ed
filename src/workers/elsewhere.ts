import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import type { FoldInput, FoldResult, Job } from "../validation/run-fold.js";
import { piecesOf } from "../validation/side-by-side.js";
import { type Halt, runInThreads } from "./pool.js";
import type { Spawn } from "./spawn.js";

/** Threads of other machines, which fit folds as those of this one do. */
export interface FarThreads {
  /** Gives the number of threads that are there now. A fold takes about so many milliseconds. */
  readonly begin: (ms: number) => Promise<number>;
  /** A thread that may be anywhere: what it is given waits for who has time. It is told errors as answers, and never dies. */
  readonly spawn: Spawn;
  readonly end: () => Promise<void>;
}

/** The threads of an option `on`. */
export async function openFar(on: { readonly openFolds: () => Promise<unknown> } | undefined) {
  if (on === undefined) return undefined;
  if (typeof on?.openFolds !== "function") {
    throw new GlmError("BAD_OPTION", `on is ${show(on)}; expected bullmq({ url }) of dropglm/cluster`, {});
  }
  return (await on.openFolds()) as FarThreads;
}

/** Folds by threads of other machines; `ms`: what a path on all rows took. */
export async function foldElsewhere(
  input: FoldInput,
  jobs: readonly Job[],
  far: FarThreads,
  ms: number,
  ...how: [halt: Halt, onDone: (result: FoldResult) => unknown]
): Promise<(FoldResult | undefined)[]> {
  const pieces = piecesOf(input, jobs, await far.begin(ms));
  const spawns = pieces.map(() => far.spawn); // all pieces are given away at once
  return runInThreads(input, pieces, spawns, ...how);
}
