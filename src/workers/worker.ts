// The code of a thread: its own entry, dist/worker.mjs. It fits folds, or answers for the rows it holds.
import { GlmError } from "../base/errors.js";
import { builtin } from "../base/host.js";
import { runSync } from "../driver/run.js";
import { HeldRows } from "../shard/held-rows.js";
import { type FoldInput, foldSession } from "../validation/run-fold.js";
import { useModule } from "../wasm/load.js";
import { openScope, withScope } from "../wasm/scope.js";
import { help } from "./join.js";
import type { Answer, Order } from "./orders.js";

interface Port {
  onmessage: ((event: { data: Order }) => void) | null;
  postMessage(message: Answer, handed?: ArrayBuffer[]): void;
}

const port = builtin<{ parentPort: Port | null }>("node:worker_threads")?.parentPort ?? (globalThis as unknown as Port);
const UNWATCHED = { signal: undefined, timeLimit: undefined, onProgress: undefined };
let input: FoldInput;
let held: HeldRows;

port.onmessage = ({ data }) => {
  if ("join" in data) {
    try {
      help(data.join, () => port.postMessage({ joined: data.join.thread }));
    } catch (cause) {
      port.postMessage({ error: { code: undefined, message: (cause as Error).message, detail: {} } });
    }
    return;
  }
  if ("module" in data) useModule(data.module);
  if ("input" in data) {
    input = data.input;
    return;
  }
  try {
    if ("hold" in data) {
      held = new HeldRows(openScope().scope, data.hold);
    } else if ("ask" in data) {
      const said = (held[data.ask] as (...given: unknown[]) => unknown).apply(held, [...data.given]);
      port.postMessage({ said });
    } else {
      const { job } = data;
      const result = withScope((scope) => runSync((watched) => foldSession(scope, input, job, watched), UNWATCHED));
      port.postMessage({ result });
    }
  } catch (cause) {
    const { code, detail } = cause instanceof GlmError ? cause : { code: undefined, detail: {} };
    port.postMessage({ error: { code, message: (cause as Error).message, detail } });
  }
};
