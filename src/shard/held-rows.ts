import { REQUEST } from "../base/ids.js";
import { type Placed, placeCopy } from "../wasm/design.js";
import { outOfMemory, type Scope, type Struct } from "../wasm/scope.js";
import { type Question, readAnswer } from "./answers.js";
import { type BadEntry, type ColumnLook, lookAt } from "./column-look.js";
import { answersFor } from "./exchange.js";
import type { Coordinates, Description, Holding, Which } from "./holding.js";
import { putTermsOf, putTies } from "./noise-terms.js";
import { type PlacedPartitions, partsOf } from "./partitions.js";
import { designOf, type Piece } from "./pieces.js";
import { answerRows, type RowsQuestion } from "./row-questions.js";
import { cutRows, type Range, type RowsPart, setParameters } from "./rows-part.js";
import { type RowsHere, type View, viewShard } from "./view.js";

// Some partitions of the rows of a fit in a memory of their own, and what their holder is asked. All arguments and answers are plain data.

interface Place {
  readonly piece: Omit<Piece, "entries">;
  readonly placed: Placed;
  readonly shard: Struct<"Shard">;
}

/** The work of a holder that can be asked for by name, from elsewhere. */
export const ASKED = [
  "refill",
  "clear",
  "moments",
  "look",
  "below",
  "mayShift",
  "settle",
  "ask",
  "askRows",
  "cut",
] as const;

/** Rows in this memory: hold them, settle their coordinates, ask. */
export class HeldRows {
  readonly #scope: Scope;
  #places: Partial<Record<Which, Place>> = {};
  readonly #description: Description;
  readonly #exchange: Struct<"Exchange">;
  readonly #views = new Map<string, Struct<"Shard">>();
  #coordinates: Coordinates | undefined;
  /** Whether rows of weight 0 are cleared. */
  #isCleared = false;
  /** Where the memory of the rows begins, and that of views. */
  readonly #empty: number;
  #base = 0;
  #matrix = 0;
  /** The same of one class. */
  #square = 0;

  constructor(scope: Scope, { description, pieces }: Holding) {
    this.#scope = scope;
    this.#description = description;
    const d = mostOf(description);
    const [point, direction] = [scope.filled(d, 0), scope.filled(d, 0)];
    this.#exchange = answersFor(scope, { dimension: d, point, direction }, false);
    this.#empty = scope.kernel.exports.mark();
    this.#fill(pieces);
  }

  /** Holds other rows of the same fit in the place of these: cleared, and in the coordinates that are settled, if these are. */
  refill(pieces: Holding["pieces"]): void {
    this.#views.clear();
    this.#matrix = 0;
    this.#square = 0;
    this.#scope.kernel.exports.release(this.#empty);
    this.#fill(pieces);
    if (this.#isCleared) this.clear();
    if (this.#coordinates !== undefined) this.settle(this.#coordinates);
  }

  #fill(pieces: Holding["pieces"]): void {
    this.#places = {};
    for (const which of ["labelled", "unlabeled"] as const) {
      const piece = pieces[which];
      if (piece !== undefined) this.#places[which] = placePiece(this.#scope, this.#description, piece, which);
    }
    const { labelled, unlabeled } = this.#places;
    if (labelled !== undefined && unlabeled !== undefined) labelled.shard.set({ next: unlabeled.shard.at });
    this.#base = this.#scope.kernel.exports.mark();
  }

  /** Rows of weight 0 are ignored: their finite entries are set to 0, so that they add nothing to a sum. Names an entry that is not finite. */
  clear(): BadEntry | undefined {
    this.#isCleared = true;
    const { labelled } = this.#places;
    const weight = labelled?.piece.weight;
    if (labelled === undefined || weight === undefined || !weight.includes(0)) return undefined;
    let bad: BadEntry | undefined;
    labelled.placed.clearRows(
      (i) => weight[i] === 0,
      (i, column, value) => {
        if (!Number.isFinite(value)) bad ??= { row: labelled.piece.first + i, column, value };
      },
    );
    return bad;
  }

  /** Weight, means and standard deviations of each partition, f64[2 p + 1] each. */
  moments(which: Which): Float64Array {
    const place = this.#places[which];
    if (place === undefined) return new Float64Array(0);
    const { exports } = this.#scope.kernel;
    const position = exports.mark();
    const count = partsOf(this.#scope, place.shard).length * exports.momentNumbers(place.piece.columns);
    const at = this.#scope.f64(count);
    if (!exports.shardPartMoments(place.shard.at, at)) throw outOfMemory(8 * count);
    const found = this.#scope.get(at, count);
    exports.release(position);
    return found;
  }

  look(which: Which, column: number): ColumnLook | undefined {
    const place = this.#places[which];
    if (place === undefined) return undefined;
    const { rows, weight, first } = place.piece;
    return lookAt(place.placed, rows, weight, column, first);
  }

  /** The first entry below 0 of some columns. */
  below(which: Which, columns: readonly number[]): BadEntry | undefined {
    const place = this.#places[which];
    let bad: BadEntry | undefined;
    for (const column of place === undefined ? [] : columns) {
      place!.placed.visit(column, (i, value) => {
        if (!(value >= 0)) bad ??= { row: place!.piece.first + i, column, value };
      });
      if (bad !== undefined) break;
    }
    return bad;
  }

  /** Of some columns those from which a number may be subtracted. */
  mayShift(columns: readonly number[]): readonly number[] {
    const { labelled } = this.#places;
    return labelled === undefined ? columns : columns.filter((j) => labelled.placed.mayShift(j));
  }

  settle(coordinates: Coordinates): void {
    this.#coordinates = coordinates;
    const { scale, center, far, left } = coordinates;
    const { exports } = this.#scope.kernel;
    for (const j of far) this.#places.labelled?.placed.shift(j, center[j]!);
    for (const which of ["labelled", "unlabeled"] as const) {
      const shard = this.#places[which]?.shard;
      if (shard === undefined) continue;
      shard.view("scale", scale.length).set(scale);
      shard.view("center", center.length).set(which === "labelled" ? left : center);
      if (!exports.prepareShard(shard.at, 1)) throw outOfMemory(8 * scale.length);
    }
    this.#base = exports.mark();
  }

  /** The sums of every partition, in their order. */
  ask(question: Question): Float64Array[] {
    const { exports } = this.#scope.kernel;
    const { request, matrix, point, view, block, ofClass, picks } = question;
    const d = point.length;
    if (isOfLabels(view) && this.#places.labelled === undefined) return [];
    if (matrix && this.#matrix === 0) this.#matrix = this.#kept(mostOf(this.#description));
    if (block > 0 && this.#square === 0) this.#square = this.#kept(block);
    const isOfClass = (request & REQUEST.classGram) !== 0;
    const room = isOfClass ? this.#square : matrix ? this.#matrix : 0;
    setParameters(this.#scope, this.#first(), question.parameters);
    const position = exports.mark();
    const shard = view === undefined ? this.#first() : this.#viewed(view);
    const exchange = this.#exchange;
    exchange.set({ dimension: d, tolerance: question.tolerance, block, ofClass, picks, square: this.#square });
    exchange.view("point", d).set(point);
    exchange.view("direction", d).set(question.direction);
    exports.readyParts(shard.at, exchange.at, request);
    const found = Array.from({ length: exports.countParts(shard.at) }, (_, k) => {
      exports.answerPart(shard.at, k, exchange.at, room, request);
      return readAnswer(exchange, question);
    });
    if (view?.stand !== undefined && view.stand.kind !== "null") exports.release(position); // it is of one point
    return found;
  }

  /** Other numbers of every partition with labels. */
  askRows(question: RowsQuestion, view: View | undefined, parameters: Uint8Array | undefined): Float64Array[] {
    const rows = this.#labelled();
    if (rows === undefined) return [];
    setParameters(this.#scope, rows.shard, parameters);
    return answerRows(rows, question, view);
  }

  /** Ranges of rows with labels, by their numbers among those held here. */
  cut(ranges: readonly Range[]): RowsPart | undefined {
    const { labelled } = this.#places;
    if (labelled === undefined || ranges.length === 0) return undefined;
    return cutRows(this.#scope, labelled.shard, this.#description.parameters?.length ?? 0, ranges);
  }

  /** Memory for a matrix that stays as long as the rows do. */
  #kept(order: number): number {
    const { exports } = this.#scope.kernel;
    this.#views.clear();
    exports.release(this.#base);
    const at = this.#scope.f64(order * order);
    this.#base = exports.mark();
    return at;
  }

  #labelled(): RowsHere | undefined {
    const { labelled } = this.#places;
    return labelled && { scope: this.#scope, shard: labelled.shard, trials: labelled.piece.trials };
  }

  /** The shard of a view, which is kept until the columns change. */
  #viewed(view: View): Struct<"Shard"> {
    const rows = this.#labelled() ?? { scope: this.#scope, shard: this.#first(), trials: undefined };
    if (view.stand !== undefined && view.stand.kind !== "null") return viewShard(rows, view);
    const key = JSON.stringify(view, (_, v: unknown) => (ArrayBuffer.isView(v) ? [...(v as Float64Array)] : v));
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    if (this.#views.size >= MOST_VIEWS) {
      this.#views.clear();
      this.#scope.kernel.exports.release(this.#base);
    }
    const shard = viewShard(rows, view);
    this.#views.set(key, shard);
    return shard;
  }

  /** The first of the shards that answer together. */
  #first(): Struct<"Shard"> {
    return (this.#places.labelled ?? this.#places.unlabeled)!.shard;
  }
}

/** Coordinates at most: the null model has an intercept for each class, even where the fit has no coefficient. */
function mostOf({ dimension, numbers }: Description): number {
  return Math.max(dimension, numbers.classes!);
}

/** Whether a view has rows with labels only. */
export function isOfLabels(view: View | undefined): boolean {
  return view?.isPlain === true || view?.stand !== undefined;
}

/** Views that are kept. */
const MOST_VIEWS = 8;

function placePiece(scope: Scope, description: Description, piece: Piece, which: Which): Place {
  const { noises, ties, parameters, numbers, shares } = description;
  const { rows, columns, first } = piece;
  const parts = placeParts(scope, piece);
  const placed = placeCopy(scope, designOf(piece), parts.partCount);
  const put = (values: Float64Array | undefined): number => (values === undefined ? 0 : scope.put(values, rows));
  const shard = scope.struct("Shard", {
    ...numbers,
    ...parts,
    ...{ rows, columns, first },
    design: placed.struct.at,
    y: which === "labelled" ? put(piece.y) : scope.filled(rows, 0),
    ...{ weight: put(piece.weight), offset: put(piece.offset) },
    familyParams: parameters === undefined ? 0 : scope.reserve(parameters.length),
    noise: putTermsOf(scope, noises),
    noiseCount: noises.length,
    ties: putTies(scope, ties),
    center: scope.filled(columns, 0),
    scale: scope.filled(columns, 1),
    labels: Number(which === "labelled"),
    share: shares[which],
  });
  setParameters(scope, shard, parameters);
  const { entries: _, ...rest } = piece; // they are in the kernel now
  return { piece: rest, placed, shard };
}

function placeParts(scope: Scope, { parts }: Piece): PlacedPartitions {
  const at = scope.reserve(4 * parts.length);
  scope.indices(at, parts.length).set(parts);
  return { parts: at, partCount: parts.length - 1 };
}
