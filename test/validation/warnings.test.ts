// What a cross-validation says of its folds: how their fits ended, where the measure is not defined, where the grid ends.
import { describe, expect, it } from "vitest";
import { type CrossValidationOptions, crossValidate, fitSync, type GlmError, lasso, ridge } from "../../src/index.js";

const X = { a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };
const Y = [0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1];
const FOLDS = [1, 1, 1, 2, 2, 3, 3, 2, 2, 1, 1, 1];
const MIXED = [0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1];
const RIDGE = { family: "binomial", penalty: ridge() } as const;

const codes = async (y: number[], options: CrossValidationOptions) => (await crossValidate(X, y, options)).warnings;

describe("warnings of a cross-validation", () => {
  it("every fold whose fit did not converge has one, with the status of that fit", async () => {
    {
      const warnings = await codes(Y, { ...RIDGE, lambdas: [0], folds: FOLDS });
      for (const fold of [0, 1, 2]) {
        const rows = FOLDS.flatMap((f, i) => (f === fold + 1 ? [] : [i]));
        const { code } = fitSync(
          { a: rows.map((i) => X.a[i]!) },
          rows.map((i) => Y[i]!),
          { family: "binomial" },
        ).status;
        const own = warnings.filter(({ detail }) => detail.fold === fold);
        expect(own.map(({ detail }) => detail.status)).toEqual(code === "converged" ? [] : [code]);
      }
      expect(warnings.map(({ code }) => code)).toContain("not-converged");
    }
    for (const solver of ["newton", "lbfgs", "newton-cg", "coordinate-descent"] as const) {
      const stopped = await codes(MIXED, { ...RIDGE, lambdas: [0.1, 0], folds: 3, maxIterations: 0, solver });
      const own = stopped.filter(({ code }) => code === "not-converged");
      expect(own.map(({ detail }) => [detail.fold, detail.status])).toEqual(
        [0, 1, 2].map((f) => [f, "max-iterations"]),
      );
      expect(own[0]!.message).toMatch(/^.he fit without fold 1 ended "max-iterations" at every point of the grid: /);
    }
  });

  it("folds on which the measure is not defined are named, and left out of the mean", async () => {
    const y = MIXED.map((v, i) => (i < 4 ? 1 : v));
    const folds = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2];
    const judged = await crossValidate(X, y, { ...RIDGE, lambdas: [0.1], folds, measure: "auc" });
    expect(judged.warnings).toMatchObject([{ code: "undefined-measure", detail: { folds: [0], measure: "auc" } }]);
    expect(judged.warnings[0]!.message).toContain(
      '"auc" is not defined on fold 1, whose rows hold one class only; the mean leaves them out',
    );
    expect(judged.best!.mean).toBeGreaterThan(0);
  });

  it("where it is defined on none there is no best point, and refit says why", async () => {
    const judged = await crossValidate(X, MIXED, {
      ...RIDGE,
      lambdas: [1, 0.1],
      folds: X.a.map((_, i) => i),
      measure: "auc",
    });
    expect([judged.best, judged.oneStandardError]).toEqual([undefined, undefined]);
    expect(judged.warnings).toMatchObject([{ code: "undefined-measure" }]);
    for (const choice of ["best", "oneStandardError"] as const) {
      let error: GlmError | undefined;
      try {
        judged.refit(choice);
      } catch (e) {
        error = e as GlmError;
      }
      expect(error?.code).toBe("NOT_SUPPORTED");
      expect(error?.message).toMatch(
        /no point is the best one: .*"auc" is not defined on folds 1, 2.* and 2 more, .*defined on no fold/,
      );
    }
    expect(judged.refit(1).status.code).toBe("converged");
  });

  it("a fold whose rows, or all others, have weight 0 is left out by name", async () => {
    const folds = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2];
    for (const family of ["gaussian", "poisson", "binomial", "multinomial"] as const) {
      const weights = folds.map((f) => Number(f === 0));
      const judged = await crossValidate(X, MIXED, { family, penalty: ridge(), lambdas: [1], folds, weights } as never);
      expect(judged.warnings.map(({ code, message }) => [code, /outside fold|of fold/.exec(message)![0]])).toEqual([
        ["no-weight", "outside fold"], ["no-weight", "of fold"], ["no-weight", "of fold"],
      ]); // biome-ignore format: a list
      expect(judged.best).toBeUndefined();
    }
  });

  it("a best value at an end of those tried, unless it is an end by nature", async () => {
    const noisy = X.a.map((v, i) => 3 * v + Math.sin(9 * i));
    const ends = async (options: CrossValidationOptions) =>
      (await crossValidate(X, noisy, { folds: 4, ...options })).warnings.filter(({ code }) => code === "grid-end");
    expect(await ends({ penalty: ridge(), lambdas: [100, 10, 1] })).toMatchObject([
      { detail: { axis: "lambda", value: 1 } },
    ]);
    expect(await ends({ penalty: ridge(), lambdas: [100, 10, 0] })).toEqual([]);
    expect(await ends({ penalty: ridge(), lambdas: [1] })).toEqual([]);
    const nothing = X.a.map((_, i) => Math.sin(77 * i * i));
    const judged = await crossValidate(X, nothing, { folds: 4, penalty: lasso() });
    if (judged.best!.index === 0) expect(judged.warnings).toEqual([]);
  });
});
