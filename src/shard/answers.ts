import { REQUEST } from "../base/ids.js";
import { Struct } from "../wasm/scope.js";
import { MATRIX } from "./matrices.js";
import type { View } from "./view.js";

// Answers of partitions that another thread gives, as plain data.

/** A request to threads with rows, as plain data. */
export interface Question {
  readonly request: number;
  readonly point: Float64Array;
  readonly direction: Float64Array;
  readonly tolerance: number;
  /** Whether there is memory for a matrix: without it, some sums are left out. */
  readonly matrix: boolean;
  /** For a matrix of one class: its order, 0 without memory for it; the number of the class; the rows picked per row. */
  readonly block: number;
  readonly ofClass: number;
  readonly picks: number;
  /** Those of the family, which may change between passes. */
  readonly parameters: Uint8Array | undefined;
  /** What of the rows is asked about; undefined: all. */
  readonly view: View | undefined;
}

/** A question for sums, and where they go. */
export interface Asking {
  readonly exchange: Struct<"Exchange">;
  readonly dimension: number;
  readonly view: View | undefined;
}

const DERIVATIVES = REQUEST.value | REQUEST.gradient | REQUEST.hessian | REQUEST.hessianVector | REQUEST.diagonal;

/** The fields of an exchange, and the requests that fill them. */
export const SCALARS = [
  ...(["value", "loss", "slopeSquares", "lowest", "highest"] as const).map((name) => [name, DERIVATIVES] as const),
  ...(["receding", "blocking", "unmoved", "shaken"] as const).map((name) => [name, REQUEST.recession] as const),
  ["commonWeight", REQUEST.common] as const,
];

export const VECTORS = [
  ["gradient", REQUEST.gradient],
  ["product", REQUEST.hessianVector],
  ["diagonal", REQUEST.diagonal],
  ["adaptive", REQUEST.adaptive | REQUEST.unmovedGram],
  ["common", REQUEST.common],
] as const;

type Asked = Pick<Question, "request" | "matrix" | "block">;

/** The names of what a request fills. */
function filled({ request, matrix, block }: Asked, d: number) {
  const isAsked = ([, by]: readonly [string, number]): boolean => (request & by) !== 0;
  return {
    scalars: SCALARS.filter(isAsked).map(([name]) => name),
    vectors: VECTORS.filter(isAsked).map(([name]) => name),
    triangle: triangleOf(request, matrix, block, d),
  };
}

/** The matrix that a request fills, and its order. */
function triangleOf(request: number, matrix: boolean, block: number, d: number) {
  if (matrix && (request & MATRIX) !== 0) return { name: "hessian", order: d } as const;
  return { name: "square", order: (request & REQUEST.classGram) !== 0 ? block : 0 } as const;
}

/** All numbers that a request filled, one after the other: scalars, vectors, and the lower triangle of the matrix by rows. */
export function readAnswer(exchange: Struct<"Exchange">, asked: Asked): Float64Array {
  const d = exchange.read("dimension");
  const { scalars, vectors, triangle } = filled(asked, d);
  const { name: matrixName, order } = triangle;
  const answer = new Float64Array(lengthOfAnswer(asked, d));
  scalars.forEach((name, k) => {
    answer[k] = exchange.read(name);
  });
  let at = scalars.length;
  for (const name of vectors) {
    answer.set(exchange.view(name, d), at);
    at += d;
  }
  if (order === 0) return answer;
  const matrix = exchange.view(matrixName, order * order);
  for (let j = 0; j < order; at += ++j) answer.set(matrix.subarray(j * order, j * order + j + 1), at);
  return answer;
}

/** The same into an exchange; what the request does not fill stays. */
function writeAnswer(exchange: Struct<"Exchange">, asked: Asked, answer: Float64Array): void {
  const d = exchange.read("dimension");
  const { scalars, vectors, triangle } = filled(asked, d);
  const { name: matrixName, order } = triangle;
  exchange.set(Object.fromEntries(scalars.map((name, k) => [name, answer[k]!])));
  let at = scalars.length;
  for (const name of vectors) {
    exchange.view(name, d).set(answer.subarray(at, at + d));
    at += d;
  }
  if (order === 0) return;
  const matrix = exchange.view(matrixName, order * order);
  for (let j = 0; j < order; at += ++j) matrix.set(answer.subarray(at, at + j + 1), j * order);
}

/** How many numbers an answer has. */
export function lengthOfAnswer(asked: Asked, d: number): number {
  const { scalars, vectors, triangle } = filled(asked, d);
  return scalars.length + vectors.length * d + (triangle.order * (triangle.order + 1)) / 2;
}

/** Puts the sum of the answers of all partitions, which come in their order, into an exchange: a pass with the bits of the kernel's `evaluate`. */
export function foldAnswers(exchange: Struct<"Exchange">, asked: Asked, answers: readonly Float64Array[]): void {
  const add = folding(exchange, asked, answers.length);
  for (const answer of answers) add(answer);
}

/** The same as answers come: `count` of them. */
export function folding(exchange: Struct<"Exchange">, asked: Asked, count: number): (answer: Float64Array) => void {
  const { kernel, layout } = exchange;
  kernel.exports.beginPass(exchange.at, asked.request);
  if (count === 1) return (answer) => writeAnswer(exchange, asked, answer);
  const part = new Struct<"Exchange">(kernel, layout, exchange.read("part"));
  let k = 0;
  return (answer) => {
    writeAnswer(part, asked, answer);
    kernel.exports.foldPart(exchange.at, part.at, k++, count, asked.request);
  };
}

/** The same with the sums of groups of partitions, as `folding` makes them. */
export function foldingGroups(exchange: Struct<"Exchange">, asked: Asked, groups: number): (sum: Float64Array) => void {
  return folding(exchange, asked, Math.min(groups, 2)); // sums of a group are added as partitions are that need no groups
}

/** The question in an exchange. */
export function questionOf(
  { exchange, dimension, view }: Asking,
  request: number,
  parameters: Uint8Array | undefined,
): Question {
  return {
    request,
    point: exchange.copy("point", dimension),
    direction: exchange.copy("direction", dimension),
    tolerance: exchange.read("tolerance"),
    matrix: exchange.read("hessian") !== 0,
    block: exchange.read("square") === 0 ? 0 : exchange.read("block"),
    ofClass: exchange.read("ofClass"),
    picks: exchange.read("picks"),
    parameters,
    view,
  };
}

/** Puts an answer into the exchange of another kernel: a pass there. Without a matrix. */
export function moveAnswer(from: Struct<"Exchange">, to: Struct<"Exchange">, asked: Asked): void {
  to.kernel.exports.beginPass(to.at, asked.request);
  const d = to.read("dimension");
  const { scalars, vectors } = filled(asked, d);
  to.set(Object.fromEntries(scalars.map((name) => [name, from.read(name)])));
  for (const name of vectors) to.view(name, d).set(from.view(name, d));
}
