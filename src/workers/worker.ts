// The code of a thread: its own entry, dist/worker.mjs. It fits folds, or answers for the rows it holds.
import { builtin } from "../base/host.js";
import { runSync } from "../driver/run.js";
import { HeldRows } from "../shard/held-rows.js";
import type { FoldInput, FoldResult, Job } from "../validation/run-fold.js";
import { openKernels, pieceSession } from "../validation/side-by-side.js";
import { useModule } from "../wasm/load.js";
import { openScope } from "../wasm/scope.js";
import { help } from "./join.js";
import { type Answer, type Order, refusalOf } from "./orders.js";

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
      port.postMessage({ error: refusalOf(cause) });
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
      runPiece(data.jobs);
    }
  } catch (cause) {
    port.postMessage({ error: refusalOf(cause) });
  }
};

function runPiece(jobs: readonly Job[]): void {
  const { open, end } = openKernels();
  const tell = (result: FoldResult, place: number): void => port.postMessage({ result, place });
  try {
    runSync((watched) => pieceSession(input, jobs, open, watched, tell), UNWATCHED);
  } finally {
    end();
  }
}
