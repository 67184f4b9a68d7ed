// Threads with memories of their own: the bits of a fit do not depend on how many there are.
import { describe, expect, it } from "vitest";
import { called } from "../../src/frame/called.js";
import { type DesignInput, dropout, type FitOptions, lasso, matrix, ridge } from "../../src/index.js";
import { coded } from "../../src/input/coded.js";
import { KNOWN } from "../../src/options/plan.js";
import { dataFor } from "../helpers/cases.js";
import { fitApart, spawnHere } from "../helpers/crews.js";
import { formOf } from "../helpers/forms.js";
import { CASES, N, optionsFor, orRefusal, P } from "../helpers/partitioned.js";
import { sliced } from "../helpers/slice.js";
import { STORAGES } from "../helpers/storages.js";
import { spawnBuilt } from "../helpers/teams.js";

const COUNTS = [1, 2, 3];

/** All that a fit gives, or the message of a refusal: by all alike. */
const found = async (...fitted: Parameters<typeof fitApart>): Promise<unknown> => {
  const done = await fitApart(...fitted).catch((error: unknown) => ({ error }));
  return orRefusal(() => {
    if ("error" in done) throw done.error;
    return done;
  });
};

/** Fits by one, two and three threads have the bits of a fit without them. */
async function expectSame(
  x: Parameters<typeof fitApart>[1],
  y: Parameters<typeof fitApart>[2],
  options: FitOptions,
  counts = COUNTS,
  spawn = spawnHere,
) {
  const alone = await found(undefined, x, y, options);
  for (const count of counts) expect(await found(count, x, y, options, spawn)).toEqual(alone);
}

describe.each(sliced(CASES))("$name", (own) => {
  for (const [k, [storage, lay]] of Object.entries(STORAGES).entries()) {
    it(`${storage}: the bits of no threads, with 1, 2 and 3`, () => expectSame(lay(own.x), own.y, optionsFor(own, k)));
  }
});

describe("threads with memories of their own", () => {
  const logistic = dataFor(formOf("binomial"), N, P, 3);
  const { x, y } = logistic;
  const copies = dropout(0.3, { approximation: "monte-carlo", copies: 3 });
  const cases: FitOptions[] = [
    { solver: "newton", penalty: ridge(0.01) },
    { solver: "lbfgs", penalty: ridge(0.01) },
    { solver: "newton-cg", penalty: ridge(0.01), noise: dropout(0.2) },
    { solver: "coordinate-descent", penalty: lasso(0.01) },
    { bounds: { lower: 0 } },
    { offset: x.map(([a]) => a! / 4) },
    { unlabeled: { x: x.slice(0, 200) }, noise: dropout(0.3) },
    { unlabeled: { x: x.slice(0, 200) }, noise: copies },
    { noise: copies },
  ];
  it.each(cases)("%j", (options) => expectSame(x, y, { ...options, family: "binomial" }));

  it("may have rows without labels only", async () => {
    for (const lay of Object.values(STORAGES)) {
      const options = { family: "binomial", noise: dropout(0.3), unlabeled: { x: lay(x) } } as const;
      await expectSame(lay(x.slice(0, 60)), y.slice(0, 60), options, [2, 4, 7, 20]);
    }
  });

  it("one partition is held by one of them", () => expectSame(x.slice(0, 60), y.slice(0, 60), { family: "binomial" }));

  it("more than a group of partitions", async () => {
    const many = dataFor(formOf("poisson"), 64 * 35 + 1, 2, 5);
    await expectSame(many.x, many.y, { family: "poisson" }, [1, 2, 5, 36, 50]);
  });

  it("factors as codes", async () => {
    const factor = { kind: "factor", codes: Uint8Array.from(y, (_, i) => (i * i) % 5), levels: 5, columns: 5 } as const;
    const numbers = { kind: "numbers", values: Float64Array.from(x, ([a]) => a!) } as const;
    const blocks = [numbers, factor, { ...factor, values: numbers.values }];
    const own = coded({ rows: N, blocks } as never) as unknown as DesignInput;
    await expectSame(own, y, { family: "binomial", penalty: ridge(0.01) });
    await expectSame(own, y, { family: "binomial", penalty: ridge(0.01), noise: dropout(0.2) });
  });

  it("a table of which rows are missing, a whole partition among them", async () => {
    const isMissing = (i: number): boolean => i % 9 === 2 || (i >= 128 && i < 200);
    const table = x.map(([a, b], i) => ({ y: y[i]!, a: isMissing(i) ? null : a!, b: b!, kind: "abc"[i % 3]! }));
    const own = called<FitOptions>("y ~ a * kind + b", table, { family: "binomial" }, { name: "fit", keys: KNOWN });
    await expectSame(own.x, own.y as number[], own.options, [1, 2, 3, 6]);
  });

  it("single precision", () =>
    expectSame(matrix(Float32Array.from(x.flat()), N, P, "row"), y, { family: "binomial", penalty: ridge(0.01) }));

  it("are those of the package", async () => {
    for (const lay of Object.values(STORAGES)) {
      const options = { family: "binomial", noise: dropout(0.2), unlabeled: { x: lay(x.slice(0, 100)) } } as const;
      await expectSame(lay(x), y, options, [2, 3], spawnBuilt);
    }
  });
});
