import type { Spawn, Thread } from "../workers/spawn.js";
import { type Batch, type Done, fitBatchAway, fitTimed } from "./batch.js";

/** Who fits batches: this thread, another one, or other machines. */
export interface Hand {
  /** Batches that it takes at a time. */
  readonly width: number;
  /** Rejects with `Lost` if the hand has ended and the batch may be given to another one, with `Fatal` if the batch has ended all who tried it. */
  readonly fit: (batch: Batch) => Promise<Done>;
  readonly end: () => void | Promise<void>;
}

/** A hand that ended during its work. */
export class Lost extends Error {}

/** A batch that ended all who tried it; the hand goes on. */
export class Fatal extends Error {}

/** This thread. Between two batches it hears others. */
export const HERE: Hand = {
  width: 1,
  fit: async (batch) => {
    await new Promise<void>((resolve) => setTimeout(resolve));
    return fitTimed(batch);
  },
  end: () => {},
};

/** Another thread. */
export function threadHand(spawn: Spawn): Hand {
  let settle: { resolve: (found: Done) => void; reject: (error: Error) => void } | undefined;
  let end: string | undefined;
  let thread: Thread | undefined;
  try {
    thread = spawn({
      answer: (found) => settle?.resolve(found as Done),
      died: (reason) => {
        end = reason;
        settle?.reject(new Lost(reason));
      },
    });
  } catch (cause) {
    end = cause instanceof Error ? cause.message : String(cause); // its script is not there
  }
  return {
    width: 1,
    fit: (batch) =>
      new Promise((resolve, reject) => {
        if (end !== undefined) return reject(new Lost(end));
        settle = { resolve, reject };
        thread!.post(batch);
      }),
    end: () => thread?.end(),
  };
}

interface Port {
  onmessage?: ((event: { data: Batch }) => void) | null;
  postMessage(found: Done): void;
}

/** What a thread does. It listens before it is ready: a page drops messages that nobody hears. */
export function serve(port: Port, ready: Promise<unknown>): void {
  port.onmessage = ({ data }) => {
    ready.then(() => port.postMessage(fitBatchAway(data)));
  };
}
