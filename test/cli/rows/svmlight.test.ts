import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadData } from "../../../src/cli/rows/load.js";
import { take } from "../../../src/cli/rows/sample.js";
import { isSvmlight, toResponse, widened } from "../../../src/cli/rows/svmlight.js";
import { fitSync, Model, type Sparse, sparse } from "../../../src/index.js";
import { denseOf } from "../../helpers/sparse.js";
import { CSV, expectRefusal, ROWS, workplace } from "../command.js";

const { folder, put, read, run } = workplace();
const X = ROWS.map(([a, b]) => [a!, b!]);
const Y = ROWS.map((row) => row[2]!);
const BINOMIAL = ["--family", "binomial"];

/** The six rows, with labels -1 and 1 unless told otherwise; columns from `first` on. */
function svm(first: number, labels: readonly (string | number)[] = Y.map((y) => (y === 1 ? "+1" : "-1"))): string {
  return X.map(([a, b], i) => `${labels[i]} ${first}:${a} ${first + 1}:${b}`).join("\n");
}

put("d.svm", `# six rows\n${svm(1)}\n`);
put("zero.libsvm", svm(0));
put("counts.svm", svm(1, Y));
put("d.csv", CSV);
put("model.json", JSON.stringify(fitSync(X, Y, { family: "binomial" })));
put("named.json", JSON.stringify(fitSync({ a: Y, b: Y.map((_, i) => i) }, Y)));
put("rates.json", JSON.stringify(fitSync(X, Y, { family: "poisson", exposure: [1, 1, 1, 1, 1, 2] })));
put("log.json", JSON.stringify({ dropglm: 1, transform: "log1p", model: fitSync(X, Y) }));
const load = (name: string, flags: object = {}) => loadData(join(folder, name), { family: "binomial", ...flags });

describe("isSvmlight", () => {
  it.each(["a.svm", "a.libsvm", "a.svmlight", "A.SVM", "x/y.tar.svm"])("%s is one", (name) => {
    expect(isSvmlight(name)).toBe(true);
  });
  it.each([undefined, "-", "a.csv", "svm", "a.svm.csv", "a.svmx"])("%s is no file of SVMlight", (name) => {
    expect(isSvmlight(name)).toBe(false);
  });
});

describe("loadData", () => {
  it("reads x, y, and where the rows stand", async () => {
    const data = await load("d.svm");
    expect(data).toMatchObject({ source: join(folder, "d.svm"), response: "label", vectors: {} });
    expect(denseOf(data.x as Sparse)).toEqual(X);
    expect(data.x.names).toBeUndefined();
    expect([...data.lines]).toEqual([2, 3, 4, 5, 6, 7]);
    expect(data.y).toEqual(Y.map((y) => (y === 1 ? "1" : "-1")));
  });

  it("names columns as the file numbers them", async () => {
    const data = await load("zero.libsvm");
    expect(denseOf(data.x as Sparse)).toEqual(X);
    expect(data.x.names).toEqual(["x0", "x1"]);
  });

  it("counts columns from 0 when told to", async () => {
    const { x } = await load("d.svm", { zeroBased: true });
    expect([x.columns, x.names]).toEqual([3, ["x0", "x1", "x2"]]);
  });

  it("reads tables too", async () => {
    expect((await load("d.csv", { response: "y" })).x.names).toEqual(["a", "b"]);
    await expect(load("d.csv")).rejects.toThrow("required option '--response <column>' not specified");
    await expect(load("d.csv", { response: "y", zeroBased: true })).rejects.toThrow(
      "works only with files of SVMlight",
    );
  });
});

describe("toResponse", () => {
  it.each([
    ["-1 and 1", "binomial", [-1, 1, 1], ["-1", "1", "1"]],
    ["1 and 2", "binomial", [1, 2, 1], ["1", "2", "1"]],
  ] as const)("takes %s as classes", (_, family, labels, want) => {
    expect(toResponse(Float64Array.from(labels), family)).toEqual(want);
  });
  it.each([
    ["0 and 1", "binomial", [0, 1, 1]],
    ["proportions", "binomial", [0, 0.5, 1]],
    ["numbers", "gaussian", [-1, 1, 1]],
    ["counts", "poisson", [1, 2]],
    ["many classes", "multinomial", [1, 10, 2]],
  ] as const)("takes %s as they are", (_, family, labels) => {
    expect(toResponse(Float64Array.from(labels), family)).toEqual(Float64Array.from(labels));
  });
});

describe("widened", () => {
  const x = sparse({ format: "csr", rows: 3, columns: 4, indptr: [0, 2, 3, 5], indices: [0, 3, 2, 1, 2], values: [1, 2, 3, 4, 5] }); // biome-ignore format: one matrix

  it("adds empty columns", () => {
    const { known, unknown } = widened(x, 6);
    expect(denseOf(known)).toEqual(denseOf(x).map((row) => [...row, 0, 0]));
    expect(unknown).toBe(0);
    expect(widened(x, 4)).toEqual({ known: x, unknown: 0 });
  });
  it.each([3, 2, 1, 0])("leaves columns out, down to %d", (columns) => {
    const { known, unknown } = widened(x, columns);
    expect(denseOf(known)).toEqual(denseOf(x).map((row) => row.slice(0, columns)));
    expect([known.columns, unknown]).toEqual([columns, 5 - known.values.length]);
  });
});

describe("take", () => {
  it("takes rows of a sparse sample", async () => {
    const { x } = await load("d.svm");
    const some = take({ family: "binomial", likelihood: {}, x, y: Float64Array.from(Y), vectors: {} }, [1, 4, 5]);
    expect(denseOf(some.x as Sparse)).toEqual([X[1], X[4], X[5]]);
    expect([...some.y]).toEqual([Y[1], Y[4], Y[5]]);
  });
});

describe("a file of SVMlight is refused with one line", () => {
  put("bad.svm", "1 1:2\n0 1:x\n");
  put("words.svm", "ham 1:2\n");
  put("empty.svm", "# nothing\n");
  put("new.svm", "0 0:1 2:3\n");

  it.each<[string[], string | RegExp]>([
    ...["columns", "exclude", "weights", "trials", "offset", "exposure"].map((option): [string[], string] => [
      ["fit", "d.svm", `--${option}`, "x1"],
      `--${option} works only with tables; d.svm is a file of SVMlight, it has labels and numbered columns only: leave it out`,
    ]),
    [
      ["fit", "d.svm", "--response", "y"],
      "--response works only with tables; d.svm is a file of SVMlight, its labels are the response: leave it out",
    ],
    [
      ["try", "d.svm", "--transform", "log1p"],
      /^error: --transform works only with tables; d\.svm is a file of SVMlight/,
    ],
    [
      ["fit", "d.svm", "--formula", "y ~ x1"],
      "a formula for d.svm, a file of SVMlight, whose columns have no names; expected a table, or no formula",
    ],
    [["fit", "none.svm"], "cannot read none.svm: no such file or directory"],
    [["fit", "bad.svm"], 'bad.svm, line 2, column 5: "x" is not a number; expected a finite number right after "1:"'],
    [
      ["try", "words.svm"],
      'words.svm, line 1, column 1: "ham" is not a number; labels are numbers: write classes as 0 and 1, or -1 and 1',
    ],
    [["fit", "empty.svm"], "empty.svm: no rows; expected lines such as 1 3:0.5 7:2, a label first"],
    [
      ["predict", "model.json", "d.svm", "--offset", "o"],
      /^error: --offset works only with tables; d\.svm is a file of/,
    ],
    [["predict", "model.json", "d.svm", "--transform", "log1p"], /^error: --transform works only with tables/],
    [
      ["predict", "named.json", "d.svm"],
      'd.svm has numbered columns; those of named.json are "a", "b": give a table with these columns',
    ],
    [
      ["predict", "rates.json", "d.svm"],
      "rates.json was fitted with an offset or exposure; d.svm cannot have it: give a table",
    ],
    [
      ["predict", "log.json", "d.svm"],
      "log.json was fitted with the transform log1p; d.svm cannot have it: give a table",
    ],
    [
      ["predict", "model.json", "new.svm"],
      "new.svm, line 1, column 3: index 0; expected indices from 1 on: zeroBased is false",
    ],
    [["predict", "none.json", "d.svm"], "cannot read none.json: no such file or directory"],
  ])("%j", (args, message) => expectRefusal(run(args), message));
});

describe("the command line with files of SVMlight", () => {
  function fitted(args: readonly string[]): Model {
    const { code, out, error } = run(["fit", ...args, "--json"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    return Model.fromJSON(JSON.parse(out));
  }

  it("fits what a table of the same numbers gives", () => {
    const want = fitSync(X, Y, { family: "binomial" });
    const got = fitted(["d.svm", ...BINOMIAL]);
    expect(got.names).toEqual(["x1", "x2"]);
    expect(got.classes).toEqual(["-1", "1"]);
    want.coefficients.forEach((b, j) => {
      expect(got.coefficients[j]).toBeCloseTo(b, 8);
    });
  });

  it("fits labels as numbers in other families", () => {
    const want = fitSync(X, Y, { family: "poisson" });
    const got = fitted(["counts.svm", "--family", "poisson"]);
    expect(got.classes).toBeUndefined();
    expect(got.coefficients[0]).toBeCloseTo(want.coefficients[0]!, 8);
  });

  it("says which line a bad label stands on", () => {
    put("negative.svm", "# counts\n1 1:1\n-1 1:2\n0 1:3\n");
    expectRefusal(run(["fit", "negative.svm", "--family", "poisson"]), /^error: negative\.svm, line 3: y\[1\] = -1/);
  });

  it("predicts, as many columns as the model has, the columns counted as it counts them", () => {
    for (const [file, name, first] of [
      ["d.svm", "one.json", 1],
      ["zero.libsvm", "zero.json", 0],
    ] as const) {
      // biome-ignore format: a table
      const model = fitted([file, ...BINOMIAL, "--save", name]);
      put("few.svm", `0 ${first + 1}:2\n0\n`);
      const { code, out, error } = run(["predict", name, "few.svm"]);
      expect({ code, error }).toEqual({ code: 0, error: "" });
      const want = [...model.predict([[0, 2], [0, 0]])]; // biome-ignore format: rows
      expect(out.trimEnd().split("\n").slice(1).map(Number)).toEqual(want);
      expect(read(name)).toContain(`"x${first}"`);
    }
    expect(run(["predict", "one.json", "d.svm", "--type", "class"]).out).toMatch(/^prediction\n(-?1\n){5}-?1\n$/);
  });

  it("leaves columns out that the model does not know, and says so", () => {
    fitted(["d.svm", ...BINOMIAL, "--save", "one.json"]);
    put("more.svm", "0 1:1 7:1\n0 3:4 5:6\n");
    put("less.svm", "0 1:1\n0\n");
    const { code, out, error } = run(["predict", "one.json", "more.svm"]);
    expect(code).toBe(0);
    expect(out).toBe(run(["predict", "one.json", "less.svm"]).out);
    expect(error).toBe(
      "warning: more.svm has 3 entries in columns after x2, which the model does not know; left out\n",
    );
  });

  it("tries", () => {
    const n = 24;
    const rows = Array.from({ length: n }, (_, i) => `${i % 3 === 0 ? 1 : -1} 1:${(i * 7) % 5} 2:${(i * 3) % 7}`);
    put("many.svm", rows.join("\n"));
    const args = ["--few", "12", "--repeats", "2", "--folds", "3"];
    const { code, out, error } = run(["try", "many.svm", ...BINOMIAL, ...args]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(out).toContain("many.svm: label (binomial), 24 rows, 2 columns (as given)");
    expect(out).toContain("3-fold cross-validation");
  });
});
