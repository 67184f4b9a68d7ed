// Folds that go in step: one reading of the rows answers all of them. Each must be the path of its own rows, whichever others go with it.
import { describe, expect, it } from "vitest";
import { type CrossValidationOptions, crossValidate, lasso, matrix, ridge } from "../../src/index.js";
import { readDesign } from "../../src/input/design.js";
import { readResponse } from "../../src/input/response.js";
import { plainDesign } from "../../src/input/rows.js";
import { chooseFamily } from "../../src/options/plan.js";
import { planFolds } from "../../src/validation/folds.js";
import { type FoldInput, type FoldResult, foldSession, type Job } from "../../src/validation/run-fold.js";
import { openKernels, piecesOf, sideBySide } from "../../src/validation/side-by-side.js";
import { withScope } from "../../src/wasm/scope.js";
import { here } from "../../src/workers/here.js";
import { normals } from "../helpers/numeric.js";

const [rows, p] = [1303, 81]; // neither is a multiple of four, and x is just large enough
const normal = normals(41);
const x = Float64Array.from({ length: rows * p }, (_, k) => normal() + (k % p)); // means of up to 80 standard deviations
const eta = Array.from({ length: rows }, (_, i) => 0.4 * (x[i * p]! - 0) - 0.3 * (x[i * p + 1]! - 1) + 0.2 * normal());
const offset = Array.from({ length: rows }, (_, i) => 0.3 * Math.sin(i));
const weights = Array.from({ length: rows }, (_, i) => 0.5 + (i % 3));

const column = (): Float64Array => Float64Array.from(x, (_, k) => x[(k % rows) * p + Math.floor(k / rows)]!);
const CASES: Record<string, { y: number[]; x?: ReturnType<typeof matrix>; options: CrossValidationOptions }> = {
  "logistic lasso": { y: eta.map((e) => Number(e > 0)), options: { family: "binomial" } },
  "Poisson ridge with weights and offset, by columns": {
    y: eta.map((e, i) => Math.floor(Math.exp(e + offset[i]!) + 0.5)),
    x: matrix(column(), rows, p, "column"),
    options: { family: "poisson", penalty: ridge(), offset, weights },
  },
  "gamma lasso without an intercept, 32 bits": {
    y: eta.map((e) => Math.exp(e)),
    x: matrix(
      Float32Array.from(x, (v, k) => v - (k % p)),
      rows,
      p,
      "row",
    ),
    options: { family: "gamma", link: "log", intercept: false, penalty: lasso() },
  },
  "gaussian, folds in the order of time": {
    y: eta,
    options: { family: "gaussian", times: eta.map((_, i) => i % 400), standardize: true },
  },
};

function inputOf({ y, x: given = matrix(x, rows, p, "row"), options }: (typeof CASES)[string]): FoldInput {
  const { family: _f, times, ...rest } = options;
  const fit = { family: options.family, ...rest } as never;
  const family = chooseFamily(fit);
  const response = readResponse(y, rows, family, options as never);
  const { weights: _w, offset: _o, ...own } = rest;
  return {
    design: plainDesign(readDesign(given)),
    designs: undefined,
    response,
    folds: planFolds({ folds: 6, times, stratify: false }, response, family),
    outers: [{ family: options.family, ...own, lambdas: [0.3, 0.1, 0.03, 0.01] } as never],
    measure: "deviance",
    clip: 0,
  };
}

function together(input: FoldInput, pieces: readonly (readonly Job[])[]): FoldResult[] {
  const found: FoldResult[] = [];
  for (const piece of pieces) {
    const { open, end } = openKernels();
    const done = (result: FoldResult, k: number): void => {
      found[piece[k]!.fold] = result;
    };
    for (const _ of sideBySide(input, piece, open, done));
    end();
  }
  return found;
}

describe("folds in step", () => {
  for (const [name, given] of Object.entries(CASES)) {
    const input = inputOf(given);
    const jobs = input.folds.map((_, fold) => ({ fold, outer: 0 }));

    it(`${name}: each is the path of its own rows, certified`, () => {
      expect(piecesOf(input, jobs, 1)).toEqual([jobs]);
      const found = together(input, [jobs]);
      for (const job of jobs) {
        const alone = withScope((scope) => {
          const steps = foldSession(scope, input, job, false);
          for (;;) {
            const step = steps.next();
            if (step.done) return step.value;
          }
        });
        const own = found[job.fold]!;
        expect(own.weight).toBe(alone.weight);
        own.solution!.steps.forEach(({ solution }, k) => {
          const other = alone.solution!.steps[k]!.solution;
          expect(solution.code).toBe("converged");
          expect(solution.optimality).toBeLessThanOrEqual(1e-10);
          expect(Math.abs(solution.objective / other.objective - 1)).toBeLessThan(1e-12);
          expect(Math.abs(own.scores[k]! / alone.scores[k]! - 1)).toBeLessThan(1e-7);
        });
      }
    });

    it(`${name}: has the same bits whichever folds go with it`, () => {
      const all = together(input, [jobs]);
      const parts = together(input, [jobs.slice(0, 1), jobs.slice(1, 3), jobs.slice(3)]);
      expect(parts.map(({ scores }) => scores)).toEqual(all.map(({ scores }) => scores));
      expect(parts.map(({ solution }) => solution!.steps)).toEqual(all.map(({ solution }) => solution!.steps));
    });
  }

  it("a fold has no use of its held-out rows: any others leave its path as it is", () => {
    const input = inputOf(CASES["logistic lasso"]!);
    const job = [{ fold: 2, outer: 0 }];
    const data = Float64Array.from(x);
    for (const i of input.folds[2]!.test) for (let j = 0; j < p; j++) data[i * p + j]! += 10;
    const spoilt = { ...input, design: plainDesign(readDesign(matrix(data, rows, p, "row"))) };
    const of = (given: FoldInput) =>
      together(given, [job])[2]!.solution!.steps.map(({ solution }) => {
        expect(solution.code).toBe("converged");
        return solution.intercepts[0]!;
      });
    const clean = of(input);
    for (const [k, b] of of(spoilt).entries()) expect(Math.abs(b / clean[k]! - 1)).toBeLessThan(1e-7);
  });

  it("that are stopped keep the steps they have, and small problems go fold by fold", async () => {
    const given = CASES["logistic lasso"]!;
    const judged = await crossValidate(matrix(x, rows, p, "row"), given.y, {
      ...given.options,
      folds: 3,
      onProgress: () => {},
      signal: AbortSignal.timeout(60),
    } as CrossValidationOptions);
    expect(["aborted", "complete"]).toContain(judged.end);
    const input = inputOf(given);
    const small = { ...input, design: { ...input.design, rows: 100 } };
    expect(
      piecesOf(
        small,
        [0, 1].map((fold) => ({ fold, outer: 0 })),
        1,
      ),
    ).toHaveLength(2);
  });

  it("of this thread end with the others of its pool, and are not heard of then", async () => {
    const input = inputOf(CASES["logistic lasso"]!);
    const jobs = input.folds.map((_, fold) => ({ fold, outer: 0 }));
    const run = async (isEnded: boolean): Promise<number> => {
      let answers = 0;
      const own = here({ answer: () => answers++, died: () => {} });
      own.post({ input });
      own.post({ jobs });
      if (isEnded) own.end();
      for (let turn = 0; turn < 200 && answers < jobs.length; turn++) await new Promise((next) => setTimeout(next, 5));
      return answers;
    };
    expect([await run(false), await run(true)]).toEqual([jobs.length, 0]);
  });
});
