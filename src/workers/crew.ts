import { GlmError } from "../base/errors.js";
import type { Hire } from "../fitting/session.js";
import { type Question, writeAnswers } from "../shard/answers.js";
import { buffersOf, cutRows, partsOf } from "../shard/rows-part.js";
import type { Crew } from "../shard/task.js";
import { compiledModule } from "../wasm/load.js";
import type { Answer, Order } from "./orders.js";
import { refusal, workerDied } from "./orders.js";
import type { Spawn, Thread } from "./spawn.js";

/**
 * `count` threads that each hold a part of the rows in their own memory. Their answers are added in the order of the rows,
 * so results depend on `count` in the last bits only, and never on which thread was first.
 */
export function hireThreads(count: number, spawn: Spawn): { hire: Hire; end: () => void } {
  const threads: Thread[] = [];
  let isOver = false;
  const end = (): void => {
    isOver = true; // the end of these threads is no failure
    for (const thread of threads.splice(0)) thread.end();
  };
  const hire: Hire = ({ scope, shard, parameters, parameterBytes }): Crew => {
    const parts = Math.min(count, shard.read("rows"));
    let answers: (Float64Array | undefined)[] = [];
    let settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
    let failure: unknown;
    const fail = (error: unknown): void => {
      if (isOver) return;
      failure ??= error;
      end();
      settle?.reject(failure);
    };
    const start = (k: number): void => {
      const thread = spawn({
        answer: (message) => {
          const reply = message as Answer;
          if ("error" in reply) fail(refusal(reply.error));
          if (!("sums" in reply)) return;
          answers[k] = reply.sums;
          if (answers.every((answer) => answer !== undefined)) settle?.resolve();
        },
        died: (reason) => fail(workerDied(reason)),
      });
      threads.push(thread);
      const part = cutRows(scope, shard, parameterBytes, (rows) => partsOf(rows, parts).slice(k, k + 1));
      thread.post({ hold: part, module: compiledModule() } satisfies Order, buffersOf(part));
    };
    try {
      for (let k = 0; k < parts; k++) start(k);
    } catch (cause) {
      fail(cause instanceof GlmError ? cause : workerDied(cause instanceof Error ? cause.message : String(cause)));
    }
    const answer: Crew["answer"] = async (task, request) => {
      if (failure !== undefined) throw failure;
      const { exchange, dimension } = task;
      const own =
        parameters === 0 ? undefined : new Uint8Array(scope.kernel.exports.memory.buffer, parameters, parameterBytes);
      const question: Question = {
        request,
        point: exchange.copy("point", dimension),
        direction: exchange.copy("direction", dimension),
        tolerance: exchange.read("tolerance"),
        matrix: exchange.read("hessian") !== 0,
        parameters: own?.slice(),
      };
      answers = threads.map(() => undefined);
      await new Promise<void>((resolve, reject) => {
        settle = { resolve, reject };
        for (const thread of threads) thread.post({ ask: question } satisfies Order);
      });
      settle = undefined;
      writeAnswers(scope, exchange, question, answers as Float64Array[]);
    };
    return { answer, end };
  };
  return { hire, end };
}
