import { beforeAll, describe, expect, it } from "vitest";
import { fitSync, infer, type Model, marginalEffects } from "../../../src/index.js";
import { CSV, expectRefusal, workplace } from "../command.js";
import { COMPLETE, MIXED_CSV, mixedModel } from "../mixed-table.js";

const { put, run } = workplace();
put("mixed.csv", MIXED_CSV);
put("d.csv", CSV);
let table: Awaited<ReturnType<typeof mixedModel>>["table"];
let model: Model;
let rates: Model;
beforeAll(async () => {
  ({ table, model } = await mixedModel(put));
  rates = fitSync("visits ~ kind + age", table, { family: "poisson", exposure: "months" });
  put("rates.json", JSON.stringify(rates));
  put("dates.json", JSON.stringify(fitSync("died ~ day", table, { family: "binomial", types: { day: "number" } })));
  put("numbers.json", JSON.stringify(fitSync([[1], [2], [4]], [1, 2, 3])));
  put("signs.csv", "y,a=b,g\n1,2,0\n3,4,1\n2,5,0\n6,7,1\n5,9,0");
});

function done(args: readonly string[], input = ""): string {
  const { code, out, error } = run(["effects", ...args], input);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
}

describe("dropglm effects", () => {
  it("prints the table of the library", () => {
    const head = `mixed.csv: died ~ age + kind (binomial, logit link), ${COMPLETE.length} of 60 rows, 3 columns of the model`;
    expect(done(["m.json", "mixed.csv"])).toBe(`${head}\n\n${marginalEffects(model, table)}\n`);
    expect(done(["m.json"], MIXED_CSV)).toContain(String(marginalEffects(model, table)));
  });

  it("takes columns, values, the scale and the level", () => {
    const args = ["--variables", "age,kind", "--at", "age=30,40.5", "--scale", "link", "--level", "0.9"];
    const want = marginalEffects(model, table, {
      variables: ["age", "kind"],
      at: { age: [30, 40.5] },
      scale: "link",
      level: 0.9,
    });
    expect(done(["m.json", "mixed.csv", ...args])).toContain(`\n\n${want}\n`);
    const two = marginalEffects(model, table, { variables: "age", at: { kind: ["b", "c"], age: 30 } });
    const given = ["--variables", "age", "--at", "kind=b,c", "--at", "age=30"];
    expect(done(["m.json", "mixed.csv", ...given])).toContain(String(two));
    const means = marginalEffects(model, table, { at: "means" });
    expect(done(["m.json", "mixed.csv", "--at", "means"])).toContain(String(means));
  });

  it("takes an exposure that stands for all, or the name of a column", () => {
    expect(done(["rates.json", "mixed.csv"])).toContain(String(marginalEffects(rates, table)));
    const one = marginalEffects(rates, table, { exposure: 1 });
    expect(done(["rates.json", "mixed.csv", "--exposure", "1"])).toContain(String(one));
    expect(String(one)).not.toBe(String(marginalEffects(rates, table)));
  });

  it("takes the covariances of infer", () => {
    const robust = infer(model, table, { covariance: "HC3" });
    const want = String(marginalEffects(model, table, { covariance: robust }));
    expect(done(["m.json", "mixed.csv", "--covariance", "HC3"])).toContain(want);
    const grouped = infer(model, table, { covariance: "cluster", cluster: "ward" });
    expect(done(["m.json", "mixed.csv", "--cluster", "ward"])).toContain(
      String(marginalEffects(model, table, { covariance: grouped })),
    );
    const inTime = infer(model, table, { covariance: "HAC", lag: 2, times: "day" });
    expect(done(["m.json", "mixed.csv", "--covariance", "HAC", "--lag", "2", "--times", "day"])).toContain(
      String(marginalEffects(model, table, { covariance: inTime })),
    );
  });

  it("prints JSON", () => {
    const got = JSON.parse(done(["m.json", "mixed.csv", "--at", "age=30", "--json"]));
    expect(got).toMatchObject({ formula: "died ~ age + kind", rows: 60, used: COMPLETE.length });
    expect(got).toMatchObject({ scale: "mean", level: 0.95 });
    expect(got.effects).toEqual(marginalEffects(model, table, { at: { age: 30 } }).rows);
  });

  it("finds the name of a column that holds the sign between name and values", async () => {
    const { code } = run(["fit", "signs.csv", "y ~ `a=b` + g", "--save", "signs.json"]);
    expect(code).toBe(0);
    expect(done(["signs.json", "signs.csv", "--at", "a=b=3"])).toContain("a=b = 3");
  });

  it.each<[string[], string | RegExp]>([
    [["m.json", "mixed.csv", "--at", "age"], "--at age; expected a column and its values, as --at age=30,40"],
    [["m.json", "mixed.csv", "--at", "=3"], "--at =3; expected a column and its values, as --at age=30,40"],
    [
      ["m.json", "mixed.csv", "--at", "age=30", "--at", "age=40"],
      "--at age twice; expected all values in one, as --at age=30,40",
    ],
    [["m.json", "mixed.csv", "--at", "age=old"], /^error: at\.age\[0\] = old; expected a finite number/],
    [["m.json", "mixed.csv", "--at", "kind=z"], /^error: at\.kind\[0\] = z; expected a level: "a", "b", "c"/],
    [
      ["m.json", "mixed.csv", "--variables", "agee"],
      /^error: variables names "agee", which is no column .* did you mean "age"\?/,
    ],
    [["m.json", "mixed.csv", "--exposure", "1"], /^error: exposure = 1 with the logit link; expected it with the log/],
    [["rates.json", "mixed.csv", "--exposure", "0"], /^error: exposure = 0; expected a finite number > 0/],
    [["m.json", "mixed.csv", "--level", "95"], /^error: level is 95; expected a number in \(0, 1\)/],
    [["m.json", "mixed.csv", "--scale", "eta"], /^error: option '--scale <name>' argument 'eta' is invalid/],
    [["m.json", "mixed.csv", "--covariance", "cluster"], /^error: --covariance cluster without --cluster/],
    [["m.json", "died ~ age"], /^error: "died ~ age" is a formula where a file goes/],
    [["m.json", "d.csv"], /^error: d\.csv: the model: the data has no column "died"/],
    [["-", "-"], "model and data both from standard input; expected a file for one of them"],
    [["numbers.json", "d.csv"], /^error: numbers\.json has no formula; expected a model of one, as dropglm fit/],
  ])("%j is refused with one line", (args, message) => {
    expectRefusal(run(["effects", ...args]), message);
  });

  it("refuses rows that are not those of the fit", () => {
    const some = MIXED_CSV.split("\n").slice(0, 30).join("\n");
    expectRefusal(run(["effects", "m.json"], some), /^error: .*the model was fitted on 54/);
  });
});
