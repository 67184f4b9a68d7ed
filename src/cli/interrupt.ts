/**
 * Runs `work` with a signal that Ctrl-C aborts. The second Ctrl-C ends the process as usual, because the handler hears
 * only one.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  process.once("SIGINT", abort);
  try {
    return await work(controller.signal);
  } finally {
    process.removeListener("SIGINT", abort);
  }
}
