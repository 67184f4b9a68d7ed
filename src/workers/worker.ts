// The thread's side: an entry of its own, dist/worker.mjs. Takes the data, then one job after the other.
import { GlmError } from "../base/errors.js";
import { runSync } from "../driver/run.js";
import { type FoldInput, foldSession } from "../validation/run-fold.js";
import { load } from "../wasm/load.js";
import { withScope } from "../wasm/scope.js";
import type { Answer, Order } from "./pool.js";
import { builtin } from "./spawn.js";

interface Port {
  onmessage: ((event: { data: Order }) => void) | null;
  postMessage(message: Answer): void;
}

const port = builtin<{ parentPort: Port | null }>("node:worker_threads")?.parentPort ?? (globalThis as unknown as Port);
const UNWATCHED = { signal: undefined, timeLimit: undefined, onProgress: undefined };
let input: FoldInput;

port.onmessage = async ({ data }) => {
  if ("input" in data) {
    input = data.input;
    return;
  }
  try {
    await load();
    const result = withScope((scope) => runSync((watched) => foldSession(scope, input, data.job, watched), UNWATCHED));
    port.postMessage({ result });
  } catch (cause) {
    const { code, detail } = cause instanceof GlmError ? cause : { code: undefined, detail: {} };
    port.postMessage({ error: { code, message: (cause as Error).message, detail } });
  }
};
