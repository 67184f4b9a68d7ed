// The cost of a fit in numbers that do not depend on the machine: passes over all rows, and formed
// Hessians. Every bound is the count at the last change; a change that makes a fit cheaper lowers it.
import { beforeAll, describe, expect, it } from "vitest";
import * as dropglm from "../src/index.js";
import { coded } from "../src/input/coded.js";
import { normals } from "./helpers/numeric.js";

type Count = readonly [passes: number, hessians: number];

const BINOMIAL = { family: "binomial", seed: 31, lambda: 0.01 } as const;
const LARGE = { ...BINOMIAL, rows: 12_000, columns: 30 }; // begins on a sample
const SMALL = { ...BINOMIAL, rows: 1000, columns: 10 };
const TEXT = { ...BINOMIAL, data: "text", rows: 2000, columns: 3000, words: 30, lambda: 1e-3 };
const PATH = { ...BINOMIAL, kind: "path", share: 1, count: 100 };
const NARROW = { ...PATH, rows: 3000, columns: 40, nonZeros: 15 };
const WIDE = { ...PATH, rows: 100, columns: 400, nonZeros: 10 };
const CLASSES = { ...BINOMIAL, family: "multinomial", data: "classes", rows: 1500, columns: 20, classes: 4 };
const NOISE = { lambda: 0, dropout: 0.5 };
const LOOSE = 1e-3;

/** [case of bench/cases.mjs, tolerance or the default, [passes, Hessians] at most] */
const CASES: Record<string, readonly [object, number | undefined, Count]> = {
  "logistic ridge": [LARGE, undefined, [6, 2]],
  "logistic ridge, loose": [LARGE, LOOSE, [3, 0]],
  "logistic plain": [{ ...LARGE, lambda: 0 }, undefined, [6, 2]],
  "logistic ridge, small": [SMALL, undefined, [6, 4]],
  "logistic plain, small": [{ ...SMALL, lambda: 0 }, undefined, [7, 4]],
  "Poisson ridge": [{ ...LARGE, family: "poisson" }, undefined, [6, 2]],
  "Poisson plain with dummies": [{ ...LARGE, family: "poisson", data: "dummies", lambda: 0 }, undefined, [6, 2]],
  "gaussian ridge": [{ ...LARGE, family: "gaussian" }, undefined, [2, 1]],
  "dropout, quadratic": [{ ...LARGE, ...NOISE, approximation: "quadratic" }, undefined, [10, 0]],
  "dropout, gaussian": [{ ...LARGE, ...NOISE, approximation: "gaussian" }, undefined, [10, 0]],
  "dropout, quadratic, small": [{ ...SMALL, ...NOISE, approximation: "quadratic" }, undefined, [7, 4]],
  "dropout, gaussian, small": [{ ...SMALL, ...NOISE, approximation: "gaussian" }, undefined, [7, 4]],
  "lasso path": [NARROW, undefined, [344, 3]],
  "lasso path, loose": [NARROW, LOOSE, [48, 3]],
  "lasso path, wide": [WIDE, undefined, [637, 17]],
  "lasso path, wide, loose": [WIDE, LOOSE, [168, 15]],
  "ridge path": [{ ...NARROW, share: 0 }, undefined, [311, 3]],
  "sparse ridge": [TEXT, undefined, [13, 0]],
  "sparse ridge, loose": [TEXT, LOOSE, [4, 0]],
  "sparse lasso": [{ ...TEXT, share: 1 }, undefined, [11, 5]],
  "sparse dropout, quadratic": [{ ...TEXT, dropout: 0.5, approximation: "quadratic" }, undefined, [13, 0]],
  "sparse dropout alone": [{ ...TEXT, ...NOISE, approximation: "gaussian" }, undefined, [36, 0]],
  "multinomial ridge": [CLASSES, undefined, [13, 2]],
  "multinomial dropout": [{ ...CLASSES, ...NOISE, approximation: "quadratic" }, undefined, [12, 2]],
};

/** A module of bench/, which is JavaScript without types. */
const load = (name: string) => import(new URL(`../bench/${name}`, import.meta.url).href);
let counted: (problem: object, tolerance?: number) => Count;

beforeAll(async () => {
  const { makeData } = await load("data/index.mjs");
  const { lambdasOf } = await load("grid.mjs");
  const { readyOf } = await load("peers/dropglm.mjs");
  counted = (problem, tolerance) => {
    const data = makeData(problem);
    const { run } = readyOf(dropglm, { problem, data, lambdas: lambdasOf(problem, data), folds: [] });
    const { status, statuses = [status] } = run(tolerance === undefined ? {} : { tolerance });
    const all = statuses as dropglm.Status[];
    expect(new Set(all.map(({ code }) => code))).toEqual(new Set(["converged"]));
    const sum = (what: "passes" | "hessians") => all.reduce((total, one) => total + one[what], 0);
    return [sum("passes"), sum("hessians")];
  };
});

describe("passes over all rows, and Hessians", () => {
  for (const [name, [problem, tolerance, [passes, hessians]]] of Object.entries(CASES)) {
    it(`${name}: at most ${passes}, and ${hessians}`, () => {
      const got = counted(problem, tolerance);
      expect(got[0], "passes").toBeLessThanOrEqual(passes);
      expect(got[1], "Hessians").toBeLessThanOrEqual(hessians);
    });
  }

  it("factors as codes: as many as their dummies take", () => {
    const rows = 12_000;
    const normal = normals(7);
    const codes = Uint8Array.from({ length: rows }, (_, i) => Math.floor((30 * ((i * 7919) % rows)) / rows));
    const values = Float64Array.from({ length: rows }, () => normal());
    const y = Float64Array.from(values, (v, i) =>
      Math.floor(Math.exp(0.3 * v + (codes[i]! % 3) * 0.2) + 0.5 * (i % 3)),
    );
    const places = Int32Array.from({ length: 30 }, (_, l) => l - 1);
    const factor = {
      kind: "factor",
      codes,
      levels: 30,
      columns: 29,
      contrasts: undefined,
      places,
      values: undefined,
    } as const;
    const x = coded({ rows, blocks: [{ kind: "numbers", values }, factor] });
    const dummies = Array.from(codes, (l, i) => [
      values[i]!,
      ...Array.from({ length: 29 }, (_, j) => Number(l === j + 1)),
    ]);
    for (const given of [x, dummies]) {
      const { status } = dropglm.fitSync(given, y, { family: "poisson" });
      expect([status.code, status.passes, status.hessians]).toEqual(["converged", 9, 0]);
    }
  });
});
