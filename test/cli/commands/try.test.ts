import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../../src/base/random.js";
import { estimate } from "../../../src/cli/commands/evaluate.js";
import { kFolds, sample } from "../../../src/cli/rows/folds.js";
import { dropout, type FitOptions, fitSync, ridge } from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";

const { put, run } = workplace();

/** 60 rows of three columns, and responses that depend on them, one of each kind. */
const random = mulberry32(11);
const DATA = Array.from({ length: 60 }, () => {
  const x = [random(), 3 * random(), 10 * random()];
  const eta = 2 * x[0]! - x[1]! + 0.2 * x[2]!;
  return {
    x,
    spam: Number(random() < 1 / (1 + Math.exp(-eta))),
    count: Math.floor(Math.exp(eta / 2) * 2 * random()),
    dose: eta + random(),
  };
});
const table = (y: (row: (typeof DATA)[number]) => string | number): string =>
  ["a,b,c,y", ...DATA.map((row) => [...row.x, y(row)].join(","))].join("\n");
const STRATA = [0, 1].map((k) => DATA.flatMap((row, i) => (row.spam === k ? [i] : [])));
put(
  "spam.csv",
  table((row) => row.spam),
);
put(
  "labels.csv",
  table((row) => (row.spam === 1 ? "spam" : "ham")),
);
put(
  "count.csv",
  table((row) => row.count),
);
put(
  "dose.csv",
  table((row) => row.dose),
);

interface Scores {
  readonly logLoss: { mean: number; standardError: number };
  readonly accuracy: { mean: number; standardError: number };
  readonly auc: { mean: number; standardError: number };
  readonly deviance: { mean: number; standardError: number };
  readonly meanSquaredError: { mean: number; standardError: number };
}
interface Row extends Scores {
  readonly method: string;
  readonly parameter: string | null;
  readonly value: number;
  readonly seconds: number;
  readonly fits: number;
  readonly unfinished: Record<string, number>;
  readonly grid: (Scores & { value: number })[];
}
interface Report {
  readonly rows: number;
  readonly transform: string | null;
  readonly crossValidation: { folds: number; methods: Row[] };
  readonly few: { rows: number; repeats: number; methods: Row[] } | null;
}

const BINOMIAL = ["--response", "y", "--family", "binomial", "--few", "20", "--repeats", "3"];

function report(args: readonly string[]): Report {
  const { code, out, error } = run(["try", ...args, "--json"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return JSON.parse(out) as Report;
}

/** Everything but the times. */
const untimed = (text: string): string => text.replaceAll(/"seconds":[^,}]+/g, "").replaceAll(/\d\.\d{4}$/gm, "");

describe("dropglm try", () => {
  const got = report(["spam.csv", ...BINOMIAL]);

  it.each([
    ["cross-validates", () => got.crossValidation.methods, kFolds(STRATA, 5, mulberry32(1))],
    ["trains on few rows", () => got.few!.methods, [1, 2, 3].map((r) => sample(STRATA, 20, mulberry32(1, r)))],
  ] as const)("%s, as one would by hand", (_, methods, splits) => {
    const x = (rows: readonly number[]): number[][] => rows.map((i) => DATA[i]!.x);
    const y = (rows: readonly number[]): number[] => rows.map((i) => DATA[i]!.spam);
    const check = (entry: Scores, options: FitOptions): void => {
      const scores = splits.map(({ train, test }) =>
        fitSync(x(train), y(train), { family: "binomial", ...options }).score(x(test), y(test)),
      );
      for (const measure of ["logLoss", "accuracy", "auc"] as const) {
        const mean = scores.reduce((sum, score) => sum + score[measure]!, 0) / splits.length;
        expect(entry[measure].mean).toBeCloseTo(mean, 9);
      }
    };
    const [plain, penalized, noised] = methods();
    check(plain!, {});
    for (const entry of penalized!.grid) check(entry, { penalty: ridge(entry.value), standardize: true });
    for (const entry of noised!.grid) check(entry, { noise: dropout(entry.value) });
  });

  it("chooses the strength of the smallest held-out log-loss", () => {
    for (const part of [got.crossValidation, got.few!]) {
      expect(part.methods.map((row) => row.method)).toEqual(["maximum likelihood", "ridge", "dropout"]);
      expect(part.methods.map((row) => row.parameter)).toEqual([null, "lambda", "rate"]);
      for (const { grid, value, logLoss, accuracy } of part.methods.slice(1)) {
        const best = grid.reduce((least, one) => (one.logLoss.mean < least.logLoss.mean ? one : least));
        expect(value).toBe(best.value);
        expect(logLoss).toEqual(best.logLoss);
        expect(accuracy).toEqual(best.accuracy);
      }
    }
  });

  it("tells how many fits there were, and how those ended that did not converge", () => {
    expect(got.crossValidation.methods.map((row) => row.fits)).toEqual([5, 45, 45]);
    expect(got.few!.methods.map((row) => row.fits)).toEqual([3, 27, 27]);
    const separable = ["a,y", ...Array.from({ length: 20 }, (_, i) => `${i},${Number(i > 9)}`)].join("\n");
    put("separable.csv", separable);
    const { methods } = report(["separable.csv", "--response", "y", "--family", "binomial"]).crossValidation;
    expect(methods.map((row) => row.unfinished)).toEqual([{ separated: 5 }, {}, {}]);
    expect(run(["try", "separable.csv", "--response", "y", "--family", "binomial"]).out).toContain(
      "note: maximum likelihood: 5 of 5 fits did not converge (separated 5)",
    );
  });

  it("gives the same again, and something else for another seed", () => {
    const again = (args: readonly string[]): string => untimed(run(["try", "spam.csv", ...BINOMIAL, ...args]).out);
    expect(again(["--json"])).toBe(again(["--json"]));
    expect(again([])).toBe(again([]));
    const other = report(["spam.csv", ...BINOMIAL, "--seed", "2"]);
    expect(other.crossValidation.methods[0]!.logLoss.mean).not.toBe(got.crossValidation.methods[0]!.logLoss.mean);
    expect(other.few!.methods[1]!.logLoss.mean).not.toBe(got.few!.methods[1]!.logLoss.mean);
  });

  it("does the few rows the same whatever the number of folds", () => {
    const other = report(["spam.csv", ...BINOMIAL, "--folds", "3"]);
    expect(other.crossValidation.folds).toBe(3);
    expect(untimed(JSON.stringify(other.few))).toBe(untimed(JSON.stringify(got.few)));
    expect(other.crossValidation.methods[0]!.logLoss.mean).not.toBe(got.crossValidation.methods[0]!.logLoss.mean);
  });

  it("takes labels for the zeros and ones they stand for", () => {
    const labelled = report(["labels.csv", ...BINOMIAL]);
    expect(untimed(JSON.stringify(labelled.crossValidation))).toBe(untimed(JSON.stringify(got.crossValidation)));
    expect(untimed(JSON.stringify(labelled.few))).toBe(untimed(JSON.stringify(got.few)));
  });

  it("prints a table that is aligned, with a title and no progress bar", () => {
    const { code, out, error } = run(["try", "spam.csv", ...BINOMIAL]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const lines = out.split("\n");
    expect(lines[0]).toBe("spam.csv: y (binomial), 60 rows, 3 columns (as given)");
    expect(lines[2]).toBe("5-fold cross-validation: mean (standard error)");
    expect(out).toContain("Trained on 20 rows, tested on the other 40, 3 times: mean (standard error)");
    const tables = lines.filter((line) => / (seconds|\d\.\d{4})$/.test(line));
    expect(tables.length).toBe(8);
    expect(new Set(tables.slice(0, 4).map((line) => line.length)).size).toBe(1);
    expect(tables[0]!.trim().split(/\s+/)).toEqual(["log-loss", "accuracy", "AUC", "seconds"]);
    const [, ridgeRow] = got.crossValidation.methods;
    expect(out).toContain(`ridge, lambda ${ridgeRow!.value}`);
    expect(out).toContain(`${ridgeRow!.logLoss.mean.toFixed(4)} (${ridgeRow!.logLoss.standardError.toFixed(4)})`);
  });

  it("transforms predictors where asked to", () => {
    const transformed = report(["spam.csv", ...BINOMIAL, "--transform", "log1p"]);
    expect(transformed.transform).toBe("log1p");
    expect(transformed.crossValidation.methods[0]!.logLoss.mean).not.toBe(got.crossValidation.methods[0]!.logLoss.mean);
    expect(run(["try", "spam.csv", ...BINOMIAL, "--transform", "log1p"]).out).toContain("3 columns (log1p)");
  });

  it("takes weights into account", () => {
    const weighted = ["a,b,c,w,y", ...DATA.map((row, i) => [...row.x, 1 + (i % 3), row.spam].join(","))].join("\n");
    put("weighted.csv", weighted);
    const heavy = report(["weighted.csv", ...BINOMIAL, "--weights", "w"]);
    expect(heavy.crossValidation.methods[0]!.logLoss.mean).not.toBe(got.crossValidation.methods[0]!.logLoss.mean);
  });

  it.each([
    ["poisson", "count.csv"],
    ["gaussian", "dose.csv"],
  ])("scores the %s family by deviance and squared error", (family, file) => {
    const args = [file, "--response", "y", "--family", family, "--few", "20", "--repeats", "2"];
    for (const row of report(args).crossValidation.methods) {
      expect(row.deviance.mean).toBeGreaterThan(0);
      expect(row.meanSquaredError.mean).toBeGreaterThan(0);
      expect(row.logLoss).toBeUndefined();
    }
    expect(run(["try", ...args]).out).toMatch(/deviance +squared error +seconds/);
  });

  it("leaves the second part out when there are not more rows than --few", () => {
    const args = ["spam.csv", "--response", "y", "--family", "binomial", "--few", "60"];
    expect(report(args).few).toBeNull();
    const { code, out } = run(["try", ...args]);
    expect(code).toBe(0);
    expect(out).toContain("note: no second part; --few 60 needs more than the 60 rows there are");
    expect(out).not.toContain("Trained on");
  });

  it("says when the best strength is at the end of those tried", () => {
    // Nothing to learn: the strongest regularization is best.
    const noise = ["a,y", ...Array.from({ length: 40 }, (_, i) => `${random()},${i % 2}`)].join("\n");
    put("noise.csv", noise);
    expect(run(["try", "noise.csv", "--response", "y", "--family", "binomial"]).out).toContain(
      "note: ridge: the best lambda is at the end of those tried",
    );
  });
});

describe("bad input", () => {
  it.each<[string[], string, string | RegExp]>([
    [["spam.csv", "--response", "y", "--folds", "61"], "", "--folds is 61; expected at most 60, the number of rows"],
    [["spam.csv", "--response", "y", "--folds", "1"], "", /Expected a whole number >= 2\.$/m],
    [["spam.csv", "--response", "y", "--repeats", "0"], "", /Expected a whole number >= 1\.$/m],
    [["spam.csv", "--response", "y", "--dropout", "0.5"], "", "unknown option '--dropout'"],
    [
      ["--response", "y", "--family", "binomial", "--folds", "2"],
      "a,y\n1,u\n2,u\n3,v\n4,u",
      'class "v" has 1 row; try needs at least 2 of each class, one to train on and one to hold out',
    ],
    [["--response", "y", "--family", "binomial", "--folds", "2"], "a,y\n1,u\n2,u\n3,v\n4,w", /y has 3 classes/],
    [
      ["--response", "y", "--family", "poisson", "--folds", "2"],
      "a,y\n1,1\n2,2\n3,-1\n4,1",
      /^error: standard input, line 4: y\[2\] = -1 is outside \[0, Infinity\)/,
    ],
  ])("%j of %j is refused with one line", (args, input, message) => {
    expectRefusal(run(["try", ...args], input), message);
  });
});

describe("estimate", () => {
  it("is the mean and its standard error", () => {
    // Variance of 1, 2, 4 with divisor 2 is 7/3; divided by 3 rows.
    const { mean, standardError } = estimate([1, 2, 4]);
    expect(mean).toBeCloseTo(7 / 3, 14);
    expect(standardError).toBeCloseTo(Math.sqrt(7 / 9), 14);
  });

  it("leaves out what could not be measured", () => {
    expect(estimate([1, Number.NaN, 3])).toEqual({ mean: 2, standardError: 1 });
    expect(estimate([Number.NaN]).mean).toBeNaN();
  });
});
