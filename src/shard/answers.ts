import { REQUEST } from "../base/ids.js";
import type { Scope, Struct } from "../wasm/scope.js";

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

const SCALARS = ["value", "loss", "slopeSquares", "receding", "blocking", "unmoved", "shaken", "commonWeight"] as const;

/** The least and the largest of all rows. */
const ENDS = [
  ["lowest", Math.min],
  ["highest", Math.max],
] as const;

const VECTORS = [
  ["gradient", REQUEST.gradient],
  ["product", REQUEST.hessianVector],
  ["diagonal", REQUEST.diagonal],
  ["adaptive", REQUEST.adaptive | REQUEST.unmovedGram],
  ["common", REQUEST.common],
  ["hessian", REQUEST.hessian | REQUEST.gram | REQUEST.unmovedGram],
] as const;

/** The fields of an exchange that a request fills, and their lengths. */
function filled(request: number, d: number, matrix: boolean) {
  return VECTORS.filter(([name, asked]) => (request & asked) !== 0 && (name !== "hessian" || matrix)).map(
    ([name]) => [name, name === "hessian" ? d * d : d] as const,
  );
}

/** All numbers that a request filled, one after the other. */
export function readAnswer(
  scope: Scope,
  exchange: Struct<"Exchange">,
  { request, matrix }: Pick<Question, "request" | "matrix">,
): Float64Array {
  const d = exchange.read("dimension");
  const fields = filled(request, d, matrix);
  const answer = new Float64Array(fields.reduce((sum, [, n]) => sum + n, SCALARS.length + ENDS.length));
  SCALARS.forEach((name, k) => {
    answer[k] = exchange.read(name);
  });
  ENDS.forEach(([name], k) => {
    answer[SCALARS.length + k] = exchange.read(name);
  });
  let at = SCALARS.length + ENDS.length;
  for (const [name, n] of fields) {
    answer.set(scope.view(exchange.read(name), n), at);
    at += n;
  }
  return answer;
}

/** The sum of answers, added in their order, into an exchange. */
export function writeAnswers(
  scope: Scope,
  exchange: Struct<"Exchange">,
  { request, matrix }: Pick<Question, "request" | "matrix">,
  answers: readonly Float64Array[],
): void {
  const ends = ENDS.map(([name, pick], k) => [name, pick(...answers.map((a) => a[SCALARS.length + k]!))]);
  const sum = answers[0]!;
  for (const other of answers.slice(1)) for (let k = 0; k < sum.length; k++) sum[k]! += other[k]!;
  const d = exchange.read("dimension");
  exchange.set(Object.fromEntries([...SCALARS.map((name, k) => [name, sum[k]!]), ...ends]));
  let at = SCALARS.length + ENDS.length;
  for (const [name, n] of filled(request, d, matrix)) {
    scope.view(exchange.read(name), n).set(sum.subarray(at, at + n));
    at += n;
  }
  const isMatrix = (request & VECTORS[5][1]) !== 0;
  exchange.set({
    passes: exchange.read("passes") + 1,
    hessians: exchange.read("hessians") + Number(isMatrix && matrix),
  });
}
