// The code of a thread: its own entry, dist/worker.mjs. It fits folds, or answers for the rows it holds.
import { GlmError } from "../base/errors.js";
import { builtin } from "../base/host.js";
import { runSync } from "../driver/run.js";
import { type Question, readAnswer } from "../shard/answers.js";
import { exchangeFor } from "../shard/exchange.js";
import { placeRows, type RowsPart, setParameters } from "../shard/rows-part.js";
import { type FoldInput, foldSession } from "../validation/run-fold.js";
import { useModule } from "../wasm/load.js";
import { openScope, type Scope, type Struct, withScope } from "../wasm/scope.js";
import { help } from "./join.js";
import type { Answer, Order } from "./orders.js";

interface Port {
  onmessage: ((event: { data: Order }) => void) | null;
  postMessage(message: Answer, handed?: ArrayBuffer[]): void;
}

const port = builtin<{ parentPort: Port | null }>("node:worker_threads")?.parentPort ?? (globalThis as unknown as Port);
const UNWATCHED = { signal: undefined, timeLimit: undefined, onProgress: undefined };
let input: FoldInput;
let held: Held;

interface Held {
  readonly scope: Scope;
  readonly shard: Struct<"Shard">;
  exchange: Struct<"Exchange"> | undefined;
}

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
      held = hold(data.hold);
    } else if ("ask" in data) {
      const sums = sumsOf(held, data.ask);
      port.postMessage({ sums }, [sums.buffer as ArrayBuffer]);
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

function hold(part: RowsPart): Held {
  const { scope } = openScope();
  return { scope, shard: placeRows(scope, part), exchange: undefined };
}

function sumsOf(rows: Held, question: Question): Float64Array {
  const { scope, shard } = rows;
  const d = question.point.length;
  if (question.matrix && rows.exchange?.read("hessian") === 0) rows.exchange = undefined;
  rows.exchange ??= exchangeFor(scope, shard, d, { matrix: question.matrix });
  const { exchange } = rows;
  exchange.view("point", d).set(question.point);
  exchange.view("direction", d).set(question.direction);
  exchange.set({ tolerance: question.tolerance });
  setParameters(scope, shard, question.parameters);
  scope.kernel.exports.evaluate(shard.at, exchange.at, question.request);
  return readAnswer(scope, exchange, question);
}
