/** What progress says of steps that other threads take. */
export const IDLE = { step: 0, iteration: 0, objective: Number.NaN, optimality: Number.NaN };

/** A timer of more milliseconds goes off at once, everywhere. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Calls `stop` when the signal or the clock says so. Returns how to stop listening. */
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
