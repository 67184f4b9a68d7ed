import { REQUEST } from "../base/ids.js";
import { type Question, readAnswer } from "../shard/answers.js";
import { answersFor } from "../shard/exchange.js";
import { placeRows, type RowsPart, setParameters } from "../shard/rows-part.js";
import type { Scope, Struct } from "../wasm/scope.js";

/** Some partitions in the memory of a thread, which answers for each of them. */
export interface HeldRows {
  readonly scope: Scope;
  readonly shard: Struct<"Shard">;
  readonly exchange: Struct<"Exchange">;
  /** Address of a d x d matrix; 0 until a question needs one. */
  matrix: number;
  /** The same of one class. */
  square: number;
}

export function holdRows(scope: Scope, part: RowsPart, dimension: number): HeldRows {
  const [point, direction] = [scope.filled(dimension, 0), scope.filled(dimension, 0)];
  const exchange = answersFor(scope, { dimension, point, direction }, false);
  return { scope, shard: placeRows(scope, part), exchange, matrix: 0, square: 0 };
}

/** The answer of every partition, in their order. */
export function answersOf(held: HeldRows, question: Question): Float64Array[] {
  const { scope, shard, exchange } = held;
  const { exports } = scope.kernel;
  const { request, matrix, block, ofClass, picks } = question;
  const d = question.point.length;
  if (matrix && held.matrix === 0) held.matrix = scope.f64(d * d);
  if (block > 0 && held.square === 0) held.square = scope.f64(block * block);
  const isOfClass = (request & REQUEST.classGram) !== 0;
  const room = isOfClass ? held.square : matrix ? held.matrix : 0;
  exchange.view("point", d).set(question.point);
  exchange.view("direction", d).set(question.direction);
  exchange.set({ tolerance: question.tolerance, block, ofClass, picks, square: held.square });
  setParameters(scope, shard, question.parameters);
  exports.readyParts(shard.at, exchange.at, request);
  return Array.from({ length: exports.countParts(shard.at) }, (_, k) => {
    exports.answerPart(shard.at, k, exchange.at, room, request);
    return readAnswer(exchange, question);
  });
}
