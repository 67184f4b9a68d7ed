import type { Progress } from "../base/flow.js";
import { listen } from "../base/listen.js";
import type { Stop } from "../shard/task.js";

/** What may end or watch a fit from outside. */
export interface Watch<P extends Progress = Progress> {
  readonly signal: AbortSignal | undefined;
  readonly timeLimit: number | undefined;
  readonly onProgress: ((progress: P) => void) | undefined;
}

/** Milliseconds of work between two looks at the event loop: less than a frame. */
const SLICE = 12;

/** What work reports: how far it is, without the time; and what it waits for, if its answers come from elsewhere. */
export type Report<P extends Progress> = Omit<P, "elapsed"> & { readonly waiting?: Promise<void> | undefined };

/** Work that reports, and may be told to stop. */
export type Session<P extends Progress, T> = Generator<Report<P>, T, Stop | undefined>;

function told<P extends Progress>({ waiting: _, ...report }: Report<P>, begun: number): P {
  return { ...report, elapsed: performance.now() - begun } as unknown as P;
}

/** Until the event loop has come round once. A timer would wait a millisecond in Node, four in browsers. */
function pause(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (then: () => void) => void };
  return new Promise((resolve) => {
    if (setImmediate !== undefined) return setImmediate(resolve);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

function stopOf(watch: Pick<Watch, "signal" | "timeLimit">, begun: number): Stop | undefined {
  if (watch.signal?.aborted) return "aborted";
  return watch.timeLimit !== undefined && performance.now() - begun >= watch.timeLimit ? "time-limit" : undefined;
}

/** Runs a session to its end without giving way. `open` is told whether anybody looks. */
export function runSync<P extends Progress, T>(open: (watched: boolean) => Session<P, T>, watch: Watch<P>): T {
  const begun = performance.now();
  const watched = watch.signal !== undefined || watch.timeLimit !== undefined || watch.onProgress !== undefined;
  const steps = open(watched);
  let step = steps.next();
  while (!step.done) {
    watch.onProgress?.(told(step.value, begun));
    step = steps.next(stopOf(watch, begun));
  }
  return step.value;
}

/**
 * Runs a session in slices, so that a page stays alive and signals are heard. Its first step, in which the data are copied into the
 * memory of the kernel, is taken before this returns: what the caller does to them afterwards changes nothing.
 */
export async function runAsync<P extends Progress, T>(
  open: (watched: boolean) => Session<P, T>,
  watch: Watch<P>,
): Promise<T> {
  const begun = performance.now();
  let sliceBegun = begun;
  const steps = open(true);
  const listener = listen(watch.onProgress);
  let step = steps.next();
  await undefined; // the caller has the promise before the first report
  while (!step.done) {
    const { waiting } = step.value;
    waiting?.catch(() => {}); // where the listener throws, nobody waits for it any more
    listener.tell(told(step.value, begun));
    if (waiting !== undefined) await waiting;
    else if (performance.now() - sliceBegun > SLICE) {
      await pause();
      sliceBegun = performance.now();
    }
    step = steps.next(stopOf(watch, begun));
  }
  await listener.done();
  return step.value;
}
