// The page tells the steps of a fit as the library made them: every number is the trace's own, and the sentences fit the numbers.
import { describe, expect, it } from "vitest";
import { fitSync } from "../../src/index.js";
import type { StepRow, Steps } from "../../web/src/messages.js";
import { gapsOf, standing } from "../../web/src/steps/accepted.js";
import { contour, finer, levelsOf } from "../../web/src/steps/contours.js";
import { stepsOf } from "../../web/src/worker/steps.js";
import { certificateOf } from "../../web/src/worker/steps-words.js";
import { normals } from "../helpers/numeric.js";

const normal = normals(5);
const table = Array.from({ length: 120 }, (_, i) => {
  const [a, b] = [normal(), normal()];
  return { a, b, c: normal(), kind: ["u", "v", "w"][i % 3]!, y: a - b + normal() > 0 ? "yes" : "no" };
});
const steps = (formula: string, options: object = {}): Promise<Steps> =>
  stepsOf({ formula, table, options: { family: "binomial", ...options } }, true, Infinity);

describe("the steps of a fit", () => {
  it("are those of the library's trace", async () => {
    const { rows, names } = await steps("y ~ a + b + c");
    const { trace, coefficients, intercept } = fitSync("y ~ a + b + c", table, { family: "binomial", trace: true });
    expect(names).toEqual(["(intercept)", "a", "b", "c"]);
    expect(rows.at(-1)!.point).toEqual([intercept, ...coefficients]);
    const told = trace!.filter(({ verdict }) => verdict !== "looked");
    expect(rows.map(({ objective }) => objective)).toEqual(told.map(({ objective }) => objective));
    expect(rows.map(({ promised }) => promised)).toEqual(told.map(({ promised }) => promised));
    expect(rows.map(({ came }) => came)).toEqual(told.map(({ came }) => came));
    expect(rows.at(-1)!.passes).toBe(trace!.length - 1);
  });
  it("say why each was accepted or rejected", async () => {
    const start = { intercept: 9, coefficients: [-12, 10] };
    const { rows, isCertified, certificate } = await steps("y ~ a + b", { start });
    expect(rows[0]!.why).toBe("The first look at the rows: the objective, its slopes and its curvature.");
    for (const row of rows) check(row);
    expect(rows.some(({ verdict }) => verdict === "rejected")).toBe(true);
    expect(rows.at(-1)!.why).toBe("The search ends here: this is the model.");
    expect(isCertified).toBe(true);
    expect(certificate).toMatch(
      /^The largest slope that is left is \d\S* on the scale of a correlation .* tolerance is 1e-10\)\. The next Newton step/,
    );
  });
  it("of many classes name the class of every coefficient", async () => {
    const { names, rows, surface } = await steps("kind ~ a", { family: "multinomial" });
    expect(names).toEqual(["u: (intercept)", "u: a", "v: (intercept)", "v: a", "w: (intercept)", "w: a"]);
    expect(rows.at(-1)!.point).toHaveLength(6);
    expect(surface).toBeUndefined();
  });
  it("without an intercept have none", async () => {
    const run = (more: object) => Promise.resolve(fitSync("y ~ 0 + a + b", table, { family: "binomial", ...more }));
    const { names, surface } = await stepsOf(run, false, Infinity);
    expect(names).toEqual(["a", "b"]);
    expect(surface!.columns).toEqual([0, 1]);
    expect(surface!.held).toBeUndefined();
  });
  it("of a fit that has no end are not certified", async () => {
    const apart = table.map((row) => ({ ...row, y: row.a > 0 ? "yes" : "no" }));
    const { isCertified, certificate } = await stepsOf({
      formula: "y ~ a",
      table: apart,
      options: { family: "binomial" },
    });
    expect(isCertified).toBe(false);
    expect(certificate).toMatch(/^The fit ended with "separated": /);
  });
});

/** A sentence that fits the numbers of its row. */
function check({ verdict, came, stepSize, why }: StepRow): void {
  if (verdict === "start" || verdict === "end") return;
  expect(why).toMatch(new RegExp(`: ${verdict}(, and (a shorter one|another direction) is next)?\\.$`));
  if (stepSize === 1) expect(why).toMatch(/^The whole Newton step /);
  if (stepSize === 0.5) expect(why).toMatch(/^Half the Newton step /);
  if (verdict === "rejected" && came! < -1e-6) expect(why).toContain("would raise the objective by");
}

describe("the surface", () => {
  it("is the objective itself", async () => {
    const { surface, rows } = await steps("y ~ a + b", { penalty: undefined });
    const { columns, low, high, size, values, held } = surface!;
    expect(columns).toEqual([1, 2]);
    expect(held).toMatch(/^\(intercept\) stays at /);
    expect(values).toHaveLength(size * size);
    const at = (k: number, j: number): number =>
      low[j as 0 | 1] + ((high[j as 0 | 1] - low[j as 0 | 1]) * k) / (size - 1);
    const start = { intercept: rows.at(-1)!.point[0]!, coefficients: [at(3, 0), at(5, 1)] };
    const { objective } = fitSync("y ~ a + b", table, { family: "binomial", start, maxIterations: 0 });
    expect(values[5 * size + 3]).toBe(objective);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(rows.at(-1)!.objective - 1e-12);
    for (const { verdict, point } of rows) {
      if (verdict === "rejected") continue;
      expect(point[1]).toBeGreaterThanOrEqual(low[0]);
      expect(point[2]).toBeLessThanOrEqual(high[1]);
    }
  });
  it("has lines where its height is the level", () => {
    const size = 21;
    const values = Array.from(
      { length: size * size },
      (_, k) => ((k % size) - 10) ** 2 + (Math.floor(k / size) - 10) ** 2,
    );
    const levels = levelsOf({ size, values }, 0, 8);
    expect([...levels].sort((a, b) => a - b)).toEqual(levels);
    const pieces = contour({ size, values }, 36);
    expect(pieces.length).toBeGreaterThan(20);
    for (const [x1, y1, x2, y2] of pieces) {
      for (const [x, y] of [
        [x1, y1],
        [x2, y2],
      ] as const)
        expect(Math.hypot(x - 10, y - 10)).toBeCloseTo(6, 1);
    }
    expect(contour({ size, values: values.map(() => Number.NaN) }, 36)).toEqual([]);
  });

  it("keeps a narrow valley on a finer grid", () => {
    const height = (x: number, y: number): number => 50 * (x - y) ** 2 + (x + y - 7) ** 2;
    const grid = (size: number, step: number): number[] =>
      Array.from({ length: size * size }, (_, k) => height(step * (k % size), step * Math.floor(k / size)));
    const found = finer({ size: 9, values: grid(9, 1) }, 4);
    expect(found.size).toBe(33);
    grid(33, 0.25).forEach((wanted, k) => {
      expect(found.values[k]).toBeCloseTo(wanted, 9);
    });
  });
});

describe("the pictures", () => {
  const row = (verdict: StepRow["verdict"], objective: number, search = 0): StepRow => ({
    iteration: 0,
    verdict,
    search,
    passes: 1,
    objective,
    optimality: 1,
    why: "",
    point: [],
  });
  it("draw a trial from where the search stood", () => {
    expect(
      standing([row("start", 4), row("rejected", 9), row("accepted", 3), row("accepted", 2), row("end", 2)]),
    ).toEqual([0, 0, 0, 2, 3]);
  });
  it("measure every search from its own end", () => {
    expect(
      gapsOf([row("start", 4), row("accepted", 1), row("start", 8, 1), row("accepted", 6, 1), row("end", 1, 1)]),
    ).toEqual([3, 0, 2, 0, 0]);
  });
});

it("a certificate without curvature says nothing of a step", () => {
  const status = {
    code: "converged",
    iterations: 3,
    passes: 4,
    hessians: 0,
    optimality: 2e-11,
    tolerance: 1e-10,
    solver: "lbfgs",
    warnings: [],
  } as const;
  expect(certificateOf(status)).toMatch(/tolerance is 1e-10\)\.$/);
});
