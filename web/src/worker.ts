// The worker: it holds the data and does all long work. No data leave the tab.
import type { Choice } from "./choice.js";
import { describe, type Held, openData, problemOf } from "./data.js";
import { fitted, pictured, reopened } from "./fits.js";
import type { Answers, FromWorker, Order, ToWorker } from "./messages.js";
import { traced } from "./traces.js";
import { warm } from "./warm.js";

const port = globalThis as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: (event: { data: ToWorker }) => void;
};
let held: Held | undefined;
const running = new Map<number, AbortController>();
let isWarm = false;

async function answer(id: number, order: Order, signal: AbortSignal): Promise<Answers[keyof Answers]> {
  const tell = (text: string, part?: number): void => port.postMessage({ id, progress: { text, part } });
  if (order.kind === "picture") return pictured(order.view);
  if (order.kind === "import") return reopened(order.text);
  if (order.kind === "open") {
    const next = await openData(order.given, tell, signal); // if this fails, the current data stay open
    held = next;
    return describe(next);
  }
  if (held === undefined) throw new Error("no data are open");
  const problem = problemOf(held, order.choice satisfies Choice);
  return order.kind === "fit"
    ? fitted(problem, order.choice, order.isDraft, order.view, signal)
    : traced(problem, order.choice, tell, signal);
}

port.onmessage = async ({ data }) => {
  if ("cancel" in data) {
    running.get(data.cancel)?.abort();
    return;
  }
  const { id, order } = data;
  const control = new AbortController();
  running.set(id, control);
  try {
    port.postMessage({ id, answer: await answer(id, order, control.signal) });
  } catch (error) {
    port.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(id);
  }
  if (order.kind === "fit" && !order.isDraft && !isWarm) {
    isWarm = true;
    void warm(() => running.size === 0);
  }
};
