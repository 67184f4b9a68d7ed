// dropglm path and cv: the library's numbers, its refusals in one line, pictures and saved models that can be used.
import { describe, expect, it } from "vitest";
import { crossValidate, fitSync, lasso, Model, pathSync } from "../../src/index.js";
import { expectRefusal, workplace } from "./command.js";

const { put, read, run } = workplace();
const N = 60;
const a = Array.from({ length: N }, (_, i) => Math.round(100 * Math.sin(3 * i)) / 100);
const b = Array.from({ length: N }, (_, i) => i % 7);
const y = a.map((v, i) => Number(v + (i % 5) / 4 > 0.6));
const group = a.map((_, i) => `g${i % 6}`);
const fold = a.map((_, i) => (i % 4) + 1);
put("d.csv", ["a,b,group,fold,y", ...y.map((v, i) => [a[i], b[i], group[i], fold[i], v].join(","))].join("\n"));
const x = { a, b };
const DATA = ["d.csv", "--response", "y", "--family", "binomial", "--columns", "a,b"];
const GRID = { family: "binomial", standardize: true, count: 5 } as const;

/** What a command prints as JSON; it must end well. */
function json(args: readonly string[]) {
  const { code, out, error } = run([...args, "--json"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return JSON.parse(out);
}

describe("dropglm path", () => {
  it("prints a line per step", () => {
    const { code, out } = run(["path", ...DATA, "--standardize", "--count", "5"]);
    expect(code).toBe(0);
    const lines = out.trimEnd().split("\n");
    expect(lines[2]).toMatch(/^lambda +non-zeros +df +deviance explained +status$/);
    expect(lines.slice(3)).toHaveLength(5);
  });

  it("has the numbers of the library", () => {
    const path = pathSync(x, y, GRID);
    const { steps, names } = json(["path", ...DATA, "--standardize", "--count", "5"]);
    expect(names).toEqual(["a", "b"]);
    expect(steps.map(({ lambda }: { lambda: number }) => lambda)).toEqual([...path.lambdas!]);
    const own = path.coefficients(4) as Float64Array;
    expect(steps[4].coefficients).toEqual({ a: own[0], b: own[1] });
    expect(steps[0].coefficients).toEqual({});
  });

  it("goes along rates, with the same picture as data", () => {
    const { steps } = json(["path", ...DATA, "--over", "rate", "--rates", "0.1,0.5", "--plot", "path.svg"]);
    const path = pathSync(x, y, { family: "binomial", over: "rate", rates: [0.1, 0.5] });
    expect(steps.map(({ objective }: { objective: number }) => objective)).toEqual([...path.objectives]);
    expect(read("path.svg")).toMatch(/^<svg /);
  });

  it("prints what it found also where the picture cannot be written", () => {
    const { code, out, error } = run(["path", ...DATA, "--count", "3", "--plot", "nowhere/path.svg"]);
    expect(code).toBe(1);
    expect(out).toContain("converged");
    expect(error).toMatch(/^error: cannot write nowhere\/path\.svg \(--plot\): [^\n]+\n$/);
  });

  it("refuses in one line", () => {
    expectRefusal(run(["path", ...DATA, "--over", "share"]), /^error: .*over/);
    expectRefusal(run(["path", ...DATA, "--count", "0"]), /count/);
    expectRefusal(run(["path", ...DATA, "--plot", "path.png"]), /--plot .*expected a name that ends in \.svg/);
  });
});

describe("dropglm cv", () => {
  it("has the numbers of the library, for folds of a column", async () => {
    const judged = await crossValidate(x, y, { ...GRID, folds: fold });
    const got = json(["cv", ...DATA, "--standardize", "--count", "5", "--folds", "fold"]);
    expect(got.best.lambda).toBe(judged.best!.lambda);
    expect(got.oneStandardError.lambda).toBe(judged.oneStandardError!.lambda);
    expect(JSON.stringify(got)).toContain(String(judged.mean[2]));
  });

  it("saves the fit of its choice, with which predict works", async () => {
    const args = ["--standardize", "--count", "5", "--folds", "fold", "--workers", "2"];
    const { code, out } = run([
      "cv",
      ...DATA,
      ...args,
      "--refit",
      "one-standard-error",
      "--save",
      "m.json",
      "--plot",
      "cv.svg",
    ]);
    expect(code).toBe(0);
    expect(out).toContain("refit: one-standard-error");
    expect(read("cv.svg")).toMatch(/^<svg /);
    const judged = await crossValidate(x, y, { ...GRID, folds: fold });
    const want = fitSync(x, y, {
      family: "binomial",
      standardize: true,
      penalty: lasso(judged.oneStandardError!.lambda!),
    });
    const model = Model.fromJSON(JSON.parse(read("m.json")));
    expect(model.coefficients[0]).toBeCloseTo(want.coefficients[0]!, 8);
    expect(run(["predict", "m.json", "d.csv"]).code).toBe(0);
  });

  it("keeps groups together, and searches two axes", () => {
    const args = ["--groups", "group", "--folds", "3", "--over", "lambda,rate", "--rates", "0.1,0.4", "--count", "3"];
    const { best } = json(["cv", ...DATA, ...args, "--measure", "auc"]);
    expect(best.lambda).toBeGreaterThan(0);
    expect([0.1, 0.4]).toContain(best.rate);
  });

  it("refuses in one line", () => {
    expectRefusal(run(["cv", ...DATA, "--folds", "folds"]), /folds.*did you mean "fold"\?/);
    expectRefusal(run(["cv", ...DATA, "--workers", "0"]), /workers/);
    expectRefusal(run(["cv", ...DATA, "--measure", "acu"]), /measure/);
    expectRefusal(run(["cv", ...DATA, "--lasso", "0.1"]), /lasso/);
  });
});
