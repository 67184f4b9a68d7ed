import { listen } from "../base/listen.js";
import { refusal } from "../base/refusal.js";
import type { FoldInput, FoldResult, Job } from "../validation/run-fold.js";
import { compiledModule, load } from "../wasm/load.js";
import type { Answer, Order } from "./orders.js";
import type { Spawn, Thread } from "./spawn.js";
import { endOfWorker } from "./trouble.js";

/** Listens for an end from outside and then calls its argument. Returns a function that stops listening. */
export type Halt = (stop: () => void) => () => void;

/**
 * Runs pieces of jobs in threads, each on one piece at a time; no more threads than pieces. A thread gets the data once. Results come in the order of the jobs; those
 * of stopped jobs are undefined. The result of a job depends neither on the thread nor on earlier jobs.
 *
 * @throws GlmError the error of a job; WORKER_FAILED when a thread dies.
 */
export async function runInThreads(
  input: FoldInput,
  pieces: readonly (readonly Job[])[],
  spawns: readonly Spawn[],
  halt: Halt,
  onDone: (result: FoldResult) => unknown,
): Promise<(FoldResult | undefined)[]> {
  await load();
  const module = compiledModule();
  return new Promise((resolve, reject) => {
    const begins = pieces.map((_, k) => pieces.slice(0, k).reduce((sum, { length }) => sum + length, 0));
    const results: (FoldResult | undefined)[] = pieces.flatMap((jobs) => jobs.map(() => undefined));
    const threads: Thread[] = [];
    let next = 0;
    let open = results.length;
    let isOver = false;
    const finish = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      ignore();
      for (const thread of threads) thread.end();
      settle();
    };
    const ignore = halt(() => finish(() => resolve(results)));
    const fail = (error: unknown): void => finish(() => reject(error));
    const listener = listen(onDone, fail);
    const died = (reason: string, hasRun: boolean): void => fail(endOfWorker(reason, hasRun));
    const start = (begin: Spawn): void => {
      let now = -1;
      let left = 0; // of the piece
      const give = (): void => {
        if (next >= pieces.length) return;
        now = next++;
        left = pieces[now]!.length;
        thread.post({ jobs: pieces[now]! } satisfies Order);
      };
      const answer = (message: unknown): void => {
        if (isOver) return;
        const reply = message as Answer;
        if ("error" in reply) fail(refusal(reply.error));
        if (!("result" in reply)) return;
        results[begins[now]! + reply.place] = reply.result;
        left--;
        try {
          listener.tell(reply.result);
        } catch (error) {
          fail(error);
          return;
        }
        if (--open === 0) listener.done().then(() => finish(() => resolve(results)), fail);
        else if (left === 0) give();
      };
      const thread = begin({ answer, died });
      threads.push(thread);
      thread.post({ input, module } satisfies Order);
      give();
    };
    try {
      for (const spawn of spawns.slice(0, pieces.length)) if (!isOver) start(spawn);
    } catch (cause) {
      died(cause instanceof Error ? cause.message : String(cause), false);
    }
  });
}
