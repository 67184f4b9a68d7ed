import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dropout, fitSync, pathSync, roc } from "../../../src/index.js";
import { plots, toSVG } from "../../../src/plots/index.js";
import { expectRefusal, workplace } from "../command.js";
import { column, judgedCsv, X, Y } from "../judged-rows.js";
import { MIXED_CSV, mixedTable } from "../mixed-table.js";

const { folder, put, read, run } = workplace();
put("d.csv", judgedCsv("y", "k"));
const BINOMIAL = ["d.csv", "--columns", "a,b,c", "--response", "y", "--family", "binomial"];
put("m.json", JSON.stringify(fitSync(X, Y, { family: "binomial" })));
put("k.json", JSON.stringify(fitSync(X, column("k"), { family: "poisson" })));

/** The picture a command drew, beside what it printed. */
function drawn(args: readonly string[], ...more: readonly string[]): string {
  const { code, out, error } = run([...args, "--plot", "p.svg", ...more]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  expect(out).toBe(run(args).out);
  return read("p.svg");
}

describe("--plot", () => {
  it("draws the adaptive penalty of a fit", async () => {
    const model = fitSync(X, Y, { family: "binomial", noise: dropout(0.5) });
    const want = await toSVG(plots.adaptivePenalty(model, X));
    expect(drawn(["fit", ...BINOMIAL, "--dropout", "0.5"])).toBe(`${want}\n`);
  });

  it("draws the adaptive penalty of a fit of a formula", async () => {
    put("mixed.csv", MIXED_CSV);
    const table = await mixedTable();
    const model = fitSync("died ~ age + kind", table, { family: "binomial", noise: dropout(0.2) });
    const want = await toSVG(plots.adaptivePenalty(model, table));
    const args = ["fit", "mixed.csv", "died ~ age + kind", "--family", "binomial", "--dropout", "0.2"];
    expect(drawn(args)).toBe(`${want}\n`);
  });

  it("draws the ROC curve of the label that was named as success, of a model of numbers too", async () => {
    const labels = Y.map((y) => (y === 1 ? "ham" : "spam"));
    const lines = judgedCsv().split("\n");
    put("labels.csv", lines.map((line, i) => `${line},${i === 0 ? "y" : labels[i - 1]}`).join("\n"));
    const model = fitSync(X, labels, { family: "binomial", success: "ham" });
    put("ham.json", JSON.stringify(model));
    const want = await toSVG(plots.roc(roc(model.predict(X), Y)));
    expect(drawn(["diagnose", "ham.json", "labels.csv", "--response", "y"], "--kind", "roc")).toBe(`${want}\n`);
  });

  it("draws a path", async () => {
    const want = await toSVG(plots.path(pathSync(X, Y, { family: "binomial", count: 5 })));
    expect(drawn(["path", ...BINOMIAL, "--count", "5"])).toBe(`${want}\n`);
  });

  it.each([
    ["cv, lambda", ["cv", ...BINOMIAL, "--count", "5", "--folds", "3"], "Cross-validation: deviance of held-out rows"],
    [
      "cv, two axes",
      ["cv", ...BINOMIAL, "--over", "rate,lambda", "--rates", "0.1,0.5", "--count", "3", "--folds", "3"],
      "rate 0.5",
    ],
  ])("draws %s", (_, args, what) => {
    const svg = drawn(args);
    expect(svg).toMatch(/^<svg[\s\S]*<\/svg>\n$/);
    expect(svg).toContain(what);
  });

  it.each([
    ["m.json", "y", [], "deviance residual"],
    ["m.json", "y", ["--residual", "quantile"], "quantile residual"],
    ["m.json", "y", ["--kind", "leverage"], "Residual against leverage"],
    ["m.json", "y", ["--kind", "calibration"], "Calibration"],
    ["m.json", "y", ["--kind", "roc"], "ROC curve"],
    ["k.json", "k", ["--residual", "pearson"], "pearson residual"],
  ])("draws the rows of %s: %s %j", (model, response, args, what) => {
    const given = ["diagnose", model, "d.csv", "--response", response];
    const { code, error } = run([...given, ...args, "--plot", "rows.svg"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const svg = read("rows.svg");
    expect(svg).toMatch(/^<svg[\s\S]*<\/svg>\n$/);
    expect(svg.toLowerCase()).toContain(what.toLowerCase());
  });

  it.each([
    [["infer", "t.json", "t.csv", "--level", "0.9"], "90% intervals"],
    [["effects", "t.json", "t.csv"], "effect on the mean"],
    [["effects", "t.json", "t.csv", "--term", "a"], "Effect of a"],
    [["effects", "t.json", "t.csv", "--interaction", "a,f", "--at", "b=1"], "Held alike: b 1."],
    [["effects", "t.json", "t.csv", "--interaction", "a,f", "--at", "means"], "Predictions over a, by f"],
    [["means", "t.json", "t.csv", "--of", "f"], "Means, and their intervals"],
  ])("draws %j", (args, what) => {
    put("t.csv", judgedCsv("y", "f"));
    expect(
      run(["fit", "t.csv", "y ~ a * f + b", "--family", "binomial", "--ridge", "0.1", "--save", "t.json"]).code,
    ).toBe(0);
    const plain = args.filter(
      (arg, k) => !/^--(term|interaction)$/.test(arg) && !/^--(term|interaction)$/.test(args[k - 1] ?? ""),
    );
    const { code, out, error } = run([...args, "--plot", "e.svg"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(out).toBe(run(plain).out);
    expect(read("e.svg")).toContain(what);
  });

  it("refuses pictures of effects that are not drawn", () => {
    const refused = (args: string[], message: string | RegExp): void =>
      expectRefusal(run(["effects", "t.json", "t.csv", ...args]), message);
    refused(["--term", "a"], "--term without --plot <file>; expected both, or neither");
    refused(
      ["--term", "a", "--interaction", "a,f", "--plot", "x.svg"],
      "--term with --interaction; expected one picture",
    );
    refused(
      ["--interaction", "a", "--plot", "x.svg"],
      /--interaction <names>' argument 'a' is invalid\. Expected two columns/,
    );
    refused(["--interaction", "a,h", "--plot", "x.svg"], /^error: by names "h", which is no column/);
    refused(["--plot", "x.png"], /expected a name that ends in \.svg/);
    refused(["--plot", "t.csv"], /^error: /);
  });

  it("leaves JSON as it is", () => {
    const args = ["path", ...BINOMIAL, "--count", "3", "--json"];
    expect(run([...args, "--plot", "json.svg"]).out).toBe(run(args).out);
    expect(existsSync(join(folder, "json.svg"))).toBe(true);
  });

  it("refuses what cannot be drawn, before any work", () => {
    expectRefusal(run(["fit", ...BINOMIAL, "--plot", "x.svg"]), /^error: --plot /);
    expectRefusal(
      run(["path", "nothing.csv", "--response", "y", "--plot", "x.png"]),
      /expected a name that ends in \.svg/,
    );
    expect(existsSync(join(folder, "x.svg"))).toBe(false);
  });

  it("says so when the file cannot be written; what was found is printed", () => {
    const args = ["path", ...BINOMIAL, "--count", "3"];
    expect(run([...args, "--plot", "no/such/p.svg"])).toEqual({
      code: 1,
      out: run(args).out,
      error: "error: cannot write no/such/p.svg (--plot): no such file or directory\n",
    });
  });
});
