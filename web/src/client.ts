// The page's side of the worker.
import type { Answers, FromWorker, Order, Progress, ToWorker } from "./messages.js";

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (progress: Progress) => void;
}

export interface Call<T> {
  readonly answer: Promise<T>;
  readonly cancel: () => void;
}

const worker = new Worker(new URL("./worker/worker.ts", import.meta.url), { type: "module" });
const waiting = new Map<number, Waiting>();
let last = 0;

worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
  const call = waiting.get(data.id);
  if (call === undefined) return;
  if ("progress" in data) {
    call.onProgress(data.progress);
    return;
  }
  waiting.delete(data.id);
  if ("error" in data) call.reject(new Error(data.error));
  else call.resolve(data.answer as never);
};
worker.onerror = ({ message }) => {
  const reason = message || "the browser ended it; memory may be short";
  for (const { reject } of waiting.values()) reject(new Error(`the worker stopped: ${reason}`));
  waiting.clear();
};

export function call<K extends Order["kind"]>(
  order: Extract<Order, { kind: K }>,
  onProgress: (progress: Progress) => void = () => {},
): Call<Answers[K]> {
  last += 1;
  const id = last;
  const answer = new Promise<Answers[K]>((resolve, reject) => {
    waiting.set(id, { resolve, reject, onProgress });
    worker.postMessage({ id, order } satisfies ToWorker);
  });
  return { answer, cancel: () => worker.postMessage({ cancel: id } satisfies ToWorker) };
}
