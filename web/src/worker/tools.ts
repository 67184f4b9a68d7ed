// What work in the worker gets: how far it is, and whether it is still wanted.

export interface Tools {
  readonly tell: (text: string, part?: number) => void;
  readonly signal: AbortSignal;
}

/** Milliseconds of work between two pauses. */
const LONG = 40;

/** Ends work that was cancelled. */
export function checkWanted({ signal }: Tools): void {
  if (signal.aborted) throw new Error("stopped");
}

/** Lets messages in, that one among them which cancels this work. */
export async function pause(tools: Tools): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 0);
  });
  checkWanted(tools);
}

/** A pause that is made only after some time of work. */
export function seldom(tools: Tools): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < LONG) return;
    await pause(tools);
    last = performance.now();
  };
}
