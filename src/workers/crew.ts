import { GlmError } from "../base/errors.js";
import { refusal } from "../base/refusal.js";
import { foldAnswers, questionOf } from "../shard/answers.js";
import type { Crew, Hire } from "../shard/crew.js";
import { buffersOf } from "../shard/pieces.js";
import { partsOf } from "../shard/rows-part.js";
import { compiledModule } from "../wasm/load.js";
import type { Answer, Order } from "./orders.js";
import type { Spawn, Thread } from "./spawn.js";
import { endOfWorker, notStarted } from "./trouble.js";

/**
 * `count` threads that each hold some partitions of the rows in a memory of their own: where threads cannot share one, and where one is too
 * small. They answer for each partition, and this thread adds the answers in the order of the partitions: results have the bits of one thread.
 */
export function hireThreads(count: number, spawn: Spawn): { hire: Hire; end: () => void } {
  const crews: Crew[] = [];
  const hire: Hire = (partitions, parameters) => {
    const crew = crewOf(partsOf(partitions, Math.min(count, partitions)), parameters, spawn);
    crews.push(crew);
    return crew;
  };
  const end = (): void => {
    for (const crew of crews.splice(0)) crew.end();
  };
  return { hire, end };
}

/** A holder, and what it was asked and has not yet said. */
interface Holder {
  readonly thread: Thread;
  readonly open: ((said: unknown) => void)[];
}

function crewOf(runs: Crew["runs"], parameters: () => Uint8Array | undefined, spawn: Spawn): Crew {
  const holders: Holder[] = [];
  let isOver = false;
  let failure: unknown;
  let refuse: ((error: unknown) => void) | undefined;
  const end = (): void => {
    isOver = true; // the end of these threads is no failure
    for (const { thread } of holders.splice(0)) thread.end();
  };
  const fail = (error: unknown): void => {
    if (isOver) return;
    failure ??= error;
    end();
    refuse?.(failure);
  };
  const start = (): Holder => {
    const open: Holder["open"] = [];
    const thread = spawn({
      answer: (message) => {
        const reply = message as Answer;
        if ("error" in reply) fail(refusal(reply.error));
        else if ("said" in reply) open.shift()?.(reply.said);
      },
      died: (reason, hasRun) => fail(endOfWorker(reason, hasRun)),
    });
    return { thread, open };
  };
  const failed = (cause: unknown): void => {
    fail(cause instanceof GlmError ? cause : notStarted(cause instanceof Error ? cause.message : String(cause)));
  };
  const hold: Crew["hold"] = (k, holding) => {
    if (isOver) return;
    try {
      holders[k] ??= start();
      const { labelled, unlabeled } = holding.pieces;
      const handed = [labelled, unlabeled].flatMap((piece) => (piece === undefined ? [] : buffersOf(piece)));
      holders[k].thread.post({ hold: holding, module: compiledModule() } satisfies Order, handed);
    } catch (cause) {
      failed(cause);
    }
  };
  const each: Crew["each"] = (name, given) => {
    if (failure !== undefined) return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      refuse = reject;
      const all = holders.map(
        ({ thread, open }, k) =>
          new Promise<never>((said) => {
            open.push(said as (said: unknown) => void);
            thread.post({ ask: name, given: given(k) } satisfies Order);
          }),
      );
      Promise.all(all).then(resolve, reject);
    });
  };
  const all: Crew["all"] = (name, ...given) => each(name, () => given);
  const answer: Crew["answer"] = async (task, request) => {
    const question = questionOf(task, request, parameters());
    const sums = await all("ask", question);
    foldAnswers(task.exchange, question, sums.flat());
  };
  return { runs, hold, answer, all, each, end };
}
