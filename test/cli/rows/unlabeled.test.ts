import { describe, expect, it } from "vitest";
import { diagnose, dropout, fitSync, Model, pathSync, poissonNoise, ridge } from "../../../src/index.js";
import { CSV, expectRefusal, ROWS, workplace } from "../command.js";
import { MIXED_CSV, mixedTable } from "../mixed-table.js";

const { put, run } = workplace();
put("d.csv", CSV);
put("u.csv", "note;b;a\nx;3;1\ny;2;4\nz;0;2");
const X = ROWS.map(([a, b]) => [a!, b!]);
const Y = ROWS.map((row) => row[2]!);
/** Rows of u.csv. */
const U = [
  [1, 3],
  [4, 2],
  [2, 0],
];
const svm = (rows: readonly (readonly number[])[], first: number): string =>
  rows.map((row) => `0 ${row.map((value, j) => `${first + j}:${value}`).join(" ")}`).join("\n");
put("d.svm", ROWS.map(([a, b, y]) => `${y} 1:${a} 2:${b}`).join("\n"));
put("zero.svm", ROWS.map(([a, b, y]) => `${y} 0:${a} 1:${b}`).join("\n"));
put("u.svm", svm(U, 1));
put("narrow.svm", svm(U.slice(0, 2).map((row) => row.slice(0, 1)), 0)); // biome-ignore format: one file
put("wide.svm", `${svm(U, 1)} 3:1 9:2`);
const BINOMIAL = ["--family", "binomial"];
const TABLE = ["d.csv", "--response", "y", ...BINOMIAL];
const DROPOUT = ["--dropout", "0.5"];

function expectFit(args: readonly string[], x: number[][], weight?: number): void {
  const { code, out, error } = run(["fit", ...args, ...DROPOUT, "--json"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  const unlabeled = weight === undefined ? { x } : { x, weight };
  const want = fitSync(X, Y, { family: "binomial", noise: dropout(0.5), unlabeled });
  const got = Model.fromJSON(out).coefficients;
  for (const [j, b] of got.entries()) expect(b).toBeCloseTo(want.coefficients[j]!, 8);
  const without = fitSync(X, Y, { family: "binomial", noise: dropout(0.5) });
  expect(Math.abs(got[0]! - without.coefficients[0]!)).toBeGreaterThan(1e-4);
}

describe("--unlabeled", () => {
  it("reads a table, whose columns are found by name", () => {
    expectFit([...TABLE, "--unlabeled", "u.csv"], U);
    expectFit([...TABLE, "--unlabeled", "u.csv", "--unlabeled-weight", "0.3"], U, 0.3);
  });

  it("reads standard input", () => {
    const { code, out } = run(["fit", ...TABLE, ...DROPOUT, "--unlabeled", "-", "--json"], "a,b\n1,3\n4,2\n2,0");
    expect(code).toBe(0);
    expect(out).toBe(run(["fit", ...TABLE, ...DROPOUT, "--unlabeled", "u.csv", "--json"]).out);
  });

  it("reads a file of SVMlight, its columns counted as in the data", () => {
    expectFit(["d.svm", ...BINOMIAL, "--unlabeled", "u.svm"], U);
    expectFit(["zero.svm", ...BINOMIAL, "--unlabeled", "narrow.svm"], [[1, 0], [4, 0]]); // biome-ignore format: rows
  });

  it("leaves columns out that the data do not have, and says so", () => {
    const { code, out, error } = run(["fit", "d.svm", ...BINOMIAL, ...DROPOUT, "--unlabeled", "wide.svm", "--json"]);
    expect(code).toBe(0);
    expect(error).toBe("warning: wide.svm has 2 entries in columns after x2, which d.svm does not have; left out\n");
    expect(out).toBe(run(["fit", "d.svm", ...BINOMIAL, ...DROPOUT, "--unlabeled", "u.svm", "--json"]).out);
  });

  it("takes the transform of the data", () => {
    const args = ["--transform", "log1p", "--unlabeled", "u.csv", "--json"];
    const { code, out } = run(["fit", ...TABLE, "--poisson-noise", ...args]);
    expect(code).toBe(0);
    const log = (rows: number[][]): number[][] => rows.map((row) => row.map(Math.log1p));
    const want = fitSync(log(X), Y, { family: "binomial", noise: poissonNoise(), unlabeled: { x: log(U) } });
    expect(Model.fromJSON(out).coefficients).toEqual(want.coefficients);
  });
});

describe("--unlabeled with a formula", () => {
  put("mixed.csv", MIXED_CSV);
  put("more.csv", "kind;id;age\nb;u0;31,5\n;u1;20\na;u2;NA\nc;u3;62,25\n");
  const MORE = { x: [{ kind: "b", age: 31.5 }, { kind: "c", age: 62.25 }], weight: 0.4 }; // biome-ignore format: one line
  const FORMULA = ["mixed.csv", "died ~ age + kind", ...BINOMIAL, "--decimal", ","];
  const NOISED = [...FORMULA, "--dropout", "0.2"];
  const WITH = ["--unlabeled", "more.csv", "--unlabeled-weight", "0.4"];
  const options = { family: "binomial", noise: dropout(0.2), unlabeled: MORE } as const;
  const done = (args: readonly string[]) => {
    const { code, out, error } = run([...args, "--json"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    return JSON.parse(out);
  };

  it("fit reads a table of the columns of the formula, without its rows of missing cells", async () => {
    const model = fitSync("died ~ age + kind", await mixedTable(), options);
    const { coefficients, names } = Model.fromJSON(done(["fit", ...NOISED, ...WITH, "--save", "u.json"]));
    expect([names, coefficients]).toEqual([model.names, model.coefficients]);
    expect(coefficients).not.toEqual(Model.fromJSON(done(["fit", ...NOISED])).coefficients);
  });

  it("diagnose looks at the same rows again", async () => {
    const table = await mixedTable();
    const found = diagnose(fitSync("died ~ age + kind", table, options), table, { unlabeled: MORE } as never);
    const { influence } = done(["diagnose", "u.json", "mixed.csv", "--decimal", ",", ...WITH, "--most", "1"]);
    expect(influence[0].residuals.deviance).toBe(found.residuals.deviance![influence[0].row]);
    expectRefusal(run(["diagnose", "u.json", "mixed.csv"]), /unlabeled rows/);
  });

  it("path and cv take it, too", async () => {
    const table = await mixedTable();
    const { steps } = done(["path", ...NOISED, ...WITH, "--ridge", "--lambdas", "0.1"]);
    const own = { ...options, penalty: ridge(), lambdas: [0.1] };
    expect(Object.values(steps[0].coefficients)).toEqual([
      ...pathSync("died ~ age + kind", table, own).at(0.1).coefficients,
    ]);
    const searched = [...FORMULA, "--dropout", "--over", "rate", "--rates", "0.2", "--folds", "3"];
    const curve = (more: string[]) => JSON.stringify(done(["cv", ...searched, ...more]));
    expect(curve(WITH)).not.toBe(curve([]));
  });

  it.each<[string, string | RegExp]>([
    ["kind,age\nb,30\n,30\nd,40", /^error: odd\.csv, line 4: unlabeled\.x: kind\[2\] is "d"; expected "a", "b", "c"/],
    ["kind\nb", /^error: odd\.csv: unlabeled\.x: the model: the data has no column "age"/],
    ["kind,age\nb,x", /^error: odd\.csv, line 2: unlabeled\.x: age\[0\] = "x"; expected a number/],
  ])("refuses %j with one line", (text, message) => {
    put("odd.csv", text);
    expectRefusal(run(["fit", ...NOISED, "--unlabeled", "odd.csv"]), message);
  });

  it("names the line of a cell that a noise refuses, in a file with missing cells", () => {
    const args = ["fit", ...FORMULA, "--poisson-noise", "--unlabeled", "odd.csv"];
    put("odd.csv", "kind,age\nb,30\n,30\nb,-1");
    expectRefusal(
      run(args),
      /^error: odd\.csv, line 4: unlabeled\.x\[2\]\[0\] \(column age\) = -1; poisson noise expects/,
    );
    put("gaps.csv", "died,age,kind\nyes,NA,a\nno,3,b\nyes,-2,a\nno,5,b\n");
    expectRefusal(
      run(["fit", "gaps.csv", ...args.slice(2, 8)]),
      /^error: gaps\.csv, line 4: x\[2\]\[0\] \(column age\) = -2; /,
    );
  });
});

describe("bad input", () => {
  put("short.csv", "a,c\n1,2");
  put("text.csv", "a,b\n1,2\n1,x");
  put("negative.csv", "a,b\n1,2\n1,3\n-1,2");
  put("zeros.svm", "0 0:1\n");

  it.each<[string[], string | RegExp]>([
    [
      ["none.csv", "--response", "y", "--unlabeled", "u.csv"],
      /^error: --unlabeled without noise; expected --dropout, /,
    ],
    [
      ["none.csv", "--response", "y", ...DROPOUT, "--unlabeled-weight", "1"],
      "--unlabeled-weight without --unlabeled; expected both, or neither",
    ],
    [
      ["-", "--response", "y", ...DROPOUT, "--unlabeled", "-"],
      "data and --unlabeled both from standard input; expected a file for one of them",
    ],
    [
      ["none.csv", "--response", "y", ...DROPOUT, "--unlabeled", "u.svm"],
      "--unlabeled u.svm is a file of SVMlight, the data are a table; expected both of one kind",
    ],
    [
      ["none.svm", ...DROPOUT, "--unlabeled", "u.csv"],
      "--unlabeled u.csv is a table, the data are a file of SVMlight; expected both of one kind",
    ],
    [[...TABLE, ...DROPOUT, "--unlabeled", "none.csv"], "cannot read none.csv: no such file or directory"],
    [["d.svm", ...DROPOUT, "--unlabeled", "none.svm"], "cannot read none.svm: no such file or directory"],
    [
      [...TABLE, ...DROPOUT, "--unlabeled", "short.csv"],
      'short.csv lacks the column "b" of d.csv; its columns are "a", "c"',
    ],
    [
      [...TABLE, ...DROPOUT, "--unlabeled", "text.csv"],
      'text.csv, line 3, column "b": "x" is not a number; fill it in, or drop the row',
    ],
    [
      [...TABLE, "--poisson-noise", "--unlabeled", "negative.csv"],
      /^error: negative\.csv, line 4: unlabeled\.x\[2\]\[0\] \(column a\) = -1; poisson noise expects counts >= 0/,
    ],
    [
      ["d.svm", ...DROPOUT, "--unlabeled", "zeros.svm"],
      "zeros.svm, line 1, column 3: index 0; expected indices from 1 on: zeroBased is false",
    ],
    [
      [...TABLE, ...DROPOUT, "--unlabeled", "u.csv", "--unlabeled-weight", "2"],
      "unlabeled.weight is 2; expected a number in (0, 1]",
    ],
    [
      [...TABLE, ...DROPOUT, "--link", "probit", "--unlabeled", "u.csv"],
      /^error: unlabeled rows need a noise penalty that knows no y/,
    ],
  ])("%j is refused with one line", (args, message) => {
    expectRefusal(run(["fit", ...args]), message);
  });
});
