import { folding, questionOf } from "../shard/answers.js";
import type { Asked, Crew, Hire } from "../shard/crew.js";
import { HeldRows } from "../shard/held-rows.js";
import type { Coordinates, Description } from "../shard/holding.js";
import type { PartitionPlan } from "../shard/partitions.js";
import type { Piece } from "../shard/pieces.js";
import type { Range } from "../shard/rows-part.js";
import { freshKernel } from "../wasm/load.js";
import { Scope } from "../wasm/scope.js";
import { heldBytes, joinPieces, Room } from "./layout.js";
import type { Spill } from "./spill.js";

// The holders of the rows of a source: as many partitions as the memory takes stay in it, the others are read for every question, one after
// the other, in one place.

/** Bytes that stay in one kernel: while they are put there they are in memory twice. */
const MOST_EACH = 2 ** 26;
/** The same as a part of the memory. */
const EACH = 1 / 8;

/** Numbers of x that may be brought out of the file at once, as a part of the memory: 8 bytes each, and a copy. */
const BROUGHT = 1 / 32;

interface Given {
  readonly spill: Spill;
  readonly cut: PartitionPlan;
  /** Partitions that stay in memory. */
  readonly kept: number;
  readonly memory: number;
  /** Called after each partition that a question has read. */
  readonly onRead: (rows: number) => void;
}

export function hireReader(given: Given): { readonly hire: Hire; readonly end: () => void } {
  const crews: { end: () => void }[] = [];
  const hire = (_partitions: number, parameters: () => Uint8Array | undefined): Crew => {
    const crew = new Reader(given, parameters);
    crews.push(crew);
    return crew;
  };
  const end = (): void => {
    for (const crew of crews.splice(0)) crew.end();
  };
  return { hire: Object.assign(hire, { cut: given.cut }), end };
}

/** The holders of a fit. */
class Reader implements Crew {
  readonly runs: readonly Range[];
  readonly most: number;
  readonly #given: Given;
  readonly #parameters: () => Uint8Array | undefined;
  readonly #staying = new Map<number, HeldRows>();
  /** The one that holds one partition after the other. */
  #passing: HeldRows | undefined;
  /** What it is filled from; free again when it is filled. */
  readonly #room = new Room();
  #description: Description | undefined;
  #coordinates: Coordinates | undefined;
  #isCleared = false;
  #isOver = false;

  constructor(given: Given, parameters: () => Uint8Array | undefined) {
    const { spill, kept, memory } = given;
    this.#given = given;
    this.#parameters = parameters;
    this.runs = runsOf(spill, kept, Math.min(MOST_EACH, EACH * memory));
    this.most = memory * BROUGHT;
  }

  hold: Crew["hold"] = (_, { description }) => {
    this.#description = description;
  };

  answer: Crew["answer"] = async (task, request) => {
    const question = questionOf(task, request, this.#parameters());
    const add = folding(task.exchange, question, this.#given.spill.places.length);
    await this.#walk(
      () => true,
      (held) => held.ask(question).forEach(add),
    );
  };

  each: Crew["each"] = async (name, given) => {
    type Said = ReturnType<Asked[typeof name]>;
    const said: Said[] = this.runs.map(() => undefined as Said);
    const isWanted = (k: number): boolean => {
      if (name === "settle") return this.#staying.has(k); // the others are settled when they are read
      return name !== "cut" || (given(k) as unknown as [readonly Range[]])[0].length > 0;
    };
    await this.#walk(isWanted, (held, k) => {
      said[k] = (held[name] as (...args: unknown[]) => Said)(...given(k));
    });
    if (name === "settle") {
      [this.#coordinates] = given(0) as unknown as [Coordinates];
      this.#passing?.settle(this.#coordinates!);
    }
    if (name === "clear") this.#isCleared = true;
    return said;
  };

  all: Crew["all"] = (name, ...given) => this.each(name, () => given);

  end = (): void => {
    this.#isOver = true;
    this.#staying.clear();
    this.#passing = undefined;
  };

  /** Shows every holder that is wanted, in their order; the next partition is read meanwhile. */
  async #walk(isWanted: (k: number) => boolean, visit: (held: HeldRows, k: number) => void): Promise<void> {
    const { spill, onRead } = this.#given;
    const wanted = [...this.runs.keys()].filter(isWanted);
    const read = (at: number): Promise<Piece> | undefined => {
      const k = wanted[at];
      if (k === undefined || this.#staying.has(k)) return undefined;
      const run = this.runs[k]!;
      const piece = this.#isStaying(k) ? pieceOf(spill, run) : spill.read(run.begin, this.#room);
      piece.catch(() => {}); // it is told when it is waited for
      return piece;
    };
    let next = read(0);
    for (const [at, k] of wanted.entries()) {
      const piece = await next;
      if (this.#isOver) throw new Error("the rows were given up");
      const held = piece === undefined ? this.#staying.get(k)! : this.#placed(k, piece);
      next = read(at + 1);
      visit(held, k);
      onRead(rowsOf(spill, this.runs[k]!));
    }
  }

  #isStaying(k: number): boolean {
    return this.runs[k]!.begin < this.#given.kept;
  }

  #placed(k: number, piece: Piece): HeldRows {
    const pieces = { labelled: piece, unlabeled: undefined };
    const isStaying = this.#isStaying(k);
    if (!isStaying && this.#passing !== undefined) {
      this.#passing.refill(pieces);
      return this.#passing;
    }
    const held = new HeldRows(new Scope(freshKernel()), { description: this.#description!, pieces });
    if (this.#isCleared) held.clear();
    if (this.#coordinates !== undefined) held.settle(this.#coordinates);
    if (isStaying) this.#staying.set(k, held);
    else this.#passing = held;
    return held;
  }
}

function rowsOf({ places }: Spill, { begin, count }: Range): number {
  return places.slice(begin, begin + count).reduce((sum, { rows }) => sum + rows, 0);
}

/** The partitions that stay in memory, as few holders; then each by itself. */
function runsOf({ places }: Spill, kept: number, most: number): Range[] {
  const runs: Range[] = [];
  let bytes = 0;
  for (let begin = 0; begin < places.length; begin++) {
    const last = runs.at(-1);
    const own = heldBytes(places[begin]!);
    if (begin < kept && last !== undefined && bytes + own <= most) {
      runs[runs.length - 1] = { begin: last.begin, count: last.count + 1 };
      bytes += own;
    } else {
      runs.push({ begin, count: 1 });
      bytes = own;
    }
  }
  return runs;
}

async function pieceOf(spill: Spill, { begin, count }: Range): Promise<Piece> {
  const pieces: Piece[] = [];
  for (let k = begin; k < begin + count; k++) pieces.push(await spill.read(k));
  return joinPieces(pieces);
}
