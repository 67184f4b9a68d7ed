// The least and the largest predictor of a pass: over every row, in every storage, and over all shards if rows are divided.
import { describe, expect, it } from "vitest";
import { foldAnswers, readAnswer } from "../../src/shard/answers.js";
import { REQUEST, shardOf } from "../helpers/kernel.js";
import { generator } from "../helpers/numeric.js";
import { withSmallPartitions } from "../helpers/partitions.js";
import { STORAGES } from "../helpers/storages.js";

const random = generator(5);
const x = Array.from({ length: 61 }, () => [random() - 0.5, random() > 0.7 ? 4 * random() : 0, random()]);
const y = x.map(() => Number(random() > 0.5));
const theta = [1.5, -2, 0.25, 0.5];

describe("the range of predictors", () => {
  for (const [storage, given] of Object.entries(STORAGES)) {
    it(storage, () => {
      for (const count of [1, 2, 7, 60, 61]) {
        const shard = shardOf(given(x.slice(0, count)), y.slice(0, count), { family: "poisson" });
        const { center, scale } = shard.uploaded;
        const eta = x
          .slice(0, count)
          .map((row) => row.reduce((sum, v, j) => sum + (v - center[j]!) * scale[j]! * theta[j]!, theta[3]!));
        for (const request of [REQUEST.value, REQUEST.value | REQUEST.gradient | REQUEST.hessian]) {
          shard.ask(theta, request);
          expect(shard.exchange.read("lowest"), `${count}`).toBeCloseTo(Math.min(...eta), 5);
          expect(shard.exchange.read("highest"), `${count}`).toBeCloseTo(Math.max(...eta), 5);
        }
      }
    });
  }

  it("of several partitions is that of all, whoever answers", () => {
    const question = { request: REQUEST.value, matrix: false, block: 0 };
    const parts = [x.slice(0, 20), x.slice(20)].map((rows, k) =>
      shardOf(rows, y.slice(20 * k, 20 * k + rows.length), { family: "poisson" }),
    );
    for (const part of parts) part.ask(theta, question.request);
    const ends = (name: "lowest" | "highest") => parts.map(({ exchange }) => exchange.read(name));
    const want = [Math.min(...ends("lowest")), Math.max(...ends("highest"))];
    const rows = [...x, ...x];
    const { exchange } = withSmallPartitions(() => shardOf(rows, [...y, ...y], { family: "poisson" }));
    for (const order of [parts, [...parts].reverse()]) {
      foldAnswers(
        exchange,
        question,
        order.map((part) => readAnswer(part.exchange, question)),
      );
      expect([exchange.read("lowest"), exchange.read("highest")]).toEqual(want);
    }
  });
});
