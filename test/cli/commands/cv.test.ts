import { describe, expect, it } from "vitest";
import { type CvFlags, cvOptions } from "../../../src/cli/commands/cv.js";
import {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  dropout,
  elasticNet,
  fitSync,
  lasso,
  Model,
  ridge,
} from "../../../src/index.js";
import { expectRefusal, messageOf, workplace } from "../command.js";
import { column, judgedCsv, X, Y } from "../judged-rows.js";

const { put, read, run } = workplace();
put("d.csv", judgedCsv("y"));
put("parts.csv", judgedCsv("y", "g", "t", "f"));
const BINOMIAL = ["--response", "y", "--family", "binomial"];
const FLAGS: CvFlags = { family: "gaussian", intercept: true };

type Json = Pick<CrossValidation, "best" | "oneStandardError" | "measure" | "end"> &
  Readonly<Record<"mean" | "standardError" | "folds" | "nonZeros", number[]>> &
  Readonly<Partial<Record<"lambdas" | "rates" | "shares", number[]>>> & { readonly model?: object };

function validated(args: readonly string[], input = ""): Json {
  const { code, out, error } = run(["cv", ...args, "--json"], input);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return JSON.parse(out) as Json;
}

function expectSame(got: Json, want: CrossValidation): void {
  const list = (values: ArrayLike<number> | undefined): number[] | undefined => values && Array.from(values);
  expect(got).toMatchObject({
    measure: want.measure,
    mean: list(want.mean)!,
    standardError: list(want.standardError)!,
    folds: list(want.folds)!,
    best: JSON.parse(JSON.stringify(want.best)) as object, // without what is undefined
    oneStandardError: JSON.parse(JSON.stringify(want.oneStandardError)) as object,
    end: "complete",
  });
  for (const name of ["lambdas", "rates", "shares"] as const) expect(got[name]).toEqual(list(want[name]));
}

describe("dropglm cv", () => {
  it("prints the curve, its choices, and what to know of them", () => {
    const args = ["--lambdas", "1,0.1,0.05,0.02,0.01", "--folds", "5"];
    const { code, out, error } = run(["cv", "d.csv", ...BINOMIAL, ...args]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const lines = out.trimEnd().split("\n");
    expect(lines.slice(0, 4)).toEqual([
      "d.csv: y (binomial), 60 rows, 3 columns (as given)",
      "",
      "5-fold cross-validation: deviance of held-out rows",
      expect.stringMatching(/^lambda +deviance +s\.e\. +non-zeros$/),
    ]);
    expect(lines.filter((line) => / best(,|$)/.test(line))).toHaveLength(1);
    expect(out).toMatch(/^best: lambda \S+\nwithin one standard error: lambda \S+$/m);
  });

  it("shows some points of a long curve, with both choices among them", () => {
    const { out } = run(["cv", "d.csv", ...BINOMIAL, "--count", "40", "--folds", "3"]);
    const points = out.split("\n").filter((line) => /^[\d.e-]+ +[\d.]+ +[\d.]+ +\d/.test(line));
    expect(points.length).toBeGreaterThanOrEqual(10);
    expect(points.length).toBeLessThanOrEqual(12);
    expect(out).toContain("best");
    expect(out).toContain("within 1 s.e.");
  });

  it.each<[string, string[], CrossValidationOptions]>([
    ["lambda", ["--count", "5"], { count: 5 }],
    [
      "another measure, number of folds, and seed",
      ["--lasso", "--count", "5", "--measure", "mean-absolute-error", "--folds", "4", "--seed", "7"],
      { penalty: lasso(), count: 5, measure: "meanAbsoluteError", folds: 4, seed: 7 },
    ],
    [
      "rate",
      ["--over", "rate", "--rates", "0.1,0.5", "--ridge", "0.01"],
      { over: "rate", noise: dropout(0.5), rates: [0.1, 0.5], penalty: ridge(0.01) },
    ],
    [
      "rate and lambda",
      ["--over", "rate,lambda", "--rates", "0.1,0.5", "--ridge", "--lambdas", "0.1,0.01", "--folds", "3"],
      {
        over: ["rate", "lambda"],
        noise: dropout(0.5),
        rates: [0.1, 0.5],
        penalty: ridge(),
        lambdas: [0.1, 0.01],
        folds: 3,
      },
    ],
    [
      "lambda and share",
      ["--over", "lambda,share", "--shares", "0.5,1", "--count", "4", "--folds", "3"],
      { over: ["lambda", "share"], penalty: elasticNet(undefined, 0.5), shares: [0.5, 1], count: 4, folds: 3 },
    ],
  ])("is the cross-validation of the library: %s", async (_, args, options) => {
    expectSame(
      validated(["d.csv", ...BINOMIAL, ...args]),
      await crossValidate(X, Y, { family: "binomial", ...options }),
    );
  });

  it.each<[string, string[], CrossValidationOptions]>([
    ["folds", ["--folds", "f"], { folds: column("f") }],
    ["groups", ["--groups", "g", "--folds", "4"], { groups: column("g"), folds: 4 }],
    ["times", ["--times", "t", "--folds", "3"], { times: column("t"), folds: 3 }],
  ])("holds out by a column of %s", async (_, args, options) => {
    const file = ["--columns", "a,b,c", "--count", "4"];
    const got = validated(["-", ...BINOMIAL, ...file, ...args], read("parts.csv"));
    expectSame(got, await crossValidate(X, Y, { family: "binomial", count: 4, ...options }));
  });

  it("does not take columns that say how rows are held out for predictors", () => {
    const { out } = run(["cv", "parts.csv", ...BINOMIAL, "--exclude", "g,t", "--folds", "f", "--count", "2"]);
    expect(out).toContain("60 rows, 3 columns");
    expect(out).toContain("4-fold");
  });

  it("has the same numbers with workers", () => {
    const args = ["d.csv", ...BINOMIAL, "--count", "4", "--folds", "3"];
    expect(validated([...args, "--workers", "2"])).toEqual(validated(args));
  });

  it("fits all rows at a choice, prints and saves that", () => {
    const args = ["cv", "d.csv", ...BINOMIAL, "--lambdas", "0.1,0.02,0.01", "--refit", "one-standard-error"];
    const { code, out } = run([...args, "--save", "m.json"]);
    expect(code).toBe(0);
    const model = Model.fromJSON(JSON.parse(read("m.json")));
    expect(out).toContain(`refit: one-standard-error\n\n${String(model.summary())}\n`);
    const lambda = Number(/^within one standard error: lambda (\S+)$/m.exec(out)![1]);
    const want = fitSync(X, Y, { family: "binomial", penalty: lasso(lambda) });
    model.coefficients.forEach((value, j) => {
      expect(value).toBeCloseTo(want.coefficients[j]!, 8);
    });
  });

  it("saves the best unless told otherwise, without printing it", () => {
    const args = ["d.csv", ...BINOMIAL, "--ridge", "--lambdas", "0.1,0.02", "--folds", "3", "--save", "best.json"];
    const { out } = run(["cv", ...args]);
    expect(out).not.toContain("refit");
    const saved = JSON.parse(read("best.json")) as object;
    const { best, model } = validated(args);
    expect(model).toEqual(saved);
    const want = fitSync(X, Y, { family: "binomial", penalty: ridge(best!.lambda!) });
    expect(Model.fromJSON(saved).coefficients[0]).toBeCloseTo(want.coefficients[0]!, 8);
    expect(run(["predict", "best.json", "d.csv"]).code).toBe(0);
  });

  it("says so when fits did not converge", () => {
    const { code } = run(["cv", "d.csv", ...BINOMIAL, "--count", "3", "--folds", "3", "--max-iterations", "1"]);
    expect(code).toBe(2);
  });

  it.each([
    [["--folds", "1"], /Expected a whole number >= 2/],
    [["--folds", "100"], "folds is 100; expected a whole number from 2 to 60, the number of rows"],
    [["--folds", "fold"], 'd.csv has no column "fold" (--folds); its columns are "a", "b", "c", "y"'],
    [["--measure", "mae"], /--measure <name>.*Expected one of deviance, log-loss/],
    [["--workers", "0"], /Expected a whole number >= 1/],
    [["--over", "lambda,rate,share"], /^error: --over lambda,rate,share; expected one or two of lambda, rate, share/],
    [["--over", "lambda,lambda"], /^error: --over lambda,lambda; expected one or two/],
    [["--refit", "min"], /--refit <choice>.*Allowed choices are best, one-standard-error/],
  ] as const)("refuses %j", (args, what) => {
    expectRefusal(run(["cv", "d.csv", ...BINOMIAL, ...args]), what as string | RegExp);
  });

  it("refuses a measure of classes for numbers", () => {
    expectRefusal(
      run(["cv", "d.csv", "--response", "y", "--measure", "auc"]),
      /^error: measure "auc" cannot be used with family "gaussian"/,
    );
  });
});

describe("cvOptions", () => {
  it("leaves out what was not given", () => {
    expect(cvOptions(FLAGS)).toEqual({ family: "gaussian", intercept: true, over: ["lambda"] });
  });

  it("knows measures by the library's name too, which its messages have", () => {
    const validate = (measure: string) =>
      validated(["d.csv", "--response", "y", "--count", "3", "--folds", "3", "--measure", measure]);
    expect(validate("meanSquaredError")).toEqual(validate("mean-squared-error"));
  });

  it("leaves columns to the data", () => {
    expect(cvOptions({ ...FLAGS, folds: "f", groups: "g" })).not.toHaveProperty("folds");
    expect(cvOptions({ ...FLAGS, folds: 4 })).toHaveProperty("folds", 4);
  });

  it("refuses strengths that are searched", () => {
    const flags = { ...FLAGS, over: ["rate", "lambda"], ridge: 0.1 };
    const what = "--ridge 0.1 with --over rate,lambda, which chooses it; leave the number out, or give --lambdas";
    expect(messageOf(() => cvOptions(flags))).toBe(what);
  });
});

describe("a cross-validation that chooses nothing", () => {
  const args = ["cv", "d.csv", ...BINOMIAL, "--count", "3", "--folds", "60", "--measure", "auc"];

  it("ends with exit code 2, writes no file, and says so", () => {
    put("good.json", "good");
    expect(run(args)).toMatchObject({ code: 2, out: expect.stringContaining("best: none"), error: "" });
    expect(run([...args, "--save", "good.json"])).toMatchObject({
      code: 2,
      error: "warning: no point of the grid was chosen; good.json (--save) is not written\n",
    });
    expect(run([...args, "--refit", "one-standard-error"]).error).toBe("warning: no point of the grid was chosen\n");
    expect(read("good.json")).toBe("good");
  });
});

describe("--stratify", () => {
  it("and --no-stratify are the library's, with a number of folds", async () => {
    const args = ["d.csv", "--columns", "a,b,c", ...BINOMIAL, "--count", "3", "--folds", "7"];
    const options = { family: "binomial", count: 3, folds: 7 } as const;
    for (const [flag, stratify] of [
      ["--stratify", true],
      ["--no-stratify", false],
    ] as const) {
      expectSame(validated([...args, flag]), await crossValidate(X, Y, { ...options, stratify }));
    }
    expectRefusal(
      run(["cv", "parts.csv", ...BINOMIAL, "--folds", "f", "--stratify"]),
      "--stratify with --folds <column>; expected a number of folds, because the column already chooses them",
    );
  });
});
