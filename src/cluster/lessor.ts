import { randomUUID } from "node:crypto";
import { resolve as absolute } from "node:path";
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { pack } from "../base/packed.js";
import { refusal } from "../base/refusal.js";
import { ownVersion } from "../base/version.js";
import { GlmError } from "../index.js";
import type { Holders, Loaded, Order, Task } from "../stream/index.js";
import { connect, KEYS, keepKeys, needed, type RowJob, type Said, TIMES, told, workersOf } from "./broker.js";
import { damaged, jobFailed, MOST_TRIES } from "./failures.js";
import { Inbox } from "./inbox.js";
import { JobBook } from "./job-book.js";
import { type Asked, awaitWorkers, noWorkers } from "./presence.js";
import { Signs } from "./signs.js";

// Who gives runs of rows to workers, asks them, and gives the runs of a lost worker to others. All that is sent are jobs of BullMQ: to load a run, in
// the queue of all workers; to answer for runs, in the queue of the worker that holds them. Answers come back in a list.

/** Looks at workers for one at jobs. */
const LOOKS = 2;

/** A question whose answers are not all here. */
interface Round {
  readonly open: Set<number>;
  readonly told: (run: number, answer: unknown) => boolean;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
  damaged: number;
}

export async function openLessor(asked: Asked, signal: AbortSignal | undefined): Promise<Holders> {
  const { Queue: BullQueue } = await needed("bullmq", () => import("bullmq"));
  const redis = await connect(asked.url);
  const queueAt = (name: string): Queue<RowJob> => {
    const queue = new BullQueue<RowJob>(name, { connection: redis as never });
    return queue.on("error", () => {}); // it connects again
  };
  const lessor = new Lessor(redis, asked, signal, queueAt);
  try {
    await lessor.start();
  } catch (error) {
    await lessor.end();
    throw told(error);
  }
  return lessor;
}

class Lessor implements Holders {
  readonly #id = randomUUID();
  readonly #version = ownVersion();
  readonly #redis: Redis;
  readonly #asked: Asked;
  readonly #signal: AbortSignal | undefined;
  readonly #inbox: Inbox;
  readonly #jobs: JobBook;
  readonly #signs: Signs;
  /** Who holds each run. */
  readonly #at = new Map<number, string>();
  /** Runs that are being loaded. */
  readonly #loading = new Set<number>();
  readonly #rounds = new Map<number, Round>();
  #task = 0;
  #round = 0;
  #loaded: ((run: number, loaded: Loaded) => void) | undefined;
  #reloaded: (run: number, loaded: Loaded) => void = () => {};
  #stopLoading: ((error: unknown) => void) | undefined;
  #failure: unknown;
  #timers: NodeJS.Timeout[] = [];
  #alone = 0;
  #looks = 0;

  constructor(redis: Redis, asked: Asked, signal: AbortSignal | undefined, queueAt: (name: string) => Queue<RowJob>) {
    this.#redis = redis;
    this.#asked = asked;
    this.#signal = signal;
    this.#inbox = new Inbox(redis, KEYS.inbox(this.#id), (said) => this.#hear(said));
    this.#jobs = new JobBook(queueAt);
    this.#signs = new Signs(redis, asked.queue);
  }

  async start(): Promise<void> {
    await this.#beat();
    await awaitWorkers(this.#redis, this.#asked, this.#version, this.#signal);
    void this.#inbox.listen();
    const every = (ms: number, work: () => Promise<void>): void => {
      let isAtWork = false;
      const tick = (): void => {
        if (isAtWork) return;
        isAtWork = true;
        work()
          .catch((error) => this.#failIfFull(error))
          .finally(() => {
            isAtWork = false;
          });
      };
      this.#timers.push(setInterval(tick, ms));
    };
    every(TIMES.beat, () => this.#beat());
    every(TIMES.look, () => this.#look());
  }

  async #beat(): Promise<void> {
    const life = TIMES.data;
    const keys = [
      KEYS.task(this.#id, this.#task),
      KEYS.inbox(this.#id),
      ...[...this.#rounds.keys()].map((round) => KEYS.ask(this.#id, round)),
    ];
    await this.#redis.set(KEYS.alive(this.#id), "1", "PX", TIMES.alive);
    for (const key of keys) await this.#redis.pexpire(key, life);
    await keepKeys(this.#redis, this.#asked.queue);
  }

  begin = async (task: Task, reloaded: (run: number, loaded: Loaded) => void): Promise<void> => {
    await this.#forget();
    this.#reloaded = reloaded;
    const { place } = task;
    const sent = place.kind === "file" ? { ...task, place: { ...place, path: absolute(place.path) } } : task;
    await this.#put(KEYS.task(this.#id, this.#task), sent);
  };

  load = (count: number, heard: (run: number, loaded: Loaded) => void): Promise<void> => {
    return new Promise((resolve, reject) => {
      let left = count;
      const stop = (error: unknown): void => {
        this.#signal?.removeEventListener("abort", abort);
        this.#loaded = undefined;
        if (error === undefined) resolve();
        else reject(error);
      };
      const abort = (): void => stop(this.#signal!.reason);
      this.#signal?.addEventListener("abort", abort);
      this.#stopLoading = stop;
      this.#loaded = (run, loaded) => {
        heard(run, loaded);
        if (--left === 0) stop(undefined);
      };
      if (this.#failure !== undefined) return stop(this.#failure);
      if (this.#signal?.aborted) return abort();
      this.#lease(Array.from({ length: count }, (_, run) => run)).catch((error) => this.#fail(error));
    });
  };

  ask = async (order: Order, runs: readonly number[], heard: Round["told"]): Promise<void> => {
    if (this.#failure !== undefined) throw this.#failure;
    const round = ++this.#round;
    const key = KEYS.ask(this.#id, round);
    const answered = new Promise<void>((done, fail) => {
      this.#rounds.set(round, { open: new Set(runs), told: heard, done, fail, damaged: 0 });
    });
    answered.catch(() => {}); // it may fail while the question is sent, before anybody waits
    try {
      await this.#put(key, order);
      await this.#post(round, runs);
      await answered;
    } catch (error) {
      throw told(error);
    } finally {
      this.#rounds.delete(round);
      this.#jobs.forget(`${this.#task}-ask-${round}`);
      this.#redis.del(key).catch(() => {}); // it has a time to live
    }
  };

  async #put(key: string, data: unknown): Promise<void> {
    try {
      await this.#redis.set(key, pack(data), "PX", TIMES.data);
    } catch (error) {
      throw told(error);
    }
  }

  /** Runs are to be loaded by whoever has time. */
  async #lease(runs: readonly number[]): Promise<void> {
    for (const run of runs) {
      this.#at.delete(run);
      this.#loading.add(run);
    }
    const jobs = runs.map((run) => ({ name: `${this.#task}-load-${run}`, data: this.#job({ run }), of: [run] }));
    await this.#jobs.add(this.#asked.queue, this.#id, jobs);
  }

  /** Asks those that hold these runs; the others are asked when they are loaded. */
  async #post(round: number, runs: readonly number[]): Promise<void> {
    const byHolder = new Map<string, number[]>();
    for (const run of runs) {
      const worker = this.#at.get(run);
      if (worker !== undefined) byHolder.set(worker, [...(byHolder.get(worker) ?? []), run]);
    }
    for (const [worker, own] of byHolder) {
      const job = { name: `${this.#task}-ask-${round}`, data: this.#job({ round, runs: own }), of: own };
      await this.#jobs.add(this.#signs.queueOf(worker), this.#id, [job]);
    }
  }

  #job(more: Partial<RowJob>): RowJob {
    return { driver: this.#id, task: this.#task, version: this.#version, ...more };
  }

  #hear(said: Said | undefined): void {
    if (said === undefined) return; // damaged: the look finds that its run is open, and its job done
    if (said.task !== this.#task) return;
    if (said.about === "error") {
      if (said.round === undefined || this.#rounds.has(said.round)) this.#fail(refusal(said.error));
    } else if (said.about === "loaded") this.#hearLoaded(said);
    else if (said.about === "lost") {
      const gone = said.runs.filter((run) => this.#at.get(run) === said.worker);
      if (gone.length > 0) this.#lease(gone).catch((error) => this.#fail(error));
    } else this.#hearAnswer(said);
  }

  #hearLoaded({ run, worker, loaded }: Extract<Said, { about: "loaded" }>): void {
    if (!this.#loading.delete(run)) return; // somebody else was first
    this.#at.set(run, worker);
    this.#jobs.forget(`${this.#task}-load-${run}`);
    try {
      if (this.#loaded !== undefined) this.#loaded(run, loaded);
      else this.#reloaded(run, loaded);
    } catch (error) {
      this.#fail(error);
      return;
    }
    for (const [round, { open }] of this.#rounds)
      if (open.has(run)) this.#post(round, [run]).catch((error) => this.#fail(error));
  }

  #hearAnswer({ round, run, worker, answer }: Extract<Said, { about: "answer" }>): void {
    const asked = this.#rounds.get(round);
    if (asked?.open.has(run) !== true) return; // it came twice
    try {
      if (asked.told(run, answer)) asked.open.delete(run);
      else if (++asked.damaged < MOST_TRIES) void this.#post(round, [run]).catch((error) => this.#fail(error));
      else throw damaged(worker);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (asked.open.size === 0) asked.done();
  }

  /** Workers that are lost, jobs that ended without a word, and whether anybody is there. */
  async #look(): Promise<void> {
    const lost = await this.#signs.lost(new Set(this.#at.values()));
    const gone = [...this.#at].filter(([, worker]) => lost.has(worker)).map(([run]) => run);
    for (const worker of lost) this.#jobs.drop(this.#signs.queueOf(worker));
    if (gone.length > 0) await this.#lease(gone);
    await this.#lookAtJobs();
    const isAlone = this.#loading.size > 0 && (await workersOf(this.#redis, this.#asked.queue)).size === 0;
    this.#alone = isAlone ? this.#alone + TIMES.look : 0;
    if (this.#alone > this.#asked.patience) this.#fail(noWorkers(this.#asked));
  }

  async #lookAtJobs(): Promise<void> {
    if (this.#looks++ % LOOKS !== 0) return;
    for (const { data, name, failed, tries, of } of await this.#jobs.ended()) {
      const waiting = data.round === undefined ? this.#loading : this.#rounds.get(data.round)?.open;
      const open = of.filter((run) => waiting?.has(run));
      if (data.task !== this.#task || open.length === 0) continue;
      if (failed !== undefined || tries >= MOST_TRIES) return this.#fail(jobFailed(name, failed));
      if (data.round === undefined) await this.#lease(open);
      else await this.#post(data.round, open);
    }
  }

  #failIfFull(error: unknown): void {
    if (told(error) instanceof GlmError) this.#fail(error);
  }

  #fail(cause: unknown): void {
    const error = told(cause);
    this.#failure ??= error;
    this.#stopLoading?.(error);
    for (const { fail } of this.#rounds.values()) fail(error);
  }

  /** Ends the task that there is: its rows are let go. */
  async #forget(): Promise<void> {
    const before = this.#task++;
    this.#at.clear();
    this.#loading.clear();
    await this.#jobs.clear();
    if (before === 0) return;
    await this.#redis.set(KEYS.over(this.#id, before), "1", "PX", 6 * TIMES.alive);
    await this.#redis.del(KEYS.task(this.#id, before));
  }

  end = async (): Promise<void> => {
    for (const timer of this.#timers) clearInterval(timer);
    this.#failure ??= new Error("the rows were given up");
    const quiet = async (work: Promise<unknown>): Promise<void> => void (await work.catch(() => {}));
    this.#inbox.end();
    await quiet(this.#forget());
    await quiet(this.#redis.del(KEYS.alive(this.#id), KEYS.inbox(this.#id)));
    await quiet(keepKeys(this.#redis, this.#asked.queue));
    await quiet(this.#jobs.close());
    this.#redis.disconnect();
  };
}
