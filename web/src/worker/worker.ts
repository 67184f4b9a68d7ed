// The worker's port: orders come in, answers and progress go out. No data leave the tab.
import { useTables } from "dropglm";
import { tables } from "dropglm/tables";
import type { FromWorker, ToWorker } from "../messages.js";
import { answer } from "./answer.js";
import { State } from "./state.js";

useTables(tables); // the bundler leaves out what nobody calls

const port = globalThis as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: (event: { data: ToWorker }) => void;
};
const state = new State();
const running = new Map<number, AbortController>();

port.onmessage = async ({ data }) => {
  if ("cancel" in data) {
    running.get(data.cancel)?.abort();
    return;
  }
  const { id, order } = data;
  const control = new AbortController();
  running.set(id, control);
  const tell = (text: string, part?: number): void => {
    if (!control.signal.aborted) port.postMessage({ id, progress: { text, part } });
  };
  try {
    port.postMessage({ id, answer: await answer(state, order, { tell, signal: control.signal }) });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    port.postMessage({ id, error: control.signal.aborted ? "stopped" : message });
  } finally {
    running.delete(id);
  }
};
