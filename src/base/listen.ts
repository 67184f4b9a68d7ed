/** Calls of a listener of the caller's, which may be asynchronous. */
export interface Listener<P> {
  /** Tells it. Throws what it throws, or what an earlier call of it was rejected with. */
  readonly tell: (news: P) => void;
  /** Until every call is done. Rejects as the first that did. */
  readonly done: () => Promise<void>;
}

/**
 * A listener whose failures are the caller's own error, once: an asynchronous one that rejects is found at the next call, or at the end, and
 * told to `failed` at once; no rejection is left that nobody handles.
 */
export function listen<P>(call: ((news: P) => unknown) | undefined, failed?: (error: unknown) => void): Listener<P> {
  const open = new Set<PromiseLike<unknown>>();
  let failure: { readonly error: unknown } | undefined;
  const check = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  const tell = (news: P): void => {
    check();
    const answer = call?.(news) as PromiseLike<unknown> | undefined;
    if (typeof answer?.then !== "function") return;
    const settled: PromiseLike<unknown> = answer.then(
      () => open.delete(settled),
      (error: unknown) => {
        open.delete(settled);
        failure ??= { error };
        failed?.(error);
      },
    );
    open.add(settled);
  };
  const done = async (): Promise<void> => {
    check();
    while (open.size > 0) {
      await Promise.all(open);
      check();
    }
  };
  return { tell, done };
}
