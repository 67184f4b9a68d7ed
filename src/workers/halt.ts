/** What progress says of steps that other threads take. */
export const IDLE = { step: 0, iteration: 0, objective: Number.NaN, optimality: Number.NaN };

/** Calls `stop` when the signal or the clock says so. Returns how to stop listening. */
export function haltWhen(
  { signal, timeLimit }: { signal: AbortSignal | undefined; timeLimit: number | undefined },
  stop: (why: "aborted" | "time-limit") => void,
): () => void {
  const abort = (): void => stop("aborted");
  const timer = timeLimit === undefined ? undefined : setTimeout(() => stop("time-limit"), timeLimit);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) queueMicrotask(abort);
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  };
}
