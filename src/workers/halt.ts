/** The progress of steps in other threads. */
export const IDLE = { step: 0, iteration: 0, objective: Number.NaN, optimality: Number.NaN };

/** A timer of more milliseconds fires at once, in every engine. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Calls `stop` at the signal or the time limit. Returns a function that stops listening. */
export function haltWhen(
  { signal, timeLimit }: { signal: AbortSignal | undefined; timeLimit: number | undefined },
  stop: (why: "aborted" | "time-limit") => void,
): () => void {
  const abort = (): void => stop("aborted");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const arm = (left: number): void => {
    const now = Math.min(left, LONGEST_TIMER);
    timer = setTimeout(() => (now < left ? arm(left - now) : stop("time-limit")), now);
  };
  if (timeLimit !== undefined && timeLimit < Infinity) arm(timeLimit);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) queueMicrotask(abort);
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  };
}
