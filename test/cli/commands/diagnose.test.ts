import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { diagnose, dropout, fitSync, lasso, type Model } from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";
import { column, judgedCsv, X, Y } from "../judged-rows.js";

const { put, read, run } = workplace();
const save = (name: string, model: { toJSON(): object }, more: object = {}): string =>
  put(name, JSON.stringify({ ...model.toJSON(), ...more }));
const MODEL = fitSync(X, Y, { family: "binomial" });
const COUNTS = fitSync(X, column("k"), { family: "poisson", exposure: column("e") });
put("d.csv", judgedCsv("y", "k", "e", "f"));
save("m.json", MODEL);
save("k.json", COUNTS);
const THREE = { x: [1, 2, 3, 4, 5, 6], y: ["a", "b", "c", "b", "a", "c"] };
put("three.csv", ["x,y", ...THREE.x.map((x, i) => `${x},${THREE.y[i]}`)].join("\n"));
save("three.json", fitSync({ x: THREE.x }, THREE.y, { family: "multinomial" }));

interface Json {
  readonly influence: readonly {
    readonly row: number;
    readonly line: number;
    readonly residuals: Readonly<Record<string, number>>;
    readonly cooksDistance: number;
  }[];
  readonly collinearity: { readonly condition: number; readonly collisions: readonly object[] };
  readonly separation: { readonly kind: string; readonly rows: number[]; readonly direction: object | null };
}

function diagnosed(args: readonly string[], input = ""): Json {
  const { code, out, error } = run(["diagnose", ...args, "--json"], input);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return JSON.parse(out) as Json;
}

function expectRows(got: Json, want: ReturnType<typeof diagnose>): void {
  expect(got.influence).toHaveLength(60);
  for (const { row, line, cooksDistance, residuals } of got.influence) {
    expect(line).toBe(row + 2);
    expect(cooksDistance).toBe(want.cooksDistance![row]);
    expect(residuals.deviance).toBe(want.residuals.deviance![row]);
    expect(residuals.quantile).toBe(want.residuals.quantile![row]);
  }
}

/** The rows, the one that is fitted worst first. */
function byResidual({ residuals: { deviance } }: ReturnType<typeof diagnose>): number[] {
  const size = (i: number): number => Math.abs(deviance![i]!);
  return Y.map((_, i) => i).sort((a, b) => size(b) - size(a) || a - b);
}

describe("dropglm diagnose", () => {
  it("prints the rows that move the estimates, the columns that collide, and what separates", () => {
    const { code, out, error } = run(["diagnose", "m.json", "d.csv", "--response", "y", "--most", "3"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const cooks = diagnose(MODEL, X, Y).cooksDistance!;
    const worst = [...cooks.keys()].sort((a, b) => cooks[b]! - cooks[a]!).slice(0, 3);
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toBe("d.csv: y (binomial, logit link), 60 rows, 3 columns (as given)");
    expect(lines.slice(4, 7).map((line) => line.trim().split(/ +/).slice(0, 2).map(Number))).toEqual(
      worst.map((row) => [row, row + 2]),
    );
    expect(lines.slice(7).filter((line) => !/^Condition number of the columns: \S+$/.test(line))).toEqual([
      "",
      "no columns collide",
      "",
      "Separation: none",
      "no direction separates the response: maximum likelihood has a finite fit",
    ]);
  });

  it("has the numbers of the library", () => {
    const got = diagnosed(["m.json", "d.csv", "--response", "y", "--most", "99", "--seed", "5"]);
    const want = diagnose(MODEL, X, Y, { seed: 5 });
    expectRows(got, want);
    expect(got.collinearity.condition).toBe(want.collinearity.condition);
    expect(got.separation).toMatchObject({ kind: "none", direction: null });
  });

  it("takes the columns of the fit that are not in the model", () => {
    const got = diagnosed(["k.json", "d.csv", "--response", "k", "--exposure", "e", "--most", "99"]);
    expectRows(got, diagnose(COUNTS, X, column("k"), { exposure: column("e") }));
  });

  it("reads the data, or the model, from standard input", () => {
    const want = diagnosed(["m.json", "d.csv", "--response", "y"]);
    expect(diagnosed(["m.json", "--response", "y"], read("d.csv")).influence).toEqual(want.influence);
    expect(diagnosed(["-", "d.csv", "--response", "y"], read("m.json"))).toEqual(want);
  });

  it("transforms the columns as the fit did", () => {
    const model = fitSync({ a: X.a.map(Math.log1p), c: X.c.map(Math.log1p) }, Y, { family: "binomial" });
    save("log.json", model, { transform: "log1p" });
    save("plain.json", model);
    const got = diagnosed(["log.json", "d.csv", "--response", "y"]);
    expect(got).toMatchObject({ transform: "log1p", columns: 2 });
    expect(diagnosed(["plain.json", "d.csv", "--response", "y", "--transform", "log1p"])).toEqual(got);
  });

  it("takes rows without labels", () => {
    const x = { a: [0.1, 0.9], b: [0, 1], c: [1, 0] };
    put("u.csv", "c,b,a\n1,0,0.1\n0,1,0.9");
    const unlabeled = { x, weight: 0.5 };
    const model = fitSync(X, Y, { family: "binomial", noise: dropout(0.3), unlabeled });
    save("u.json", model);
    const given = ["u.json", "d.csv", "--response", "y", "--most", "99"];
    const got = diagnosed([...given, "--unlabeled", "u.csv", "--unlabeled-weight", "0.5"]);
    const want = diagnose(model, X, Y, { unlabeled });
    expect(got.influence.map(({ row, residuals }) => [row, residuals.deviance])).toEqual(
      byResidual(want).map((row) => [row, want.residuals.deviance![row]]),
    );
  });

  it("prints the rows that are fitted worst, where there is no influence", () => {
    const model = fitSync(X, Y, { family: "binomial", penalty: lasso(0.01) });
    save("lasso.json", model);
    const { code, out } = run(["diagnose", "lasso.json", "d.csv", "--response", "y", "--most", "2"]);
    expect(code).toBe(0);
    const lines = out.split("\n");
    expect(lines[2]).toMatch(/^influence of rows: none, an L1 penalty chooses columns/);
    expect(lines.slice(3, 5)).toEqual([
      "Rows that are fitted worst (rows counted from 0)",
      expect.stringMatching(/^ *row +line +deviance residual$/),
    ]);
    const rows = lines.slice(5, 7).map((line) => Number(line.trim().split(/ +/)[0]));
    expect(rows).toEqual(byResidual(diagnose(model, X, Y)).slice(0, 2));
  });

  it("reads files of SVMlight", () => {
    put("d.svm", Y.map((y, i) => `${y} 1:${X.a[i]} 2:${X.b[i]} 3:${X.c[i]}`).join("\n"));
    save(
      "svm.json",
      fitSync(
        X.a.map((a, i) => [a, X.b[i]!, X.c[i]!]),
        Y,
        { family: "binomial" },
      ),
    );
    const { influence } = diagnosed(["svm.json", "d.svm"]);
    expect(influence[0]).toMatchObject({ line: influence[0]!.row + 1 });
    expect(influence.map(({ row }) => row)).toEqual(
      diagnosed(["m.json", "d.csv", "--response", "y"]).influence.map(({ row }) => row),
    );
  });

  it("writes every row", () => {
    expect(run(["diagnose", "m.json", "d.csv", "--response", "y", "--csv", "rows.csv"]).code).toBe(0);
    const { data } = Papa.parse<Record<string, number>>(read("rows.csv").trimEnd(), {
      header: true,
      dynamicTyping: true,
    });
    const want = diagnose(MODEL, X, Y);
    expect(data.map(({ row, line }) => [row, line])).toEqual(Y.map((_, i) => [i, i + 2]));
    expect(data.map(({ fitted }) => fitted)).toEqual(Array.from(MODEL.predict(X)));
    for (const name of ["leverage", "studentized", "cooksDistance", "dffits"] as const)
      expect(data.map((row) => row[name])).toEqual(Array.from(want[name]!));
    expect(data.map((row) => row.pearson)).toEqual(Array.from(want.residuals.pearson!));
  });

  it("has residuals of every class of a multinomial model", () => {
    const { code, out } = run(["diagnose", "three.json", "three.csv", "--response", "y", "--csv", "three-rows.csv"]);
    expect(code).toBe(0);
    expect(out).toContain("influence of rows: none, rows have one residual per class, which --csv writes\n");
    const [header, first] = read("three-rows.csv").split("\n");
    expect(header).toBe(
      "row,line,fitted a,fitted b,fitted c,response a,response b,response c,pearson a,pearson b,pearson c",
    );
    const numbers = first!.split(",").map(Number);
    expect(numbers[2]! + numbers[5]!).toBeCloseTo(1, 12); // y = 1 in class a
  });

  it("names what separates, and what collides", () => {
    const x = { u: [1, 2, 3, 4], v: [1, 2.001, 3, 4] };
    const y = [0, 0, 1, 1];
    put("s.csv", ["u,v,y", ...y.map((value, i) => `${x.u[i]},${x.v[i]},${value}`)].join("\n"));
    save("s.json", fitSync(x, y, { family: "binomial" }) as Model);
    const { code, out, error } = run(["diagnose", "s.json", "s.csv", "--response", "y"]);
    expect(code).toBe(0);
    expect(error).toBe("warning: the fit of s.json ended separated; this is about the best point it reached\n");
    expect(out).toMatch(/^condition index \S+: u, v$/m);
    expect(out).toMatch(/^Separation: complete\nevery row is separated, by "/m);
    const { separation } = JSON.parse(run(["diagnose", "s.json", "s.csv", "--response", "y", "--json"]).out) as Json;
    expect(separation.rows).toEqual([0, 1, 2, 3]);
    expect(separation.direction).not.toBeNull();
  });

  it.each([
    [["m.json", "d.csv"], "required option '--response <column>' not specified"],
    [["m.json", "d.csv", "--response", "a"], "--response a is a column of the model; expected the column it predicts"],
    [
      ["m.json", "three.csv", "--response", "y"],
      /^error: three\.csv lacks columns "a", "b", "c" of the model; its columns are/,
    ],
    [["-", "-", "--response", "y"], "model and data both from standard input; expected a file for one of them"],
    [["d.csv", "d.csv", "--response", "y"], /^error: d\.csv is not a saved model: /],
    [["m.json", "d.csv", "--response", "f"], /^error: /],
    [["k.json", "d.csv", "--response", "k"], /^error: .*exposure/],
    [
      ["m.json", "d.csv", "--response", "y", "--unlabeled-weight", "0.5"],
      /^error: --unlabeled-weight without --unlabeled/,
    ],
    [
      ["m.json", "d.csv", "--response", "y", "--unlabeled", "d.csv"],
      /^error: the model was fitted without unlabeled rows/,
    ],
    [["m.json", "d.csv", "--response", "y", "--most", "0"], /Expected a whole number >= 1/],
    [
      ["m.json", "d.csv", "--response", "y", "--kind", "roc"],
      "--kind without --plot <file>; expected both, or neither",
    ],
    [
      ["m.json", "d.csv", "--response", "y", "--plot", "x.svg", "--kind", "roc", "--residual", "pearson"],
      "--residual with --kind roc; expected --kind residuals",
    ],
    [
      ["three.json", "three.csv", "--response", "y", "--plot", "x.svg"],
      "--kind residuals: there is nothing to draw: rows have one residual per class, which --csv writes",
    ],
    [
      ["k.json", "d.csv", "--response", "k", "--exposure", "e", "--plot", "x.svg", "--kind", "roc"],
      "--kind roc: there is nothing to draw: it needs family binomial; the model has poisson",
    ],
  ] as const)("refuses %j", (args, what) => {
    expectRefusal(run(["diagnose", ...args]), what as string | RegExp);
  });
});

describe("dropglm summary", () => {
  it("prints what fit printed", () => {
    const { out } = run(["fit", "d.csv", "--columns", "a,b,c", "--response", "y", "--family", "binomial"]);
    expect(run(["summary", "m.json"])).toEqual({ code: 0, out, error: "" });
    expect(run(["summary", "-"], read("m.json"))).toEqual({ code: 0, out, error: "" });
  });

  it("prints the table as JSON, with intervals", () => {
    const { code, out } = run(["summary", "m.json", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(MODEL.summary().rows)));
    expect(JSON.parse(out)).toMatchObject([{ name: "(intercept)", lower: expect.any(Number) }, {}, {}, {}]);
  });

  it("names the classes", () => {
    expect(run(["summary", "three.json"]).out).toContain('classes: "a", "b", "c"\n');
  });

  it("has the exit code of the fit", () => {
    save("short.json", fitSync(X, Y, { family: "binomial", maxIterations: 1 }));
    const { code, out } = run(["summary", "short.json"]);
    expect(code).toBe(2);
    expect(out).toContain("max-iterations");
  });

  it.each([
    [["nothing.json"], "cannot read nothing.json: no such file or directory"],
    [["d.csv"], /^error: d\.csv is not a saved model: /],
    [[], "missing required argument 'model'"],
    [["m.json", "--csv", "x"], /unknown option '--csv'/],
  ] as const)("refuses %j", (args, what) => {
    expectRefusal(run(["summary", ...args]), what as string | RegExp);
  });
});
