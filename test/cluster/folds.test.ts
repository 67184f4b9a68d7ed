// Folds by workers that are other processes, over a real Redis: the bits of a cross-validation in memory.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bullmq } from "../../src/cluster/index.js";
import {
  additive,
  type CrossValidationOptions,
  crossValidate,
  dropout,
  elasticNet,
  lasso,
  ridge,
  sparse,
} from "../../src/index.js";
import { hashOf } from "../helpers/judged.js";
import { rows } from "../helpers/sources.js";
import { endWorkers, HAS_REDIS, type Server, startRedis, startWorkerProcess } from "./servers.js";

const TABLE = rows(300).map((row, i) => ({
  ...row,
  base: Math.sin(i) / 5,
  patient: `p${(i * 11) % 40}`,
  day: (i * 7) % 90,
}));
const X = TABLE.map(({ a }, i) => [a, Math.cos(i), ((i * 13) % 17) / 4]);
const SPARSE = sparse({
  ...{ format: "csr", rows: X.length, columns: 3, indptr: X.map((_, i) => i).concat(X.length) },
  ...{ indices: X.map((_, i) => (i * 7) % 3), values: X.map(([a]) => a!) },
});

type Options = CrossValidationOptions;
type OfTable = Parameters<typeof crossValidate<"binomial">>[2];
const FORMULAS: Record<string, [string, object]> = {
  "classes with weights": [
    "y ~ a + b * kind",
    { family: "binomial", penalty: lasso(), folds: 5, weights: "w", count: 12 },
  ],
  "columns that each fold learns": ["y ~ poly(a, 2) + b", { family: "binomial", folds: 4, count: 6, penalty: ridge() }],
  "labels, area under the curve": [
    "kind ~ a + b",
    { family: "multinomial", folds: 3, count: 5, measure: "classError" },
  ],
  "counts, groups, an offset": [
    "count ~ a + kind",
    { family: "poisson", folds: 4, groups: "patient", offset: "base", count: 8 },
  ],
  "two axes": [
    "amount ~ a + b + kind",
    {
      over: ["share", "lambda"],
      shares: [0.2, 1],
      count: 6,
      measure: "meanSquaredError",
      penalty: elasticNet(undefined, 0.5),
    },
  ],
  "times, over rates of dropout": [
    "y ~ a + kind",
    {
      family: "binomial",
      times: "day",
      folds: 3,
      over: "rate",
      rates: [0.1, 0.3],
      noise: dropout(0.1),
      measure: "logLoss",
      clip: 1e-5,
    },
  ],
  "overdispersed counts": ["count ~ a + b", { family: "negative-binomial", folds: 3, count: 5 }],
};
const NUMBERS: Record<string, [readonly number[][] | ReturnType<typeof sparse>, Options]> = {
  "additive noise over rates and lambdas": [
    X,
    { noise: additive(0.1), over: ["lambda", "rate"], rates: [0.1, 0.4], count: 4, folds: 3 },
  ],
  "rows without labels": [
    X,
    {
      family: "binomial",
      noise: dropout(0.3),
      unlabeled: { x: X.map((row) => row.map((v) => v / 2)) },
      count: 4,
      folds: 3,
    },
  ],
  "sparse x": [SPARSE, { family: "binomial", count: 5, folds: 3 }],
};

describe.skipIf(!HAS_REDIS)("folds over a cluster", () => {
  let redis: Server;
  const on = (queue: string, more = {}) => bullmq({ url: redis.url, queue, patience: 5, ...more });
  beforeAll(async () => {
    redis = await startRedis();
    await Promise.all([1, 2].map(() => startWorkerProcess(redis.url, "--name", "plain", "--threads", "2")));
  }, 30_000);
  afterAll(async () => {
    endWorkers();
    await redis.end();
  });

  it.each(Object.entries(FORMULAS))("have the bits of memory: %s", async (_, [formula, options]) => {
    const here = await crossValidate(formula, TABLE, options as OfTable);
    const there = await crossValidate(formula, TABLE, { ...options, on: on("plain") } as OfTable);
    expect(hashOf(there, true)).toEqual(hashOf(here, true));
  });
  it.each(Object.entries(NUMBERS))("have the bits of memory: %s", async (_, [x, options]) => {
    const y = TABLE.map((row) => row.y);
    const here = await crossValidate(x as never, y, options);
    const there = await crossValidate(x as never, y, { ...options, on: on("plain") });
    expect(hashOf(there, true)).toEqual(hashOf(here, true));
  });
});
