// Rows that others hold: this memory has their description only, and what is refused or shifted is what `upload` refuses and shifts.
import { afterEach, describe, expect, it } from "vitest";
import { FAMILY, REQUEST } from "../../src/base/ids.js";
import { dropout, type FitOptions, matrix, poissonNoise, ridge, sparse } from "../../src/index.js";
import { readDesign } from "../../src/input/design.js";
import { BRINGING } from "../../src/shard/brought.js";
import { HeldRows } from "../../src/shard/held-rows.js";
import { cutter } from "../../src/shard/pieces.js";
import { openScope } from "../../src/wasm/scope.js";
import { dataFor } from "../helpers/cases.js";
import { fitApart, spawnHere } from "../helpers/crews.js";
import { formOf } from "../helpers/forms.js";
import { STORAGES } from "../helpers/storages.js";

const N = 330;
const logistic = dataFor(formOf("binomial"), N, 4, 3);
const binary = { family: "binomial" } as const;
const changed = (row: number, column: number, value: number): number[][] =>
  logistic.x.map((own, i) => (i === row ? own.map((v, j) => (j === column ? value : v)) : own));

/** What a fit by so many holders comes to, or its error. */
const outcome = (
  count: number | undefined,
  x: number[][],
  options: FitOptions,
  lay = (rows: number[][]) => rows as never,
) => fitApart(count, lay(x), logistic.y, options).catch((error: unknown) => error);

describe("entries are refused with the number of their row among all", () => {
  const weights = logistic.y.map((_, i) => Number(i !== 300));
  const cases: Record<string, [number[][], FitOptions]> = {
    "NaN in the last partition": [changed(320, 2, Number.NaN), binary],
    "too large": [changed(200, 1, 1e200), binary],
    "infinite in a row of weight 0": [changed(300, 3, Infinity), { ...binary, weights }],
    "below 0 under noise of counts": [
      changed(310, 1, -1)
        .map((row) => row.map(Math.abs))
        .map((row, i) => (i === 310 ? row.map((v, j) => (j === 1 ? -v : v)) : row)),
      { ...binary, noise: poissonNoise() },
    ],
    "NaN in rows without labels": [
      logistic.x,
      { ...binary, noise: dropout(0.2), unlabeled: { x: changed(150, 0, Number.NaN).slice(100, 200) } },
    ],
    tiny: [logistic.x.map((row) => row.map((v, j) => (j === 2 ? 1e-200 * v : v))), binary],
  };
  it.each(Object.entries(cases))("%s", async (_, [x, options]) => {
    const alone = await outcome(undefined, x, options);
    expect(alone).toBeInstanceOf(Error);
    for (const count of [1, 3]) {
      const found = (await outcome(count, x, options)) as Error;
      expect(found.message).toBe((alone as Error).message);
    }
  });
});

describe("columns that are constant, or far from 0", () => {
  const constant = logistic.x.map((row) => [...row, 1e15, 0]);
  const nearly = logistic.x.map((row, i) => [...row, 1e15 + (i === 329 ? 2 : 0)]);
  const far = logistic.x.map(([a, b]) => [1e6 + a!, 1e9 + b!]);
  it.each(Object.entries({ constant, nearly, far }))("%s", async (_, x) => {
    for (const lay of Object.values(STORAGES)) {
      const alone = await outcome(undefined, x, { ...binary, penalty: ridge(0.01) }, lay as never);
      for (const count of [1, 4]) {
        expect(await outcome(count, x, { ...binary, penalty: ridge(0.01) }, lay as never)).toEqual(alone);
      }
    }
  });
});

describe("memory", () => {
  afterEach(() => {
    BRINGING.most = 2 ** 26;
  });

  it("of the leader holds no rows, and a start on a sample of them is the same", async () => {
    const [n, p] = [20_000, 20];
    const values = Float64Array.from({ length: n * p }, (_, k) => Math.sin(k * 1.7) + Math.cos(k * k));
    const y = Array.from({ length: n }, (_, i) => Number(values[i]! + values[n + i]! > 0.3 * Math.sin(i)));
    let used = 0;
    const x = matrix(values, n, p, "column");
    const weights = y.map((_, i) => 1 + (i % 3));
    const options = { ...binary, weights, penalty: ridge(0.01) };
    const solution = await fitApart(3, x, y, options, spawnHere, (bytes) => {
      used = Math.max(used, bytes);
    });
    expect(solution).toEqual(await fitApart(undefined, x, y, options));
    expect(used).toBeGreaterThan(0);
    expect(used).toBeLessThan(n * 8); // less than one column
  });

  it("too small for the rows: what needs them one by one is not examined, and says so", async () => {
    BRINGING.most = 0;
    const noise = dropout(0.3, { approximation: "quadratic" });
    const found = await fitApart(2, logistic.x, logistic.y, { ...binary, noise });
    expect(found.warnings.map(({ code }) => code)).toContain("not-examined");
    const firth = fitApart(2, logistic.x, logistic.y, { ...binary, biasReduction: "firth" });
    await expect(firth).rejects.toThrow(/biasReduction needs all rows in one memory/);
  });
});

it("sparse rows beside others come to the same", async () => {
  const indptr = Int32Array.from({ length: N + 1 }, (_, i) => i);
  const x = sparse({
    format: "csr",
    rows: N,
    columns: 40,
    indptr,
    indices: Int32Array.from({ length: N }, (_, i) => (i * 7) % 40),
    values: new Float64Array(N).fill(1),
  });
  const alone = await fitApart(undefined, x, logistic.y, { ...binary, penalty: ridge(0.1) });
  for (const count of [1, 2, 6])
    expect(await fitApart(count, x, logistic.y, { ...binary, penalty: ridge(0.1) })).toEqual(alone);
});

it("a holder that is filled again with other rows answers as one that had them from the beginning", () => {
  const [first, second] = [openScope(), openScope()];
  const [n, p] = [256, 3];
  const x = Float64Array.from({ length: n * p }, (_, k) => Math.sin(k * k));
  const y = Float64Array.from({ length: n }, (_, i) => Number(Math.sin(3 * i) > 0));
  const description = {
    numbers: { intercept: 1, classes: 1, family: FAMILY.binomial, approximation: 0, mask: 0, copies: 0, seed: 0 },
    ...{ noises: [], ties: undefined, parameters: undefined, dimension: p + 1 },
    shares: { labelled: 1, unlabeled: 0 },
  };
  const design = readDesign(matrix(x, n, p, "row"));
  const response = { y, weight: undefined, trials: undefined, offset: undefined };
  const cut = cutter(design, Int32Array.of(0, 64, 128, 256), response);
  const coordinates = {
    scale: new Float64Array(p).fill(2),
    center: new Float64Array(p).fill(0.1),
    far: [],
    left: new Float64Array(p).fill(0.1),
  };
  const question = {
    ...{
      request: REQUEST.value | REQUEST.gradient | REQUEST.hessian,
      matrix: true,
      tolerance: 0,
      block: 0,
      ofClass: 0,
      picks: 0,
    },
    ...{ point: Float64Array.of(0.3, -0.2, 0.1, 0.5), direction: new Float64Array(p + 1) },
    ...{ parameters: undefined, view: undefined },
  };
  const held = new HeldRows(first.scope, { description, pieces: { labelled: cut(0, 1), unlabeled: undefined } });
  held.settle(coordinates);
  held.ask(question);
  const before = first.scope.kernel.exports.mark();
  const fresh = new HeldRows(second.scope, { description, pieces: { labelled: cut(1, 3), unlabeled: undefined } });
  fresh.settle(coordinates);
  held.refill({ labelled: cut(1, 3), unlabeled: undefined });
  expect(held.ask(question)).toEqual(fresh.ask(question));
  held.refill({ labelled: cut(0, 1), unlabeled: undefined });
  held.ask(question);
  expect(first.scope.kernel.exports.mark()).toBe(before);
  first.end();
  second.end();
});
