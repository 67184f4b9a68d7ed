import { GlmError } from "../base/errors.js";
import type { Response } from "../base/flow.js";
import { indicesWhere } from "../base/typed.js";
import { selectBlocks } from "../input/coded.js";
import { held, named, weightSums } from "../input/weights.js";
import { cutter, designOf, type Piece } from "../shard/pieces.js";
import { type FoldPlan, isFitted } from "../validation/folds.js";
import { addFacts, type FactsSoFar, namedFacts, noFacts, type Outcome } from "./facts.js";
import { heldBytes, joinPieces, Room } from "./layout.js";
import { partitionsKept } from "./memory.js";
import type { Kept, Store } from "./prepare.js";
import { hireReader } from "./reader.js";
import { responseOf } from "./response.js";
import { Spill } from "./spill.js";

// The rows that are fitted for a fold, in a file of their own: cut into partitions as the fit in memory to these rows cuts them, so that it has the
// same bits. The file of all rows is read once for that.

export interface FoldFile {
  readonly response: Response;
  readonly facts: FactsSoFar;
  readonly rows: number;
  /** Sums over the weights of the rows held out, and how many there are. */
  readonly test: ReturnType<typeof weightSums> & { readonly rows: number };
  readonly reader: ReturnType<typeof hireReader>;
  readonly end: () => void;
}

/** Shows every partition of all rows, in one place, with the folds that hold its rows out; false if the work is to stop. */
export async function visitRows(
  { spill, onRead }: Store,
  { ids }: FoldPlan,
  visit: (piece: Piece, ids: Int32Array) => Promise<void> | void,
  isOver: () => boolean,
): Promise<boolean> {
  const room = new Room();
  for (const [k, { first, rows }] of spill.places.entries()) {
    if (isOver()) return false;
    await visit(await spill.read(k, room), ids.subarray(first, first + rows));
    onRead(rows);
  }
  return true;
}

/** Some rows of a piece. */
export function selected(piece: Piece, rows: Int32Array): Piece {
  const { blocks } = piece.entries as Extract<Piece["entries"], { kind: "coded" }>;
  const pick = (all: Float64Array | undefined) => all && Float64Array.from(rows, (i) => all[i]!);
  return {
    ...{ rows: rows.length, columns: piece.columns, first: 0, parts: Int32Array.of(0, rows.length) },
    ...{ y: pick(piece.y), weight: pick(piece.weight), trials: pick(piece.trials), offset: pick(piece.offset) },
    entries: { kind: "coded", blocks: selectBlocks(blocks, piece.rows, rows, (bytes) => new ArrayBuffer(bytes)) },
  };
}

/** Writes the rows of a fold; undefined if the work is to stop. */
export async function writeFold(
  { store, design, cut, response, family }: Kept<object>,
  plan: FoldPlan,
  fold: number,
  isOver: () => boolean,
): Promise<FoldFile | undefined> {
  const outcome: Outcome = { family, classes: response.classes?.length, label: "y" };
  const file = new Cutting(store, design.columns, cut.size, outcome, response.counts === undefined);
  let test = { ...weightSums(undefined, 0), rows: 0 };
  const visit = async (piece: Piece, ids: Int32Array): Promise<void> => {
    await file.add(
      selected(
        piece,
        indicesWhere(ids.length, (i) => isFitted(plan, fold, ids[i]!)),
      ),
    );
    const { weight, rows } = selected(
      piece,
      indicesWhere(ids.length, (i) => ids[i] === fold),
    );
    test = { ...weightSums(weight, rows, test), rows: test.rows + rows };
  };
  try {
    if (!(await visitRows(store, plan, visit, isOver))) {
      file.spill.end();
      return undefined;
    }
    return { ...(await file.finish(store, response)), test };
  } catch (error) {
    file.spill.end();
    throw error;
  }
}

/** Rows that come in any parts, written in partitions of a size. */
class Cutting {
  readonly spill: Spill;
  readonly #columns: number;
  readonly #size: number;
  readonly #outcome: Outcome;
  #waiting: Piece[] = [];
  #count = 0;
  #facts: FactsSoFar;
  #sums = weightSums(undefined, 0);
  #largest = 0;

  constructor({ folder }: Store, columns: number, size: number, outcome: Outcome, isMeant: boolean) {
    this.spill = Spill.open(folder);
    this.#columns = columns;
    this.#size = size;
    this.#outcome = outcome;
    this.#facts = noFacts(outcome, isMeant);
  }

  async add(piece: Piece): Promise<void> {
    if (piece.rows === 0) return;
    this.#waiting.push(piece);
    this.#count += piece.rows;
    while (this.#count >= this.#size) await this.#write(this.#size);
  }

  async #write(rows: number): Promise<void> {
    const all = joinPieces(this.#waiting);
    const cut = cutter(designOf(all), Int32Array.of(0, rows, all.rows), all as Response & Piece);
    const piece = cut(0, 1);
    this.#waiting = all.rows === rows ? [] : [cut(1, 2)];
    this.#count -= rows;
    const { y, weight, trials, offset } = piece;
    this.#facts = addFacts(this.#facts, { y: y!, weight, offset }, this.#outcome, (i) => i);
    this.#sums = weightSums(weight, rows, this.#sums);
    for (const w of weight ?? []) if (w > this.#largest) this.#largest = w;
    await this.spill.write(this.#columns, {
      rows,
      blocks: (piece.entries as Extract<Piece["entries"], { kind: "coded" }>).blocks,
      vectors: { y: y!, ...(weight && { weight }), ...(trials && { trials }), ...(offset && { offset }) },
    });
  }

  /** The rows that are left, and what is known of all. */
  async finish({ memory, onRead }: Store, whole: Response): Promise<Omit<FoldFile, "test">> {
    if (this.#count > 0) await this.#write(this.#count);
    if (this.#largest > 0 && held(Float64Array.of(this.#largest)).exponent !== 0) {
      const message = `the largest weight outside a fold is ${this.#largest}; expected weights between 2^-500 and 2^500 for rows of a source: multiply them all by a constant`;
      throw new GlmError("NOT_SUPPORTED", message, { largest: this.#largest });
    }
    const { spill } = this;
    const { places } = spill;
    const rows = places.reduce((sum, own) => sum + own.rows, 0);
    const sums = { ...named(this.#sums, 0), weightType: whole.weightType };
    const known = { facts: namedFacts(this.#facts), sums, classes: whole.classes };
    const response = responseOf(known, spill.pattern.vectors, (name) => spill.vector(name));
    const starts = Int32Array.from([...places.map(({ first }) => first), rows]);
    const kept = partitionsKept(places.map(heldBytes), memory);
    const reader = hireReader({ spill, cut: { size: this.#size, rows, starts }, kept, memory, onRead });
    const end = (): void => {
      reader.end();
      spill.end();
    };
    return { response, facts: this.#facts, rows, reader, end };
  }
}
