import type { PathProgress } from "../base/flow.js";
import { refusalOf } from "../base/refusal.js";
import { runAsync, type Watch } from "../driver/run.js";
import type { FoldInput, FoldResult, Job } from "../validation/run-fold.js";
import { openKernels, pieceSession } from "../validation/side-by-side.js";
import type { Answer, Order } from "./orders.js";
import type { Spawn } from "./spawn.js";

/** A piece of the folds by this thread, in slices; `done` gets each result with the number of its job. */
export async function runPiece(
  input: FoldInput,
  jobs: readonly Job[],
  watch: Watch<PathProgress>,
  done: (result: FoldResult, k: number) => void,
): Promise<void> {
  const { open, end } = openKernels();
  try {
    await runAsync((watched) => pieceSession(input, jobs, open, watched, done), watch);
  } finally {
    end();
  }
}

/**
 * This thread as one of a pool: it works on its jobs in slices, between which it hears the others. So a pool of two starts one thread, and x is
 * copied once.
 */
export const here: Spawn = ({ answer }) => {
  let input: FoldInput;
  const halt = new AbortController();
  const watch = { signal: halt.signal, timeLimit: undefined, onProgress: undefined };
  const tell = (result: FoldResult, place: number): void => {
    if (!halt.signal.aborted) answer({ result, place } satisfies Answer);
  };
  const fail = (cause: unknown): void => answer({ error: refusalOf(cause) } satisfies Answer);
  return {
    post: (message) => {
      const order = message as Order;
      if ("input" in order) input = order.input;
      else if ("jobs" in order) runPiece(input, order.jobs, watch, tell).catch(fail);
    },
    end: () => halt.abort(),
  };
};
