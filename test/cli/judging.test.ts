// dropglm summary, diagnose and the pictures of a fit: the library's numbers about a saved model and its data.
import { describe, expect, it } from "vitest";
import { diagnose, fitSync, lasso } from "../../src/index.js";
import { CSV, expectRefusal, ROWS, workplace } from "./command.js";

const { put, read, run } = workplace();
const X = { a: ROWS.map((row) => row[0]!), b: ROWS.map((row) => row[1]!) };
const Y = ROWS.map((row) => row[2]!);
const MODEL = fitSync(X, Y, { family: "binomial" });
put("d.csv", CSV);
put("model.json", JSON.stringify(MODEL));
put("lasso.json", JSON.stringify(fitSync(X, Y, { family: "binomial", penalty: lasso(0.05) })));

describe("dropglm summary", () => {
  it("prints what fit printed", () => {
    const fitted = run(["fit", "d.csv", "--response", "y", "--family", "binomial"]).out;
    const { code, out } = run(["summary", "model.json"]);
    expect(code).toBe(0);
    expect(fitted).toContain(out.trim());
    expect(out).toContain(String(MODEL.summary()).trim().split("\n")[0]);
  });

  it("prints the table as JSON, from standard input too", () => {
    const { out } = run(["summary", "-", "--json"], JSON.stringify(MODEL));
    const rows = JSON.parse(out);
    expect(rows.map(({ name }: { name: string }) => name)).toEqual(["(intercept)", "a", "b"]);
    expect(rows[1].estimate).toBe(MODEL.coefficients[0]);
  });

  it("refuses what is no model", () => {
    expectRefusal(run(["summary", "d.csv"]), /^error: d\.csv /);
    expectRefusal(run(["summary", "none.json"]), /none\.json/);
  });
});

describe("dropglm diagnose", () => {
  const ARGS = ["diagnose", "model.json", "d.csv", "--response", "y"];

  it("has the numbers of the library, the worst row first", () => {
    const found = diagnose(MODEL, X, Y);
    const { code, out } = run([...ARGS, "--json", "--most", "2"]);
    expect(code).toBe(0);
    const { influence, separation, collinearity } = JSON.parse(out);
    const worst = [...found.cooksDistance!.keys()].sort((i, k) => found.cooksDistance![k]! - found.cooksDistance![i]!);
    expect(influence.map(({ row }: { row: number }) => row)).toEqual(worst.slice(0, 2));
    expect(influence[0].leverage).toBe(found.leverage![worst[0]!]);
    expect(influence[0].line).toBe(worst[0]! + 2);
    expect(separation.kind).toBe("none");
    expect(collinearity.condition).toBe(found.collinearity.condition);
  });

  it("writes every row, and pictures", () => {
    const { code, out } = run([...ARGS, "--csv", "rows.csv", "--plot", "r.svg"]);
    expect(code).toBe(0);
    expect(out).toContain("Separation: none");
    const [header, ...lines] = read("rows.csv").trimEnd().split("\n");
    expect(header).toMatch(/^line,fitted,deviance,.*,cooksDistance,/);
    expect(lines).toHaveLength(6);
    expect(Number(lines[3]!.split(",")[1])).toBe(MODEL.predict(X)[3]);
    expect(read("r.svg")).toMatch(/^<svg /);
    for (const kind of ["leverage", "calibration", "roc"]) {
      expect(run([...ARGS, "--kind", kind, "--plot", `${kind}.svg`]).error).toBe("");
      expect(read(`${kind}.svg`)).toMatch(/^<svg /);
    }
  });

  it("says why there is no influence of a lasso's rows", () => {
    const { code, out } = run(["diagnose", "lasso.json", "d.csv", "--response", "y"]);
    expect(code).toBe(0);
    expect(out).toMatch(/influence of rows: none, /);
  });

  it("names the direction that separates", () => {
    put("apart.csv", "a,y\n1,0\n2,0\n3,1\n4,1");
    run(["fit", "apart.csv", "--response", "y", "--family", "binomial", "--save", "apart.json"]);
    const { out, error } = run(["diagnose", "apart.json", "apart.csv", "--response", "y"]);
    expect(error).toMatch(/^warning: the fit of apart\.json ended separated/);
    expect(out).toContain("Separation: complete");
  });

  it("refuses in one line", () => {
    expectRefusal(run(["diagnose", "model.json", "d.csv"]), /--response/);
    expectRefusal(run([...ARGS, "--kind", "roc"]), "--kind without --plot <file>; expected both, or neither");
    expectRefusal(run(["diagnose", "model.json", "d.csv", "--response", "a"]), /--response a is a column of the model/);
    expectRefusal(run(["diagnose", "-", "-"]), /both from standard input/);
    put("short.csv", "a,y\n1,0");
    expectRefusal(run(["diagnose", "model.json", "short.csv", "--response", "y"]), /b/);
  });
});

describe("dropglm fit --plot", () => {
  it("draws the adaptive penalty of a noise", () => {
    const args = ["fit", "d.csv", "--response", "y", "--family", "binomial"];
    expect(run([...args, "--dropout", "0.3", "--plot", "p.svg"])).toMatchObject({ code: 0, error: "" });
    expect(read("p.svg")).toMatch(/^<svg /);
    expectRefusal(run([...args, "--plot", "q.svg"]), /--plot/);
  });
});
