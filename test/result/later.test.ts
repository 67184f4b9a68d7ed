// Standard errors of a large x are computed when they are first asked for. They must be those of a fit that computes them at once, and a model must
// never have those of other rows.
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  anova,
  dropout,
  type FitOptions,
  fit,
  fitSync,
  infer,
  type Model,
  matrix,
  prepare,
  ridge,
  sparse,
} from "../../src/index.js";
import { DEFAULTS } from "../../src/options/defaults.js";
import { fitApart } from "../helpers/crews.js";
import { isClose, normals } from "../helpers/numeric.js";

const defaults = DEFAULTS as { laterEntries: number };
const before = defaults.laterEntries;
beforeAll(() => {
  defaults.laterEntries = 1;
});
afterAll(() => {
  defaults.laterEntries = before;
});

const WORKER = new URL("../../dist/worker.mjs", import.meta.url);
const [n, p] = [400, 3];
const normal = normals(5);
const x = Float64Array.from({ length: n * p }, () => normal());
const at = (i: number, j: number): number => x[j * n + i]!;
const eta = Array.from({ length: n }, (_, i) => 0.3 + 0.5 * at(i, 0) - 0.4 * at(i, 1) + 0.5 * normal());
const classes = eta.map((e) => Number(e > 0));
const weights = eta.map((_, i) => 1 + (i % 3));
const counts = eta.map((e) => Math.floor(Math.exp(e) + 0.5));
const given = (): ReturnType<typeof matrix> => matrix(x.slice(), n, p, "column");
const rows = Array.from({ length: n }, (_, i) => [at(i, 0), at(i, 1), at(i, 2)]);

const CASES: Record<string, { y: readonly (number | string)[]; options: FitOptions }> = {
  "logistic": { y: classes, options: { family: "binomial" } },
  "logistic, ridge": { y: classes, options: { family: "binomial", penalty: ridge(0.1) } },
  "logistic, dropout, sampling weights": { y: classes, options: { family: "binomial", noise: dropout(0.3), weights, weightType: "sampling" } },
  "logistic, lbfgs": { y: classes, options: { family: "binomial", solver: "lbfgs" } },
  "logistic, firth": { y: classes, options: { family: "binomial", biasReduction: "firth" } },
  "gaussian with weights": { y: eta, options: { family: "gaussian", weights } },
  "gaussian ridge, standardized": { y: eta, options: { family: "gaussian", penalty: ridge(0.1), standardize: true } },
  "gamma": { y: eta.map(Math.exp), options: { family: "gamma", link: "log", offset: eta.map((e) => 0.1 * Math.sin(e)) } },
  "negative binomial": { y: counts, options: { family: "negative-binomial" } },
  "multinomial": { y: eta.map((e) => (e < 0 ? "low" : e < 0.8 ? "middle" : "high")), options: { family: "multinomial" } },
}; // biome-ignore format: a table

const errors = (model: Model): (number | undefined)[] => model.summary().rows.map(({ standardError }) => standardError);
const close = (a: number | undefined, b: number | undefined): boolean => a === b || isClose(a!, b!, 1e-9);

function expectClose(got: readonly (number | undefined)[], want: readonly (number | undefined)[]): void {
  expect(got.length).toBe(want.length);
  for (const [k, e] of got.entries()) expect(close(e, want[k]), `${k}: ${e} against ${want[k]}`).toBe(true);
}

describe("a look at the covariance", () => {
  for (const [name, { y, options }] of Object.entries(CASES)) {
    it(`${name}: is that of a fit which computes it at once`, () => {
      const now = fitSync(given(), y as number[], { ...options, standardErrors: true });
      const late = fitSync(given(), y as number[], options);
      expect(late.status.code).toBe("converged");
      expect(close(late.degreesOfFreedom, now.degreesOfFreedom)).toBe(true);
      expectClose(errors(late), errors(now));
    });
  }

  it("comes of any form of x: rows, 32 bits, sparse, columns, a formula", async () => {
    const y = classes;
    const single = Float32Array.from(x);
    const columns = { a: x.slice(0, n), b: x.slice(n, 2 * n), c: x.slice(2 * n) };
    const csc = sparse({
      ...{ format: "csc", rows: n, columns: p, values: x.slice() },
      ...{ indices: Int32Array.from(x, (_, k) => k % n), indptr: [0, n, 2 * n, 3 * n] },
    } as never);
    const table = { ...columns, y, kind: y.map((_, i) => "uvw"[i % 3]!) };
    for (const open of [rows, matrix(single, n, p, "column"), columns, csc]) {
      const [late, now] = [undefined, true].map((standardErrors) =>
        fitSync(open as never, y, { family: "binomial", standardErrors }),
      );
      expectClose(errors(late!), errors(now!));
    }
    const [late, now] = [undefined, true].map((standardErrors) =>
      fitSync("y ~ a + kind", table, { family: "binomial", standardErrors }),
    );
    expect(String(late!.summary()).replace(/converged:.*/, "")).toBe(
      String(now!.summary()).replace(/converged:.*/, ""),
    );
    expect(JSON.stringify(anova(late!, table))).toBe(
      JSON.stringify(anova(fitSync("y ~ a + kind", table, { family: "binomial" }), table)),
    );
    const there = await fit(rows, y, { family: "binomial", workers: 2, workerUrl: WORKER });
    expectClose(errors(there), errors(fitSync(rows, y, { family: "binomial" })));
  });

  it("goes into the saved model", () => {
    const model = fitSync(given(), classes, { family: "binomial", penalty: ridge(0.1) });
    const { covariance, degreesOfFreedom } = model.toJSON() as { covariance: object; degreesOfFreedom: number };
    expect(covariance).toBeDefined();
    expect(degreesOfFreedom).toBe(model.degreesOfFreedom);
  });

  it("is not needed for predictions", () => {
    const own = given();
    const model = fitSync(own, classes, { family: "binomial" });
    own.data.fill(0);
    expect(model.predict(rows)[0]).toBeGreaterThan(0);
  });
});

describe("rows that have changed since the fit", () => {
  const changed = (change: (data: Float64Array) => void, options: FitOptions = {}): Model => {
    const own = given();
    const model = fitSync(own, classes, { family: "binomial", ...options });
    change(own.data as Float64Array);
    return model;
  };
  const CHANGES: Record<string, (data: Float64Array) => void> = {
    "all 0": (data) => data.fill(0),
    "in another order": (data) => data.reverse(),
    "one entry": (data) => data.set([7], 5),
    "one that is not finite": (data) => data.set([Number.NaN], 5),
  };
  for (const [name, change] of Object.entries(CHANGES)) {
    it(`${name}: there are no standard errors, and the summary says why`, () => {
      const model = changed(change, name === "one entry" ? { penalty: ridge(0.1) } : {});
      const text = String(model.summary());
      expect(text).toContain("no standard errors: x has changed since the fit; fit with standardErrors: true");
      expect(inspect(model)).toBe(text);
      expect(() => model.contrast([{ x1: 1 }])).toThrow("the model has no covariance: x has changed since the fit");
      expect(model.toJSON()).not.toHaveProperty("covariance");
      expect(String(infer(model, given(), classes))).toContain("std. error");
    });
  }

  it("do not matter to a fit that was told to compute them", () => {
    expect(errors(changed((data) => data.fill(0), { standardErrors: true }))[1]).toBeGreaterThan(0);
  });

  it("do not matter after the first look, nor where x is prepared and disposed", () => {
    const own = given();
    const model = fitSync(own, classes, { family: "binomial" });
    const first = errors(model);
    own.data.fill(0);
    expect(errors(model)).toEqual(first);
    const held = prepare(given());
    const of = fitSync(held, classes, { family: "binomial" });
    held.dispose();
    expectClose(errors(of), first);
  });

  it("are not read again where others hold them, or where x is prepared: the covariance is there, and the point is that of other fits", async () => {
    const options: FitOptions = { family: "binomial", penalty: ridge(0.01) };
    const plain = fitSync(given(), classes, options);
    const held = fitSync(prepare(given()), classes, options);
    expect([...held.coefficients, held.status.passes]).toEqual([...plain.coefficients, plain.status.passes]);
    const [alone, apart] = [
      await fitApart(undefined, given(), classes, options),
      await fitApart(2, given(), classes, options),
    ];
    expect(apart.coefficients).toEqual(alone.coefficients);
    expect([alone.covariance, alone.isPrecisionOpen]).toEqual([undefined, true]);
    const late = plain.toJSON().covariance as { packed: number[] };
    expect(apart.covariance!.packed.length).toBe(late.packed.length);
    apart.covariance!.packed.forEach((v, k) => {
      expect(isClose(v, late.packed[k]!, 1e-9)).toBe(true);
    });
  });
});
