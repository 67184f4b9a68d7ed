import { GlmError } from "../base/errors.js";
import { runAsync } from "../driver/run.js";
import type { FoldInput, FoldResult, Job } from "../validation/run-fold.js";
import { openKernels, pieceSession } from "../validation/side-by-side.js";
import type { Answer, Order } from "./orders.js";
import type { Spawn } from "./spawn.js";

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
  const run = async (jobs: readonly Job[]): Promise<void> => {
    const { open, end } = openKernels();
    try {
      await runAsync((watched) => pieceSession(input, jobs, open, watched, tell), watch);
    } catch (cause) {
      const { code, detail } = cause instanceof GlmError ? cause : { code: undefined, detail: {} };
      answer({ error: { code, message: (cause as Error).message, detail } } satisfies Answer);
    } finally {
      end();
    }
  };
  return {
    post: (message) => {
      const order = message as Order;
      if ("input" in order) input = order.input;
      else if ("jobs" in order) void run(order.jobs);
    },
    end: () => halt.abort(),
  };
};
