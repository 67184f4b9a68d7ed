import type { Redis } from "ioredis";
import { pack, unpack } from "../base/packed.js";
import { refusalOf } from "../base/refusal.js";
import { GlmError } from "../index.js";
import type { FoldTask } from "../stream/index.js";
import { Absences, giveResult, NOBODY, takeBatch } from "./batch-keys.js";
import type { Judged } from "./judged.js";
import { openingOf, type Permission } from "./roots.js";
import type { RowHand } from "./row-hand.js";
import { Gone, type RowThread } from "./row-threads.js";
import { refuseOwn } from "./wire.js";

// What a worker does with folds of a source: a thread of those that hold rows reads it and fits them.

export class SourceFoldHand {
  readonly #redis: Redis;
  readonly #permission: Permission;
  readonly #rows: RowHand;
  readonly #absences: Absences;
  /** Who fits for whom, by the names of their work. */
  readonly #open = new Map<string, { readonly driver: string; readonly thread: RowThread }>();

  /** The threads are those of `rows`. */
  constructor(redis: Redis, permission: Permission, rows: RowHand) {
    this.#redis = redis;
    this.#permission = permission;
    this.#rows = rows;
    this.#absences = new Absences(redis);
  }

  async work(driver: string, k: number): Promise<string> {
    const bytes = await takeBatch(this.#redis, driver, k);
    if (bytes === undefined) return NOBODY;
    const task = unpackTask(bytes);
    return giveResult(this.#redis, driver, k, pack(await this.#judge(driver, `${driver}:folds:${k}`, task)));
  }

  async #judge(driver: string, name: string, task: FoldTask): Promise<Judged> {
    const begun = performance.now();
    try {
      const opening = openingOf(task.place, this.#permission);
      const thread = this.#rows.idlest();
      this.#open.set(name, { driver, thread });
      return { results: await thread.judge(name, task, opening), ms: performance.now() - begun };
    } catch (error) {
      if (error instanceof Gone) throw error; // BullMQ gives the job to a worker again
      return { error: refusalOf(error) };
    } finally {
      this.#open.delete(name);
    }
  }

  /** Ends what nobody waits for. */
  async beat(): Promise<void> {
    for (const driver of new Set(Array.from(this.#open.values(), (open) => open.driver))) {
      if (!(await this.#absences.isGone(driver))) continue;
      for (const [name, open] of this.#open) if (open.driver === driver) open.thread.drop(name);
    }
  }
}

/** The task of a job, checked: whoever can write to the queue wrote it. */
export function unpackTask(bytes: Buffer): FoldTask {
  const task = unpack(bytes) as Partial<FoldTask> | null;
  const { formula, options, marks, outers, folds } = task ?? {};
  const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
  const areFolds =
    Array.isArray(folds) && folds.length > 0 && folds.every((fold) => Number.isInteger(fold) && fold >= 0);
  const areOptions = Array.isArray(outers) && [options, ...outers].every(isObject);
  if (typeof formula !== "string" || !areFolds || !areOptions || !(marks?.marks instanceof Int32Array)) {
    const message = "the job is no part of a cross-validation; expected a formula, options, folds and what was read";
    throw new GlmError("BAD_VALUE", message, {});
  }
  for (const own of [options!, ...outers!]) refuseOwn(own);
  return task as FoldTask;
}
