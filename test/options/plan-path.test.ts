// Options that a path does not support are refused before any work, with advice. A path ends where its own grid ends.
import { describe, expect, it } from "vitest";
import { additive, dropout, lasso, type PathOptions, pathSync, ridge } from "../../src/index.js";
import { expectRefusal, thrown } from "../helpers/thrown.js";

const X = [[0, 1], [1, 0], [2, 2], [3, 1], [4, 5]]; // biome-ignore format: a matrix
const Y = [1, 3, 2, 6, 4];

const REFUSED: [PathOptions, RegExp, ("BAD_OPTION" | "NOT_SUPPORTED")?][] = [
  [{ penalty: lasso(0.1) }, /^penalty has lambda 0.1; a path chooses its own: leave it out, as lasso\(\), or give option lambdas$/],
  [{ lambdas: [] }, /^lambdas is an array; expected an array of numbers, at least one$/],
  [{ lambdas: [0.1, -1] }, /^lambdas\[1\] is -1; expected a number >= 0$/],
  [{ lambdas: 0.1 as never }, /^lambdas is 0.1; expected an array of numbers/],
  [{ count: 0 }, /^count is 0; expected a whole number >= 1$/],
  [{ minRatio: 1 }, /^minRatio is 1; expected a number in \(0, 1\)$/],
  [{ over: "delta" as never }, /^over is "delta"; expected one of lambda, rate$/],
  [{ rates: [0.1] }, /^rates cannot be combined with over "lambda"$/],
  [{ over: "rate", lambdas: [1] }, /^lambdas cannot be combined with over "rate"$/],
  [{ over: "rate", relax: true }, /^relax is true; relaxed fits need over "lambda"$/],
  [{ over: "rate", noise: additive(1) }, /^rates is undefined; a path over the strength of additive noise needs them$/],
  [{ over: "rate", noise: [dropout(0.1)] }, /^noise is a list; a path over "rate" takes one noise$/, "NOT_SUPPORTED"],
  [{ over: "rate", rates: [0.5, 1] }, /^dropout rate is 1; expected a rate in \[0, 1\)/],
  [{ over: "rate", penalty: ridge() }, /^ridge has no lambda; expected a number >= 0/],
  [{ stopEarly: 1 as never }, /^stopEarly is 1; expected true or false$/],
  [{ onProgress: 3 as never }, /^onProgress is .*; expected a function$/],
  [{ lambda: [1] } as never, /^path: unknown option lambda; did you mean lambdas\?$/],
]; // biome-ignore format: a table

describe("a path is refused", () => {
  for (const [options, message, code = "BAD_OPTION"] of REFUSED) {
    it(message.source, () => expectRefusal(() => pathSync(X, Y, options), code, message));
  }

  it("where no lambda can be chosen, unless it is given some", () => {
    const constant = Y.map(() => 2);
    expectRefusal(() => pathSync(X, constant), "BAD_VALUE", /^no lambda can be chosen: .* give option lambdas$/);
    pathSync(X, constant, { lambdas: [1] });
  });
});

describe("a place on a path is refused", () => {
  const fits = pathSync(X, Y, { count: 4 });
  const cases: [() => unknown, RegExp][] = [
    [() => fits.at(-1), /^lambda is -1; expected a number >= 0$/],
    [() => fits.at(0.1, { gamma: 0.5 }), /^gamma is 0.5; it needs relaxed fits: add relax: true$/],
    [() => fits.at(0.1, { gamma: 2 }), /^gamma is 2; expected a number in \[0, 1\]$/],
    [() => fits.coefficients(4), /^k is 4; expected a step in \[0, 4\)$/],
    [() => fits.predict([[1]]), /^x has 1 columns; the model was fitted on 2/],
  ];
  for (const [run, message] of cases) {
    it(message.source, () => {
      const error = thrown(run) as Error;
      if (!message.test(error.message)) throw error;
    });
  }
});

describe("the grid that a path chooses", () => {
  const ratio = (rows: number[][], y: number[]) => {
    const { lambdas } = pathSync(rows, y);
    return lambdas!.at(-1)! / lambdas![0]!;
  };
  it("falls to 1e-4 of its first lambda, with fewer rows than columns to 1e-2: as glmnet's", () => {
    const wide = X.map(([a, b]) => [a!, b!, a! * b!, a! * a!, b! * b!]);
    expect(ratio(X, Y)).toBeCloseTo(1e-4, 12);
    expect(ratio(wide, Y)).toBeCloseTo(1e-4, 12); // as many
    expect(ratio(wide.slice(0, 4), Y.slice(0, 4))).toBeCloseTo(1e-2, 12);
  });
});
