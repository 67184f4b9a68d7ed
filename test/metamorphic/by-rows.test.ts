// A sparse X by rows is read by rows, and converted to columns only if needed: the sums are the same.
import { describe, expect, it } from "vitest";
import { additive, dropout, fitSync, lasso, multiplicative, poissonNoise, ridge, sparse } from "../../src/index.js";
import type { FitOptions } from "../../src/options/types.js";
import { putBack, takeKernel } from "../../src/wasm/load.js";
import { REQUEST, shardOf } from "../helpers/kernel.js";
import { normals } from "../helpers/numeric.js";
import { STORAGES } from "../helpers/storages.js";

const normal = normals(31);
const N = 60;
const P = 7;
/** Counts with many zeros; row 5 and column 3 are empty, and column 6 is far from 0 in every row but that one. */
const rows = Array.from({ length: N }, (_, i) =>
  Array.from({ length: P }, (_, j) => {
    if (i === 5 || j === 3) return 0;
    return j === 6 ? 1e5 + normal() : normal() > 0.3 ? Math.round(3 * Math.abs(normal())) : 0;
  }),
);
const y = rows.map((_, i) => (i * 7) % 2);
const byRow = STORAGES["sparse by row"]!(rows);
const byColumn = STORAGES["sparse by column"]!(rows);

const NOISES: Record<string, FitOptions["noise"]> = {
  none: undefined,
  "dropout, quadratic": dropout(0.3, { approximation: "quadratic" }),
  "dropout, gaussian": dropout(0.3, { approximation: "gaussian" }),
  additive: additive(0.2, { approximation: "gaussian" }),
  "two of them": [multiplicative(0.3, { approximation: "gaussian" }), additive(0.1, { approximation: "gaussian" })],
  poisson: poissonNoise({ approximation: "gaussian" }), // linear in x: by columns
};

/** The largest difference, in units of the largest number. */
function differ(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const size = Array.from(b).reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const most = Array.from(a).reduce((m, v, k) => Math.max(m, Math.abs(v - b[k]!)), 0);
  return size === 0 ? most : most / size;
}

const REQUESTS = {
  "value and gradient": REQUEST.value | REQUEST.gradient,
  "the diagonal": REQUEST.value | REQUEST.gradient | REQUEST.diagonal | REQUEST.common,
  "a product": REQUEST.hessianVector,
  "a direction to infinity": REQUEST.recession,
  "the adaptive penalty": REQUEST.adaptive,
};

describe.each(Object.keys(NOISES))("sums by row and by column agree: noise %s", (name) => {
  for (const intercept of [true, false]) {
    const weights = rows.map((_, i) => (i % 9 === 0 ? 0 : 1 + (i % 3)));
    const offset = rows.map((_, i) => Math.sin(i));
    const options: FitOptions = { family: "binomial", noise: NOISES[name], intercept, weights, offset };
    it.each(Object.entries(REQUESTS))(`%s, intercept ${intercept}`, (_, request) => {
      const [a, b] = [shardOf(byRow, y, options), shardOf(byColumn, y, options)];
      expect(differ(a.uploaded.mean, b.uploaded.mean)).toBeLessThan(1e-14);
      expect(differ(a.uploaded.sd, b.uploaded.sd)).toBeLessThan(1e-14);
      expect(a.uploaded.scale).toEqual(b.uploaded.scale);
      const some = Array.from({ length: a.dimension }, () => normal());
      for (const point of [new Array<number>(a.dimension).fill(0), some]) {
        const [left, right] = [a.ask(point, request, some, 1e-9), b.ask(point, request, some, 1e-9)];
        for (const what of ["value", "loss", "slopeSquares", "receding", "blocking", "unmoved", "shaken"] as const) {
          expect(left[what]).toBeCloseTo(right[what], 10);
        }
        for (const what of ["gradient", "product", "diagonal", "adaptive", "common"] as const) {
          expect(differ(left[what], right[what])).toBeLessThan(1e-11);
        }
      }
    });
  }
});

describe("a sparse X by rows", () => {
  const isByColumn = ({ uploaded }: ReturnType<typeof shardOf>): boolean => {
    const { kernel } = uploaded.scope;
    const at = uploaded.shard.read("design") + kernel.layouts.Design.fields.get("isByColumn")!.offset;
    return new DataView(kernel.exports.memory.buffer).getInt32(at, true) === 1;
  };

  it("is brought into columns when something asks for them, not before", () => {
    const shard = shardOf(byRow, y, { family: "binomial" });
    const zeros = new Array<number>(shard.dimension).fill(0);
    shard.ask(zeros, REQUEST.value | REQUEST.gradient | REQUEST.diagonal);
    shard.ask(zeros, REQUEST.hessianVector, zeros);
    expect(isByColumn(shard)).toBe(false);
    shard.ask(zeros, REQUEST.hessian);
    expect(isByColumn(shard)).toBe(true);
  });

  it("has the predictions of one by columns, bit for bit", () => {
    const model = fitSync(byColumn, y, { family: "binomial", penalty: ridge(0.1) });
    expect(model.predict(byRow)).toEqual(model.predict(byColumn));
  });

  it("has the means and deviations of one by columns, far from zero too", () => {
    const far = rows.map((row) => [row[0]!, 1e5 + normal(), 3]);
    const moments = (storage: string) => shardOf(STORAGES[storage]!(far), y, { family: "binomial" }).uploaded;
    const [a, b] = [moments("sparse by row"), moments("sparse by column")];
    expect(a.mean).toEqual(b.mean);
    expect(a.sd).toEqual(b.sd);
    expect(a.sd[2]).toBe(0);
  });

  it("names the entry that is refused, wherever it is", () => {
    const values = Float64Array.of(1, 2, 3);
    const x = sparse({ format: "csr", rows: 3, columns: 2, indptr: [0, 1, 2, 3], indices: [0, 1, 1], values });
    values[1] = Number.NaN; // after the check of sparse()
    expect(() => fitSync(x, [0, 1, 2])).toThrow("x[1][1] = NaN");
    values[1] = 1e200;
    expect(() => fitSync(x, [0, 1, 2], { weights: [1, 1, 1] })).toThrow("x[1][1] = 1e+200");
  });

  it("may have one row, no entries, or no columns", () => {
    const one = sparse({ format: "csr", rows: 1, columns: 2, indptr: [0, 2], indices: [0, 1], values: [1, 2] });
    expect(fitSync(one, [3], { penalty: ridge(1), solver: "lbfgs" }).intercept).toBeCloseTo(3, 9);
    const empty = sparse({ format: "csr", rows: 3, columns: 2, indptr: [0, 0, 0, 0], indices: [], values: [] });
    expect(fitSync(empty, [1, 2, 3], { solver: "lbfgs" }).coefficients).toEqual(new Float64Array(2));
    const none = sparse({ format: "csr", rows: 3, columns: 0, indptr: [0, 0, 0, 0], indices: [], values: [] });
    expect(fitSync(none, [1, 2, 3], { solver: "lbfgs" }).intercept).toBeCloseTo(2, 9);
  });
});

describe("what a constant would add", () => {
  it("is the row of the Hessian that an intercept has", () => {
    const shard = shardOf(byRow, y, { family: "binomial" });
    const point = new Array<number>(shard.dimension).fill(0);
    point[shard.dimension - 1] = 0.3;
    const { common } = shard.ask(point, REQUEST.diagonal | REQUEST.common);
    const { hessian } = shard.ask(point, REQUEST.hessian);
    expect(differ(common, hessian[shard.dimension - 1]!)).toBeLessThan(1e-10);
    expect(shard.exchange.read("commonWeight")).toBeCloseTo(hessian[P]![P]!, 12);
  });

  it("lets L-BFGS without an intercept need about as many passes as with one", () => {
    const words = 40;
    const text = Array.from({ length: 200 }, () =>
      Array.from({ length: words }, (_, j) => (normal() > 0.05 * j - 1 ? 2 + normal() : 0)),
    );
    const labels = text.map((row) => (row[0]! - row[1]! + row[2]! + normal() > 0 ? 1 : 0));
    for (const storage of ["sparse by row", "sparse by column", "dense by column"]) {
      const x = STORAGES[storage]!(text);
      const passes = (intercept: boolean): number =>
        fitSync(x, labels, { family: "binomial", penalty: ridge(0.01), solver: "lbfgs", tolerance: 1e-6, intercept })
          .status.passes;
      expect(passes(false)).toBeLessThanOrEqual(passes(true) + 2);
    }
  });
});

describe("a lasso of many columns", () => {
  it("takes no memory that grows with their square", () => {
    const p = 5000;
    const wide = Array.from({ length: 30 }, () => Array.from({ length: p }, () => (normal() > 2 ? 1 : 0)));
    const labels = wide.map((_, i) => i % 2);
    for (let k = 0; k < 10; k++) takeKernel(); // those that other tests have left, and that may have grown in them
    const model = fitSync(STORAGES["sparse by row"]!(wide), labels, { family: "binomial", penalty: lasso(0.05) });
    expect(model.status.code).toBe("converged");
    const kernel = takeKernel(); // the one that the fit has just given back
    expect(kernel.exports.memory.buffer.byteLength).toBeLessThan(24e6);
    putBack(kernel);
  });
});
