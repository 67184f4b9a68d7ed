// The view's side of its worker, which begins with the first question.
import type { DigitsAnswers, DigitsOrder, FromDigits, ToDigits } from "./messages.js";

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, Waiting>();

function begin(): Worker {
  const made = new Worker(new URL("./digits-worker.ts", import.meta.url), { type: "module" });
  made.onmessage = ({ data }: MessageEvent<FromDigits>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ("error" in data) one?.reject(new Error(data.error));
    else one?.resolve(data.answer as never);
  };
  made.onerror = ({ message }) => {
    const reason = message || "the browser ended it; memory may be short";
    for (const { reject } of waiting.values()) reject(new Error(`the worker of the digits stopped: ${reason}`));
    waiting.clear();
    worker = undefined;
  };
  return made;
}

export function askDigits<K extends DigitsOrder["kind"]>(
  order: Extract<DigitsOrder, { kind: K }>,
): Promise<DigitsAnswers[K]> {
  worker ??= begin();
  const to = worker;
  last += 1;
  const id = last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    to.postMessage({ id, order } satisfies ToDigits);
  });
}
