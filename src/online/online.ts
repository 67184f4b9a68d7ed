import { checkKeys } from "../base/keys.js";
import { isTable } from "../frame/is-table.js";
import { GlmError, type Label, type ResponseInput, type TableInput } from "../index.js";
import type { Features } from "./features.js";
import { Learner } from "./learner.js";
import { type NumberRows, type OnlineInput, readNumbers } from "./numbers.js";
import { type OnlineFamily, type OnlineOptions, type Settings, settle } from "./options.js";
import { readVector, readY } from "./response.js";
import { Row, type Rows } from "./row.js";
import { softmax } from "./softmax.js";
import { fromState, type OnlineJSON, toState } from "./state.js";
import { columnsOf, readTable } from "./table.js";

/** Vectors beside the rows of a chunk of numbers. */
export interface OnlineVectors {
  readonly weights?: ArrayLike<number> | undefined;
  readonly offset?: ArrayLike<number> | undefined;
}

/** What is known after a chunk. */
export interface Progressive {
  /** Rows learned so far, without those of weight 0. */
  readonly rows: number;
  /** Mean over all of them of the loss of their predictions, each made before the row was learned: half the unit deviance. NaN before the first row. */
  readonly loss: number;
  /** The same over this chunk. */
  readonly recent: number;
  /** Rows of this chunk that were left out because a cell is missing. */
  readonly leftOut: number;
}

/** What was learned so far. `fit` takes it as `start`, if its columns are those of x. */
export interface OnlineModel {
  readonly family: OnlineFamily;
  readonly classes: readonly Label[] | undefined;
  /** Of a table: the columns of numbers. Text is in `hashed`. */
  readonly names: readonly string[] | undefined;
  readonly intercept: number | Float64Array;
  readonly coefficients: Float64Array | readonly Float64Array[];
  /** Coefficients of text by hash, one list for each class; undefined without text. */
  readonly hashed: readonly Float64Array[] | undefined;
  readonly rows: number;
  readonly loss: number;
  /** Always false: one pass of a stream does not minimize. There are no standard errors. */
  readonly isMinimizer: false;
}

/** A model that learns from a stream. Made by `online()`. */
export class Online {
  readonly #settings: Settings;
  #features: Features | undefined;
  #learner: Learner | undefined;
  readonly #row = new Row();

  /** @internal */
  constructor(settings: Settings, features?: Features, learner?: Learner) {
    this.#settings = settings;
    this.#features = features;
    this.#learner = learner;
  }

  /**
   * Learns a chunk, row after row: `learn(x, y, { weights, offset })`, or `learn(table)` with the option `response`. Rows of a table with a missing
   * cell are left out. If the chunk is refused, nothing of it was learned.
   *
   * @throws GlmError BAD_SHAPE, BAD_VALUE, OUT_OF_DOMAIN with the place, before a row is learned.
   */
  learn(x: OnlineInput, y: ResponseInput, vectors?: OnlineVectors): Progressive;
  learn(table: TableInput): Progressive;
  learn(x: unknown, y?: unknown, vectors: OnlineVectors = {}): Progressive {
    const chunk = isTable(x) && y === undefined ? this.#ofTable(x) : this.#ofNumbers(x, y, vectors);
    const { rows, features, weights, offset, leftOut } = chunk;
    this.#features ??= features;
    this.#learner ??= new Learner(this.#settings, widthOf(features, this.#settings));
    const learner = this.#learner;
    const row = this.#row;
    const [lossBefore, weightBefore] = [learner.counts.loss, learner.counts.weight];
    for (let i = 0; i < rows.length; i++) {
      row.count = 0;
      rows.read(i, row);
      learner.learn(row, chunk.y[i]!, weights?.[i] ?? 1, offset?.[i] ?? 0);
    }
    const { loss, weight } = learner.counts;
    return {
      rows: learner.counts.rows,
      loss: loss / weight,
      recent: (loss - lossBefore) / (weight - weightBefore),
      leftOut,
    };
  }

  #ofTable(table: TableInput) {
    const settings = this.#settings;
    const features = this.#features ?? columnsOf(table, settings);
    if (!("numbers" in features)) throw otherKind("a table", "rows of numbers");
    const rows = readTable(table, features, settings, true);
    const place = (k: number): string => `${settings.response}[${rows.kept[k]}]`;
    const y = readY(rows.y, rows.length, settings, place);
    readVector("weights", rows.weights, rows.length);
    return { rows, features, y, weights: rows.weights, offset: rows.offset, leftOut: rows.total - rows.length };
  }

  #ofNumbers(x: unknown, y: unknown, vectors: OnlineVectors) {
    checkKeys(vectors, ["weights", "offset"], "learn");
    const rows = this.#numbers(x);
    const { length, columns, names } = rows;
    const offset = readVector("offset", vectors.offset, length);
    const weights = readVector("weights", vectors.weights, length);
    return { rows, features: { columns, names }, y: readY(y, length, this.#settings), weights, offset, leftOut: 0 };
  }

  #numbers(x: unknown): NumberRows {
    const rows = readNumbers(x as OnlineInput);
    const features = this.#features;
    if (features === undefined) return rows;
    if ("numbers" in features) throw otherKind("rows of numbers", "a table");
    if (rows.length > 0 && rows.columns !== features.columns) {
      const message = `x has ${rows.columns} columns; expected ${features.columns}, as in the first chunk`;
      throw new GlmError("BAD_SHAPE", message, { got: rows.columns, want: features.columns });
    }
    return rows;
  }

  /**
   * Means of new rows, of which nothing is learned: NaN for rows of a table with a missing cell. Multinomial: for each row the probabilities of the
   * classes.
   *
   * @param options.offset  For numbers: added to the linear predictor. Tables have it in their column.
   * @throws GlmError BAD_VALUE before the first row was learned; otherwise as `learn`.
   */
  predict(x: OnlineInput | TableInput, options: Pick<OnlineVectors, "offset"> = {}): Float64Array | Float64Array[] {
    const [learner, features] = this.#known("predict");
    checkKeys(options, ["offset"], "predict");
    let rows: Rows;
    let offset = options.offset as Float64Array | undefined;
    let kept: Int32Array | undefined;
    let total: number;
    if ("numbers" in features) {
      const read = readTable(x as TableInput, features, this.#settings, false);
      ({ offset, kept, total } = read);
      rows = read;
    } else {
      rows = this.#numbers(x);
      total = rows.length;
      offset = readVector("offset", offset, total);
    }
    const count = learner.weights.classes;
    const eta = new Float64Array(count);
    const means = Array.from({ length: count > 1 ? total : 1 }, () =>
      new Float64Array(count > 1 ? count : total).fill(Number.NaN),
    );
    const row = this.#row;
    for (let k = 0; k < rows.length; k++) {
      row.count = 0;
      rows.read(k, row);
      learner.predict(row, offset?.[k] ?? 0, eta);
      const i = kept?.[k] ?? k;
      if (count > 1) softmax(eta, means[i]!);
      else means[0]![i] = learner.meanOf(eta[0]!);
    }
    return count > 1 ? means : means[0]!;
  }

  /** What was learned so far, a copy. @throws GlmError BAD_VALUE before the first row was learned. */
  model(): OnlineModel {
    const [{ weights, counts, settings }, features] = this.#known("model");
    const { classes: count } = weights;
    const columns = "numbers" in features ? features.numbers.length : features.columns;
    const of = (from: number, to: number): Float64Array[] =>
      Array.from({ length: count }, (_, c) =>
        Float64Array.from({ length: to - from }, (_, k) => weights.settled((from + k) * count + c, from + k)),
      );
    const last = weights.features - 1;
    const intercepts = Float64Array.from(of(last, last + 1), ([own]) => own! + (counts.anchor ?? 0));
    const coefficients = of(0, columns);
    return {
      family: settings.family,
      classes: settings.classes,
      names: "numbers" in features ? features.numbers : features.names,
      intercept: count > 1 ? intercepts : intercepts[0]!,
      coefficients: count > 1 ? coefficients : coefficients[0]!,
      hashed: last > columns ? of(columns, last) : undefined,
      rows: counts.rows,
      loss: counts.loss / counts.weight,
      isMinimizer: false,
    };
  }

  #known(verb: string): [Learner, Features] {
    if (this.#learner !== undefined) return [this.#learner, this.#features!];
    throw new GlmError("BAD_VALUE", `${verb}: nothing was learned yet; expected learn(chunk) before`, {});
  }

  /** The whole state as plain data: `fromJSON` goes on from it with the same numbers. */
  toJSON(): OnlineJSON {
    return toState(this.#settings, this.#features, this.#learner);
  }
}

function otherKind(got: string, want: string): GlmError {
  return new GlmError("BAD_SHAPE", `the chunk is ${got}; expected ${want}, as the first chunk was`, {});
}

/** Features without the intercept. */
function widthOf(features: Features, { hash }: Settings): number {
  if (!("numbers" in features)) return features.columns;
  return features.numbers.length + (features.texts.length > 0 ? 2 ** hash!.bits : 0);
}

/**
 * A generalized linear model that learns from a stream: every row once, in the order in which it comes, in memory that does not grow. **It is not a minimizer**: it
 * has no certificate and no standard errors, and depends on the order of the rows. `fit` takes `model()` as `start`.
 *
 * AdaGrad with the expected gradient under dropout: nothing is drawn. Steps do not depend on the units of features and of y. Text is hashed.
 *
 * @param options  See OnlineOptions; all have defaults.
 * @throws GlmError BAD_OPTION or NOT_SUPPORTED for wrong options.
 *
 * Source: Duchi, Hazan & Singer (2011); Ross, Mineiro & Langford (2013); Wager, Wang & Liang (2013), section 5.
 *
 * @example
 * const learner = online({ family: "binomial", response: "clicked", noise: dropout(0.5), hash: {} });
 * learner.learn([{ clicked: 1, device: "phone", age: 31 }, { clicked: 0, device: "desk", age: 50 }]).loss; // progressive
 * learner.predict([{ device: "phone", age: 40 }]);
 */
export function online(options: OnlineOptions = {}): Online {
  return new Online(settle(options));
}

/**
 * The learner that was saved, as it was.
 *
 * @param json  A result of `toJSON()`, parsed.
 * @throws GlmError BAD_MODEL if it is none.
 *
 * @example
 * const again = fromJSON(JSON.parse(JSON.stringify(learner)));
 */
export function fromJSON(json: unknown): Online {
  const { settings, features, state } = fromState(json);
  if (features === undefined || state === undefined) return new Online(settings);
  const learner = new Learner(settings, widthOf(features, settings));
  state(learner);
  return new Online(settings, features, learner);
}
