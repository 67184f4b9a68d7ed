import { beforeAll, describe, expect, it } from "vitest";
import { fitSync, infer, type Model } from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";
import { column, JUDGED, judgedCsv, X, Y } from "../judged-rows.js";
import { COMPLETE, MIXED_CSV, mixedModel } from "../mixed-table.js";

const { put, run } = workplace();
put("mixed.csv", MIXED_CSV);
put("d.csv", judgedCsv("y", "k", "e", "g"));
const NUMBERS = fitSync(X, Y, { family: "binomial" });
put("numbers.json", JSON.stringify(NUMBERS));
put("weighted.json", JSON.stringify(fitSync(X, Y, { family: "binomial", weights: column("e") })));
let table: Awaited<ReturnType<typeof mixedModel>>["table"];
let model: Model;
beforeAll(async () => {
  ({ table, model } = await mixedModel(put));
});

function done(args: readonly string[]): string {
  const { code, out, error } = run(["infer", ...args]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
}

describe("dropglm infer", () => {
  it.each(["model", "HC0", "HC1", "HC2", "HC3"] as const)("prints the table of the library: %s", (covariance) => {
    const out = done(["m.json", "mixed.csv", "--covariance", covariance, "--level", "0.9"]);
    const head = `mixed.csv: died ~ age + kind (binomial, logit link), ${COMPLETE.length} of 60 rows, 3 columns of the model`;
    expect(out).toBe(`${head}\n\n${String(infer(model, table, { covariance, level: 0.9 }))}\n`);
  });

  it("takes clusters by their column, and the covariance of clusters with them", () => {
    const want = String(infer(model, table, { covariance: "cluster", cluster: "ward" }));
    expect(done(["m.json", "mixed.csv", "--cluster", "ward"])).toContain(`\n\n${want}\n`);
    expect(done(["m.json", "mixed.csv", "--cluster", "ward", "--covariance", "cluster"])).toContain(want);
  });

  it("takes clusters of two ways, times, lags, a dispersion and degrees of freedom", () => {
    const two = infer(model, table, { cluster: ["ward", "zip"] });
    const told = JSON.parse(done(["m.json", "mixed.csv", "--cluster", "ward", "--cluster2", "zip", "--json"]));
    expect(told).toMatchObject({ kind: "cluster", ways: two.ways, clusters: two.clusters });
    expect(told.estimates).toEqual(two.rows);
    const cr2 = infer(model, table, { cluster: "ward", covariance: "CR2", degreesOfFreedom: 7 });
    const flags = ["--cluster", "ward", "--covariance", "CR2", "--degrees-of-freedom", "7"];
    expect(done(["m.json", "mixed.csv", ...flags])).toContain(String(cr2));
    const numbers = ["numbers.json", "d.csv", "--response", "y"];
    const day = JUDGED.map((_, i) => (i * 7) % 101);
    const [head, ...lines] = judgedCsv("y").trim().split("\n");
    put("days.csv", [`${head},day`, ...lines.map((line, i) => `${line},${day[i]}`)].join("\n"));
    const hac = infer(NUMBERS, X, Y, { covariance: "HAC", lag: 2, times: day });
    const timed = [
      "numbers.json",
      "days.csv",
      "--response",
      "y",
      "--covariance",
      "HAC",
      "--lag",
      "2",
      "--times",
      "day",
    ];
    expect(done(timed)).toContain(String(hac));
    const given = infer(NUMBERS, X, Y, { dispersion: 1.5 });
    expect(done([...numbers, "--dispersion", "1.5"])).toContain(String(given));
    const way = infer(NUMBERS, X, Y, { cluster: JUDGED.map(({ g }) => g), degreesOfFreedom: "clusters" });
    const clusters = ["--cluster", "g", "--degrees-of-freedom", "clusters"];
    expect(done([...numbers, ...clusters])).toContain(String(way));
  });

  it("prints JSON", () => {
    const got = JSON.parse(done(["m.json", "mixed.csv", "--covariance", "HC3", "--json"]));
    const want = infer(model, table, { covariance: "HC3" });
    expect(got).toMatchObject({
      formula: "died ~ age + kind",
      rows: 60,
      used: COMPLETE.length,
      kind: "HC3",
      level: 0.95,
    });
    expect(got.estimates).toEqual(want.rows);
    expect(got.covariance).toEqual(want.covariance.map((row) => [...row]));
  });

  it("takes a model of numbers, and its rows", () => {
    const given = ["numbers.json", "d.csv", "--response", "y"];
    expect(done([...given, "--covariance", "HC1"])).toContain(String(infer(NUMBERS, X, Y, { covariance: "HC1" })));
    const cluster = JUDGED.map(({ g }) => g);
    expect(done([...given, "--cluster", "g"])).toContain(
      String(infer(NUMBERS, X, Y, { covariance: "cluster", cluster })),
    );
  });

  it.each<[string[], string | RegExp]>([
    [
      ["m.json", "mixed.csv", "--covariance", "HC3", "--cluster", "ward"],
      "--cluster ward with --covariance HC3; expected one of them: clusters have covariances of their own, cluster and CR2",
    ],
    [
      ["m.json", "mixed.csv", "--covariance", "cluster"],
      "--covariance cluster without --cluster <column>; expected both",
    ],
    [["m.json", "mixed.csv", "--cluster2", "ward"], "--cluster2 ward without --cluster <column>; expected both"],
    [
      ["m.json", "mixed.csv", "--lag", "2", "--covariance", "HC0"],
      /^error: lag with covariance "HC0", which knows no time/,
    ],
    [["m.json", "mixed.csv", "--cluster", "wart"], 'mixed.csv has no column "wart" (--cluster); did you mean "ward"?'],
    [
      ["m.json", "mixed.csv", "--covariance", "HC4"],
      /^error: option '--covariance <name>' argument 'HC4' is invalid\. Allowed choices are model, HC0,/,
    ],
    [["m.json", "mixed.csv", "--level", "95"], /^error: level .* expected a number in \(0, 1\)/],
    [
      ["m.json", "mixed.csv", "--response", "died"],
      "--response died: m.json has a formula, which is about a table; leave the option out",
    ],
    [
      ["m.json", "d.svm"],
      "d.svm is a file of SVMlight: m.json has a formula, which is about a table; expected a table",
    ],
    [["m.json", "died ~ age"], /^error: "died ~ age" is a formula where a file goes; m\.json has the formula/],
    [
      ["m.json", "d.csv"],
      'd.csv: the model: the data has no column "died"; the columns are "a", "b", "c", "y", "k", "e", "g"',
    ],
    [["numbers.json", "d.csv"], "required option '--response <column>' not specified"],
    [
      ["numbers.json", "mixed.csv", "--response", "died"],
      /^error: mixed\.csv lacks columns "a", "b", "c" of the model/,
    ],
    [["-", "-"], "model and data both from standard input; expected a file for one of them"],
    [["weighted.json", "d.csv", "--response", "y"], /^error: .*weights/],
    [
      ["ridge.json", "mixed.csv", "--covariance", "HC3"],
      /^error: covariance "HC3" needs the leverage of one predictor without penalty; use "HC1"/,
    ],
  ])("%j is refused with one line", (args, message) => {
    expectRefusal(run(["infer", ...args]), message);
  });
});
