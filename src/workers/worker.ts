// The code of a thread: its own entry, dist/worker.mjs. It fits folds, or answers for the rows it holds.

import { refusalOf } from "../base/refusal.js";
import { runSync } from "../driver/run.js";
import { HeldRows } from "../shard/held-rows.js";
import type { FoldInput, FoldResult, Job } from "../validation/run-fold.js";
import { openKernels, pieceSession } from "../validation/side-by-side.js";
import { useModule } from "../wasm/load.js";
import { openScope } from "../wasm/scope.js";
import type { Order } from "./orders.js";
import { joinBy, ownPort, READY } from "./port.js";

const port = ownPort<Order>();
const UNWATCHED = { signal: undefined, timeLimit: undefined, onProgress: undefined };
let input: FoldInput;
let held: HeldRows;

port.onmessage = ({ data }) => {
  if ("join" in data) {
    joinBy(port, data.join);
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
port.postMessage(READY);

function runPiece(jobs: readonly Job[]): void {
  const { open, end } = openKernels();
  const tell = (result: FoldResult, place: number): void => port.postMessage({ result, place });
  try {
    runSync((watched) => pieceSession(input, jobs, open, watched, tell), UNWATCHED);
  } finally {
    end();
  }
}
