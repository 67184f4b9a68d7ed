import { describe, expect, it } from "vitest";
import { dropout, fitSync, Model } from "../../../src/index.js";
import { CSV, expectRefusal, ROWS, workplace } from "../command.js";

const { put, read, run } = workplace();
const X = { a: ROWS.map((row) => row[0]!), b: ROWS.map((row) => row[1]!) };
const Y = ROWS.map((row) => row[2]!);
const MODEL = fitSync(X, Y, { family: "binomial", noise: dropout(0.3) });
const LABELLED = fitSync(
  X,
  Y.map((y) => (y === 1 ? "spam, or so" : "ham")),
  { family: "binomial" },
);
const RATES = fitSync(X, Y, { family: "poisson", exposure: X.b });

put("d.csv", CSV);
put("model.json", JSON.stringify(MODEL));
put("labelled.json", JSON.stringify(LABELLED));
put("rates.json", JSON.stringify(RATES));

/** The predictions of a table of one column. */
function column(out: string): string[] {
  const [header, ...lines] = out.trimEnd().split("\n");
  expect(header).toBe("prediction");
  return lines;
}

function predicted(args: readonly string[], input = ""): string[] {
  const { code, out, error } = run(["predict", ...args], input);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return column(out);
}

describe("dropglm predict", () => {
  it.each(["response", "link"] as const)("gives what model.predict gives, to the last bit: %s", (type) => {
    expect(predicted(["model.json", "d.csv", "--type", type]).map(Number)).toEqual([...MODEL.predict(X, { type })]);
  });

  it("gives means unless told otherwise", () => {
    expect(predicted(["model.json", "d.csv"]).map(Number)).toEqual([...MODEL.predict(X)]);
  });

  it("gives labels, quoted where CSV wants it", () => {
    const labels = LABELLED.predict(X, { type: "class" });
    const want = labels.map((label) => (label === "ham" ? "ham" : '"spam, or so"'));
    expect(new Set(want).size).toBe(2);
    expect(predicted(["labelled.json", "d.csv", "--type", "class"])).toEqual(want);
  });

  it("gives JSON", () => {
    const { code, out } = run(["predict", "model.json", "d.csv", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ type: "response", predictions: [...MODEL.predict(X)] });
  });

  it("reads the table, or the model, from standard input", () => {
    const want = [...MODEL.predict(X)];
    expect(predicted(["model.json"], CSV).map(Number)).toEqual(want);
    expect(predicted(["model.json", "-"], CSV).map(Number)).toEqual(want);
    expect(predicted(["-", "d.csv"], read("model.json")).map(Number)).toEqual(want);
  });

  it("finds columns by name and ignores others, whatever they hold", () => {
    const shuffled = ["note;b;y;a", ...ROWS.map(([a, b]) => `text;${b};;${a}`)].join("\n");
    expect(predicted(["model.json"], shuffled).map(Number)).toEqual([...MODEL.predict(X)]);
  });

  it("finds columns whose names are numbers", () => {
    const csv = CSV.replace("a,b,y", "10,2,y");
    put("numbered.csv", csv);
    expect(run(["fit", "numbered.csv", "--response", "y", "--save", "numbered.json"]).code).toBe(0);
    const want = [...fitSync(X, Y).predict(X)];
    expect(predicted(["numbered.json", "numbered.csv"]).map(Number)).toEqual(want);
  });

  it("applies the transform of the fit by itself", () => {
    expect(
      run(["fit", "d.csv", "--response", "y", "--family", "binomial", "--transform", "log1p", "--save", "log.json"])
        .code,
    ).toBe(0);
    const logs = { a: X.a.map(Math.log1p), b: X.b.map(Math.log1p) };
    const want = [...fitSync(logs, Y, { family: "binomial" }).predict(logs)];
    expect(predicted(["log.json", "d.csv"]).map(Number)).toEqual(want);
    expect(predicted(["log.json", "d.csv", "--transform", "log1p"]).map(Number)).toEqual(want);
  });

  it("opens models of transformed columns as 0.1.0 wrapped them", () => {
    const logs = { a: X.a.map(Math.log1p), b: X.b.map(Math.log1p) };
    const model = fitSync(logs, Y, { family: "binomial" });
    put("wrapped.json", JSON.stringify({ dropglm: 1, transform: "log1p", model }));
    expect(predicted(["wrapped.json", "d.csv"]).map(Number)).toEqual([...model.predict(logs)]);
  });

  it("applies a transform to a model that does not name one", () => {
    const logs = { a: X.a.map(Math.log1p), b: X.b.map(Math.log1p) };
    expect(predicted(["model.json", "d.csv", "--transform", "log1p"]).map(Number)).toEqual([...MODEL.predict(logs)]);
  });

  it("takes offset and exposure from columns", () => {
    const want = [...RATES.predict(X, { exposure: X.b, offset: X.a })];
    expect(predicted(["rates.json", "d.csv", "--exposure", "b", "--offset", "a"]).map(Number)).toEqual(want);
  });

  it("writes predictions that have no number in JSON as words", () => {
    const { out } = run(["predict", "rates.json", "--offset", "o", "--json"], "a,b,o\n1,1,1000");
    expect(JSON.parse(out)).toEqual({ type: "response", predictions: ["Infinity"] });
    expect(predicted(["rates.json", "--offset", "o"], "a,b,o\n1,1,1000")).toEqual(["Infinity"]);
  });

  it("says on stderr when the fit had not converged", () => {
    const model = fitSync(X, Y, { family: "binomial", maxIterations: 1 });
    put("short.json", JSON.stringify(model));
    const { code, out, error } = run(["predict", "short.json", "d.csv"]);
    expect(code).toBe(0);
    expect(column(out).map(Number)).toEqual([...model.predict(X)]);
    expect(error).toBe(
      "warning: the fit of short.json ended max-iterations; its predictions are those of the best point it reached\n",
    );
  });
});

describe("bad input", () => {
  put("later.json", JSON.stringify({ dropglm: 2, transform: "log1p", model: MODEL }));
  put("other.json", JSON.stringify({ dropglm: 1, transform: "sqrt", model: MODEL }));
  put("broken.json", JSON.stringify({ dropglm: 1, transform: "log1p", model: {} }));
  put("array.json", "[]");
  put("root.json", JSON.stringify({ ...MODEL.toJSON(), transform: "sqrt" }));

  it.each<[string[], string, string | RegExp]>([
    [[], "", "missing required argument 'model'"],
    [["-"], "", "model and data both from standard input; expected a file for one of them"],
    [["-", "-"], "", "model and data both from standard input; expected a file for one of them"],
    [["none.json", "d.csv"], "", "cannot read none.json: no such file or directory"],
    [["d.csv", "d.csv"], "", /^error: d\.csv is not a saved model: .*; expected what dropglm fit --save wrote/],
    [["array.json", "d.csv"], "", /^error: array\.json: not a saved dropglm model/],
    [["broken.json", "d.csv"], "", /^error: broken\.json: not a saved dropglm model/],
    [["later.json", "d.csv"], "", "later.json is of version 2; this program reads version 1: update dropglm"],
    [["other.json", "d.csv"], "", "other.json names the transform sqrt; expected log1p: update dropglm"],
    [["root.json", "d.csv"], "", "root.json names the transform sqrt; expected log1p: update dropglm"],
    [["model.json"], "a,c\n1,2", 'standard input lacks the column "b" of the model; its columns are "a", "c"'],
    [["model.json"], "c\n2", 'standard input lacks columns "a", "b" of the model; its columns are "c"'],
    [
      ["model.json"],
      "a,b\n1,2\n3,NA",
      'standard input, line 3, column "b": the value is missing (NA); fill it in, or drop the row: the model has no formula, so its columns are numbers',
    ],
    [["model.json"], "", "standard input is empty; expected a header line with column names, and rows"],
    [
      ["model.json", "d.csv", "--type", "odds"],
      "",
      /^error: option '--type <name>' argument 'odds' is invalid\. Allowed choices are response, link, class, terms\./,
    ],
    [["model.json", "d.csv", "--offset", "o"], "", 'd.csv has no column "o" (--offset); its columns are "a", "b", "y"'],
    [
      ["rates.json", "d.csv"],
      "",
      /^error: the model was fitted with an offset or exposure; expected --offset or --exposure/,
    ],
    [["rates.json", "d.csv", "--type", "class", "--exposure", "b"], "", /type "class" needs a family with classes/],
    [
      ["rates.json", "--exposure", "e"],
      "a,b,e\n1,1,1\n1,1,0",
      /^error: standard input, line 3: exposure\[1\] = 0; expected an exposure > 0/,
    ],
  ])("%j of %j is refused with one line", (args, input, message) => {
    expectRefusal(run(["predict", ...args], input), message);
  });

  it("a model is what Model.fromJSON takes", () => {
    expect(Model.fromJSON(read("model.json")).coefficients).toEqual(MODEL.coefficients);
  });
});

describe("labels that a spreadsheet would compute", () => {
  it("are written as they are, and said", () => {
    put("formula.csv", CSV.replaceAll(/,0$/gm, ",=1+1").replaceAll(/,1$/gm, ",@x"));
    run(["fit", "formula.csv", "--response", "y", "--family", "binomial", "--save", "formula.json"]);
    const { code, out, error } = run(["predict", "formula.json", "formula.csv", "--type", "class"]);
    expect(code).toBe(0);
    expect(new Set(out.trimEnd().split("\n").slice(1))).toEqual(new Set(["=1+1", "@x"]));
    expect(error).toMatch(
      /^warning: "(=1\+1|@x)" and 1 more texts of the CSV would be a formula in a spreadsheet; import the columns as text\n$/,
    );
  });

  it("are not numbers below 0", () => {
    expect(run(["predict", "formula.json", "formula.csv", "--type", "link"]).error).toBe("");
  });
});
