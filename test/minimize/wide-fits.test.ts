// With many columns a lasso is fitted over some of them at a time: every family has the coefficients and the objective of the fit to those columns alone.
import { expect, it } from "vitest";
import { fitSync, lasso, pathSync } from "../../src/index.js";
import { dataFor } from "../helpers/cases.js";
import { FORMS, formOf } from "../helpers/forms.js";

const N = 60;
const P = 260;
const OPTIONS = { solver: "coordinate-descent" } as const;

const nb = formOf("negative-binomial");
const CASES = [
  ...FORMS.filter(({ family }) => !family.isBounded),
  { ...nb, name: "negative-binomial log, its theta estimated", options: { family: "negative-binomial" } as const },
];

it.each(CASES.map((form) => ({ name: form.name, form })))("$name", ({ form }) => {
  const { x, y } = dataFor(form, N, P, 5);
  const given = { ...form.options, ...OPTIONS };
  const { lambdas } = pathSync(x, y, { ...given, penalty: lasso(), count: 5, minRatio: 0.3 });
  for (const [k, lambda] of lambdas!.entries()) {
    const penalty = lasso(lambda * 0.999);
    const wide = fitSync(x, y, { ...given, penalty });
    const kept = [...wide.coefficients.keys()].filter((j) => wide.coefficients[j] !== 0);
    const own = kept.length === 0 ? [0] : kept;
    const alone = fitSync(
      x.map((row) => own.map((j) => row[j]!)),
      y,
      { ...given, penalty },
    );
    expect(wide.status.code, `step ${k}`).toBe("converged");
    expect(wide.objective).toBeCloseTo(alone.objective, 9);
    for (const [i, j] of own.entries()) expect(wide.coefficients[j]).toBeCloseTo(alone.coefficients[i]!, 6);
  }
});
