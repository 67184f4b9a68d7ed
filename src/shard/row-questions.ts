import { ASK } from "../base/ids.js";
import type { Scope, Struct } from "../wasm/scope.js";
import { leastLefts } from "./class-lefts.js";
import { etaAt } from "./eta.js";
import { type Part, partsOf } from "./partitions.js";
import type { Factors } from "./score-weights.js";
import { scoreGrams, scoreTotals } from "./scores.js";
import { ownEta, type RowsHere, type View, viewShard } from "./view.js";
import { mergeWays, waysOf } from "./ways.js";

// Questions about rows beside those of the kernel's `evaluate`, as plain data, with a few numbers for every partition as the answer. Whoever
// holds rows answers for its partitions; the answers are merged in their order.

export type RowsQuestion =
  /** max |z_i'v| over rows and classes. */
  | { readonly about: "moves"; readonly way: Float64Array }
  /** sum of `what` over rows, at a point where it needs eta. */
  | { readonly about: "sum"; readonly what: number; readonly point: Float64Array | undefined }
  /** Score and information of the shape of a negative binomial at a point. */
  | { readonly about: "shape"; readonly point: Float64Array; readonly theta: number }
  /** sum_i r_i w_i^2 */
  | { readonly about: "score-total"; readonly factors: Factors }
  /** sum_i r_i u_i u_i', u_i the score of a row and its weight: (d + 1) x (d + 1), lower triangle by rows. */
  | { readonly about: "score-gram"; readonly point: Float64Array; readonly factors: Factors }
  /** Of rows whose loss falls for ever below, and above: their y, NaN for none; whether each side has one y; the least weight. */
  | { readonly about: "ways" }
  /** The least and the largest eta of the rows at a point. */
  | { readonly about: "range"; readonly point: Float64Array }
  /** The least that a row of several classes may still gain from another class at a point. */
  | { readonly about: "least-left"; readonly point: Float64Array };

/** Numbers of the answer of each partition, and how those of two are merged: the second comes after the first. */
interface Kind<Q> {
  readonly answers: (rows: RowsHere, question: Q, parts: readonly Part[]) => Float64Array[];
  readonly merge: (to: Float64Array, from: Float64Array) => void;
}

type Kinds = { readonly [K in RowsQuestion["about"]]: Kind<Extract<RowsQuestion, { about: K }>> };

const KINDS: Kinds = {
  moves: {
    answers: ({ scope, shard }, { way }, parts) => {
      const [n, classes] = [shard.read("rows"), shard.read("classes")];
      const at = scope.f64(classes * n);
      scope.kernel.exports.projectRows(shard.at, scope.put(way), classes, 0, at);
      const moves = scope.view(at, classes * n);
      return parts.map(({ from, end }) => {
        let most = 0;
        for (let k = 0; k < classes; k++)
          for (let i = k * n + from; i < k * n + end; i++) most = Math.max(most, Math.abs(moves[i]!));
        return Float64Array.of(most);
      });
    },
    merge: (to, from) => {
      to[0] = Math.max(to[0]!, from[0]!);
    },
  },
  sum: {
    answers: ({ scope, shard, trials }, { what, point }) => {
      const given = what === ASK.saturated ? trials : undefined;
      const x =
        given === undefined ? (point === undefined ? 0 : etaAt(scope, shard, scope.put(point))) : scope.put(given);
      return sumsOfParts(scope, shard, what, x);
    },
    merge: add,
  },
  shape: {
    answers: (rows, { point, theta }, parts) => {
      const { scope, shard } = rows;
      const { shapeScore, shapeInformation } = scope.kernel.exports;
      const n = shard.read("rows");
      const mu = ownEta(rows, point);
      answer(scope, shard, ASK.mean, n, 0, 0, mu, mu, 0);
      const [y, weight] = [shard.read("y"), shard.read("weight")];
      return parts.map(({ from, end }) => {
        const w = weight === 0 ? 0 : weight + 8 * from;
        const ask = (of: typeof shapeScore): number => of(end - from, y + 8 * from, w, mu + 8 * from, theta);
        return Float64Array.of(ask(shapeScore), ask(shapeInformation));
      });
    },
    merge: add,
  },
  "score-total": { answers: scoreTotals, merge: add },
  "score-gram": { answers: scoreGrams, merge: add },
  ways: { answers: waysOf, merge: mergeWays },
  range: {
    answers: ({ scope, shard }, { point }, parts) => {
      const eta = scope.view(etaAt(scope, shard, scope.put(point)), shard.read("rows"));
      return parts.map(({ from, end }) => rangeOf(eta.subarray(from, end)));
    },
    merge: (to, from) => {
      if (!(from[0]! >= to[0]!)) to[0] = from[0]!;
      if (!(from[1]! <= to[1]!)) to[1] = from[1]!;
    },
  },
  "least-left": {
    answers: leastLefts,
    merge: (to, from) => {
      to[0] = Math.min(to[0]!, from[0]!);
    },
  },
};

/** The least and the largest of some predictors; NaN where one is. */
export function rangeOf(eta: Float64Array): Float64Array {
  const found = Float64Array.of(Infinity, -Infinity);
  for (const e of eta) {
    if (!(e >= found[0]!)) found[0] = e;
    if (!(e <= found[1]!)) found[1] = e;
  }
  return found;
}

function add(to: Float64Array, from: Float64Array): void {
  for (let k = 0; k < to.length; k++) to[k]! += from[k]!;
}

/** The sum of `what` over the rows of each partition, with y and weights of a shard, and x of every row at an address. */
export function sumsOfParts(scope: Scope, shard: Struct<"Shard">, what: number, x: number): Float64Array[] {
  const [y, weight] = [shard.read("y"), shard.read("weight")];
  return partsOf(scope, shard).map(({ from, end }) => {
    const own = (at: number): number => (at === 0 ? 0 : at + 8 * from);
    return Float64Array.of(answer(scope, shard, what, end - from, own(y), own(weight), own(x), 0, 0));
  });
}

/** The answers of the partitions of the first of the shards that answer together. */
export function answerRows(rows: RowsHere, question: RowsQuestion, view: View | undefined): Float64Array[] {
  const { exports } = rows.scope.kernel;
  const position = exports.mark();
  const shard = view === undefined ? rows.shard : viewShard(rows, view);
  const kind = KINDS[question.about] as unknown as Kind<RowsQuestion>;
  const found = kind.answers({ ...rows, shard }, question, partsOf(rows.scope, shard));
  exports.release(position);
  return found;
}

/** Answers of partitions, which come in their order, as one: by groups, as assembly/objective/fold.ts does it. */
export function mergeAnswers(
  about: RowsQuestion["about"],
  answers: readonly Float64Array[],
  group: number,
): Float64Array {
  if (answers.length === 1) return answers[0]!;
  const { merge } = KINDS[about];
  const together = (all: readonly Float64Array[]): Float64Array => {
    const first = all[0]!.slice();
    for (const next of all.slice(1)) merge(first, next);
    return first;
  };
  const groups = Array.from({ length: Math.ceil(answers.length / group) }, (_, g) =>
    together(answers.slice(g * group, (g + 1) * group)),
  );
  return together(groups);
}

type Answered = Parameters<Scope["kernel"]["exports"]["familyAnswer"]>;
/** What follows the family and its parameters: n, y, weight, x, out, stride. */
type Vectors = Answered extends [unknown, unknown, unknown, ...infer Rest] ? Rest : never;

function answer(scope: Scope, shard: Struct<"Shard">, what: number, ...vectors: Vectors): number {
  const [family, parameters] = [shard.read("family"), shard.read("familyParams")];
  return scope.kernel.exports.familyAnswer(family, what, parameters, ...vectors);
}
