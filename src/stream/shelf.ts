import { HeldRows } from "../shard/held-rows.js";
import type { Coordinates, Description } from "../shard/holding.js";
import type { Piece } from "../shard/pieces.js";
import type { Range } from "../shard/rows-part.js";
import { freshKernel } from "../wasm/load.js";
import { Scope } from "../wasm/scope.js";
import { heldBytes, joinPieces, type Place, Room } from "./layout.js";
import type { Spill } from "./spill.js";

// Partitions that lie in a file, held when they are asked: some stay in memory, the others are read for every question, one after the other, in
// one place.

/** Bytes that stay in one kernel: while they are put there they are in memory twice. */
const MOST_EACH = 2 ** 26;
/** The same as a part of the memory. */
const EACH = 1 / 8;

/** Bytes of rows that stay in memory, of all fits at work. */
export const STAYING = { bytes: 0 };

/** Partitions that follow each other in the file and are held together. */
export interface Unit extends Range {
  readonly isStaying: boolean;
  /** Of rows without labels, which have a file of their own: the place of the first partition there. */
  readonly unlabeled?: number;
}

/** Those that stay, as few units; then each by itself. `begin`: the place of the first in the file. */
export function unitsOf(places: readonly Place[], begin: number, kept: number, memory: number): Unit[] {
  const units: Unit[] = [];
  const most = Math.min(MOST_EACH, EACH * memory);
  let bytes = 0;
  places.forEach((place, k) => {
    const last = units.at(-1);
    const own = heldBytes(place);
    const isStaying = k < kept;
    if (isStaying && last !== undefined && bytes + own <= most) {
      units[units.length - 1] = { ...last, count: last.count + 1 };
      bytes += own;
    } else {
      units.push({ begin: begin + k, count: 1, isStaying });
      bytes = own;
    }
  });
  return units;
}

/** The holders of the rows of one fit. */
export class Shelf {
  readonly #spill: Spill;
  readonly #others: Spill | undefined;
  readonly #onRead: (rows: number) => void;
  readonly #staying = new Map<Unit, HeldRows>();
  /** The one that holds one partition after the other. */
  #passing: HeldRows | undefined;
  /** What it is filled from; free again when it is filled. */
  readonly #room = new Room();
  #description: Description | undefined;
  #coordinates: Coordinates | undefined;
  #isCleared = false;
  #isOver = false;

  /** `onRead` is called after each unit that was shown, with its rows; `others`: the file of rows without labels. */
  constructor(spill: Spill, onRead: (rows: number) => void, others?: Spill) {
    this.#spill = spill;
    this.#others = others;
    this.#onRead = onRead;
  }

  describe(description: Description): void {
    this.#description = description;
  }

  /** From now on rows of weight 0 are cleared in all that are read. */
  clear(): void {
    this.#isCleared = true;
  }

  /** The coordinates of all that are read from now on; those in memory are settled by who is shown them. */
  settle(coordinates: Coordinates): void {
    this.#coordinates = coordinates;
    this.#passing?.settle(coordinates);
  }

  isHeld(unit: Unit): boolean {
    return this.#staying.has(unit);
  }

  end(): void {
    this.#isOver = true;
    for (const unit of this.#staying.keys()) STAYING.bytes -= this.#sum(unit, heldBytes);
    this.#staying.clear();
    this.#passing = undefined;
  }

  /** Shows units in their order; the next is read meanwhile. */
  async walk(units: readonly Unit[], visit: (held: HeldRows, unit: Unit) => void): Promise<void> {
    const read = (at: number): Promise<Piece> | undefined => {
      const unit = units[at];
      if (unit === undefined || this.#staying.has(unit)) return undefined;
      const piece = unit.isStaying ? this.#piece(unit) : this.#read(unit, 0, this.#room);
      piece.catch(() => {}); // it is told when it is waited for
      return piece;
    };
    let next = read(0);
    for (const [at, unit] of units.entries()) {
      const piece = await next;
      if (this.#isOver) throw new Error("the rows were given up");
      const held = piece === undefined ? this.#staying.get(unit)! : this.#placed(unit, piece);
      next = read(at + 1);
      visit(held, unit);
      this.#onRead(this.#sum(unit, ({ rows }) => rows));
    }
  }

  #placed(unit: Unit, piece: Piece): HeldRows {
    const isLabelled = unit.unlabeled === undefined;
    const pieces = { labelled: isLabelled ? piece : undefined, unlabeled: isLabelled ? undefined : piece };
    if (!unit.isStaying && this.#passing !== undefined) {
      this.#passing.refill(pieces);
      return this.#passing;
    }
    const held = new HeldRows(new Scope(freshKernel()), { description: this.#description!, pieces });
    if (this.#isCleared) held.clear();
    if (this.#coordinates !== undefined) held.settle(this.#coordinates);
    if (unit.isStaying) {
      this.#staying.set(unit, held);
      STAYING.bytes += this.#sum(unit, heldBytes);
    } else this.#passing = held;
    return held;
  }

  async #piece(unit: Unit): Promise<Piece> {
    const pieces: Piece[] = [];
    for (let k = 0; k < unit.count; k++) pieces.push(await this.#read(unit, k));
    return joinPieces(pieces);
  }

  /** Partition k of a unit. */
  #read({ begin, unlabeled }: Unit, k: number, room?: Room): Promise<Piece> {
    return unlabeled === undefined ? this.#spill.read(begin + k, room) : this.#others!.read(unlabeled + k, room);
  }

  #sum({ begin, count, unlabeled }: Unit, of: (place: Place) => number): number {
    const { places } = unlabeled === undefined ? this.#spill : this.#others!;
    const first = unlabeled ?? begin;
    return places.slice(first, first + count).reduce((sum, place) => sum + of(place), 0);
  }
}
