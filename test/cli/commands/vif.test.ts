import { beforeAll, describe, expect, it } from "vitest";
import { fitSync, type Model, vif } from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";
import { X, Y } from "../judged-rows.js";
import { mixedModel } from "../mixed-table.js";

const { put, run } = workplace();
const NUMBERS = fitSync(X, Y, { family: "binomial" });
put("numbers.json", JSON.stringify(NUMBERS));
let model: Model;
beforeAll(async () => {
  ({ model } = await mixedModel(put));
});

function done(args: readonly string[], input = ""): string {
  const { code, out, error } = run(["vif", ...args], input);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
}

describe("dropglm vif", () => {
  it("prints a line for each term", () => {
    const [head, , names, ...lines] = done(["m.json"]).trimEnd().split("\n");
    expect(head).toBe("m.json: died ~ age + kind");
    expect(names).toMatch(/^ +gvif +df +gvif\^\(1\/\(2 df\)\)$/);
    const digits = (value: number): number => Number(value.toPrecision(5));
    expect(
      lines.map((line) => line.split(/ {2,}/)).map(([name, ...numbers]) => [name, ...numbers.map(Number)]),
    ).toEqual(vif(model).map((row) => [row.name, digits(row.gvif), row.degreesOfFreedom, digits(row.perColumn)]));
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["age", "kind"]);
  });

  it("prints JSON", () => {
    expect(JSON.parse(done(["m.json", "--json"]))).toEqual({
      model: "m.json",
      formula: "died ~ age + kind",
      rows: vif(model),
    });
  });

  it("takes a model of numbers, groups of its columns, and standard input", () => {
    const groups = { one: ["a", "c"], two: ["b"] };
    const rows = vif(NUMBERS, { groups });
    expect(JSON.parse(done(["numbers.json", "--column-groups", "one,two,one", "--json"])).rows).toEqual(rows);
    expect(done(["-"], JSON.stringify(NUMBERS))).toMatch(/^standard input: 3 columns\n\n.*\na .*\nb .*\nc .*\n$/);
  });

  it.each<[string[], string | RegExp]>([
    [
      ["numbers.json", "--column-groups", "one,two"],
      '--column-groups has 2 labels; expected 3, one for each column of the model: "a", "b", "c"',
    ],
    [["ridge.json"], /^error: vif needs the covariance of a plain fit, and this model has none/],
    [["m.json", "d.csv"], "too many arguments for vif; expected 1 argument but got 2: it reads the model only"],
    [["none.json"], "cannot read none.json: no such file or directory"],
  ])("%j is refused with one line", (args, message) => {
    expectRefusal(run(["vif", ...args]), message);
  });
});
