// Questions about rows: what several partitions say together is what all rows say at once.
import { describe, expect, it } from "vitest";
import { ASK } from "../../src/base/ids.js";
import { type FitOptions, matrix } from "../../src/index.js";
import { readDesign } from "../../src/input/design.js";
import { readResponse } from "../../src/input/response.js";
import { factsOf } from "../../src/minimize/facts.js";
import { chooseFamily, makePlan } from "../../src/options/plan.js";
import { answerRows, mergeAnswers, type RowsQuestion } from "../../src/shard/row-questions.js";
import { upload } from "../../src/shard/upload.js";
import { viewWithin } from "../../src/shard/view.js";
import { mergeWays } from "../../src/shard/ways.js";
import { withScope } from "../../src/wasm/scope.js";
import { withSmallPartitions } from "../helpers/partitions.js";

const [N, P] = [330, 3]; // six partitions of 64 rows
const x = matrix(
  Float64Array.from({ length: N * P }, (_, k) => Math.sin(k * k)),
  N,
  P,
  "row",
);
const point = Float64Array.of(0.4, -0.3, 0.2, 0.1);

function answered(y: readonly number[], options: FitOptions, question: RowsQuestion): Float64Array {
  return withScope((scope) => {
    const family = chooseFamily(options);
    const design = readDesign(x);
    const response = readResponse(y as number[], N, family, options);
    const plan = makePlan(options, design, response, family);
    const uploaded = upload(scope, design, response, plan, family);
    const answers = answerRows(uploaded, question, undefined);
    return mergeAnswers(question.about, answers, 2);
  });
}

/** The same by partitions, and at once. */
function both(...given: Parameters<typeof answered>): [Float64Array, Float64Array] {
  return [withSmallPartitions(() => answered(...given)), answered(...given)];
}

/** One row that decides, in the first partition, in the middle, in the last. */
describe.each([3, 150, N - 1])("row %d", (special) => {
  const only = (there: number, else_: number): number[] =>
    Array.from({ length: N }, (_, i) => (i === special ? there : else_));
  const halves = Array.from({ length: N }, (_, i) => i % 2);

  it("has the least weight of those that may fall or rise, or another y than all others", () => {
    const light = both(halves, { family: "binomial", weights: only(0.25, 1) }, { about: "ways" });
    expect(light[0]).toEqual(light[1]);
    expect([...light[1]]).toEqual([0, 1, 1, 0.25]);
    const counts = both(only(3, 0), { family: "poisson" }, { about: "ways" });
    expect(counts[0]).toEqual(counts[1]);
    const mixed = both(only(1, 0), { family: "poisson", link: "identity" }, { about: "ways" });
    expect(mixed[0]).toEqual(mixed[1]);
  });

  it("moves most, and has the least or the largest eta", () => {
    const options = { family: "binomial", offset: only(40, 0) } as const;
    const [parts, whole] = both(halves, options, { about: "range", point });
    expect(parts).toEqual(whole);
    expect(whole[1]).toBeGreaterThan(38);
    const lowest = both(halves, { family: "binomial", offset: only(-40, 0) }, { about: "range", point });
    expect(lowest[0]).toEqual(lowest[1]);
    expect(lowest[1][0]).toBeLessThan(-38);
  });
});

/** The least p_k of another class than that of the row; theta in the coordinates of x as `upload` centres and scales it. */
function leastByHand(y: readonly number[], theta: Float64Array): number {
  const [center, scale] = withScope((scope) => {
    const family = chooseFamily({ family: "multinomial" });
    const [design, response] = [readDesign(x), readResponse(y as number[], N, family, {})];
    const plan = makePlan({ family: "multinomial" }, design, response, family);
    const found = upload(scope, design, response, plan, family);
    return [found.center, found.scale] as const;
  });
  let least = 1;
  for (let i = 0; i < N; i++) {
    const etas = [0, 1, 2].map((k) => {
      const own = theta.subarray(k * (P + 1), (k + 1) * (P + 1));
      return own[P]! + center.reduce((sum, c, j) => sum + (x.data[i * P + j]! - c) * scale[j]! * own[j]!, 0);
    });
    const total = etas.reduce((sum, eta) => sum + Math.exp(eta), 0);
    etas.forEach((eta, k) => {
      if (k !== y[i]) least = Math.min(least, Math.exp(eta) / total);
    });
  }
  return least;
}

it("whether a side has one y is remembered", () => {
  const merged = (a: number[], b: number[]): number[] => {
    const to = Float64Array.from(a);
    mergeWays(to, Float64Array.from(b));
    return [...to];
  };
  expect(merged([0, Number.NaN, 1, 1], [5, Number.NaN, 1, 3])).toEqual([0, Number.NaN, 0, 1]);
  expect(merged([0, Number.NaN, 1, 1], [0, 1, 0, 0.5])).toEqual([0, 1, 0, 0.5]);
  expect(merged([0, Number.NaN, 1, 1], [0, 1, 1, 2])).toEqual([0, 1, 1, 1]);
});

it("sums, the largest move and the least that classes may gain", () => {
  const counts = Array.from({ length: N }, (_, i) => (i * i) % 5);
  const weights = counts.map((_, i) => 1 + (i % 3));
  const questions: RowsQuestion[] = [
    { about: "moves", way: point },
    { about: "sum", what: ASK.pearson, point },
    { about: "sum", what: ASK.deviance, point },
    { about: "sum", what: ASK.bestLoss, point: undefined },
    { about: "score-total", factors: undefined },
    { about: "score-total", factors: "per-unit" },
  ];
  for (const question of questions) {
    const [parts, whole] = both(counts, { family: "poisson", weights }, question);
    expect(parts[0]! / whole[0]!).toBeCloseTo(1, 12);
  }
  const ofClasses = new Float64Array(3 * (P + 1)).map((_, k) => Math.sin(3 * k));
  const three = counts.map((_, i) => (i * 7 + (i % 4)) % 3);
  const [parts, whole] = both(three, { family: "multinomial" }, { about: "least-left", point: ofClasses });
  expect(parts).toEqual(whole);
  expect(whole[0]).toBeCloseTo(leastByHand(three, ofClasses), 14);
});

it("a view within a view has the columns of the columns", () => {
  const terms = [{ kind: 0, strengths: Float64Array.of(0.5), isTied: 0 }];
  const noise = { approximation: 1, terms };
  expect(viewWithin({ columns: [3, 5, 7], noise }, { columns: [0, 2] })).toEqual({ columns: [3, 7], noise });
  expect(viewWithin({ columns: [3, 5] }, { isPlain: true })).toEqual({ columns: [3, 5], isPlain: true });
  expect(viewWithin(undefined, { columns: [1] })).toEqual({ columns: [1] });
});

it("facts of small counts are those of the rows", () => {
  for (const y of [
    [0, 3, 1, 1],
    [0, 0, 0, 0],
    [2, 2, 2, 2],
  ]) {
    const response = readResponse(y, 4, chooseFamily({ family: "poisson" }), {});
    const byRows = factsOf({ ...response, counts: undefined });
    expect(response.counts).toBeDefined();
    expect(factsOf(response)).toEqual({ ...byRows, counts: response.counts });
  }
});
