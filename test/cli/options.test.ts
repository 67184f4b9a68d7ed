import { InvalidArgumentError } from "commander";
import { describe, expect, it } from "vitest";
import { type FitFlags, toFitOptions } from "../../src/cli/fit.js";
import { nearestName } from "../../src/cli/nearest.js";
import { nameList, number, whole } from "../../src/cli/options.js";
import { additive, dropout, ridge } from "../../src/index.js";

const FLAGS: FitFlags = { response: "y", family: "binomial", intercept: true };

describe("toFitOptions", () => {
  it("leaves out what was not given, so that the library's defaults hold", () => {
    expect(toFitOptions(FLAGS)).toEqual({ family: "binomial", intercept: true });
    expect(Object.keys(toFitOptions(FLAGS))).toEqual(["family", "intercept"]);
  });

  it("passes on what was given", () => {
    const given = { standardize: true, solver: "lbfgs", tolerance: 1e-6, maxIterations: 7 } as const;
    expect(toFitOptions({ ...FLAGS, ...given, intercept: false })).toEqual({
      family: "binomial",
      intercept: false,
      ...given,
    });
    expect(toFitOptions({ ...FLAGS, ridge: 0.1 }).penalty).toEqual(ridge(0.1));
  });

  it("collects noises, with their approximation", () => {
    expect(toFitOptions({ ...FLAGS, dropout: 0.5 }).noise).toEqual([dropout(0.5)]);
    expect(toFitOptions({ ...FLAGS, dropout: 0.5, additive: 0.1, approximation: "quadratic" }).noise).toEqual([
      dropout(0.5, { approximation: "quadratic" }),
      additive(0.1, { approximation: "quadratic" }),
    ]);
  });

  it("refuses an approximation of nothing", () => {
    expect(() => toFitOptions({ ...FLAGS, approximation: "exact" })).toThrow(
      "--approximation exact without noise; expected --dropout or --additive beside it",
    );
  });
});

describe("argument readers", () => {
  it("number", () => {
    expect(number("1e-3")).toBe(0.001);
    for (const text of ["", "x", "0x1", "1e999", "NaN"]) expect(() => number(text), text).toThrow(InvalidArgumentError);
  });

  it("whole", () => {
    expect(whole(2)("2")).toBe(2);
    for (const text of ["1", "2.5", "-3", "x", "1e30"])
      expect(() => whole(2)(text), text).toThrow("Expected a whole number >= 2.");
  });

  it("nameList", () => {
    expect(nameList("a, b,c")).toEqual(["a", "b", "c"]);
    expect(nameList('"a,b",c')).toEqual(["a,b", "c"]);
    expect(nameList("d", ["a"])).toEqual(["a", "d"]);
  });
});

describe("nearestName", () => {
  it.each([
    ["spma", "spam"],
    ["SPAM", "spam"],
    ["responce", "response"],
    ["capitalAvg", "capitalAve"],
    ["xyz", undefined],
  ])("%s -> %s", (word, expected) => {
    expect(nearestName(word, ["make", "spam", "response", "capitalAve", "capitalLong"])).toBe(expected);
  });

  it("knows that nothing is near where there is nothing", () => {
    expect(nearestName("a", [])).toBeUndefined();
  });
});
