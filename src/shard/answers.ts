import { REQUEST } from "../base/ids.js";
import { Struct } from "../wasm/scope.js";

// Answers of partitions that another thread gives, as plain data.

/** A request to threads with rows, as plain data. */
export interface Question {
  readonly request: number;
  readonly point: Float64Array;
  readonly direction: Float64Array;
  readonly tolerance: number;
  /** Whether there is memory for a matrix: without it, some sums are left out. */
  readonly matrix: boolean;
  readonly parameters: Uint8Array | undefined;
}

/** Requests that fill the matrix. */
export const MATRIX = REQUEST.hessian | REQUEST.gram | REQUEST.unmovedGram;
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

type Asked = Pick<Question, "request" | "matrix">;

/** The names of what a request fills. */
function filled({ request, matrix }: Asked) {
  const isAsked = ([, by]: readonly [string, number]): boolean => (request & by) !== 0;
  return {
    scalars: SCALARS.filter(isAsked).map(([name]) => name),
    vectors: VECTORS.filter(isAsked).map(([name]) => name),
    hasMatrix: matrix && (request & MATRIX) !== 0,
  };
}

/** All numbers that a request filled, one after the other: scalars, vectors, and the lower triangle of the matrix by rows. */
export function readAnswer(exchange: Struct<"Exchange">, asked: Asked): Float64Array {
  const { scalars, vectors, hasMatrix } = filled(asked);
  const d = exchange.read("dimension");
  const answer = new Float64Array(scalars.length + vectors.length * d + (hasMatrix ? (d * (d + 1)) / 2 : 0));
  scalars.forEach((name, k) => {
    answer[k] = exchange.read(name);
  });
  let at = scalars.length;
  for (const name of vectors) {
    answer.set(exchange.view(name, d), at);
    at += d;
  }
  if (!hasMatrix) return answer;
  const matrix = exchange.view("hessian", d * d);
  for (let j = 0; j < d; at += ++j) answer.set(matrix.subarray(j * d, j * d + j + 1), at);
  return answer;
}

/** The same into an exchange; what the request does not fill stays. */
function writeAnswer(exchange: Struct<"Exchange">, asked: Asked, answer: Float64Array): void {
  const { scalars, vectors, hasMatrix } = filled(asked);
  const d = exchange.read("dimension");
  exchange.set(Object.fromEntries(scalars.map((name, k) => [name, answer[k]!])));
  let at = scalars.length;
  for (const name of vectors) {
    exchange.view(name, d).set(answer.subarray(at, at + d));
    at += d;
  }
  if (!hasMatrix) return;
  const matrix = exchange.view("hessian", d * d);
  for (let j = 0; j < d; at += ++j) matrix.set(answer.subarray(at, at + j + 1), j * d);
}

/** Puts the sum of the answers of all partitions, which come in their order, into an exchange: a pass with the bits of the kernel's `evaluate`. */
export function foldAnswers(exchange: Struct<"Exchange">, asked: Asked, answers: readonly Float64Array[]): void {
  const { kernel, layout } = exchange;
  kernel.exports.beginPass(exchange.at, asked.request);
  if (answers.length === 1) {
    writeAnswer(exchange, asked, answers[0]!);
    return;
  }
  const part = new Struct<"Exchange">(kernel, layout, exchange.read("part"));
  answers.forEach((answer, k) => {
    writeAnswer(part, asked, answer);
    kernel.exports.foldPart(exchange.at, part.at, k, answers.length, asked.request);
  });
}

/** Puts an answer into the exchange of another kernel: a pass there. Without a matrix. */
export function moveAnswer(from: Struct<"Exchange">, to: Struct<"Exchange">, asked: Asked): void {
  to.kernel.exports.beginPass(to.at, asked.request);
  const { scalars, vectors } = filled(asked);
  const d = to.read("dimension");
  to.set(Object.fromEntries(scalars.map((name) => [name, from.read(name)])));
  for (const name of vectors) to.view(name, d).set(from.view(name, d));
}
