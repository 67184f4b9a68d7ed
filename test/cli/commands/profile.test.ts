import { beforeAll, describe, expect, it } from "vitest";
import { fitSync, type Model, profileInterval } from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";
import { judgedCsv, X, Y } from "../judged-rows.js";
import { COMPLETE, MIXED_CSV, mixedModel } from "../mixed-table.js";

const { put, run } = workplace();
put("mixed.csv", MIXED_CSV);
put("d.csv", judgedCsv("y"));
const NUMBERS = fitSync(X, Y, { family: "binomial" });
put("numbers.json", JSON.stringify(NUMBERS));
let table: Awaited<ReturnType<typeof mixedModel>>["table"];
let model: Model;
beforeAll(async () => {
  ({ table, model } = await mixedModel(put));
});

function done(args: readonly string[]): string {
  const { code, out, error } = run(["profile", ...args]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
}

describe("dropglm profile", () => {
  it("prints a line for each estimate", () => {
    const lines = done(["m.json", "mixed.csv"]).trimEnd().split("\n");
    expect(lines[0]).toBe(
      `mixed.csv: died ~ age + kind (binomial, logit link), ${COMPLETE.length} of 60 rows, 3 columns of the model`,
    );
    expect(lines[2]).toMatch(/^ +estimate +95% from +to$/);
    const shown = profileInterval(model, table).map(({ name, estimate, lower, upper }) => [
      name,
      ...[estimate, lower, upper].map((value) => Number(value.toPrecision(5))),
    ]);
    expect(lines.slice(-2)).toEqual(["", "intervals: profile likelihood"]);
    const cells = lines.slice(3, -2).map((line) => line.split(/ {2,}/));
    expect(cells.map(([name, ...numbers]) => [name, ...numbers.map(Number)])).toEqual(shown);
  });

  it("takes columns of the model, and a level", () => {
    const asked = { names: ["kind[b]", "(intercept)"], level: 0.9 };
    const given = ["--columns", "kind[b],(intercept)", "--level", "0.9"];
    const got = JSON.parse(done(["m.json", "mixed.csv", ...given, "--json"]));
    expect(got).toMatchObject({ formula: "died ~ age + kind", rows: 60, used: COMPLETE.length, level: 0.9 });
    expect(got.intervals).toEqual(profileInterval(model, table, asked));
    expect(done(["m.json", "mixed.csv", ...given])).toMatch(
      /estimate +90% from +to\nkind\[b\] .*\n\(intercept\) .*\n\nintervals: profile likelihood\n$/,
    );
  });

  it("takes a model of numbers, and its rows", () => {
    const { intervals } = JSON.parse(done(["numbers.json", "d.csv", "--response", "y", "--columns", "b", "--json"]));
    expect(intervals).toEqual(profileInterval(NUMBERS, X, Y, { names: ["b"] }));
  });

  it.each<[string[], string | RegExp]>([
    [
      ["m.json", "mixed.csv", "--columns", "agee"],
      '--columns holds "agee"; expected some of (intercept), age, kind[b], kind[c]',
    ],
    [["m.json", "mixed.csv", "--level", "95"], /^error: level .* expected a number in \(0, 1\)/],
    [
      ["ridge.json", "mixed.csv"],
      "profile intervals are those of a converged maximum-likelihood fit with one predictor",
    ],
    [["m.json", "d.csv"], /^error: d\.csv: the model: the data has no column "died"/],
    [["m.json", "died ~ age"], /^error: "died ~ age" is a formula where a file goes; m\.json has the formula/],
    [["numbers.json", "d.csv"], "required option '--response <column>' not specified"],
    [["-", "-"], "model and data both from standard input; expected a file for one of them"],
  ])("%j is refused with one line", (args, message) => {
    expectRefusal(run(["profile", ...args]), message);
  });
});
