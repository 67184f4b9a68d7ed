import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  dropout,
  elasticNet,
  fitSync,
  groupLasso,
  l1Ball,
  l2Ball,
  laplace,
  lasso,
  Model,
  multiplicative,
  poissonNoise,
  ridge,
  scad,
} from "../../../src/index.js";
import { CLI, CSV, expectRefusal, ROWS, workplace } from "../command.js";

const { folder, put, read, run, runAlone } = workplace();
put("d.csv", CSV);
const X = { a: ROWS.map((row) => row[0]!), b: ROWS.map((row) => row[1]!) };
const Y = ROWS.map((row) => row[2]!);
const BINOMIAL = ["--response", "y", "--family", "binomial"];

function fitted(args: readonly string[], input = ""): Model {
  const { code, out, error } = run(["fit", ...args, "--json"], input);
  expect(error).toBe("");
  expect(code).toBe(0);
  return Model.fromJSON(JSON.parse(out));
}

describe("dropglm fit", () => {
  it("prints the summary, and nothing on stderr: no progress bar in a pipe", () => {
    const model = fitSync(X, Y, { family: "binomial" });
    const wanted = { code: 0, out: `${String(model.summary())}\n`, error: "" };
    expect(run(["fit", "d.csv", ...BINOMIAL])).toEqual(wanted);
    expect(runAlone(["fit", "d.csv", ...BINOMIAL])).toEqual(wanted);
  });

  it("prints the model as JSON, and nothing else", () => {
    const { code, out, error } = run(["fit", "d.csv", ...BINOMIAL, "--json"]);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(fitSync(X, Y, { family: "binomial" }))));
    expect({ code, error }).toEqual({ code: 0, error: "" });
  });

  it("fits the gaussian family unless told otherwise", () => {
    expect(fitted(["d.csv", "--response", "y"]).coefficients).toEqual(fitSync(X, Y).coefficients);
  });

  it.each([
    ["a file", ["d.csv"], ""],
    ["standard input, as -", ["-"], CSV],
    ["standard input, without saying so", [], CSV],
    ["standard input with a byte order mark and CRLF", ["-"], `\ufeff${CSV.replaceAll("\n", "\r\n")}\r\n`],
    ["tabs", ["-"], CSV.replaceAll(",", "\t")],
    ["semicolons", ["-"], CSV.replaceAll(",", ";")],
    ["quotes", ["-"], CSV.replaceAll(/[^,\n]+/g, '"$&"')],
  ])("reads %s", (_, file, input) => {
    const model = fitted([...file, ...BINOMIAL], input);
    expect(model.names).toEqual(["a", "b"]);
    expect(model.coefficients).toEqual(fitSync(X, Y, { family: "binomial" }).coefficients);
  });

  it("reads UTF-16, which spreadsheets call Unicode text", () => {
    put("utf16.txt", Buffer.from(`\ufeff${CSV.replaceAll(",", "\t")}`, "utf16le"));
    expect(fitted(["utf16.txt", ...BINOMIAL]).names).toEqual(["a", "b"]);
  });

  it.each([
    ["dropout", ["--dropout", "0.5"], { noise: dropout(0.5) }],
    [
      "its approximation",
      ["--dropout", "0.5", "--approximation", "quadratic"],
      { noise: dropout(0.5, { approximation: "quadratic" }) },
    ],
    ["multiplicative noise", ["--multiplicative", "0.5"], { noise: multiplicative(0.5) }],
    ["laplace noise", ["--laplace", "0.5"], { noise: laplace(0.5) }],
    ["ridge", ["--ridge", "0.01"], { penalty: ridge(0.01) }],
    ["lasso", ["--lasso", "0.01"], { penalty: lasso(0.01) }],
    ["elastic net", ["--elastic-net", "0.01", "--share", "0.5"], { penalty: elasticNet(0.01, 0.5) }],
    ["scad", ["--scad", "0.01", "--gamma", "5"], { penalty: scad(0.01, { gamma: 5 }) }],
    [
      "group lasso",
      ["--group-lasso", "0.01", "--column-groups", "a,a"],
      { penalty: groupLasso(0.01, { groups: ["a", "a"] }) },
    ],
    ["poisson noise", ["--poisson-noise"], { noise: poissonNoise() }],
    [
      "copies and seed",
      ["--dropout", "0.5", "--approximation", "monte-carlo", "--copies", "3", "--seed", "7"],
      { noise: dropout(0.5, { approximation: "monte-carlo", copies: 3, seed: 7 }) },
    ],
    ["a ball", ["--l2-ball", "0.1"], { constraint: l2Ball(0.1) }],
    ["the other ball", ["--l1-ball", "0.1"], { constraint: l1Ball(0.1) }],
    ["bounds", ["--lower", "-0.2", "--upper", "0.1"], { bounds: { lower: -0.2, upper: 0.1 } }],
    ["one bound", ["--lower", "0"], { bounds: { lower: 0 } }],
    ["a link", ["--link", "probit"], { link: "probit" }],
    ["standardized ridge", ["--ridge", "0.1", "--standardize"], { penalty: ridge(0.1), standardize: true }],
    ["bias reduction", ["--bias-reduction", "firth"], { biasReduction: "firth" }],
    ["no intercept", ["--no-intercept"], { intercept: false }],
    ["a solver", ["--solver", "lbfgs", "--tolerance", "1e-6"], { solver: "lbfgs", tolerance: 1e-6 }],
  ] as const)("passes on %s", (_, flags, options) => {
    const want = fitSync(X, Y, { family: "binomial", ...options });
    const got = fitted(["d.csv", ...BINOMIAL, ...flags]);
    expect(got.coefficients).toEqual(want.coefficients);
    expect(got.intercept).toBe(want.intercept);
  });

  it("passes on weights, trials, offset and exposure", () => {
    const w = [1, 2, 1, 3, 1, 1];
    const m = [2, 3, 2, 4, 2, 1];
    const rows = ROWS.map(([a, b, y], i) => [a, b, y, w[i], m[i]].join(","));
    put("vectors.csv", ["a,b,y,w,m", ...rows].join("\n"));
    const got = fitted(["vectors.csv", ...BINOMIAL, "--weights", "w", "--trials", "m"]);
    expect(got.names).toEqual(["a", "b"]);
    expect(got.coefficients).toEqual(fitSync(X, Y, { family: "binomial", weights: w, trials: m }).coefficients);
    const counts = fitted([
      "vectors.csv",
      "--response",
      "y",
      "--family",
      "poisson",
      "--offset",
      "w",
      "--exposure",
      "m",
    ]);
    expect(counts.coefficients).toEqual(fitSync(X, Y, { family: "poisson", offset: w, exposure: m }).coefficients);
  });

  it("passes on the columns asked for, and their transform", () => {
    expect(fitted(["d.csv", ...BINOMIAL, "--exclude", "a"]).names).toEqual(["b"]);
    const { code, out } = run(["fit", "d.csv", ...BINOMIAL, "--columns", "b", "--transform", "log1p", "--json"]);
    const saved = JSON.parse(out) as { format: string; transform: string };
    expect(code).toBe(0);
    expect(saved).toMatchObject({ format: "dropglm-model", transform: "log1p" });
    const want = fitSync({ b: X.b.map(Math.log1p) }, Y, { family: "binomial" });
    const model = Model.fromJSON(saved);
    expect(model.coefficients).toEqual(want.coefficients);
    expect(model.toJSON()).toEqual(saved); // the library does not lose the transform
  });

  it("fits labels, and knows them", () => {
    const labelled = CSV.replaceAll(/,0$/gm, ",ham").replaceAll(/,1$/gm, ",spam");
    const model = fitted(["-", ...BINOMIAL], labelled);
    expect(model.classes).toEqual(["ham", "spam"]);
    expect(model.coefficients).toEqual(fitSync(X, Y, { family: "binomial" }).coefficients);
  });

  it("saves what --json prints", () => {
    const { code, out } = run(["fit", "d.csv", ...BINOMIAL, "--save", "model.json", "--json"]);
    expect(code).toBe(0);
    expect(read("model.json")).toBe(out);
  });
});

describe("a fit that does not converge", () => {
  it("ends with exit code 2, printed and saved all the same", () => {
    const { code, out, error } = run(["fit", "d.csv", ...BINOMIAL, "--max-iterations", "1", "--save", "short.json"]);
    expect(code).toBe(2);
    expect(out).toContain("max-iterations: newton, 1 iteration,");
    expect(error).toBe("");
    expect(Model.fromJSON(read("short.json")).status.code).toBe("max-iterations");
  });

  it("as does one of separated data", () => {
    const { code, out } = run(["fit", "-", ...BINOMIAL, "--json"], "a,y\n1,0\n2,0\n3,1\n4,1");
    expect(code).toBe(2);
    expect(Model.fromJSON(JSON.parse(out)).status.code).toBe("separated");
  });
});

describe("bad input", () => {
  it.each<[string[], string | RegExp]>([
    [
      [],
      "no command; expected fit, predict, path, cv, summary, diagnose, infer, profile, vif, penalties, effects, means, compare, anova, drop1, export, learn, worker or try: dropglm --help explains them",
    ],
    [["fitt"], "unknown command 'fitt' (Did you mean fit?)"],
    [["fit"], "required option '--response <column>' not specified, and no formula"],
    [["fit", "d.csv"], "required option '--response <column>' not specified, and no formula"],
    [["fit", "d.csv", "--response", "y", "--familly", "x"], "unknown option '--familly' (Did you mean --family?)"],
    [
      ["fit", "d.csv", "--response", "y", "--formula", "y ~ a"],
      '--response with a formula; the response is on its left, as "y ~ a + b": leave the option out',
    ],
    [
      ["fit", "d.csv", "y ~", "a + b", "c"],
      'too many arguments for fit; expected 2 arguments but got 4: write a formula in quotes, as "y ~ a + b"',
    ],
    [
      ["fit", "d.csv", "--response", "y", "--family", "binomal"],
      "option '--family <name>' argument 'binomal' is invalid. Allowed choices are gaussian, binomial, poisson, gamma, inverse-gaussian, negative-binomial, tweedie, multinomial.",
    ],
    [
      ["fit", "d.csv", "--response", "y", "--transform", "log"],
      "option '--transform <name>' argument 'log' is invalid. Allowed choices are log1p.",
    ],
    [
      ["fit", "d.csv", "--response", "y", "--dropout", "half"],
      "option '--dropout <rate>' argument 'half' is invalid. Expected a number.",
    ],
    [
      ["fit", "d.csv", "--response", "y", "--max-iterations", "-1"],
      "option '--max-iterations <k>' argument '-1' is invalid. Expected a whole number >= 0.",
    ],
    [["fit", "d.csv", "--response", "y", "--dropout", "1"], /^error: dropout rate is 1; expected a rate in \[0, 1\)/],
    [["fit", "d.csv", "--response", "y", "--ridge", "-1"], /lambda/],
    [
      ["fit", "d.csv", "--response", "y", "--zero-based"],
      "--zero-based works only with files of SVMlight (.svm, .libsvm, .svmlight): leave it out",
    ],
    [
      ["fit", "d.csv", "--response", "y", "--lasso", "1", "--share", "0.5"],
      "--share without --elastic-net; expected both: --elastic-net <lambda> --share <a>",
    ],
    [["fit", "none.csv", "--response", "y"], "cannot read none.csv: no such file or directory"],
    [["fit", ".", "--response", "y"], "cannot read .: it is a directory"],
    [["fit", "d.csv", "--response", "z"], 'd.csv has no column "z" (--response); its columns are "a", "b", "y"'],
    [
      ["fit", "d.csv", "--response", "b", "--family", "binomial"],
      /^error: d\.csv, line 2: y\[0\] = 2 is outside \[0, 1\]/,
    ],
    [["fit", "d.csv", "--response", "y", "--exposure", "a"], /exposure needs a log link/],
  ])("%j is refused with one line", (args, message) => {
    expectRefusal(run(args), message);
  });

  it.each<[string, string | RegExp]>([
    ["", "standard input is empty; expected a header line with column names, and rows"],
    ["a,y\n1,0\n2\n", /^error: standard input, line 3 has 1 field; expected 2 fields/],
    [
      "a,y\n1,0\nx,1\n",
      'standard input, line 3, column "a": "x" is not a number; fill it in, drop the row, leave the column out with --exclude "a", or give a formula: it takes text and missing cells',
    ],
    [
      "a,y\n1,0\n,1\n",
      'standard input, line 3, column "a": the value is missing; fill it in, drop the row, leave the column out with --exclude "a", or give a formula: it takes text and missing cells',
    ],
    [
      "a,y\n1,0\n2,NA\n3,1",
      'standard input, line 3, column "y": the value is missing (NA); fill it in, or drop the row',
    ],
    ["a,y\n1,u\n2,v\n3,w", /y has 3 classes \(u, v, w\)/],
    ["a,y\n1,u\n2,u", /y has one class only/],
    ["a,a,y\n1,2,0", 'standard input: columns 1 and 2 are both named "a"; names must differ: rename one'],
    ["a,y\n1e200,0\n2,1", /x\[0\]\[0\] \(column a\) = 1e\+200/],
  ])("the table %j is refused with one line", (input, message) => {
    expectRefusal(run(["fit", ...BINOMIAL], input), message);
  });

  it("says which line a bad weight stands on", () => {
    expectRefusal(
      run(["fit", ...BINOMIAL, "--weights", "w"], "a,w,y\n1,1,0\n2,1,1\n3,-1,0"),
      "standard input, line 4: weights[2] = -1; expected a weight >= 0",
    );
  });

  it("says where a model could not be saved; the result is printed before", () => {
    const { code, out, error } = run(["fit", "d.csv", ...BINOMIAL, "--save", "nowhere/m.json"]);
    expect(code).toBe(1);
    expect(out).toContain("converged");
    expect(error).toBe("error: cannot write nowhere/m.json (--save): no such file or directory\n");
    expect(readdirSync(folder)).not.toContain("nowhere");
  });
});

describe("the program", () => {
  it("explains itself", () => {
    const help = run(["--help"]);
    expect(help.code).toBe(0);
    for (const command of ["fit", "predict", "try"]) {
      expect(help.out).toContain(command);
      expect(run([command, "--help"]).code).toBe(0);
    }
  });

  it("knows its version", () => {
    const { code, out } = run(["--version"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("is silent when the reader of its output goes away, and still does its work", async () => {
    const child = spawn(process.execPath, [CLI, "fit", "-", ...BINOMIAL, "--json", "--save", "piped.json"], {
      cwd: folder,
    });
    let error = "";
    child.stderr.on("data", (chunk) => {
      error += String(chunk);
    });
    child.stdout.destroy(); // before it has anything to say
    child.stdin.end(CSV);
    const [code] = await once(child, "close");
    expect(error).toBe("");
    expect(code).toBe(0);
    expect(Model.fromJSON(read("piped.json")).status.code).toBe("converged");
  });
});
