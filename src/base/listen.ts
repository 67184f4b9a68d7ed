/** Calls the caller's listener, which may be asynchronous. */
export interface Listener<P> {
  /** Calls it. Throws its error, or the rejection of an earlier call. */
  readonly tell: (news: P) => void;
  /** Waits until every call is done. Rejects with the first rejection. */
  readonly done: () => Promise<void>;
}

/**
 * A listener whose failure is reported once, as the caller's own error. If an asynchronous listener rejects, the next call throws, or the end;
 * `failed` is called at once, and no rejection stays unhandled.
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
