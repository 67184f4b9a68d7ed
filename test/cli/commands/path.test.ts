import { describe, expect, it } from "vitest";
import { pathOptions } from "../../../src/cli/commands/path.js";
import { type GridFlags, gridOptions } from "../../../src/cli/flags/grid.js";
import { additive, dropout, elasticNet, lasso, mcp, type PathOptions, pathSync, ridge } from "../../../src/index.js";
import { expectRefusal, messageOf, workplace } from "../command.js";
import { column, judgedCsv, X, Y } from "../judged-rows.js";

const { put, run } = workplace();
put("d.csv", judgedCsv("y"));
const BINOMIAL = ["--response", "y", "--family", "binomial"];
const GAUSSIAN: GridFlags = { family: "gaussian", intercept: true };

interface Step {
  readonly lambda?: number;
  readonly rate?: number;
  readonly intercept: number;
  readonly coefficients: Readonly<Record<string, number>>;
  readonly degreesOfFreedom: number | null;
}

function steps(args: readonly string[], input = ""): Step[] {
  const { code, out, error } = run(["path", ...args, "--json"], input);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return (JSON.parse(out) as { steps: Step[] }).steps;
}

/** The same from the library. */
function wanted(options: PathOptions): Step[] {
  const fits = pathSync(X, Y, { family: "binomial", ...options });
  return Array.from((fits.lambdas ?? fits.rates)!, (value, k) => ({
    [fits.over]: value,
    intercept: fits.intercepts[k]!,
    coefficients: Object.fromEntries(
      fits.names.map((name, j) => [name, fits.coefficients(k)[j]!]).filter(([, value]) => value !== 0),
    ),
    degreesOfFreedom: Number.isNaN(fits.degreesOfFreedom[k]!) ? null : fits.degreesOfFreedom[k]!,
  })) as Step[];
}

describe("dropglm path", () => {
  it("prints a line per step, and nothing on stderr: no progress bar in a pipe", () => {
    const { code, out, error } = run(["path", "d.csv", ...BINOMIAL, "--count", "4"]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const lines = out.trimEnd().split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "d.csv: y (binomial), 60 rows, 3 columns (as given)",
      "",
      "lambda     non-zeros  df  deviance explained     status",
    ]);
    expect(lines).toHaveLength(7);
    expect(lines[3]).toMatch(/^\S+ +0 +1 +0\.00 % {2}converged$/);
    expect(lines[6]).toMatch(/ 3 +4 +\d+\.\d\d % {2}converged$/);
  });

  it.each<[string, string[], PathOptions]>([
    ["a lasso", ["--count", "5"], { count: 5 }],
    ["a lasso that is named", ["--lasso", "--count", "5"], { penalty: lasso(), count: 5 }],
    ["a ridge", ["--ridge", "--lambdas", "1,0.1"], { penalty: ridge(), lambdas: [1, 0.1] }],
    [
      "an elastic net, with noise",
      ["--elastic-net", "--share", "0.5", "--additive", "0.1", "--count", "5", "--min-ratio", "0.01", "--standardize"],
      { penalty: elasticNet(undefined, 0.5), noise: additive(0.1), count: 5, minRatio: 0.01, standardize: true },
    ],
    ["an mcp", ["--mcp", "--gamma", "4", "--count", "5"], { penalty: mcp(undefined, { gamma: 4 }), count: 5 }],
    ["an early end", ["--count", "50", "--stop-early"], { count: 50, stopEarly: true }],
    ["dropout", ["--over", "rate", "--count", "5"], { over: "rate", noise: dropout(0.5), count: 5 }],
    [
      "another noise, and a ridge",
      ["--over", "rate", "--additive", "--rates", "0.1,0.2", "--ridge", "0.1"],
      { over: "rate", noise: additive(1), rates: [0.1, 0.2], penalty: ridge(0.1) },
    ],
  ])("is the path of the library: %s", (_, args, options) => {
    expect(steps(["d.csv", ...BINOMIAL, ...args])).toMatchObject(wanted(options));
  });

  it("reads standard input, and columns with a role", () => {
    const exposed = steps(
      ["--response", "k", "--family", "poisson", "--exposure", "e", "--count", "3"],
      judgedCsv("k", "e"),
    );
    const fits = pathSync(X, column("k"), { family: "poisson", exposure: column("e"), count: 3 });
    expect(exposed.map(({ intercept }) => intercept)).toEqual(Array.from(fits.intercepts));
    expect(Object.keys(exposed.at(-1)!.coefficients)).toEqual(["a", "b", "c"]);
  });

  it("has coefficients of every class", () => {
    const labelled = judgedCsv("f");
    const [none, , last] = steps(["-", "--response", "f", "--family", "multinomial", "--count", "3"], labelled);
    expect(none).toMatchObject({ coefficients: [{}, {}, {}, {}] });
    expect(last!.intercept).toHaveLength(4);
  });

  it("says so when a step did not converge", () => {
    const { code, out, error } = run(["path", "d.csv", ...BINOMIAL, "--count", "3", "--max-iterations", "1"]);
    expect({ code, error }).toEqual({ code: 2, error: "" });
    expect(out).toMatch(/ max-iterations$/m);
  });

  it.each([
    [["--lasso", "0.1"], "--lasso 0.1 with --over lambda, which chooses it; leave the number out, or give --lambdas"],
    [["--over", "share"], "--over share; expected one of lambda, rate"],
    [["--over", "lambda,rate"], "--over lambda,rate; expected one of lambda, rate"],
    [["--save", "m.json"], /unknown option '--save'/],
    [["--lambdas", "1,x"], /--lambdas <numbers>.*Expected a number/],
    [["--lambdas", "-1"], "lambdas[0] is -1; expected a number >= 0"],
    [["--count", "0"], /Expected a whole number >= 1/],
    [["--over", "rate", "--rates", "1.5"], /^error: dropout rate is 1\.5; expected/],
    [["--plot", "path.png"], '--plot "path.png"; expected a name that ends in .svg'],
    [["--response", "z"], 'd.csv has no column "z" (--response); its columns are "a", "b", "c", "y"'],
  ] as const)("refuses %j", (args, what) => {
    expectRefusal(run(["path", "d.csv", ...BINOMIAL, ...args]), what as string | RegExp);
  });
});

describe("gridOptions", () => {
  it("leaves out what was not given", () => {
    expect(pathOptions(GAUSSIAN)).toEqual({ family: "gaussian", intercept: true, over: "lambda" });
  });

  it.each<[Partial<GridFlags>, string]>([
    [{ rates: [0.1] }, "--rates without --over rate; expected both, or neither"],
    [{ over: ["rate"], lambdas: [1] }, "--lambdas without --over lambda; expected both, or neither"],
    [{ over: ["rate"], stopEarly: true }, "--stop-early without --over lambda; expected both, or neither"],
    [{ dropout: true }, "--dropout without a number; --over lambda leaves it as it is: give one"],
    [{ over: ["rate"], ridge: true }, "--ridge without a number; --over rate leaves it as it is: give one"],
    [
      { over: ["rate"], dropout: 0.5 },
      "--dropout 0.5 with --over rate, which chooses it; leave the number out, or give --rates",
    ],
    [
      { over: ["rate"], poissonNoise: true },
      "--poisson-noise with --over rate; expected another noise: it has no strength",
    ],
    [
      { over: ["rate"], dropout: true, additive: true },
      "--dropout and --additive with --over rate; expected one noise",
    ],
    [
      { over: ["rate"], laplace: true },
      "--laplace with --over rate without --rates; expected both: only dropout has rates of its own",
    ],
    [
      { lambdas: [1], minRatio: 0.1 },
      "--min-ratio with --lambdas; expected one of them: it sets the end of a grid that dropglm chooses",
    ],
    [{ lambdas: [1], count: 3 }, "--count 3 with every value given; leave it out"],
    [{ over: ["rate"], rates: [0.1], count: 3 }, "--count 3 with every value given; leave it out"],
  ])("refuses %j", (flags, what) => {
    expect(messageOf(() => pathOptions({ ...GAUSSIAN, ...flags }))).toBe(what);
  });

  it.each<[Partial<GridFlags>, string]>([
    [{}, "--over share without --shares; expected both, as --shares 0.1,0.5,1"],
    [{ shares: [1], share: 0.5 }, "--share 0.5 with --over share; expected --shares"],
    [{ shares: [1], lasso: 1 }, "--lasso with --over share; expected --elastic-net, or nothing"],
    [{ shares: [1] }, "--over share without --elastic-net <lambda>; expected it, or --over lambda,share"],
  ])("refuses shares with %j", (flags, what) => {
    expect(messageOf(() => gridOptions({ ...GAUSSIAN, ...flags }, ["share"]))).toBe(what);
  });
});
