import type { Family } from "../families/index.js";
import type { Range } from "../shard/rows-part.js";
import { BLOCK, Fingerprint } from "../source/fingerprint.js";
import { Cursor, type Group } from "../source/groups.js";
import type { Source } from "../source/source.js";
import { vanished } from "./encode.js";
import type { Place } from "./layout.js";
import { unseenRow } from "./learn.js";
import { Seen } from "./outcome.js";
import { encodePartition, type Partition } from "./partition.js";
import type { Spill } from "./spill.js";
import { mergeWeights, NO_WEIGHTS, weightsOf } from "./sums.js";
import type { Loaded, Report, Task } from "./task.js";

// Reads runs of a source, and holds what it reads to the first reading: from the block of rows before a run on, so that every row counts.

/** A run in the file. */
export interface Run {
  readonly report: Report;
  readonly places: Range;
  /** Of each partition the rows that are left out. */
  readonly omitted: readonly Int32Array[];
}

/** A reading that is somewhere in the source. */
interface Reading {
  readonly cursor: Cursor;
  readonly now: Fingerprint;
}

export class Loader {
  readonly #task: Task;
  readonly #source: Source;
  readonly #spill: Spill;
  readonly #recipe: Parameters<typeof encodePartition>[0];
  readonly #before: Fingerprint;
  #reading: Reading | undefined;
  #isBusy = false;

  constructor(task: Task, source: Source, spill: Spill, family: Family) {
    this.#task = task;
    this.#source = source;
    this.#spill = spill;
    this.#recipe = { encoding: task.encoding, family, options: task.options };
    this.#before = Fingerprint.of(task.marks);
  }

  /** `check` gets the place of the first partition. */
  async load(run: number, check: (first: Place) => void): Promise<Run | Extract<Loaded, { missed: unknown }>> {
    this.#isBusy = true;
    try {
      return await this.#load(run, check);
    } catch (error) {
      await this.#leave();
      throw vanished(error, this.#source.name);
    } finally {
      this.#isBusy = false;
    }
  }

  async #load(run: number, check: (first: Place) => void): Promise<Run | Extract<Loaded, { missed: unknown }>> {
    const { size, group, marks } = this.#task;
    const first = run * group * size;
    const end = Math.min(marks.rows, first + group * size);
    const begin = this.#spill.places.length;
    const reading = await this.#at(first);
    const from = reading.now.hash;
    const seen = new Seen();
    const omitted: Int32Array[] = [];
    let [weights, hasTrials] = [NO_WEIGHTS, false];
    for (let row = first; row < end; row += size) {
      const found = await this.#next(reading, Math.min(size, end - row));
      const partition = this.#encoded(found);
      if ("missed" in partition) return partition;
      const { written, rows } = partition;
      seen.add(written.vectors.y!, rows);
      weights = mergeWeights(weights, weightsOf(partition));
      hasTrials ||= partition.hasTrials;
      omitted.push(partition.omitted);
      await this.#spill.write(this.#task.encoding.names.length, written);
      if (row === first) check(this.#spill.places[begin]!);
    }
    if (end === marks.rows) await this.#atEnd(reading);
    const count = this.#spill.places.length - begin;
    const report = {
      rows: this.#spill.places.slice(begin).map(({ rows }) => rows),
      seen: { y: [...seen.rows.keys()], rows: [...seen.rows.values()] },
      ...{ hasTrials, weights },
      vectors: this.#spill.pattern.vectors,
      hashes: [from, reading.now.hash] as const,
    };
    return { report, places: { begin, count }, omitted };
  }

  #encoded(group: Group): Partition | Extract<Loaded, { missed: unknown }> {
    try {
      return encodePartition(this.#recipe, group);
    } catch (error) {
      const row = unseenRow(error, group);
      if (row === undefined) throw error;
      const cells = this.#task.names.map((name) => group.cells.get(name)![row]);
      return { missed: { row: group.first + row, cells } };
    }
  }

  /** A reading before a row: the one that there is goes on, unless the source can begin nearer. */
  async #at(row: number): Promise<Reading> {
    const block = Math.floor(row / BLOCK);
    const begin = block * BLOCK;
    const there = this.#reading;
    if (there !== undefined && there.cursor.next <= row) {
      if (there.cursor.next >= begin) return this.#through(there, row);
      const straight = await Cursor.straightTo(this.#source, this.#task.names, begin);
      if (straight === undefined) await there.cursor.skip(begin - there.cursor.next);
      else await this.#leave();
      return this.#through({ cursor: straight ?? there.cursor, now: this.#before.fromBlock(block) }, row);
    }
    await this.#leave();
    const cursor = await Cursor.at(this.#source, this.#task.names, begin);
    return this.#through({ cursor, now: this.#before.fromBlock(block) }, row);
  }

  /** Reads on to a row. */
  async #through(reading: Reading, row: number): Promise<Reading> {
    this.#reading = reading;
    while (reading.cursor.next < row) await this.#next(reading, Math.min(BLOCK, row - reading.cursor.next));
    return reading;
  }

  async #next({ cursor, now }: Reading, count: number): Promise<Group> {
    const group = await cursor.take(count);
    if (group !== undefined) now.add(group, this.#before, this.#source.name);
    if (group?.length !== count) now.end(this.#before, this.#source.name); // it says that there are fewer rows
    return group!;
  }

  /** After the last row there is none. */
  async #atEnd({ cursor, now }: Reading): Promise<void> {
    const more = await cursor.take(1);
    if (more !== undefined) now.add(more);
    now.end(this.#before, this.#source.name);
  }

  /** Lets go of the source, if nothing is read. */
  async rest(): Promise<void> {
    if (!this.#isBusy) await this.#leave();
  }

  async #leave(): Promise<void> {
    const reading = this.#reading;
    this.#reading = undefined;
    await reading?.cursor.end();
  }
}
