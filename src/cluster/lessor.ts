import { randomUUID } from "node:crypto";
import { resolve as absolute } from "node:path";
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { pack } from "../base/packed.js";
import { refusal } from "../base/refusal.js";
import { ownVersion } from "../base/version.js";
import { GlmError } from "../index.js";
import type { Holders, Loaded, Order, Task } from "../stream/index.js";
import { KEYS, keepKeys, type RowJob, type Said, TIMES, told, workersOf } from "./broker.js";
import { damaged, jobFailed, MOST_TRIES } from "./failures.js";
import { hurry } from "./hurry.js";
import { Inbox } from "./inbox.js";
import { JobBook } from "./job-book.js";
import { Leases } from "./leases.js";
import { Loading } from "./loading.js";
import { type Asked, awaitWorkers, noAnswer, noWorkers } from "./presence.js";
import { Signs } from "./signs.js";
import { Kinds, Paces } from "./stragglers.js";
import { every } from "./timers.js";

// Who gives runs of rows to workers, asks them, and gives the runs of a lost worker to others. All that is sent are jobs of BullMQ: to load a run, in
// the queue of all workers; to answer for runs, in the queue of the worker that holds them. Answers come back in a list.

/** Looks at workers for one at jobs. */
const LOOKS = 2;

/** A question whose answers are not all here. */
interface Round {
  readonly open: Set<number>;
  readonly paces: Paces;
  readonly told: (run: number, answer: unknown) => boolean;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
  damaged: number;
}

export class Lessor implements Holders {
  readonly #id = randomUUID();
  readonly #version = ownVersion();
  readonly #redis: Redis;
  readonly #asked: Asked;
  readonly #signal: AbortSignal | undefined;
  readonly #inbox: Inbox;
  readonly #jobs: JobBook;
  readonly #signs: Signs;
  readonly #leases = new Leases();
  readonly #kinds = new Kinds();
  #loads = new Paces();
  readonly #rounds = new Map<number, Round>();
  #task = 0;
  #round = 0;
  #loading: Loading | undefined;
  #reloaded: (run: number, loaded: Loaded) => void = () => {};
  #failure: unknown;
  #timers: (() => void)[] = [];
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
    try {
      await this.#beat();
      await awaitWorkers(this.#redis, this.#asked, this.#version, this.#signal);
    } catch (cause) {
      const error = this.#told(cause);
      await this.end();
      throw error;
    }
    void this.#inbox.listen();
    const failed = (error: unknown): void => this.#failIfFull(error);
    this.#timers = [every(TIMES.beat, () => this.#beat(), failed), every(TIMES.look, () => this.#look(), failed)];
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
    this.#reloaded = reloaded;
    const { place } = task;
    const sent = place.kind === "file" ? { ...task, place: { ...place, path: absolute(place.path) } } : task;
    try {
      await this.#forget();
      await this.#put(KEYS.task(this.#id, this.#task), sent);
    } catch (error) {
      throw this.#told(error);
    }
  };

  load = async (count: number, heard: (run: number, loaded: Loaded) => void): Promise<void> => {
    if (this.#failure !== undefined) throw this.#failure;
    const loading = new Loading(count, heard, this.#signal);
    this.#loading = loading;
    const runs = Array.from({ length: count }, (_, run) => run);
    this.#lease(runs).catch((error) => this.#fail(error));
    await loading.done;
  };

  ask = async (order: Order, runs: readonly number[], heard: Round["told"]): Promise<void> => {
    if (this.#failure !== undefined) throw this.#failure;
    const round = ++this.#round;
    const key = KEYS.ask(this.#id, round);
    const answered = new Promise<void>((done, fail) => {
      const paces = this.#kinds.begin(order.about);
      this.#rounds.set(round, { open: new Set(runs), paces, told: heard, done, fail, damaged: 0 });
    });
    answered.catch(() => {}); // it may fail while the question is sent, before anybody waits
    try {
      const sent = this.#put(key, order).then(() => this.#post(round, runs));
      await Promise.all([sent, answered]); // who fails first: a connection that was ended may leave `sent` open
    } catch (error) {
      throw this.#told(error);
    } finally {
      this.#rounds.delete(round);
      this.#jobs.forget(`${this.#task}-ask-${round}`);
      this.#redis.del(key).catch(() => {}); // it has a time to live
    }
  };

  async #put(key: string, data: unknown): Promise<void> {
    await this.#redis.set(key, pack(data), "PX", TIMES.data);
  }

  /** Runs are to be loaded by whoever has time. */
  async #lease(runs: readonly number[]): Promise<void> {
    this.#leases.begin(runs);
    const jobs = runs.map((run) => ({ name: `${this.#task}-load-${run}`, data: this.#job({ run }), of: [run] }));
    await this.#jobs.add(this.#asked.queue, this.#id, jobs);
  }

  /** Asks those that hold these runs; the others are asked when they are loaded. */
  async #post(round: number, runs: readonly number[]): Promise<void> {
    const byHolder = new Map<string, number[]>();
    for (const run of runs) {
      const worker = this.#leases.holderOf(run);
      if (worker !== undefined) byHolder.set(worker, [...(byHolder.get(worker) ?? []), run]);
    }
    for (const [worker, own] of byHolder) {
      this.#rounds.get(round)?.paces.asked(worker, own);
      const job = { name: `${this.#task}-ask-${round}`, data: this.#job({ round, runs: own }), of: own };
      await this.#jobs.add(this.#signs.queueOf(worker), this.#id, [job]);
    }
  }

  /** Has a run loaded by a second worker. */
  async #loadAgain(run: number, worker: string): Promise<void> {
    this.#leases.beginSecond(run, worker);
    const data = this.#job({ run });
    await this.#jobs.addExtra(this.#signs.queueOf(worker), this.#id, data);
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
      const gone = this.#leases.lose(said.worker, said.runs);
      if (gone.length > 0) this.#lease(gone).catch((error) => this.#fail(error));
    } else this.#hearAnswer(said);
  }

  #hearLoaded({ run, worker, loaded }: Extract<Said, { about: "loaded" }>): void {
    if (!this.#leases.loaded(run, worker)) return; // it came twice
    if (!this.#loads.isAsked(worker, run)) this.#loads.asked(worker, [run]); // quicker than a look
    this.#loads.answered(worker, run);
    this.#jobs.forget(`${this.#task}-load-${run}`);
    try {
      if (this.#loading?.take(run, loaded) !== true) this.#reloaded(run, loaded);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#leases.holderOf(run) !== worker) return; // another one is asked
    for (const [round, { open }] of this.#rounds)
      if (open.has(run)) this.#post(round, [run]).catch((error) => this.#fail(error));
  }

  #hearAnswer({ round, run, worker, answer }: Extract<Said, { about: "answer" }>): void {
    const asked = this.#rounds.get(round);
    if (asked?.open.has(run) !== true) return; // it came twice
    asked.paces.answered(worker, run);
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
    const lost = await this.#signs.lost(this.#leases.workers());
    const gone = [...lost].flatMap((worker) => this.#leases.lose(worker));
    for (const worker of lost) this.#jobs.drop(this.#signs.queueOf(worker));
    if (gone.length > 0) await this.#lease(gone);
    await this.#lookAtJobs();
    for (const { paces } of this.#rounds.values()) paces.tick(TIMES.look);
    this.#loads.tick(TIMES.look);
    await hurry({
      ...{ leases: this.#leases, loads: this.#loads, rounds: this.#rounds },
      post: (round, run) => this.#post(round, [run]),
      loadAgain: (run, worker) => this.#loadAgain(run, worker),
    });
    const isAlone = this.#leases.loading.size > 0 && (await workersOf(this.#redis, this.#asked.queue)).size === 0;
    this.#alone = isAlone ? this.#alone + TIMES.look : 0;
    if (this.#alone > this.#asked.patience) this.#fail(noWorkers(this.#asked));
  }

  async #lookAtJobs(): Promise<void> {
    if (this.#looks++ % LOOKS !== 0) return;
    const begun = ({ data, of }: { data: RowJob; of: readonly number[] }, worker: string): void => {
      const run = of[0]!;
      const isLoad = data.task === this.#task && data.round === undefined && this.#leases.loading.has(run);
      if (isLoad && !this.#loads.isAsked(worker, run)) this.#loads.asked(worker, of);
    };
    for (const { data, name, failed, tries, of } of await this.#jobs.ended(begun)) {
      const waiting = data.round === undefined ? this.#leases.loading : this.#rounds.get(data.round)?.open;
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

  /** Redis does not answer any more. What waits for it ends with the connection. */
  lose = (ms: number): void => {
    this.#fail(noAnswer(this.#asked, ms));
    this.#redis.disconnect();
  };

  /** Why the fit ends, by the error of its last step. */
  #told(cause: unknown): unknown {
    return this.#failure ?? told(cause);
  }

  #fail(cause: unknown): void {
    const error = told(cause);
    this.#failure ??= error;
    this.#loading?.stop(error);
    for (const { fail } of this.#rounds.values()) fail(error);
  }

  /** Ends the task that there is: its rows are let go. */
  async #forget(): Promise<void> {
    const before = this.#task++;
    this.#leases.clear();
    this.#loads = new Paces();
    await this.#jobs.clear();
    if (before === 0) return;
    await this.#redis.set(KEYS.over(this.#id, before), "1", "PX", 6 * TIMES.alive);
    await this.#redis.del(KEYS.task(this.#id, before));
  }

  end = async (): Promise<void> => {
    for (const stop of this.#timers) stop();
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
