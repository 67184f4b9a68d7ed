import type { Redis } from "ioredis";
import { pack, unpack } from "../base/packed.js";
import { refusalOf } from "../base/refusal.js";
import type { Opening, Order, Task } from "../stream/index.js";
import type { Spawn } from "../workers/spawn.js";
import { isBroken, KEYS, type Said, TIMES } from "./broker.js";
import { openingOf, type Permission } from "./roots.js";
import { Gone, RowThread } from "./row-threads.js";

// What a worker does with jobs about rows: it loads runs, keeps them as long as who asked for them is there, and answers.

interface Given {
  readonly redis: Redis;
  readonly permission: Permission;
  readonly threads: number;
  /** Bytes for rows, of all threads. */
  readonly memory: number;
  readonly folder: string | undefined;
  readonly spawn: Spawn;
}

interface Fit {
  readonly driver: string;
  readonly task: Task;
  readonly opening: Opening;
  readonly at: Map<number, RowThread>;
  /** Those that were given a run, whether it could be loaded or not. */
  readonly threads: Set<RowThread>;
  /** Milliseconds, by the clock of this machine, since when nobody was seen to wait for it. */
  goneSince: number | undefined;
}

export class RowHand {
  readonly #given: Given;
  readonly #threads: RowThread[] = [];
  readonly #fits = new Map<string, Promise<Fit | undefined>>();

  constructor(given: Given) {
    this.#given = given;
  }

  /** Loads a run, and reports. */
  async load(driver: string, number: number, run: number): Promise<void> {
    const name = `${driver}:${number}`;
    await this.#told(driver, { task: number }, async () => {
      const fit = await this.#fit(driver, number);
      if (fit === undefined) return; // nobody waits for it
      const known = fit.at.get(run);
      const thread = known?.isGone === false ? known : this.idlest();
      fit.threads.add(thread);
      const loaded = await thread.load(name, fit.task, fit.opening, run);
      fit.at.set(run, thread);
      await this.#say(driver, { about: "loaded", task: number, run, loaded });
    });
  }

  /** Asks runs that are here, and sends each answer as it comes. */
  async ask(driver: string, number: number, round: number, runs: readonly number[]): Promise<void> {
    await this.#told(driver, { task: number, round }, async () => {
      const fit = await this.#fits.get(`${driver}:${number}`);
      const bytes = fit && (await this.#given.redis.getBuffer(KEYS.ask(driver, round)));
      if (bytes === null) return; // it has been answered
      const lost = runs.filter((run) => fit?.at.get(run)?.isGone !== false);
      if (fit !== undefined && bytes !== undefined) {
        const order = unpack(bytes) as Order;
        const threads = new Set(runs.flatMap((run) => fit.at.get(run) ?? []));
        const found = [...threads].map((thread) => this.#asked(fit, number, round, order, thread, runs));
        lost.push(...(await Promise.all(found)).flat());
      }
      if (lost.length > 0) await this.#say(driver, { about: "lost", task: number, runs: lost });
    });
  }

  /** Gives the runs that the thread has not. */
  async #asked(
    fit: Fit,
    number: number,
    round: number,
    order: Order,
    thread: RowThread,
    runs: readonly number[],
  ): Promise<readonly number[]> {
    const own = runs.filter((run) => fit.at.get(run) === thread);
    const sent: Promise<void>[] = [];
    try {
      const lost = await thread.ask(`${fit.driver}:${number}`, order, own, (run, answer) => {
        sent.push(this.#say(fit.driver, { about: "answer", task: number, round, run, answer }));
      });
      await Promise.all(sent);
      return lost;
    } catch (error) {
      await Promise.allSettled(sent);
      if (error instanceof Gone) return own;
      throw error;
    }
  }

  #fit(driver: string, number: number): Promise<Fit | undefined> {
    const name = `${driver}:${number}`;
    const known = this.#fits.get(name);
    if (known !== undefined) return known;
    const { redis, permission } = this.#given;
    const opened = async (): Promise<Fit | undefined> => {
      const bytes = await redis.getBuffer(KEYS.task(driver, number));
      if (bytes === null || (await redis.exists(KEYS.alive(driver))) === 0) return undefined;
      const task = unpack(bytes) as Task;
      return {
        driver,
        task,
        opening: openingOf(task.place, permission),
        at: new Map(),
        threads: new Set(),
        goneSince: undefined,
      };
    };
    const found = opened();
    this.#fits.set(name, found);
    found.then(
      (fit) => fit ?? this.#fits.delete(name),
      () => this.#fits.delete(name),
    );
    return found;
  }

  /** A thread that is loading least. */
  idlest(): RowThread {
    const { threads, memory, folder, spawn } = this.#given;
    const alive = this.#threads.filter(({ isGone }) => !isGone);
    const idle = alive.find(({ loading }) => loading === 0);
    if (idle !== undefined) return idle;
    if (alive.length < threads) {
      const thread = new RowThread(spawn, memory / threads, folder);
      this.#threads.splice(0, this.#threads.length, ...alive, thread);
      return thread;
    }
    return alive.reduce((a, b) => (b.loading < a.loading ? b : a));
  }

  /** Errors of the work go to who asked; those of Redis and of lost threads to BullMQ, which tries again. */
  async #told(driver: string, about: { task: number; round?: number }, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Gone || !(error instanceof Error) || isOfRedis(error)) throw error;
      await this.#say(driver, { about: "error", ...about, error: refusalOf(error) });
    }
  }

  async #say(driver: string, said: SaidHere): Promise<void> {
    const { redis, permission } = this.#given;
    const key = KEYS.inbox(driver);
    const bytes = pack({ ...said, worker: permission.worker } satisfies Said);
    await redis.rpush(key, bytes);
    await redis.pexpire(key, TIMES.data);
  }

  /** Lets go of rows that nobody asks about any more. */
  async beat(): Promise<void> {
    const { redis } = this.#given;
    for (const [name, opening] of this.#fits) {
      const fit = await opening.catch(() => undefined);
      if (fit === undefined) continue;
      const number = Number(name.slice(name.lastIndexOf(":") + 1));
      const [alive, task] = await Promise.all([
        redis.exists(KEYS.alive(fit.driver)),
        redis.exists(KEYS.task(fit.driver, number)),
      ]);
      const isOver = (await redis.exists(KEYS.over(fit.driver, number))) === 1;
      if (alive === 1 && task === 1 && !isOver) {
        fit.goneSince = undefined;
        continue;
      }
      fit.goneSince ??= performance.now(); // Redis may have been restarted
      if (!isOver && performance.now() - fit.goneSince < TIMES.alive) continue;
      this.#fits.delete(name);
      if (alive === 0) await redis.del(KEYS.inbox(fit.driver)); // what was said when nobody listened any more
      for (const thread of fit.threads) thread.drop(name);
    }
  }

  end(): void {
    for (const thread of this.#threads) thread.end();
  }
}

type Without<T> = T extends unknown ? Omit<T, "worker"> : never;
type SaidHere = Without<Said>;

/** Whether an error is one of Redis, such as that it is full. */
function isOfRedis(error: Error): boolean {
  return error.name === "ReplyError" || isBroken(error);
}
