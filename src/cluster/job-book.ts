import type { Queue } from "bullmq";
import { isBroken, type RowJob } from "./broker.js";

// The jobs of one program that are on their way. BullMQ tries them; here is written down which of them ended without a word.

/** A job to add: its name, unique for what it asks, and the runs that it is about. */
interface Added {
  readonly name: string;
  readonly data: RowJob;
  readonly of: readonly number[];
}

interface Open extends Added {
  readonly queue: string;
  readonly id: string;
  readonly tries: number;
  /** Whether it was not in the queue when it was last looked for. */
  isMissing: boolean;
}

/** A job that ended; `failed` says why, if it failed. */
export interface Ended extends Added {
  readonly failed: string | undefined;
  readonly tries: number;
}

export class JobBook {
  readonly #queueAt: (name: string) => Queue<RowJob>;
  readonly #queues = new Map<string, Queue<RowJob>>();
  readonly #open = new Map<string, Open>();
  /** How often a job of a name was added to a queue. */
  readonly #tries = new Map<string, number>();
  #next = 0;

  constructor(queueAt: (name: string) => Queue<RowJob>) {
    this.#queueAt = queueAt;
  }

  #queue(name: string): Queue<RowJob> {
    const known = this.#queues.get(name) ?? this.#queueAt(name);
    this.#queues.set(name, known);
    return known;
  }

  async add(queue: string, driver: string, jobs: readonly Added[]): Promise<void> {
    const all = jobs.map((job) => {
      const id = `${driver}-${this.#next++}`;
      const key = `${job.name}/${queue}`;
      const tries = (this.#tries.get(key) ?? 0) + 1;
      this.#tries.set(key, tries);
      this.#open.set(id, { ...job, queue, id, tries, isMissing: false });
      const kept = { removeOnComplete: true, removeOnFail: { age: 3600 } }; // why it failed is read here
      return { name: "rows", data: job.data, opts: { jobId: id, attempts: 3, backoff: 200, ...kept } };
    });
    try {
      await this.#queue(queue).addBulk(all);
    } catch (error) {
      if (!isBroken(error)) throw error; // those that did not come are missed at the next looks
    }
  }

  /** A job that is not watched: if it comes to nothing, nothing is lost. */
  async addExtra(queue: string, driver: string, data: RowJob): Promise<void> {
    const opts = { jobId: `${driver}-${this.#next++}`, removeOnComplete: true, removeOnFail: true };
    await this.#queue(queue).add("rows", data, opts);
  }

  /** Jobs of a name need not be watched any more. */
  forget(name: string): void {
    for (const [id, open] of this.#open) if (open.name === name) this.#open.delete(id);
    for (const key of this.#tries.keys()) if (key.startsWith(`${name}/`)) this.#tries.delete(key);
  }

  /** Jobs in the queue of a worker that is lost. */
  drop(queue: string): void {
    for (const [id, open] of this.#open) if (open.queue === queue) this.#open.delete(id);
  }

  /** Jobs that failed, or that were not in their queue at two looks: what they said is here, or lost. `begun` is told of those that a worker has. */
  async ended(begun: (job: Added, worker: string) => void): Promise<Ended[]> {
    const ended: Ended[] = [];
    for (const open of [...this.#open.values()]) {
      const job = await this.#queue(open.queue).getJob(open.id);
      const failed = job !== undefined && (await job.isFailed()) ? job.failedReason || "it failed" : undefined;
      if (failed === undefined && (job !== undefined || !open.isMissing)) {
        open.isMissing = job === undefined;
        if (job?.processedBy !== undefined) begun(open, job.processedBy);
        continue;
      }
      this.#open.delete(open.id);
      job?.remove().catch(() => {}); // it has a time to live
      ended.push({ ...open, failed });
    }
    return ended;
  }

  /** Takes all jobs out of their queues. */
  async clear(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    this.#tries.clear();
    for (const { queue, id } of open)
      await this.#queue(queue)
        .remove(id)
        .catch(() => {}); // a worker has it: it will see that nobody waits
  }

  async close(): Promise<void> {
    for (const queue of this.#queues.values()) await queue.close();
  }
}
