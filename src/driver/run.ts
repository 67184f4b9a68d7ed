import type { Progress, Solution } from "../base/flow.js";
import { type SessionInput, session } from "./session.js";
import type { Stop } from "./task.js";

/** What may end or watch a fit from outside. */
export interface Watch {
  readonly signal: AbortSignal | undefined;
  readonly timeLimit: number | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Milliseconds of work between two looks at the event loop: less than a frame. */
const SLICE = 12;

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function stopOf(watch: Watch, begun: number): Stop | undefined {
  if (watch.signal?.aborted) return "aborted";
  return watch.timeLimit !== undefined && performance.now() - begun >= watch.timeLimit ? "time-limit" : undefined;
}

/** Runs a session to its end without giving way. */
export function runSync(input: Omit<SessionInput, "watched">, watch: Watch): Solution {
  const begun = performance.now();
  const watched = watch.signal !== undefined || watch.timeLimit !== undefined || watch.onProgress !== undefined;
  const steps = session({ ...input, watched });
  let step = steps.next();
  while (!step.done) {
    watch.onProgress?.({ ...step.value, elapsed: performance.now() - begun });
    step = steps.next(stopOf(watch, begun));
  }
  return step.value;
}

/** Runs a session in slices, so that a page stays alive and signals are heard. */
export async function runAsync(input: Omit<SessionInput, "watched">, watch: Watch): Promise<Solution> {
  const begun = performance.now();
  let sliceBegun = begun;
  const steps = session({ ...input, watched: true });
  let step = steps.next();
  while (!step.done) {
    watch.onProgress?.({ ...step.value, elapsed: performance.now() - begun });
    if (performance.now() - sliceBegun > SLICE) {
      await pause();
      sliceBegun = performance.now();
    }
    step = steps.next(stopOf(watch, begun));
  }
  return step.value;
}
