import { GlmError } from "../base/errors.js";
import type { Hire } from "../fitting/session.js";
import { foldAnswers, type Question } from "../shard/answers.js";
import { cutPartitions } from "../shard/partitions-part.js";
import { buffersOf, partsOf } from "../shard/rows-part.js";
import type { Crew, Task } from "../shard/task.js";
import { compiledModule } from "../wasm/load.js";
import type { Answer, Order } from "./orders.js";
import { refusal, workerDied } from "./orders.js";
import type { Spawn, Thread } from "./spawn.js";

/**
 * `count` threads that each hold some partitions of the rows in their own memory, for engines where threads cannot share one. They answer for each
 * partition, and this thread adds the answers in the order of the partitions: results have the bits of one thread.
 */
export function hireThreads(count: number, spawn: Spawn): { hire: Hire; end: () => void } {
  const threads: Thread[] = [];
  let isOver = false;
  const end = (): void => {
    isOver = true; // the end of these threads is no failure
    for (const thread of threads.splice(0)) thread.end();
  };
  const hire: Hire = ({ scope, shard, dimension, parameters, parameterBytes }): Crew => {
    const parts = scope.kernel.exports.countParts(shard.at);
    const runs = partsOf(parts, Math.min(count, parts));
    let answers: (readonly Float64Array[] | undefined)[] = [];
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
      const { begin, count: own } = runs[k]!;
      const part = cutPartitions(scope, shard, parameterBytes, begin, begin + own);
      thread.post({ hold: part, dimension, module: compiledModule() } satisfies Order, buffersOf(part));
    };
    try {
      for (let k = 0; k < runs.length; k++) start(k);
    } catch (cause) {
      fail(cause instanceof GlmError ? cause : workerDied(cause instanceof Error ? cause.message : String(cause)));
    }
    const answer: Crew["answer"] = async (task, request) => {
      if (failure !== undefined) throw failure;
      const question = questionOf(task, request, parameters, parameterBytes);
      answers = runs.map(() => undefined);
      await new Promise<void>((resolve, reject) => {
        settle = { resolve, reject };
        for (const thread of threads) thread.post({ ask: question } satisfies Order);
      });
      settle = undefined;
      const all = answers.flatMap((of) => of!);
      foldAnswers(task.exchange, question, all);
    };
    return { answer, end };
  };
  return { hire, end };
}

/** The question in the exchange of a task, with the family's parameters as they are now. */
function questionOf({ exchange, dimension }: Task, request: number, parameters: number, bytes: number): Question {
  const { buffer } = exchange.kernel.exports.memory;
  return {
    request,
    point: exchange.copy("point", dimension),
    direction: exchange.copy("direction", dimension),
    tolerance: exchange.read("tolerance"),
    matrix: exchange.read("hessian") !== 0,
    block: exchange.read("square") === 0 ? 0 : exchange.read("block"),
    ofClass: exchange.read("ofClass"),
    picks: exchange.read("picks"),
    parameters: parameters === 0 ? undefined : new Uint8Array(buffer, parameters, bytes).slice(),
  };
}
