/** Work that is done again and again; a round is left out while the one before is not over. Gives what ends it. */
export function every(ms: number, work: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let isAtWork = false;
  const tick = (): void => {
    if (isAtWork) return;
    isAtWork = true;
    work()
      .catch(failed)
      .finally(() => {
        isAtWork = false;
      });
  };
  const timer = setInterval(tick, ms);
  return () => clearInterval(timer);
}
