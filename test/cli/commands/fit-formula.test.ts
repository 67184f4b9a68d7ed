// fit, path and cv with a formula and a table.
import { parquetWriteBuffer } from "hyparquet-writer";
import { beforeAll, describe, expect, it } from "vitest";
import { crossValidate, fitSync, groupLasso, lasso, Model, pathSync } from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";
import { COMPLETE, MIXED, MIXED_CSV, mixedTable } from "../mixed-table.js";

const { put, run } = workplace();
put("mixed.csv", MIXED_CSV);
put("mixed.json", JSON.stringify(MIXED));
const FORMULA = "died ~ age + kind";
const BINOMIAL = ["--family", "binomial"];
let table: Awaited<ReturnType<typeof mixedTable>>;
beforeAll(async () => {
  table = await mixedTable();
});

function done(args: readonly string[], input = ""): string {
  const { code, out, error } = run(args, input);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
}
const fitted = (args: readonly string[], input = ""): Model =>
  Model.fromJSON(JSON.parse(done(["fit", ...args, "--json"], input)));
const plain = (model: { toJSON(): object }): unknown => JSON.parse(JSON.stringify(model));

describe("dropglm fit with a formula", () => {
  it("prints the summary of the library's fit", () => {
    const model = fitSync(FORMULA, table, { family: "binomial" });
    expect(done(["fit", "mixed.csv", FORMULA, ...BINOMIAL])).toBe(`${String(model.summary())}\n`);
    expect(done(["fit", "mixed.csv", ...BINOMIAL, "--formula", FORMULA])).toBe(`${String(model.summary())}\n`);
  });

  it("prints the model as JSON", () => {
    const model = fitSync(FORMULA, table, { family: "binomial" });
    expect(plain(fitted(["mixed.csv", FORMULA, ...BINOMIAL]))).toEqual(plain(model));
  });

  it("reads JSON, whose nulls are missing, and standard input", () => {
    const { coefficients } = fitSync(FORMULA, table, { family: "binomial" });
    expect(fitted(["mixed.json", FORMULA, ...BINOMIAL]).coefficients).toEqual(coefficients);
    expect(fitted(["-", FORMULA, ...BINOMIAL], MIXED_CSV).coefficients).toEqual(coefficients);
    expect(fitted(["--formula", FORMULA, ...BINOMIAL], MIXED_CSV).coefficients).toEqual(coefficients);
  });

  it("reads Parquet, in fit and predict", () => {
    const names = ["died", "age", "kind"] as const;
    const columnData = names.map((name) => ({ name, data: MIXED.map((row) => row[name] ?? null) }));
    put("mixed.parquet", new Uint8Array(parquetWriteBuffer({ columnData })));
    const model = fitted(["mixed.parquet", FORMULA, ...BINOMIAL, "--save", "parquet.json"]);
    expect(model.coefficients).toEqual(fitSync(FORMULA, table, { family: "binomial" }).coefficients);
    const { out } = run(["predict", "parquet.json", "mixed.parquet", "--keep", "kind"]);
    expect(out).toBe(run(["predict", "parquet.json", "mixed.csv", "--keep", "kind"]).out);
  });

  it("names columns by options, and passes on what is told of the table", () => {
    const given = ["--family", "poisson", "--exposure", "months", "--weights", "day", "--types", "zip=category"];
    const more = ["--contrasts", "kind=ref:b,zip=sum", "--missing", "indicator", "--coding", "contrast"];
    const want = fitSync("visits ~ age + kind + zip", table, {
      family: "poisson",
      exposure: "months",
      weights: "day",
      types: { zip: "category" },
      contrasts: { kind: { ref: "b" }, zip: "sum" },
      missing: "indicator",
      coding: "contrast",
    });
    expect(want.names).toContain("age[missing]");
    expect(plain(fitted(["mixed.csv", "visits ~ age + kind + zip", ...given, ...more]))).toEqual(plain(want));
  });

  it("codes factors in full with a penalty, and groups the columns of a term", () => {
    const want = fitSync(FORMULA, table, { family: "binomial", penalty: groupLasso(0.01) });
    expect(want.names).toEqual(["age", "kind[a]", "kind[b]", "kind[c]"]);
    expect(plain(fitted(["mixed.csv", FORMULA, ...BINOMIAL, "--group-lasso", "0.01"]))).toEqual(plain(want));
  });

  it("takes the success that is named, as the cells have it", () => {
    expect(fitted(["mixed.csv", FORMULA, ...BINOMIAL, "--success", "no"]).classes).toEqual(["yes", "no"]);
    put("truth.json", JSON.stringify(MIXED.map(({ died, age }) => ({ died: died === "yes", age }))));
    expect(fitted(["truth.json", "died ~ age", ...BINOMIAL, "--success", "false"]).classes).toEqual([true, false]);
    const numbers = MIXED.map(({ died, age = 50 }) => `${died === "yes" ? 2 : 1},${age}`);
    put("numbers.csv", ["died,age", ...numbers].join("\n"));
    expect(fitted(["numbers.csv", "died ~ age", ...BINOMIAL, "--success", "1"]).classes).toEqual([2, 1]);
    expect(fitted(["numbers.csv", "--response", "died", ...BINOMIAL, "--success", "1"]).classes).toEqual([2, 1]);
  });

  it("takes levels in an order, of factors and of the response", () => {
    const types = { kind: ["c", "a", "b"], died: ["yes", "no"] };
    const want = fitSync(FORMULA, table, { family: "binomial", types });
    expect(want.names).toEqual(["age", "kind[a]", "kind[b]"]);
    expect(want.classes).toEqual(["yes", "no"]);
    const given = ["mixed.csv", FORMULA, ...BINOMIAL, "--types", "kind=c|a|b,died=yes|no"];
    expect(plain(fitted(given))).toEqual(plain(want));
    expect(fitted([...given, "--success", "yes"]).classes).toEqual(["no", "yes"]);
  });

  it("takes ? in the response for a missing cell", () => {
    put("asked.csv", MIXED_CSV.replace(/(r7,.*),(yes|no),/, "$1,?,"));
    expect(fitted(["asked.csv", FORMULA, ...BINOMIAL]).omitted).toContainEqual({ column: "died", rows: 1 });
  });
});

describe("dropglm path and cv with a formula", () => {
  it("path has the steps of the library", () => {
    const want = pathSync(FORMULA, table, { family: "binomial", penalty: lasso(), count: 4 });
    const got = JSON.parse(done(["path", "mixed.csv", FORMULA, ...BINOMIAL, "--count", "4", "--json"]));
    expect(got).toMatchObject({ formula: FORMULA, rows: 60, columns: 4, names: want.names });
    expect(got.steps.map(({ deviance }: { deviance: number }) => deviance)).toEqual([...want.deviances]);
    expect(done(["path", "mixed.csv", FORMULA, ...BINOMIAL, "--count", "2"])).toMatch(
      /^mixed\.csv: died ~ age \+ kind \(binomial\), table of 60 rows, 4 columns of the model\n/,
    );
  });

  it.each([
    ["folds", "ward"],
    ["groups", "ward"],
    ["times", "day"],
  ] as const)("cv takes --%s of a column", async (role, column) => {
    const options = { family: "binomial", penalty: lasso(), count: 3, [role]: column } as const;
    const want = await crossValidate(FORMULA, table, options);
    const args = ["cv", "mixed.csv", FORMULA, ...BINOMIAL, "--count", "3", `--${role}`, column];
    const got = JSON.parse(done([...args, "--json"]));
    expect(got.mean).toEqual([...want.mean]);
    expect(got.folds).toEqual([...want.folds]);
  });

  it("cv says how many rows are used, and refits the formula", () => {
    const args = ["cv", "mixed.csv", FORMULA, ...BINOMIAL, "--count", "3", "--folds", "3", "--save", "chosen.json"];
    expect(done(args).split("\n")[0]).toBe(
      `mixed.csv: died ~ age + kind (binomial), ${COMPLETE.length} of 60 rows, 4 columns of the model`,
    );
    expect(done(["predict", "chosen.json"], "age,kind\n30,a").split("\n")[1]).toMatch(/^0\.\d+$/);
  });
});

/** Expects exit code 1, one line that says what is wrong, and the formula with a mark under the place. */
function expectPicture(args: readonly string[], message: string, picture: readonly [string, string]): void {
  const { code, out, error } = run(args);
  expect(error).toBe(`error: ${message}\n${picture[0]}\n${picture[1]}\n`);
  expect({ code, out }).toEqual({ code: 1, out: "" });
}

describe("bad input", () => {
  it("a mistake in the formula is shown under it", () => {
    expectPicture(["fit", "mixed.csv", "died ~ agee + kind"], "formula: unknown column agee; did you mean age?", [
      "  died ~ agee + kind",
      "         ^^^^",
    ]);
    expectPicture(
      ["cv", "mixed.csv", "died"],
      "formula: there is no ~; expected response ~ terms, as low ~ age + lwt",
      ["  died", "      ^"],
    );
  });

  it.each<[string[], string | RegExp]>([
    [["fit", "none.csv", FORMULA], "cannot read none.csv: no such file or directory"],
    [
      ["fit", FORMULA],
      '"died ~ age + kind" is a formula where a file goes; expected the data before it, as data.csv "y ~ a + b", or - for standard input',
    ],
    [
      ["fit", "d.svm", FORMULA],
      "a formula for d.svm, a file of SVMlight, whose columns have no names; expected a table, or no formula",
    ],
    [["fit", "mixed.csv", FORMULA, "--columns", "age"], /^error: --columns with a formula/],
    [["path", "mixed.csv", FORMULA, "--exclude", "age"], /^error: --exclude with a formula/],
    [["cv", "mixed.csv", FORMULA, "--no-intercept"], /^error: --no-intercept with a formula/],
    [["cv", "mixed.csv", FORMULA, "--zero-based"], /^error: --zero-based works only with files of SVMlight/],
    [["fit", "mixed.csv", FORMULA, "--plot", "p.svg"], /^error: --plot without noise; expected --dropout, /],
    [
      ["fit", "mixed.csv", FORMULA, "--weights", "dayy"],
      'mixed.csv has no column "dayy" (--weights); did you mean "day"?',
    ],
    [
      ["fit", "mixed.csv", FORMULA, "--weights", "day", "--offset", "day"],
      'column "day" is given as --weights and as --offset; expected two columns',
    ],
    [
      ["fit", "mixed.csv", FORMULA, "--trials", "day"],
      "--trials with --family gaussian; expected --family binomial, or no --trials",
    ],
    [
      ["fit", "mixed.csv", FORMULA, "--types", "agee=number"],
      'mixed.csv: types.agee: the data has no column "agee"; did you mean "age"?',
    ],
    [
      ["fit", "mixed.csv", FORMULA, "--types", "age=numbr"],
      'types.age = numbr; expected "number", "category", "date", or a list of its levels',
    ],
    [
      ["fit", "mixed.csv", FORMULA, "--types", "kind=b|c"],
      /^error: mixed\.csv, line 2: kind\[0\] = "a"; expected "b", "c", the levels in types: correct the cell, /,
    ],
    [
      ["fit", "mixed.csv", FORMULA, "--contrasts", "kind"],
      "option '--contrasts <pairs>' argument 'kind' is invalid. Expected pairs, as race=sum,dose=ref:low.",
    ],
    [
      ["fit", "mixed.csv", FORMULA, "--contrasts", "kind=ref:d", ...BINOMIAL],
      'kind: ref = "d" is none of the levels; expected "a", "b", "c"',
    ],
    [
      ["fit", "mixed.csv", FORMULA, "--missing", "error"],
      'mixed.csv, line 7: age[5] is missing, and in rows 18, 31, 44, 57; expected a value in every row: fill it in, or set --missing "omit" or "indicator"',
    ],
    [
      ["fit", "mixed.csv", "visits ~ log(day)"],
      /^error: mixed\.csv, line 2: log\(day\)\[0\] = log\(0\); expected finite numbers/,
    ],
    [
      ["fit", "mixed.csv", "visits ~ age", "--weights", "id"],
      /^error: weights: the column id holds text; expected numbers/,
    ],
    [
      ["fit", "mixed.csv", "visits ~ age", "--family", "poisson", "--exposure", "day"],
      /^error: mixed\.csv, line 2: day\[0\] = 0; expected an exposure > 0/,
    ],
    [
      ["fit", "mixed.csv", "--response", "visits"],
      /^error: mixed\.csv, line 2, column "id": "r0" is not a number; .* or give a formula: it takes text and missing cells\n/,
    ],
  ])("%j is refused with one line", (args, message) => {
    expectRefusal(run(args), message);
  });

  it("a cell that is unlike the others of its column is named with its line, and what to type", () => {
    put("odd.json", '[\n{"y": 1, "a": 1},\n{"y": 2, "a": "x"},\n{"y": 3, "a": 2}\n]');
    expectRefusal(
      run(["fit", "odd.json", "y ~ a"]),
      'odd.json, line 3: a[1] = "x", but a[0] is 1; expected cells of one kind: correct it, or set --types a=category',
    );
  });

  it("decimal commas are refused with advice that works, for numbers and for text", () => {
    const fit = (file: string, ...more: string[]) => run(["fit", file, "y ~ size", ...more]);
    put("commas.csv", "y;size\n1;1,5\n2;2,5\n4;1,5\n3;3,5\n");
    expectRefusal(
      fit("commas.csv"),
      /--decimal , reads it; if it is text, --decimal \. and, for a fit, --types size=category\n/,
    );
    expectRefusal(
      fit("commas.csv", "--decimal", "."),
      /: read it by --decimal "," or, if it is text, set --types size=category\n/,
    );
    put("commas.json", JSON.stringify(["1,5", "2,5", "1,5", "3,5"].map((size, y) => ({ size, y }))));
    expectRefusal(fit("commas.json"), /: read it by --decimal "," or, if it is text, set --types size=category\n/);
    for (const args of [
      ["commas.csv", "--decimal", ","],
      ["commas.json", "--decimal", ","],
    ]) {
      expect(fitted([args[0]!, "y ~ size", ...args.slice(1)]).names).toEqual(["size"]);
    }
    const levels = ["size[2,5]", "size[3,5]"];
    expect(fitted(["commas.csv", "y ~ size", "--decimal", ".", "--types", "size=category"]).names).toEqual(levels);
    expect(fitted(["commas.json", "y ~ size", "--types", "size=category"]).names).toEqual(levels);
  });
});
