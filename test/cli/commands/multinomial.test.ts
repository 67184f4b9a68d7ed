import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { dropout, fitSync, Model } from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";
import { DATA, numberOf, svmOf, tableOf, X } from "../families.js";

const { put, run } = workplace();
put(
  "colour.csv",
  tableOf((row) => row.colour),
);
put("colour.svm", svmOf(numberOf));
put(
  "zeros.svm",
  svmOf(() => 0),
);
const COLOUR = DATA.map((row) => row.colour);
const MANY = ["--family", "multinomial"];
const CSV = ["colour.csv", "--response", "y", ...MANY];

function done(args: readonly string[], input = ""): string {
  const { code, out, error } = run(args, input);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
}

/** A table as its header and its numbers. */
function numbers(out: string): { names: string[]; rows: number[][] } {
  const [names, ...rows] = Papa.parse<string[]>(out.trimEnd()).data;
  return { names: names!, rows: rows.map((row) => row.map(Number)) };
}

describe("dropglm fit", () => {
  it("fits text labels of a table", () => {
    // columns, as the command line has them: sums are taken in the order of the layout
    const columns = Object.fromEntries(X[0]!.map((_, j) => [`c${j}`, X.map((row) => row[j]!)]));
    const want = fitSync(columns, COLOUR, { family: "multinomial" });
    const got = Model.fromJSON<"many">(done(["fit", ...CSV, "--json"]));
    expect(got.classes).toEqual(["blue, dark", "green", "red"]);
    expect(got.coefficients).toEqual(want.coefficients);
    expect(got.intercept).toEqual(want.intercept);
  });

  it("fits numbers of a file of SVMlight, sorted by size", () => {
    const got = Model.fromJSON<"many">(done(["fit", "colour.svm", ...MANY, "--json"]));
    expect(got.classes).toEqual([1, 2, 10]);
    const want = fitSync(X, DATA.map(numberOf), { family: "multinomial" });
    got.coefficients.forEach((beta, k) => {
      for (const [j, b] of beta.entries()) expect(b).toBeCloseTo(want.coefficients[k]![j]!, 8);
    });
  });

  it("passes on the mask", () => {
    const noise = dropout(0.3, { mask: "per-class" });
    const want = fitSync(X, COLOUR, { family: "multinomial", noise });
    const got = Model.fromJSON<"many">(done(["fit", ...CSV, "--dropout", "0.3", "--mask", "per-class", "--json"]));
    expect(got.coefficients).toEqual(want.coefficients);
    const shared = Model.fromJSON<"many">(done(["fit", ...CSV, "--dropout", "0.3", "--json"]));
    expect(got.coefficients).not.toEqual(shared.coefficients);
  });

  it("prints the coefficients by class, and the classes", () => {
    const out = done(["fit", ...CSV]);
    expect(out).toContain("Multinomial model, logit link");
    expect(out).toContain("\nred: (intercept) ");
    expect(out.endsWith('\nclasses: "blue, dark", "green", "red"\n')).toBe(true);
  });

  it.each<[string[], string, string | RegExp]>([
    [["-", "--response", "y"], "a,y\n1,u\n2,u", /^error: y has one class only \("u"\); family "multinomial" needs two/],
    [["-", "--response", "y"], "a,y\n1,u\n2,u\n3,v", /^error: standard input, line 4: y\[2\] = "v" is the only row/],
    [
      ["-", "--response", "y"],
      "a,y\n1,u\n2,NA\n3,v",
      /^error: standard input, line 3, column "y": the value is missing/,
    ],
    [["none.csv", "--response", "y", "--quasi"], "", /^error: --quasi with --family multinomial/],
    [["colour.svm", "--link", "probit"], "", /^error: link "probit" cannot be used with family "multinomial"/],
  ])("%j of %j is refused with one line", (args, input, message) => {
    expectRefusal(run(["fit", ...args, ...MANY], input), message);
  });
});

describe("dropglm predict", () => {
  const [a, b, c] = [0, 1, 2].map((j) => X.map((x) => x[j]!));
  const columns = { a: a!, b: b!, c: c! };
  const model = fitSync(columns, COLOUR, { family: "multinomial" });
  put("many.json", JSON.stringify(model));

  it.each(["response", "link"] as const)("gives one column per class, named by it: %s", (type) => {
    const { names, rows } = numbers(done(["predict", "many.json", "colour.csv", "--type", type]));
    expect(names).toEqual(["blue, dark", "green", "red"]);
    expect(rows).toEqual(model.predict(columns, { type }).map((row) => [...row]));
  });

  it("gives labels", () => {
    const out = done(["predict", "many.json", "colour.csv", "--type", "class"]);
    const [header, ...labels] = Papa.parse<string[]>(out.trimEnd()).data.map((row) => row[0]!);
    expect(header).toBe("prediction");
    expect(labels).toEqual(model.predict(columns, { type: "class" }));
  });

  it("gives JSON", () => {
    expect(JSON.parse(done(["predict", "many.json", "colour.csv", "--json"]))).toEqual({
      type: "response",
      classes: ["blue, dark", "green", "red"],
      predictions: model.predict(columns).map((row) => [...row]),
    });
    expect(JSON.parse(done(["predict", "many.json", "colour.csv", "--type", "class", "--json"]))).toEqual({
      type: "class",
      predictions: model.predict(columns, { type: "class" }),
    });
  });

  it("gives the same from files of SVMlight, whatever their labels", () => {
    done(["fit", "colour.svm", ...MANY, "--save", "svm.json"]);
    const { names, rows } = numbers(done(["predict", "svm.json", "zeros.svm"]));
    expect(names).toEqual(["1", "2", "10"]);
    const want = fitSync(X, DATA.map(numberOf), { family: "multinomial" }).predict(X);
    rows.forEach((row, i) => {
      for (const [k, p] of row.entries()) expect(p).toBeCloseTo(want[i]![k]!, 8);
    });
    expect(done(["predict", "svm.json", "zeros.svm", "--type", "class"])).toMatch(/^prediction\n((1|2|10)\n)+$/);
  });
});
