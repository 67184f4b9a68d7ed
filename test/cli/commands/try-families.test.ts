import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../../src/base/random.js";
import { kFolds, sample } from "../../../src/cli/rows/folds.js";
import { dropout, type FitOptions, fitSync, negativeBinomial, ridge, tweedie } from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";
import { DATA, numberOf, putTables, svmOf, tableOf, X } from "../families.js";

const { put, run } = workplace();
putTables(put);
put(
  "colour.csv",
  tableOf((row) => row.colour),
);
put(
  "amount.svm",
  svmOf((row) => row.amount),
);
put("colour.svm", svmOf(numberOf));
const COUNT = DATA.map((row) => row.count);
const AMOUNT = DATA.map((row) => row.amount);
const FEW = ["--few", "30", "--repeats", "2"];

type Measure = "logLoss" | "accuracy" | "deviance" | "meanSquaredError";
interface Row extends Record<Measure, { mean: number | string }> {
  readonly value: number;
  readonly grid: (Record<Measure, { mean: number | string }> & { value: number })[];
}
interface Report {
  readonly link: string;
  readonly theta?: number;
  readonly power?: number;
  readonly crossValidation: { methods: Row[] };
  readonly few: { methods: Row[] };
}

function report(args: readonly string[]): Report {
  const { code, out, error } = run(["try", ...args, ...FEW, "--json"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return JSON.parse(out) as Report;
}

/** Checks the scores of a part against fits made by hand. */
function expectScores(
  methods: readonly Row[],
  splits: readonly { train: readonly number[]; test: readonly number[] }[],
  y: readonly number[] | readonly string[],
  family: FitOptions,
  measures: readonly Measure[],
): void {
  const pick = <T>(values: readonly T[], rows: readonly number[]): T[] => rows.map((i) => values[i]!);
  const check = (entry: Row | Row["grid"][number], options: FitOptions): void => {
    const scores = splits.map(({ train, test }) =>
      fitSync(pick(X, train) as number[][], pick(y as string[], train), { ...family, ...options }).score(
        pick(X, test) as number[][],
        pick(y as string[], test),
      ),
    );
    for (const measure of measures) {
      const mean = scores.reduce((sum, score) => sum + score[measure]!, 0) / splits.length;
      expect(Math.abs((entry[measure].mean as number) / mean - 1)).toBeLessThan(1e-7);
    }
  };
  const [plain, penalized, noised] = methods;
  check(plain!, {});
  for (const entry of penalized!.grid) check(entry, { penalty: ridge(entry.value), standardize: true });
  for (const entry of noised!.grid) check(entry, { noise: dropout(entry.value) });
}

const rowsOf = (colour: string): number[] => DATA.flatMap((row, i) => (row.colour === colour ? [i] : []));
const ALL = [DATA.map((_, i) => i)];

describe("dropglm try", () => {
  it.each<[string, string[], readonly number[], FitOptions]>([
    ["gamma", ["amount.csv", "--family", "gamma", "--link", "log"], AMOUNT, { family: "gamma", link: "log" }],
    ["tweedie", ["amount.csv", "--family", "tweedie", "--power", "1.8"], AMOUNT, { family: tweedie({ power: 1.8 }) }],
    [
      "inverse-gaussian",
      ["amount.csv", "--family", "inverse-gaussian", "--link", "log"],
      AMOUNT,
      { family: "inverse-gaussian", link: "log" },
    ],
    [
      "negative-binomial",
      ["count.csv", "--family", "negative-binomial", "--theta", "3"],
      COUNT,
      { family: negativeBinomial({ theta: 3 }) },
    ],
  ])("scores the %s family by deviance and squared error", (_, args, y, family) => {
    const { crossValidation, few } = report([...args, "--response", "y"]);
    const measures = ["deviance", "meanSquaredError"] as const;
    expectScores(crossValidation.methods, kFolds(ALL, 5, mulberry32(1)), y, family, measures);
    const splits = [1, 2].map((r) => sample(ALL, 30, mulberry32(1, r)));
    expectScores(few.methods, splits, y, family, measures);
  });

  it("scores the multinomial family by log-loss and accuracy", () => {
    const strata = ["blue, dark", "green", "red"].map(rowsOf);
    const { crossValidation, few } = report(["colour.csv", "--response", "y", "--family", "multinomial"]);
    const y = DATA.map((row) => row.colour);
    const measures = ["logLoss", "accuracy"] as const;
    const family = { family: "multinomial" } as const;
    expectScores(crossValidation.methods, kFolds(strata, 5, mulberry32(1)), y, family, measures);
    const splits = [1, 2].map((r) => sample(strata, 30, mulberry32(1, r), 2));
    expectScores(few.methods, splits, y, family, measures);
    const { out } = run(["try", "colour.csv", "--response", "y", "--family", "multinomial", ...FEW]);
    expect(out).toMatch(/^colour\.csv: y \(multinomial\), 80 rows, 3 columns \(as given\)\n/);
    expect(out).toMatch(/\n +log-loss +accuracy +seconds\n/);
    expect(out).toContain("best held-out log-loss of nine each");
  });

  it("holds an estimated theta fixed, so that deviances compare", () => {
    const args = ["count.csv", "--response", "y", "--family", "negative-binomial"];
    const theta = fitSync(X, COUNT, { family: "negative-binomial" }).theta!;
    const got = report(args);
    expect(got.theta).toBeCloseTo(theta, 8);
    const deviances = ({ crossValidation, few }: Report) =>
      [...crossValidation.methods, ...few.methods].map(({ deviance, grid }) => [
        deviance,
        grid?.map((g) => g.deviance),
      ]);
    expect(deviances(report([...args, "--theta", String(got.theta)]))).toEqual(deviances(got));
    expect(run(["try", ...args]).out).toContain(`(negative-binomial, theta ${Number(theta.toPrecision(5))}), 80 rows`);
  });

  it("says which link and power were asked for", () => {
    const args = ["amount.csv", "--response", "y", "--family", "tweedie", "--power", "1.2", "--link", "log"];
    expect(run(["try", ...args, ...FEW]).out).toContain(": y (tweedie, power 1.2, log link), 80 rows");
    expect(report(args)).toMatchObject({ family: "tweedie", power: 1.2, link: "log" });
  });

  it("takes files of SVMlight", () => {
    const close = (file: string, args: string[], measure: Measure): void => {
      const [got, want] = [[`${file}.svm`], [`${file}.csv`, "--response", "y"]].map(
        (name) => report([...name, ...args]).crossValidation.methods[1]!,
      );
      expect(got!.value).toBe(want!.value);
      expect(got![measure].mean as number).toBeCloseTo(want![measure].mean as number, 7);
    };
    close("amount", ["--family", "gamma", "--link", "log"], "deviance");
    const { crossValidation } = report(["colour.svm", "--family", "multinomial"]);
    for (const row of crossValidation.methods) expect(row.logLoss.mean).toBeGreaterThan(0.2);
  });

  it("counts a mean that the family cannot have as infinitely bad, and says so", () => {
    // With the inverse link the mean of the last row is negative, unless that row is trained on.
    const rows = Array.from({ length: 20 }, (_, i) => `${i},${1 / (1 - i / 22)}`);
    const args = ["-", "--response", "y", "--family", "gamma", "--folds", "4"];
    const csv = ["a,y", ...rows, "40,50"].join("\n");
    const { code, out } = run(["try", ...args], csv);
    expect(code).toBe(2); // of likelihood and ridge no strength could be told by a finite number
    expect(out).toMatch(/^maximum likelihood +Infinity /m);
    expect(out).toMatch(
      /^note: maximum likelihood: 1 of 4 fits gave held-out rows means that the family cannot have; another --link/m,
    );
    const methods = JSON.parse(run(["try", ...args, "--json"], csv).out) as Report;
    expect(methods.crossValidation.methods[0]!.deviance.mean).toBe("Infinity");
  });
});

describe("bad input", () => {
  const many = (sizes: readonly number[]): string =>
    ["a,y", ...sizes.flatMap((size, k) => Array.from({ length: size }, (_, i) => `${(3 * i + k) % 7},c${k}`))].join(
      "\n",
    );
  const MANY = ["-", "--response", "y", "--family", "multinomial"];

  it.each<[string[], string, string | RegExp]>([
    [
      [...MANY, "--folds", "3"],
      many([8, 8, 2]),
      'class "c2" has 2 rows; try needs at least 3 of each class, two to train on and one to hold out',
    ],
    [
      [...MANY, "--folds", "2"],
      many([8, 8, 3]),
      'class "c2" has 3 rows; try needs at least 4 of each class, two to train on and as many to hold out',
    ],
    [[...MANY, "--few", "5"], many([8, 8, 3]), "--few is 5; expected at least 6, for 3 classes"],
    [["none.csv", "--response", "y", "--theta", "1"], "", /^error: --theta with --family gaussian/],
    [["count.csv", "--response", "y", "--quasi"], "", "unknown option '--quasi'"],
    [
      ["amount.csv", "--response", "y", "--family", "gamma", "--link", "logit"],
      "",
      /^error: link "logit" cannot be used/,
    ],
    [["none.csv", "--response", "y", "--family", "gamma", "--trials", "a"], "", /^error: --trials with --family gamma/],
  ])("%j of %j is refused with one line", (args, input, message) => {
    expectRefusal(run(["try", ...args], input), message);
  });

  it("needs no more than it asks for", () => {
    for (const [folds, least] of [
      [2, 4],
      [3, 3],
      [5, 3],
    ] as const) {
      // biome-ignore format: pairs
      const { code, error } = run(["try", ...MANY, "--folds", String(folds), "--few", "6"], many([8, 8, least]));
      expect({ code, error }).toEqual({ code: 0, error: "" });
    }
  });
});
