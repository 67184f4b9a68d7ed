import { describe, expect, it } from "vitest";
import { type FamilyFlags, familyOptions } from "../../../src/cli/flags/family.js";
import { type FitOptions, fitSync, Model, negativeBinomial, quasi, tweedie } from "../../../src/index.js";
import { expectRefusal, messageOf, workplace } from "../command.js";
import { DATA, putTables, tableOf, X } from "../families.js";

const { put, run } = workplace();
putTables(put);
const COUNT = DATA.map((row) => row.count);
const AMOUNT = DATA.map((row) => row.amount);

describe("familyOptions", () => {
  it.each<[FamilyFlags, Pick<FitOptions, "family" | "link">]>([
    [{ family: "poisson" }, { family: "poisson" }],
    [
      { family: "gamma", link: "log" },
      { family: "gamma", link: "log" },
    ],
    [{ family: "negative-binomial" }, { family: "negative-binomial" }],
    [{ family: "negative-binomial", theta: 2 }, { family: negativeBinomial({ theta: 2 }) }],
    [{ family: "negative-binomial", theta: "estimate" }, { family: negativeBinomial() }],
    [{ family: "tweedie", power: 1.2 }, { family: tweedie({ power: 1.2 }) }],
    [{ family: "poisson", quasi: true }, { family: quasi("poisson") }],
    [{ family: "tweedie", power: 0, quasi: true }, { family: quasi(tweedie({ power: 0 })) }],
  ])("of %j are %j", (flags, options) => {
    expect(familyOptions(flags)).toEqual(options);
  });

  it.each<[FamilyFlags, string]>([
    [
      { family: "poisson", theta: 2 },
      "--theta with --family poisson; expected --family negative-binomial, or no --theta",
    ],
    [{ family: "gamma", power: 2 }, "--power with --family gamma; expected --family tweedie, or no --power"],
    [
      { family: "multinomial", quasi: true },
      "--quasi with --family multinomial; expected another family, or no --quasi",
    ],
  ])("refuses %j", (flags, message) => {
    expect(messageOf(() => familyOptions(flags))).toBe(message);
  });
});

describe("dropglm fit", () => {
  const NB = ["--family", "negative-binomial"];

  it.each<[string, string, string[], FitOptions]>([
    ["gamma", "amount", ["--family", "gamma"], { family: "gamma" }],
    ["gamma, log link", "amount", ["--family", "gamma", "--link", "log"], { family: "gamma", link: "log" }],
    [
      "inverse gaussian",
      "amount",
      ["--family", "inverse-gaussian", "--link", "log"],
      { family: "inverse-gaussian", link: "log" },
    ],
    ["negative binomial", "count", NB, { family: negativeBinomial() }],
    ["its theta estimated", "count", [...NB, "--theta", "estimate"], { family: negativeBinomial() }],
    ["its theta given", "count", [...NB, "--theta", "2.5"], { family: negativeBinomial({ theta: 2.5 }) }],
    ["tweedie", "amount", ["--family", "tweedie", "--power", "1.7"], { family: tweedie({ power: 1.7 }) }],
    ["quasi-poisson", "count", ["--family", "poisson", "--quasi"], { family: quasi("poisson") }],
    [
      "quasi-gamma",
      "amount",
      ["--family", "gamma", "--link", "log", "--quasi"],
      { family: quasi("gamma"), link: "log" },
    ],
  ])("fits %s", (_, name, flags, options) => {
    const want = fitSync(
      { a: X.map((x) => x[0]!), b: X.map((x) => x[1]!), c: X.map((x) => x[2]!) },
      name === "count" ? COUNT : AMOUNT,
      options,
    );
    expect(want.status.code).toBe("converged");
    const { code, out, error } = run(["fit", `${name}.csv`, "--response", "y", ...flags, "--json"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(want)));
    const text = run(["fit", `${name}.csv`, "--response", "y", ...flags]);
    expect(text).toEqual({ code: 0, out: `${String(want.summary())}\n`, error: "" });
  });

  it("prints theta, its standard error, dispersion and multiplier", () => {
    const printed = (...args: string[]): string => run(["fit", ...args, "--response", "y"]).out;
    const model = fitSync(X, COUNT, { family: "negative-binomial" });
    expect(printed("count.csv", ...NB)).toMatch(/^theta +\d.*\ns\.e\. of theta +\d/m);
    expect(model.thetaStandardError).toBeGreaterThan(0);
    expect(printed("count.csv", ...NB, "--theta", "2")).not.toContain("s.e. of theta");
    expect(printed("count.csv", "--family", "poisson", "--quasi")).toMatch(/^dispersion +\d/m);
    expect(printed("count.csv", "--family", "poisson", "--l2-ball", "0.1")).toMatch(/^multiplier +\d/m);
  });

  it("saves what predict needs", () => {
    expect(run(["fit", "count.csv", "--response", "y", ...NB, "--save", "nb.json"]).code).toBe(0);
    const { code, out, error } = run(["predict", "nb.json", "count.csv"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const want = fitSync(X, COUNT, { family: "negative-binomial" }).predict(X);
    const got = out.trimEnd().split("\n").slice(1).map(Number);
    expect(got).toHaveLength(want.length);
    got.forEach((value, i) => {
      expect(value).toBeCloseTo(want[i]!, 9); // a file is read by column, rows are summed in another order
    });
  });

  it("prints the labels of two classes", () => {
    const labelled = tableOf((row) => (row.colour === "red" ? "red" : "not red"));
    const { code, out } = run(["fit", "-", "--response", "y", "--family", "binomial"], labelled);
    expect(code).toBe(0);
    expect(out).toMatch(/\nclasses: "not red", "red"; means are probabilities of "red"\n$/);
    const json = run(["fit", "-", "--response", "y", "--family", "binomial", "--json"], labelled).out;
    expect(Model.fromJSON(json).classes).toEqual(["not red", "red"]);
  });

  it("ends with exit code 2 when the steps do not suffice for theta", () => {
    const { code, out, error } = run(["fit", "count.csv", "--response", "y", ...NB, "--max-iterations", "0"]);
    expect(code).toBe(2);
    expect(out).toContain("max-iterations: newton");
    expect(error).toBe("");
  });
});

describe("bad input", () => {
  it.each<[string[], string | RegExp]>([
    [["none.csv", "--family", "poisson", "--theta", "2"], /^error: --theta with --family poisson; expected/],
    [["none.csv", "--family", "poisson", "--trials", "a"], /^error: --trials with --family poisson; expected/],
    [["none.csv", "--family", "multinomial", "--offset", "a"], /^error: --offset with --family multinomial; added/],
    [
      ["none.csv", "--family", "negative-binomial", "--theta", "0"],
      'negativeBinomial theta is 0; expected a number > 0, or "estimate"',
    ],
    [
      ["none.csv", "--family", "negative-binomial", "--theta", "big"],
      "option '--theta <theta>' argument 'big' is invalid. Expected a number, or estimate.",
    ],
    [
      ["none.csv", "--family", "tweedie", "--power", "0.5"],
      /^error: tweedie power is 0\.5; expected 0 or a number >= 1/,
    ],
    [
      ["none.csv", "--family", "gamma", "--link", "logs"],
      /^error: option '--link <name>' argument 'logs' is invalid\./,
    ],
    [["none.csv", "--l1-ball", "1", "--l2-ball", "1"], /^error: --l1-ball and --l2-ball together/],
    [["none.csv", "--dropout", "0.1", "--copies", "0"], /argument '0' is invalid\. Expected a whole number >= 1\.$/m],
    [["amount.csv", "--family", "gamma", "--link", "logit"], /^error: link "logit" cannot be used with family "gamma"/],
    [["amount.csv", "--l2-ball", "0"], "l2Ball radius is 0; expected a number > 0"],
    [["amount.csv", "--lower", "0", "--solver", "newton"], /^error: solver "newton" cannot serve bounds/],
    [["amount.csv", "--family", "gamma", "--exposure", "a"], /^error: exposure needs a log link; family "gamma"/],
    [
      ["amount.csv", "--dropout", "0.1", "--seed", "1"],
      'copies and seed need approximation "monte-carlo"; it is "exact"',
    ],
  ])("%j is refused with one line", (args, message) => {
    expectRefusal(run(["fit", ...args, "--response", "y"]), message);
  });

  it("says which line an impossible amount stands on", () => {
    expectRefusal(
      run(["fit", "-", "--response", "y", "--family", "gamma"], "a,y\n1,2\n2,0\n3,1"),
      /^error: standard input, line 3: y\[1\] = 0 is outside \(0, Infinity\), the domain of the gamma family/,
    );
  });
});
