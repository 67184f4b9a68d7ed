// predict with a model of a formula, columns that are kept, and intervals.
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { fitSync, type Model } from "../../../src/index.js";
import { CSV, expectRefusal, ROWS, workplace } from "../command.js";
import { MIXED, MIXED_CSV, mixedModel } from "../mixed-table.js";

const { put, run } = workplace();
put("mixed.csv", MIXED_CSV);
put("d.csv", CSV);
put("d.svm", "1 1:2 2:3");
const X = { a: ROWS.map((row) => row[0]!), b: ROWS.map((row) => row[1]!) };
const NUMBERS = fitSync(X, ROWS.map((row) => row[2]!), { family: "binomial" }); // biome-ignore format: one line
put("numbers.json", JSON.stringify(NUMBERS));
let table: Awaited<ReturnType<typeof mixedModel>>["table"];
let model: Model;
beforeAll(async () => {
  ({ table, model } = await mixedModel(put));
  put("rates.json", JSON.stringify(fitSync("visits ~ kind", table, { family: "poisson", exposure: "months" })));
  put("many.json", JSON.stringify(fitSync("kind ~ age", table, { family: "multinomial" })));
  put("logs.json", JSON.stringify({ ...NUMBERS.toJSON(), transform: "log1p" }));
});

const WARNING = "warning: 6 of 60 rows have no prediction: a predictor is missing in them\n";

/** The CSV that is printed, beside the warning about rows without a prediction. */
function predicted(args: readonly string[], input = "", warning = WARNING): string[][] {
  const { code, out, error } = run(["predict", ...args], input);
  expect({ code, error }).toEqual({ code: 0, error: warning });
  return Papa.parse<string[]>(out.trimEnd(), { delimiter: "," }).data;
}
const texts = (values: ArrayLike<number>): string[] => Array.from(values, (v) => (Number.isNaN(v) ? "" : String(v)));

describe("dropglm predict with a model of a formula", () => {
  it("gives what model.predict gives, and nothing where a predictor is missing", () => {
    const [header, ...rows] = predicted(["m.json", "mixed.csv"]);
    expect(header).toEqual(["prediction"]);
    expect(rows.flat()).toEqual(texts(model.predict(table)));
    expect(run(["predict", "m.json", "mixed.csv"]).out.split("\n")[6]).toBe('""'); // no blank line: it would be skipped
  });

  it("gives labels", () => {
    const labels = model.predict(table, { type: "class" }).map((label) => String(label ?? ""));
    expect(predicted(["m.json", "mixed.csv", "--type", "class"]).slice(1).flat()).toEqual(labels);
  });

  it("gives a column per class", () => {
    const { code, out } = run(["predict", "many.json", "mixed.csv"]);
    expect(code).toBe(0);
    const [header, ...rows] = out.split("\n");
    expect(header).toBe("a,b,c");
    expect(rows[5]).toBe(",,");
    expect(JSON.parse(run(["predict", "many.json", "mixed.csv", "--json"]).out).predictions[5]).toBeNull();
  });

  it("gives intervals, on either scale", () => {
    for (const type of ["response", "link"] as const) {
      const want = model.predict(table, { type, interval: 0.9 });
      const [header, ...rows] = predicted(["m.json", "mixed.csv", "--interval", "0.9", "--type", type]);
      expect(header).toEqual(["prediction", "standardError", "lower", "upper"]);
      const { values, standardErrors, lower, upper } = want;
      [values, standardErrors, lower, upper].forEach((column, k) => {
        expect(rows.map((row) => row[k])).toEqual(texts(column));
      });
    }
    const { out } = run(["predict", "m.json", "mixed.csv", "--interval", "0.9", "--json"]);
    const got = JSON.parse(out);
    const want = model.predict(table, { interval: 0.9 });
    expect(got).toMatchObject({ type: "response", interval: 0.9 });
    expect(got.predictions[5]).toBeNull();
    expect(got.upper.map((v: number | null) => v ?? Number.NaN)).toEqual([...want.upper]);
  });

  it("gives the parts of terms, with their constant", () => {
    const want = model.predict(table, { type: "terms", interval: 0.9 });
    const [header, ...rows] = predicted(["m.json", "mixed.csv", "--type", "terms"]);
    expect(header).toEqual(["age", "kind", "(constant)"]);
    expect(rows.map(([age]) => age)).toEqual(texts(want.terms.age!));
    expect(rows.map(([, kind]) => kind)).toEqual(texts(want.terms.kind!));
    expect(rows.every((row) => row[2] === String(want.constant))).toBe(true);
    const [wide, first] = predicted(["m.json", "mixed.csv", "--type", "terms", "--interval", "0.9", "--keep", "id"]);
    const errors = ["standardError", "lower", "upper"].map((name) => `age ${name}`);
    expect(wide!.slice(0, 5)).toEqual(["id", "age", ...errors]);
    expect(first!.slice(2, 5)).toEqual(
      [want.standardErrors!, want.lower!, want.upper!].map(({ age }) => String(age![0])),
    );
    const got = JSON.parse(
      run(["predict", "m.json", "mixed.csv", "--type", "terms", "--interval", "0.9", "--json"]).out,
    );
    expect(got).toMatchObject({ type: "terms", interval: 0.9, constant: want.constant });
    expect(got.terms.age[5]).toBeNull();
    expect(got.upper.kind.map((v: number | null) => v ?? Number.NaN)).toEqual([...want.upper!.kind!]);
    expectRefusal(
      run(["predict", "m.json", "mixed.csv", "--type", "terms", "--keep", "age"]),
      /^error: --keep: the column "age" of mixed\.csv is a name of a prediction, too/,
    );
  });

  it("gives intervals for new observations", () => {
    const plain = fitSync("visits ~ age", table);
    put("plain.json", JSON.stringify(plain));
    const want = plain.predict(table, { predictionInterval: 0.9 });
    const five = "warning: 5 of 60 rows have no prediction: a predictor is missing in them\n";
    const [header, ...rows] = predicted(["plain.json", "mixed.csv", "--prediction-interval", "0.9"], "", five);
    expect(header).toEqual(["prediction", "standardError", "lower", "upper"]);
    expect(rows.map((row) => row[3])).toEqual(texts(want.upper));
    const { out } = run(["predict", "plain.json", "mixed.csv", "--prediction-interval", "0.9", "--json"]);
    expect(JSON.parse(out)).toMatchObject({ type: "response", predictionInterval: 0.9 });
    const refused = (args: string[], message: RegExp): void => expectRefusal(run(["predict", ...args]), message);
    refused(["m.json", "mixed.csv", "--prediction-interval", "0.9"], /needs family "gaussian" with the identity link/);
    refused(["plain.json", "mixed.csv", "--prediction-interval", "0.9", "--interval", "0.9"], /were both given/);
    refused(
      ["plain.json", "mixed.csv", "--type", "terms", "--prediction-interval", "0.9"],
      /a new observation has no parts/,
    );
  });

  it("keeps columns as they are in the file", () => {
    const [header, ...rows] = predicted(["m.json", "mixed.csv", "--keep", "id,age"]);
    expect(header).toEqual(["id", "age", "prediction"]);
    const means = texts(model.predict(table));
    expect(rows).toEqual(MIXED.map(({ id, age }, i) => [id, String(age ?? "NA"), means[i]]));
    const got = JSON.parse(run(["predict", "m.json", "mixed.csv", "--keep", "id", "--json"]).out);
    expect(got.kept).toEqual({ id: MIXED.map(({ id }) => id) });
  });

  it("appends to all columns, the names of rows among them", () => {
    const [header] = predicted(["m.json", "mixed.csv", "--append"]);
    expect(header).toEqual([...Object.keys(MIXED[0]!), "prediction"]);
    const named = '"",age,kind\nfirst,30,a\nsecond,31,b';
    const [first, ...rows] = predicted(["m.json", "--append"], named, "");
    expect(first).toEqual(["", "age", "kind", "prediction"]);
    expect(rows.map((row) => row[0])).toEqual(["first", "second"]);
  });

  it("takes the exposure of the fit, unless another is named", () => {
    const rates = fitSync("visits ~ kind", table, { family: "poisson", exposure: "months" });
    const one = "warning: 1 of 60 rows have no prediction: a predictor is missing in them\n";
    const numbers = (args: readonly string[]) => predicted(["rates.json", ...args], "", one).slice(1).flat(); // biome-ignore format: one line
    expect(numbers(["mixed.csv"])).toEqual(texts(rates.predict(table)));
    expect(numbers(["mixed.csv", "--exposure", "zip"])).toEqual(texts(rates.predict(table, { exposure: "zip" })));
  });

  it("takes unseen levels as it is told", () => {
    const input = "age,kind\n30,d\n30,a";
    const at = (rule: "missing" | "reference"): Float64Array =>
      model.predict({ age: [30, 30], kind: ["d", "a"] }, { unseen: rule });
    const none = "warning: 1 of 2 rows have no prediction: a predictor is missing in them\n";
    expect(predicted(["m.json", "--unseen", "missing"], input, none).slice(1).flat()).toEqual(texts(at("missing")));
    expect(predicted(["m.json", "--unseen", "reference"], input, "").slice(1).flat()).toEqual(texts(at("reference")));
    expectRefusal(
      run(["predict", "m.json"], input),
      'standard input, line 2: kind[0] is "d"; expected "a", "b", "c": the fit has seen no other: correct the cell, or set --unseen "missing" or "reference"',
    );
  });
});

describe("dropglm predict with a model of numbers", () => {
  it("gives intervals and keeps columns, too", () => {
    const { values, upper } = NUMBERS.predict(X, { interval: 0.5 });
    const [header, ...rows] = predicted(["numbers.json", "d.csv", "--interval", "0.5", "--keep", "y"], "", "");
    expect(header).toEqual(["y", "prediction", "standardError", "lower", "upper"]);
    expect(rows.map((row) => Number(row[1]))).toEqual([...values]);
    expect(rows.map((row) => Number(row[4]))).toEqual([...upper]);
  });

  it("keeps cells as they are written, with decimal commas, too", () => {
    const out = predicted(["numbers.json", "--decimal", ",", "--append"], "a;b\n1,50;2", "");
    expect(out[1]!.slice(0, 2)).toEqual(["1,50", "2"]);
  });
});

describe("bad input", () => {
  it.each<[string[], string, string | RegExp]>([
    [
      ["m.json", "died ~ age"],
      "",
      '"died ~ age" is a formula where a file goes; m.json has the formula, if there is one: expected a file of data',
    ],
    [
      ["m.json", "mixed.csv", "died ~ age"],
      "",
      "too many arguments for predict; expected 2 arguments but got 3: the formula is in the model",
    ],
    [["m.json", "d.csv"], "", 'd.csv: the model: the data has no column "age"; did you mean "a"?'],
    [["rates.json"], "kind\na", 'standard input: exposure: the data has no column "months"; the columns are "kind"'],
    [
      ["m.json"],
      "age,kind\nold,a",
      'standard input, line 2: age[0] = "old"; expected a number: correct the cell, or make it null, which is missing',
    ],
    [
      ["m.json", "mixed.csv", "--transform", "log1p"],
      "",
      "--transform log1p: m.json has a formula, which transforms columns; leave the option out",
    ],
    [
      ["numbers.json", "d.csv", "--unseen", "missing"],
      "",
      "--unseen missing: numbers.json has no formula, and no levels; leave the option out",
    ],
    [
      ["numbers.json"],
      "a,b\nx,2",
      'standard input, line 2, column "a": "x" is not a number; fill it in, or drop the row: the model has no formula, so its columns are numbers',
    ],
    [["m.json", "mixed.csv", "--keep", "idd"], "", 'mixed.csv has no column "idd" (--keep); did you mean "id"?'],
    [
      ["m.json", "mixed.csv", "--keep", "id,id"],
      "",
      '--keep: the column "id" of mixed.csv is named twice; expected different names: name the others with --keep',
    ],
    [
      ["m.json", "mixed.csv", "--keep", "id", "--append"],
      "",
      "--keep with --append; expected one of them: --append keeps all columns",
    ],
    [
      ["m.json", "--append"],
      "age,kind,prediction\n1,a,2",
      '--append: the column "prediction" of standard input is a name of a prediction, too; expected different names: name the others with --keep',
    ],
    [
      ["m.json", "mixed.csv", "--interval", "95"],
      "",
      /^error: interval = 95; expected a level in \(0, 1\)|^error: interval is 95; expected a level in \(0, 1\)/,
    ],
    [
      ["many.json", "mixed.csv", "--interval", "0.9"],
      "",
      "interval needs a model with one predictor, and means or linear predictors",
    ],
    [
      ["numbers.json", "d.svm", "--append"],
      "",
      "--append works only with tables; d.svm is a file of SVMlight: leave it out",
    ],
    [["m.json", "d.svm"], "", /^error: d\.svm has numbered columns; those of m\.json are/],
  ])("%j of %j is refused with one line", (args, input, message) => {
    expectRefusal(run(["predict", ...args], input), message);
  });
});
