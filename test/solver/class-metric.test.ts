// The matrices of classes: L-BFGS comes to the optimum of Newton's method, in few steps, however x is stored and whatever holds the classes.
import { describe, expect, it } from "vitest";
import { dropout, type FitOptions, fitSync, ridge } from "../../src/index.js";
import { normals } from "../helpers/numeric.js";
import { withSmallPartitions } from "../helpers/partitions.js";
import { STORAGES } from "../helpers/storages.js";

const [N, P, K] = [600, 12, 5];
const normal = normals(41);
const centers = Array.from({ length: K }, () => Array.from({ length: P }, () => 1.2 * normal()));
const y = Array.from({ length: N }, (_, i) => `${i % K}`);
/** A third of the entries are 0, and columns differ in size and mean. */
const x = y.map((k, i) =>
  centers[Number(k)]!.map((c, j) =>
    (i * 7 + j * 3) % 3 === 0 ? 0 : Math.fround((1 + j) * (c + 1.5 * normal()) + (j % 4)),
  ),
);

const CASES: Record<string, FitOptions> = {
  "ridge: all classes are held alike": { penalty: ridge(1e-3) },
  "ridge without an intercept": { penalty: ridge(1e-3), intercept: false },
  "ridge on some columns: the last class of the others is held": {
    penalty: ridge(1e-2, { factors: Array.from({ length: P }, (_, j) => j % 2) }),
  },
  "no penalty": {},
  "weights of rows": { penalty: ridge(1e-3), weights: y.map((_, i) => (i % 7 === 0 ? 0 : 1 + (i % 3))) },
  "dropout by one mask": { noise: dropout(0.3), penalty: ridge(1e-3) },
  "dropout by a mask per class": { noise: dropout(0.3, { mask: "per-class" }), penalty: ridge(1e-3) },
};

/** The counts at the last change, and one more for rounding. */
const MOST_PASSES: Record<string, number> = {
  "ridge: all classes are held alike": 63,
  "ridge without an intercept": 55,
  "ridge on some columns: the last class of the others is held": 51,
  "no penalty": 75,
  "weights of rows": 63,
  "dropout by one mask": 48,
  "dropout by a mask per class": 67,
};

describe.each(Object.entries(CASES))("%s", (name, options) => {
  const all = { ...options, family: "multinomial" } as const;
  const newton = fitSync(x, y, { ...all, solver: "newton" });
  it.each(Object.entries(STORAGES))("%s: the optimum of Newton's method", (_name, lay) => {
    const model = withSmallPartitions(() => fitSync(lay(x), y, { ...all, solver: "lbfgs" }));
    expect(model.status.code).toBe("converged");
    expect(model.objective / newton.objective).toBeCloseTo(1, 11);
    expect(model.status.passes).toBeLessThanOrEqual(MOST_PASSES[name]!);
  });
});

it("a start far away along moves of all classes together comes back", () => {
  const start = { intercept: new Array(K).fill(0), coefficients: centers.map(() => new Array(P).fill(3)) };
  const all = { family: "multinomial", penalty: ridge(1e-3) } as const;
  const model = fitSync(x, y, { ...all, solver: "lbfgs", start });
  expect(model.status.code).toBe("converged");
  expect(model.objective / fitSync(x, y, all).objective).toBeCloseTo(1, 11);
});
