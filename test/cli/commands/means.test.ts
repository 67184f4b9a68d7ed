import { beforeAll, describe, expect, it } from "vitest";
import { fitSync, infer, type Model, marginalEffects, marginalMeans } from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";
import { MIXED_CSV, mixedModel } from "../mixed-table.js";

const { put, run } = workplace();
put("mixed.csv", MIXED_CSV);
let table: Awaited<ReturnType<typeof mixedModel>>["table"];
let model: Model;
let two: Model;
beforeAll(async () => {
  ({ table, model } = await mixedModel(put));
  two = fitSync("died ~ age + kind + factor(zip)", table, { family: "binomial" });
  put("two.json", JSON.stringify(two));
});

function done(args: readonly string[]): string {
  const { code, out, error } = run(["means", ...args]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
}

describe("dropglm means", () => {
  it("prints means, then differences", () => {
    const { differences, ...means } = marginalMeans(model, table, { of: "kind" });
    const out = done(["m.json", "mixed.csv", "--of", "kind"]);
    expect(out).toMatch(/^mixed\.csv: died ~ age \+ kind \(binomial, logit link\), 54 of 60 rows/);
    expect(out.split("\n\n").slice(1).join("\n\n")).toBe(
      `${marginalMeans(model, table, { of: "kind" })}\n\n${differences}\n`,
    );
    expect(means.rows).toHaveLength(3);
  });

  it("takes several factors, and how they count", () => {
    const args = [
      "two.json",
      "mixed.csv",
      "--of",
      "kind,zip",
      "--adjust",
      "holm",
      "--at",
      "age=30,60",
      "--level",
      "0.9",
    ];
    const want = marginalMeans(two, table, { of: ["kind", "zip"], adjust: "holm", at: { age: [30, 60] }, level: 0.9 });
    expect(done(args)).toContain(`\n\n${want}\n\n${want.differences}\n`);
    const other = marginalMeans(two, table, { of: "kind", average: "proportional", scale: "link" });
    const given = ["two.json", "mixed.csv", "--of", "kind", "--average", "proportional", "--scale", "link"];
    expect(done(given)).toContain(`\n\n${other}\n\n${other.differences}\n`);
  });

  it("takes the covariances of infer", () => {
    const covariance = infer(model, table, { covariance: "HC1" });
    const want = marginalMeans(model, table, { of: "kind", covariance });
    expect(done(["m.json", "mixed.csv", "--of", "kind", "--covariance", "HC1"])).toContain(String(want));
  });

  it("prints JSON", () => {
    const got = JSON.parse(done(["m.json", "mixed.csv", "--of", "kind", "--adjust", "none", "--json"]));
    const want = marginalMeans(model, table, { of: "kind", adjust: "none" });
    expect(got).toMatchObject({ rows: 60, used: 54, scale: "mean", level: 0.95, adjust: "none" });
    expect(got.means).toEqual(want.rows);
    expect(got.differences).toEqual([...want.differences]);
  });

  it.each([
    ["markdown", "toMarkdown"],
    ["latex", "toLaTeX"],
    ["html", "toHTML"],
    ["csv", "toCSV"],
  ] as const)("writes both tables as %s", (format, write) => {
    const want = marginalMeans(model, table, { of: "kind" });
    const out = done(["m.json", "mixed.csv", "--of", "kind", "--format", format]);
    expect(out).toBe(`${want[write]().trimEnd()}\n\n${want.differences[write]().trimEnd()}\n`);
    const effects = run(["effects", "m.json", "mixed.csv", "--format", format]);
    expect(effects.out.trimEnd()).toBe(marginalEffects(model, table)[write]().trimEnd());
  });

  it.each<[string[], string | RegExp]>([
    [
      ["m.json", "mixed.csv", "--of", "kind", "--json", "--format", "csv"],
      "--format with --json, which has a form of its own; expected one of them",
    ],
    [["m.json", "mixed.csv"], "required option '--of <names>' not specified"],
    [
      ["m.json", "mixed.csv", "--of", "age"],
      /^error: of names age, which is no factor; expected one, or give its values/,
    ],
    [["m.json", "mixed.csv", "--of", "kind,kind"], /^error: of names kind twice; expected different columns/],
    [["m.json", "mixed.csv", "--of", "kind", "--at", "kind=a"], /^error: at and of both name kind/],
    [
      ["m.json", "mixed.csv", "--of", "kind", "--adjust", "x"],
      /^error: option '--adjust <name>' argument 'x' is invalid/,
    ],
    [["m.json", "mixed.csv", "--of", "kind", "--at", "means"], /^error: --at means; expected a column and its values/],
  ])("%j is refused with one line", (args, message) => {
    expectRefusal(run(["means", ...args]), message);
  });
});
