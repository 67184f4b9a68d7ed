// What looks at other points tell of the slopes of columns at this one: never more than is true.
import { describe, expect, it } from "vitest";
import { REQUEST } from "../../src/base/ids.js";
import { opened } from "../../src/fitting/session.js";
import { type FitOptions, fitSync, lasso, pathSync } from "../../src/index.js";
import { readDesign } from "../../src/input/design.js";
import { readResponse } from "../../src/input/response.js";
import { prepareFit } from "../../src/minimize/fit-task.js";
import type { Fitting } from "../../src/minimize/fitting.js";
import { foresee, remember } from "../../src/minimize/foreseen.js";
import { chooseFamily, makePlan } from "../../src/options/plan.js";
import { askAtPoint, finish } from "../../src/shard/task.js";
import { load } from "../../src/wasm/load.js";
import { openScope } from "../../src/wasm/scope.js";
import { normals } from "../helpers/numeric.js";

const n = 40;
const p = 300;
const normal = normals(12);
/** Far from 0, and of very different sizes. */
const x = Array.from({ length: n }, () => Array.from({ length: p }, (_, j) => 5 + 10 ** ((j % 5) - 2) * normal()));
const counts = x.map((row, i) => Math.max(0, Math.round(2 + row[2]! - row[7]! + (i % 3))));
const weights = x.map((_, i) => (i % 7 === 0 ? 0 : 1 + (i % 4)));
const offset = x.map((_, i) => (i % 5) / 10);

await load();

/** Asks at some points, in the order of `visited`; for each, what was foreseen and what is true. */
function atPoints(options: FitOptions, visited: readonly number[]) {
  const y = options.family === "binomial" ? counts.map((c) => Number(c > 2)) : counts;
  const given = { ...options, penalty: lasso(0.1), solver: "coordinate-descent" } as const;
  const family = chooseFamily(given);
  const design = readDesign(x);
  const response = readResponse(y, n, family, given);
  const plan = makePlan(given, design, response, family);
  const { scope, end } = openScope();
  try {
    const open = finish(opened({ scope, design, response, plan, family, watched: false }));
    const fitting: Fitting = finish(prepareFit({ ...open, plan }));
    const { task, uploaded } = fitting;
    return visited.map((t) => {
      const point = task.state.view("point", task.dimension);
      for (const j of [2, 7, 11]) point[j] = (0.02 * t * (j - 6)) / uploaded.scale[j]!;
      const look = foresee(fitting);
      const [foreseen, doubt] = [look.gradient.slice(0, p), look.doubt.slice(0, p)];
      finish(askAtPoint(task, REQUEST.value | REQUEST.gradient));
      const truth = task.exchange.copy("gradient", task.dimension);
      look.gradient.set(truth);
      remember(fitting, look);
      return { foreseen, doubt, truth: truth.slice(0, p), isTold: look.slopes !== undefined };
    });
  } finally {
    end();
  }
}

type Seen = ReturnType<typeof atPoints>[number];

const CASES: Record<string, FitOptions> = {
  logistic: { family: "binomial" },
  "logistic with weights and offset": { family: "binomial", weights, offset },
  "Poisson without intercept, standardized": { family: "poisson", intercept: false, standardize: true },
};

describe("slopes of columns that are not read", () => {
  for (const [name, options] of Object.entries(CASES)) {
    it(`are off by no more than is said, and by a good part of that somewhere: ${name}`, () => {
      let nearest = 0;
      for (const { foreseen, doubt, truth } of atPoints(options, [1, 2, 2.5, -1, 3, 3.1])) {
        for (let j = 0; j < p; j++) {
          const off = Math.abs(foreseen[j]! - truth[j]!);
          expect(off).toBeLessThanOrEqual(doubt[j]! * (1 + 1e-12));
          nearest = Math.max(nearest, off / doubt[j]!);
        }
      }
      expect(nearest).toBeGreaterThan(0.3);
    });
  }

  it("are known where the slopes of the rows lie between those of the last two looks, as of a gaussian on a line", () => {
    const [first, , last] = atPoints({ family: "gaussian" }, [1, 2, 5]) as [Seen, Seen, Seen];
    for (let j = 0; j < p; j++) {
      expect(Math.abs(last.foreseen[j]! - last.truth[j]!)).toBeLessThanOrEqual(last.doubt[j]!);
      expect(last.doubt[j]).toBeLessThan(1e-6 * first.doubt[j]!);
    }
  });

  it("are unknown where the loss has a domain, since rows at its border do not tell them by their slopes alone", () => {
    const bounded = atPoints({ family: "poisson", link: "identity" }, [0])[0]!;
    expect(bounded.isTold).toBe(false);
    expect(bounded.doubt.every((v) => v === Infinity)).toBe(true);
  });
});

it("a look that has to read no column knows the value: objectives of fits whose coefficients are all 0", () => {
  const y = counts.map((c) => Number(c > 2));
  const steps = pathSync(x, y, { family: "binomial", penalty: lasso(), lambdas: [1e3, 500, 300] });
  expect(steps.nonZeros[2]).toBe(0);
  const want = steps.nullDeviance / (2 * n);
  for (const objective of steps.objectives) expect(objective).toBeCloseTo(want, 12);
  const model = fitSync(x, y, { family: "binomial", penalty: lasso(500) });
  expect(model.objective).toBeCloseTo(want, 12);
  expect(model.status.passes).toBeGreaterThan(0);
});
