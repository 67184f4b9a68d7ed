import { GlmError } from "../base/errors.js";
import type { Cell, Cells } from "../frame/columns.js";
import type { Group } from "./groups.js";

// A number for every block of rows of a source, by which a second reading is held to the first. It finds changes, not forgeries.

/** Rows of a block: who reads a part of the rows reads on from the block before, so it is short. */
export const BLOCK = 2 ** 13;

/** A fingerprint of all rows as plain data. */
export interface Marks {
  readonly rows: number;
  /** The hash after each block: of all rows up to there. */
  readonly marks: Int32Array;
}

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

export class Fingerprint {
  #hash = 0;
  #rows = 0;
  #marks: number[] = [];

  static of({ rows, marks }: Marks): Fingerprint {
    const all = new Fingerprint();
    all.#rows = rows;
    all.#marks = Array.from(marks);
    return all;
  }

  get known(): Marks {
    return { rows: this.#rows, marks: Int32Array.from(this.#marks) };
  }

  /** A reading that begins with a block of one before. */
  fromBlock(block: number): Fingerprint {
    const part = new Fingerprint();
    part.#rows = block * BLOCK;
    part.#hash = block === 0 ? 0 : this.#marks[block - 1]!;
    return part;
  }

  /** The hash of all rows so far. */
  get hash(): number {
    return this.#hash;
  }

  /** Adds rows. With the fingerprint of a reading before, refuses the first block that differs. */
  add({ cells, length }: Group, before?: Fingerprint, name = ""): void {
    for (let from = 0; from < length; ) {
      const end = Math.min(length, from + BLOCK - (this.#rows % BLOCK));
      let k = 0;
      // the columns of each row go together, so that it does not matter where groups end
      const sums = new Int32Array(end - from);
      for (const column of cells.values()) addColumn(sums, column, from, ++k);
      for (let i = 0; i < sums.length; i++) this.#hash = Math.imul(this.#hash ^ sums[i]!, 16777619);
      this.#rows += end - from;
      if (this.#rows % BLOCK === 0) this.#mark(before, name);
      from = end;
    }
  }

  /** After the last row. */
  end(before?: Fingerprint, name = ""): void {
    if (before !== undefined && before.#rows !== this.#rows) {
      const message = `${name} had ${before.#rows} rows when it was read first, and ${this.#rows} now; expected the same: let nobody write to it during the fit`;
      throw new GlmError("SOURCE_CHANGED", message, { before: before.#rows, now: this.#rows });
    }
    if (this.#rows % BLOCK !== 0) this.#mark(before, name);
  }

  get rows(): number {
    return this.#rows;
  }

  #mark(before: Fingerprint | undefined, name: string): void {
    const k = Math.ceil(this.#rows / BLOCK) - 1;
    this.#marks[k] = this.#hash;
    const known = before === undefined ? undefined : before.#marks[k];
    // a block that a shorter reading lacks is told by the number of rows
    if (known === undefined || known === this.#hash) return;
    const [from, to] = [k * BLOCK, this.#rows - 1];
    const message = `${name}: rows ${from} to ${to} are not what they were when they were read first (fingerprint ${hex(this.#hash)}, then ${hex(known)}); expected the same rows in the same order: let nobody write to it during the fit, and give a query an ORDER BY`;
    throw new GlmError("SOURCE_CHANGED", message, { from, to, fingerprint: hex(this.#hash), before: hex(known) });
  }
}

/** Refuses what another machine has read, if it is not what was read here. */
export function compareMarks(now: Marks, before: Marks, name: string): void {
  const k = now.marks.findIndex((mark, block) => mark !== before.marks[block]);
  if (k < 0 && now.rows === before.rows) return;
  const from = k < 0 ? before.rows : k * BLOCK;
  const message = `${name}: rows from ${from} on are not those that the program has read, ${before.rows} rows in all, ${now.rows} on this worker; expected one file on all machines, to which nobody writes during the fit`;
  throw new GlmError("SOURCE_CHANGED", message, { from, before: before.rows, now: now.rows });
}

function hex(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function addColumn(sums: Int32Array, column: Cells, from: number, k: number): void {
  const seed = Math.imul(k, 0x9e3779b1);
  if (column instanceof Float64Array) {
    for (let i = 0; i < sums.length; i++) sums[i] = Math.imul(sums[i]! ^ ofNumber(column[from + i]!, seed), 0x85ebca6b);
    return;
  }
  for (let i = 0; i < sums.length; i++) sums[i] = Math.imul(sums[i]! ^ ofCell(column[from + i], seed), 0x85ebca6b);
}

/** A number of 32 bits for a number. */
export function ofNumber(value: number, seed: number): number {
  scratch[0] = value;
  const hash = Math.imul(words[0]! ^ seed, 0xcc9e2d51) ^ Math.imul((words[1]! ^ seed) + 0x7f4a7c15, 0x1b873593);
  return hash ^ (hash >>> 15);
}

function ofCell(cell: Cell, seed: number): number {
  if (cell === undefined) return ofNumber(Number.NaN, seed);
  if (typeof cell === "number") return ofNumber(cell, seed);
  if (typeof cell === "boolean") return seed ^ (cell ? 0x2545f491 : 0x27220a95);
  if (cell instanceof Date) return ofNumber(cell.getTime(), ~seed);
  let hash = seed ^ cell.length;
  for (let i = 0; i < cell.length; i++) hash = Math.imul(hash ^ cell.charCodeAt(i), 16777619);
  return hash ^ (hash >>> 13);
}
