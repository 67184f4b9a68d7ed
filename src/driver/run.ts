import type { Progress } from "../base/flow.js";
import { isEdge } from "../base/host.js";
import { listen } from "../base/listen.js";
import type { Stop } from "../shard/task.js";

/** Options that end or watch a fit from outside. */
export interface Watch<P extends Progress = Progress> {
  readonly signal: AbortSignal | undefined;
  readonly timeLimit: number | undefined;
  readonly onProgress: ((progress: P) => void) | undefined;
}

/** Milliseconds of work between two looks at the event loop: less than a frame. */
const SLICE = 12;

/** A report of work: its progress, without the time; and a promise, if its answers come from elsewhere. */
export type Report<P extends Progress> = Omit<P, "elapsed"> & { readonly waiting?: Promise<void> | undefined };

/** Work that reports, and that can be stopped. */
export type Session<P extends Progress, T> = Generator<Report<P>, T, Stop | undefined>;

function reported<P extends Progress>({ waiting: _, ...report }: Report<P>, begun: number): P {
  return { ...report, elapsed: performance.now() - begun } as unknown as P;
}

/** Waits for one turn of the event loop. A timer would wait a millisecond in Node, four in browsers; edge runtimes have nothing else. */
function pause(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (then: () => void) => void };
  return new Promise((resolve) => {
    if (isEdge) return void setTimeout(resolve);
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

/** Runs a session to its end without a pause. The argument of `open` says whether somebody needs reports. */
export function runSync<P extends Progress, T>(open: (watched: boolean) => Session<P, T>, watch: Watch<P>): T {
  const begun = performance.now();
  const watched = watch.signal !== undefined || watch.timeLimit !== undefined || watch.onProgress !== undefined;
  const steps = open(watched);
  let step = steps.next();
  while (!step.done) {
    watch.onProgress?.(reported(step.value, begun));
    step = steps.next(stopOf(watch, begun));
  }
  return step.value;
}

/**
 * Runs a session in slices, so that a page stays responsive and signals are received. Its first step copies the data into the
 * memory of the kernel before this returns, so later changes of the data have no effect.
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
    waiting?.catch(() => {}); // if the listener throws, nobody waits for it any more
    listener.tell(reported(step.value, begun));
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
