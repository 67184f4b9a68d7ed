// Every option refuses invalid values, and says what is valid. An option without a case here is a type error.
import { describe, expect, it } from "vitest";
import {
  additive,
  dropout,
  type ErrorCode,
  elasticNet,
  type FitOptions,
  fitSync,
  l1Ball,
  l2Ball,
  lasso,
  type NoiseOptions,
  type PenaltyOptions,
  quasi,
  ridge,
} from "../../src/index.js";
import { expectRefusal, thrown } from "../helpers/thrown.js";

const X = [
  [1, 5],
  [2, 3],
  [4, 4],
  [7, 1],
];
const Y = [1, 3, 2, 5];
const fitted = (options: unknown) => fitSync(X, Y, options as FitOptions);

type Refused = readonly [value: unknown, message: RegExp, code?: ErrorCode];

const BAD: Record<keyof FitOptions, readonly Refused[]> = {
  biasReduction: [
    ["frith", /^biasReduction is "frith"; expected one of firth; did you mean "firth"\?$/],
    [true, /^biasReduction is true; expected one of firth$/],
    ["firth", /^biasReduction "firth" with family "gaussian"; expected family binomial or poisson$/, "NOT_SUPPORTED"],
  ],
  success: [
    [1, /^success is 1 with family "gaussian"; expected family "binomial" and two labels: leave it out$/, "NOT_SUPPORTED"],
  ],
  weightType: [
    ["precision", /^weightType is "precision"; expected one of analytic, frequency, sampling$/],
    ["frequency", /^weightType "frequency" needs weights, which are missing$/],
  ],
  family: [
    ["possion", /^family is "possion"; expected one of gaussian, binomial, poisson, gamma, inverse-gaussian, negative-binomial, tweedie, multinomial; did you mean "poisson"\?$/],
    ["weibull", /^family is "weibull"; expected one of gaussian, binomial, poisson, gamma, inverse-gaussian, negative-binomial, tweedie, multinomial$/],
    ["toString", /^family is "toString"; expected one of/],
    [3, /^family is 3; expected a name \(gaussian, binomial, poisson, gamma, inverse-gaussian, negative-binomial, tweedie, multinomial\), negativeBinomial\(\), tweedie\(\) or quasi\(\)$/],
    [{ family: "gamma" }, /^family is an object; expected a name \(/],
    [{ family: "negative-binomial", theta: 0 }, /^negativeBinomial theta is 0; expected a number > 0, or "estimate"$/],
    [{ family: "tweedie", power: 0.5 }, /^tweedie power is 0.5; expected 0 or a number >= 1: no distribution has a power between 0 and 1$/],
    [quasi("possion" as "poisson"), /^family is "possion"; expected one of .*; did you mean "poisson"\?$/],
    [quasi(3 as never), /^family is 3; expected a name/],
  ],
  link: [
    ["logit", /^link "logit" cannot be used with family "gaussian"; expected one of identity, log, inverse$/, "NOT_SUPPORTED"],
    ["lgo", /^link is "lgo"; expected one of identity, log, logit, probit, cloglog, loglog, cauchit, inverse, sqrt, inverse-squared; did you mean "log"\?$/],
    [7, /^link is 7; expected one of identity, /],
    [null, /^link is null; expected one of identity, /],
  ],
  noise: [
    [0.5, /^noise is 0.5; expected dropout\(rate\), additive\(sd\), \.\.\.$/],
    ["dropout", /^noise is dropout; expected dropout\(rate\)/],
    [null, /^noise is null; expected dropout\(rate\)/],
    [[dropout(0.1), null], /^noise is null; /],
    [{ noise: "droput", strength: 0.5 }, /^noise is "droput"; expected one of dropout, additive, multiplicative, laplace, poisson; did you mean "dropout"\?$/],
    [{}, /^noise is undefined; expected one of dropout, additive, multiplicative, laplace, poisson$/],
    [dropout(1), /^dropout rate is 1; expected a rate in \[0, 1\): the probability that an entry is dropped$/],
    [dropout(-0.1), /^dropout rate is -0.1; expected a rate/],
    [dropout(Number.NaN), /^dropout rate is NaN; expected a rate/],
    [dropout("0.5" as never), /^dropout rate is 0.5; expected a rate in .*, one for all columns or one per column$/],
    [dropout([0.1, 1]), /^dropout rate\[1\] is 1; expected a rate/],
    [dropout([0.1]), /^dropout rate has length 1; expected 2, one per column of x$/, "BAD_SHAPE"],
    [additive(-1), /^additive sd is -1; expected a standard deviation >= 0, in the units of the column$/],
    [additive(Number.POSITIVE_INFINITY), /^additive sd is Infinity; /],
    [additive([1, null as never]), /^additive sd\[1\] is null; /],
    [dropout(0.1, { approximation: "exakt" as "exact" }), /^approximation is "exakt"; expected one of quadratic, gaussian, exact, monte-carlo; did you mean "exact"\?$/],
    [ridge(1), /^noise is a penalty; it belongs in option penalty$/],
    [dropout(0.1, { mask: "per-class" }), /^mask "per-class" needs family "multinomial"; family is "gaussian"$/, "NOT_SUPPORTED"],
    [dropout(0.1, { mask: "both" as "shared" }), /^mask is "both"; expected one of shared, per-class, term, entry$/],
    [dropout(0.1, { copies: 10 }), /^copies and seed need approximation "monte-carlo"; it is "exact"$/, "NOT_SUPPORTED"],
    [dropout(0.1, { approximation: "monte-carlo", copies: 0 }), /^copies is 0; expected a whole number from 1 to 1000000$/],
    [dropout(0.1, { approximation: "monte-carlo", copies: 1.5 }), /^copies is 1.5; expected a whole number from 1 to 1000000$/],
    [dropout(0.1, { approximation: "monte-carlo", copies: 1e6 + 1 }), /^copies is 1000001; expected a whole number from 1 to 1000000$/],
    [dropout(0.1, { approximation: "monte-carlo", seed: -1 }), /^seed is -1; expected a whole number >= 0$/],
    [[dropout(0.1, { approximation: "monte-carlo", seed: 1 }), additive(1, { seed: 2 })], /^noises ask for different seeds \(1, 2\); one fit has one$/, "NOT_SUPPORTED"],
    [[dropout(0.1, { approximation: "exact" }), additive(1, { approximation: "gaussian" })], /^noises ask for different approximations \(exact, gaussian\); one fit has one$/, "NOT_SUPPORTED"],
  ],
  penalty: [
    [null, /^penalty is null; expected ridge\(lambda\), lasso\(lambda\) or elasticNet\(lambda, share\)$/],
    [0.1, /^penalty is 0.1; expected ridge\(lambda\), lasso/],
    ["ridge", /^penalty is ridge; expected ridge\(lambda\), lasso/],
    [{ penalty: "rigde", lambda: 1 }, /^penalty is "rigde"; expected one of ridge, elasticNet, mcp, scad, groupLasso; did you mean "ridge"\?$/],
    [{}, /^penalty is undefined; expected one of ridge, elasticNet, mcp, scad, groupLasso$/],
    [ridge(Number.POSITIVE_INFINITY), /^ridge lambda is Infinity; expected a number >= 0$/],
    [ridge(), /^ridge has no lambda; expected a number >= 0, as lasso\(0.01\): only path and crossValidate/],
    [ridge("1" as never), /^ridge lambda is 1; expected a number >= 0$/],
    [lasso(-1), /^elasticNet lambda is -1; expected a number >= 0$/],
    [elasticNet(1, 1.5), /^elasticNet share is 1.5; expected a number in \[0, 1\]$/],
    [elasticNet(1, Number.NaN), /^elasticNet share is NaN; /],
    [lasso(1, { factors: [1, Number.NaN] }), /^elasticNet factors\[1\] is NaN; expected a factor >= 0/],
    [dropout(0.5), /^penalty is a noise; it belongs in option noise$/],
    [l2Ball(1), /^penalty is a ball; it belongs in option constraint$/],
    [ridge(1, { scale: "total" as "sum" }), /^ridge scale is "total"; expected one of mean, sum$/],
    [ridge(1, { factors: [1, -1] }), /^ridge factors\[1\] is -1; expected a factor >= 0 \(Infinity leaves the column out\)$/],
    [ridge(1, { factors: [1, 1, 1] }), /^ridge factors has length 3; expected 2, one per column of x$/, "BAD_SHAPE"],
  ],
  constraint: [
    [null, /^constraint is null; expected l2Ball\(radius\) or l1Ball\(radius\)$/],
    [1, /^constraint is 1; expected l2Ball/],
    [ridge(1), /^constraint is an object; expected l2Ball/],
    [{ ball: "l3", radius: 1 }, /^constraint ball is "l3"; expected one of l2, l1/],
    [l2Ball(0), /^l2Ball radius is 0; expected a number > 0$/],
    [l1Ball(-1), /^l1Ball radius is -1; expected a number > 0$/],
    [l1Ball(Number.POSITIVE_INFINITY), /^l1Ball radius is Infinity; expected a number > 0$/],
    [l2Ball("1" as never), /^l2Ball radius is 1; expected a number > 0$/],
  ],
  bounds: [
    [{ lower: 1, upper: 0 }, /^bounds.lower\[0\] = 1 is above bounds.upper\[0\] = 0; expected lower <= upper$/],
    [{ lower: [0, 2], upper: [0, 1] }, /^bounds.lower\[1\] = 2 is above bounds.upper\[1\] = 1; /],
    [{ lower: Number.NaN }, /^bounds.lower is NaN; expected a number, or -Infinity for none$/],
    [{ lower: Number.POSITIVE_INFINITY }, /^bounds.lower is Infinity; /],
    [{ upper: [1, Number.NEGATIVE_INFINITY] }, /^bounds.upper\[1\] is -Infinity; expected a number, or Infinity for none$/],
    [{ lower: [0] }, /^bounds.lower has length 1; expected 2, one per column of x$/, "BAD_SHAPE"],
    [{ low: 0 }, /^bounds: unknown option low; did you mean lower\?$/],
    [[0, 1], /expected an object$/],
    [null, /expected an object$/],
  ],
  unlabeled: [
    [{ x: X }, /^unlabeled rows enter through the noise penalty only; add noise, as dropout\(0.5\)$/, "NOT_SUPPORTED"],
    [{ x: X, wieght: 1 }, /^unlabeled: unknown option wieght; did you mean weight\?$/],
    [7, /^unlabeled is 7; expected an object$/],
  ],
  weights: [[{}, /^weights is object; expected an array with one entry per row$/, "BAD_SHAPE"]],
  trials: [[7, /^trials is number; expected an array/, "BAD_SHAPE"]],
  offset: [["1", /^offset is string; expected an array/, "BAD_SHAPE"]],
  exposure: [[new Set([1]), /^exposure is object; expected an array/, "BAD_SHAPE"]],
  intercept: [
    [0, /^intercept is 0; expected true or false$/],
    ["false", /^intercept is false; expected true or false$/],
  ],
  standardize: [
    [1, /^standardize is 1; expected true or false$/],
    ["yes", /^standardize is yes; expected true or false$/],
  ],
  solver: [
    ["newtn", /^solver is "newtn"; expected one of auto, newton, lbfgs, newton-cg, coordinate-descent; did you mean "newton"\?$/],
    ["irls", /^solver is "irls"; expected one of auto, newton, lbfgs, newton-cg, coordinate-descent$/],
    [true, /^solver is true; expected one of/],
  ],
  tolerance: [
    [-1e-9, /^tolerance is -1e-9; expected a number in \[0, 1\)$/],
    [1, /^tolerance is 1; expected a number in \[0, 1\)$/],
    [Number.NaN, /^tolerance is NaN; /],
    ["1e-9", /^tolerance is 1e-9; expected a number in/],
  ],
  maxIterations: [
    [-1, /^maxIterations is -1; expected a whole number >= 0$/],
    [1.5, /^maxIterations is 1.5; expected a whole number >= 0$/],
    [Number.POSITIVE_INFINITY, /^maxIterations is Infinity; /],
    [2 ** 31, /^maxIterations is 2147483648; /],
    ["10", /^maxIterations is 10; expected a whole number/],
  ],
  trace: [
    [1, /^trace is 1; expected true or false$/],
    ["yes", /^trace is yes; expected true or false$/],
  ],
  timeLimit: [
    [-1, /^timeLimit is -1; expected milliseconds >= 0$/],
    [Number.NaN, /^timeLimit is NaN; expected milliseconds >= 0$/],
    ["100", /^timeLimit is 100; expected milliseconds/],
    [null, /^timeLimit is null; expected milliseconds/],
  ],
  start: [
    [{ coefficients: [0, 0] }, /^start.intercept is undefined; expected a finite number$/],
    [{ intercept: Number.NaN, coefficients: [0, 0] }, /^start.intercept is NaN; expected a finite number$/],
    [{ intercept: 0 }, /^start.coefficients is undefined; expected a finite number, one for all columns or one per column$/],
    [{ intercept: 0, coefficients: [0, Number.NaN] }, /^start.coefficients\[1\] is NaN; expected a finite number$/],
    [{ intercept: 0, coefficients: [0] }, /^start.coefficients has length 1; expected 2, one per column of x$/, "BAD_SHAPE"],
    [3, /^start is 3; expected a model, or \{ intercept, coefficients \}$/],
    [null, /^start is null; /],
  ],
  signal: [
    [null, /^signal is not an AbortSignal; use new AbortController\(\).signal$/],
    [new AbortController(), /^signal is not an AbortSignal; use new AbortController\(\).signal$/],
    [true, /^signal is not an AbortSignal/],
  ],
  workerUrl: [[3, /^workerUrl is 3; expected an address: text, or a URL$/]],
  workers: [
    [0, /^workers is 0; expected a whole number >= 1, or "auto"$/],
    ["many", /^workers is many; expected a whole number >= 1, or "auto"$/],
  ],
  standardErrors: [
    ["yes", /^standardErrors is yes; expected true or false$/],
    [0, /^standardErrors is 0; expected true or false$/],
  ],
  onProgress: [
    [null, /^onProgress is .*; expected a function$/],
    ["log", /^onProgress is .*; expected a function$/],
  ],
}; // biome-ignore format: a table

for (const [option, refused] of Object.entries(BAD)) {
  describe(`${option} is refused`, () => {
    refused.forEach(([value, message, code = "BAD_OPTION"], k) => {
      it(`${k + 1}: ${message.source}`, () => expectRefusal(() => fitted({ [option]: value }), code, message));
    });
  });
}

describe("whatever an option is given", () => {
  const JUNK: Record<string, unknown> = {
    null: null,
    undefined: undefined,
    true: true,
    NaN: Number.NaN,
    "empty text": "",
    text: "junk",
    bigint: 7n,
    symbol: Symbol("junk"),
    function: () => 0,
    "empty array": [],
    "array of arrays": [[[]]],
    "empty object": {},
    date: new Date(0),
  };
  for (const option of Object.keys(BAD)) {
    for (const [kind, value] of Object.entries(JUNK)) {
      it(`${option}: ${kind} gives a model or a GlmError`, () => {
        const error = thrown(() => {
          fitted({ [option]: value });
          throw new Error("accepted");
        }) as Error;
        if (error.message !== "accepted") expect(error, error.stack).toMatchObject({ name: "GlmError" });
      });
    }
  }
});

describe("options", () => {
  for (const [typed, message] of [
    ["famly", /^fit: unknown option famly; did you mean family\?$/],
    ["maxiterations", /^fit: unknown option maxiterations; did you mean maxIterations\?$/],
    ["weight", /^fit: unknown option weight; did you mean weights\?$/],
    ["standardise", /^fit: unknown option standardise; did you mean standardize\?$/],
    [
      "lambda",
      /^fit: unknown option lambda; known options: family, link, noise, penalty, constraint, bounds, unlabeled, weights, /,
    ],
  ] as const) {
    it(`refuse ${typed}`, () => expectRefusal(() => fitted({ [typed]: 1 }), "BAD_OPTION", message));
  }

  it("refuse an unknown key even when its value is undefined", () => {
    expectRefusal(() => fitted({ famly: undefined }), "BAD_OPTION", /unknown option famly/);
  });

  for (const value of [null, "binomial", 7, true]) {
    it(`are not ${JSON.stringify(value)}`, () =>
      expectRefusal(() => fitted(value), "BAD_OPTION", /^options is .*; expected an object$/));
  }

  it("of a noise refuse unknown keys", () => {
    const mistyped = { aproximation: "quadratic" } as NoiseOptions;
    expectRefusal(
      () => fitted({ noise: dropout(0.5, mistyped) }),
      "BAD_OPTION",
      /unknown option aproximation; did you mean approximation\?/,
    );
  });

  it("of a penalty refuse unknown keys", () => {
    const mistyped = { factor: [1, 0] } as PenaltyOptions;
    expectRefusal(
      () => fitted({ penalty: ridge(1, mistyped) }),
      "BAD_OPTION",
      /unknown option factor; did you mean factors\?/,
    );
  });

  it("may all be given as undefined", () => {
    const all = Object.fromEntries(Object.keys(BAD).map((option) => [option, undefined]));
    expect(fitted(all).coefficients).toEqual(fitted({}).coefficients);
  });
});
