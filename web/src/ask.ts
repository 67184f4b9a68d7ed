// Questions to the worker, with progress and a way to end them.
import { signal } from "@preact/signals";
import { type Call, call } from "./client.js";
import type { Answers, Order, Progress } from "./messages.js";

/** What is being done; a cancel button appears with it. */
export const work = signal<(Progress & { readonly cancel: () => void }) | undefined>(undefined);

const running = new Set<Call<unknown>>();

/** Ends all that runs. */
export function stopAll(): void {
  for (const one of running) one.cancel();
}

/** What runs and is long enough to be shown, by its way to end it: the first of them is, until it ends, so that cancel ends what is named. */
const long = new Map<() => void, Progress>();
function tellWork(): void {
  const [first] = long;
  work.value = first === undefined ? undefined : { ...first[1], cancel: first[0] };
}

const PATIENCE = 250; // ms before progress and a cancel button appear

/** Asks the worker, with progress and a cancel button. Rejects with the worker's error; what failed is told by the caller. */
export async function ask<K extends Order["kind"]>(
  order: Extract<Order, { kind: K }>,
  doing: string,
  onCall?: (asked: Call<unknown>) => void,
): Promise<Answers[K]> {
  const show = (progress: Progress): void => {
    latest = progress;
    if (!isShown) return;
    long.set(asked.cancel, progress);
    tellWork();
  };
  let isShown = false;
  let latest: Progress = { text: doing, part: undefined };
  const asked: Call<Answers[K]> = call(order, show);
  running.add(asked);
  onCall?.(asked);
  const timer = setTimeout(() => {
    isShown = true;
    show(latest);
  }, PATIENCE);
  try {
    return await asked.answer;
  } finally {
    clearTimeout(timer);
    running.delete(asked);
    if (long.delete(asked.cancel)) tellWork();
  }
}
