import { InvalidArgumentError } from "commander";
import { describe, expect, it } from "vitest";
import { nameList, number, theta, whole } from "../../../src/cli/flags/declare.js";
import { type FitFlags, toFitOptions } from "../../../src/cli/flags/fit.js";
import {
  additive,
  dropout,
  elasticNet,
  groupLasso,
  l1Ball,
  l2Ball,
  laplace,
  lasso,
  mcp,
  multiplicative,
  poissonNoise,
  ridge,
  scad,
} from "../../../src/index.js";

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

  it("passes on the link", () => {
    expect(toFitOptions({ ...FLAGS, link: "probit" })).toEqual({ family: "binomial", link: "probit", intercept: true });
  });

  it("makes lasso and elastic net", () => {
    expect(toFitOptions({ ...FLAGS, lasso: 0.1 }).penalty).toEqual(lasso(0.1));
    expect(toFitOptions({ ...FLAGS, elasticNet: 0.1, share: 0.3 }).penalty).toEqual(elasticNet(0.1, 0.3));
    expect(toFitOptions({ ...FLAGS, elasticNet: 0, share: 0 }).penalty).toEqual(elasticNet(0, 0));
  });

  it("makes mcp, scad and group lasso", () => {
    expect(toFitOptions({ ...FLAGS, mcp: 0.1 }).penalty).toEqual(mcp(0.1));
    expect(toFitOptions({ ...FLAGS, mcp: 0.1, gamma: 4 }).penalty).toEqual(mcp(0.1, { gamma: 4 }));
    expect(toFitOptions({ ...FLAGS, scad: 0.2, gamma: 5 }).penalty).toEqual(scad(0.2, { gamma: 5 }));
    const groups = ["a", "b", "b"];
    expect(toFitOptions({ ...FLAGS, groupLasso: 0.1, columnGroups: groups }).penalty).toEqual(
      groupLasso(0.1, { groups }),
    );
  });

  it("refuses a gamma without its penalty, and half a group lasso", () => {
    expect(() => toFitOptions({ ...FLAGS, lasso: 1, gamma: 3 })).toThrow(
      "--gamma without --mcp or --scad; expected both",
    );
    expect(() => toFitOptions({ ...FLAGS, groupLasso: 1 })).toThrow(
      "--group-lasso without --column-groups; expected both",
    );
    expect(() => toFitOptions({ ...FLAGS, columnGroups: ["a"] })).toThrow("--column-groups without --group-lasso");
    expect(() => toFitOptions({ ...FLAGS, mcp: 1, groupLasso: 1, columnGroups: ["a"] })).toThrow(
      "--mcp and --group-lasso together",
    );
  });

  it("refuses two penalties, and half an elastic net", () => {
    expect(() => toFitOptions({ ...FLAGS, ridge: 0, elasticNet: 1, share: 0.5 })).toThrow(
      "--ridge and --elastic-net together; expected one: --elastic-net with --share is ridge and lasso in one",
    );
    expect(() => toFitOptions({ ...FLAGS, elasticNet: 1 })).toThrow(
      "--elastic-net without --share; expected both: --elastic-net <lambda> --share <a>",
    );
    expect(() => toFitOptions({ ...FLAGS, lasso: 1, share: 0.5 })).toThrow(
      "--share without --elastic-net; expected both",
    );
  });

  it("makes balls and bounds", () => {
    expect(toFitOptions({ ...FLAGS, l1Ball: 2 }).constraint).toEqual(l1Ball(2));
    expect(toFitOptions({ ...FLAGS, l2Ball: 2, ridge: 1 })).toMatchObject({ constraint: l2Ball(2), penalty: ridge(1) });
    expect(toFitOptions({ ...FLAGS, lower: 0 }).bounds).toEqual({ lower: 0 });
    expect(toFitOptions({ ...FLAGS, lower: -1, upper: -1 }).bounds).toEqual({ lower: -1, upper: -1 });
  });

  it("collects noises, with their approximation", () => {
    expect(toFitOptions({ ...FLAGS, dropout: 0.5 }).noise).toEqual([dropout(0.5)]);
    expect(toFitOptions({ ...FLAGS, dropout: 0.5, additive: 0.1, approximation: "quadratic" }).noise).toEqual([
      dropout(0.5, { approximation: "quadratic" }),
      additive(0.1, { approximation: "quadratic" }),
    ]);
    expect(toFitOptions({ ...FLAGS, multiplicative: 0.5, laplace: 2 }).noise).toEqual([
      multiplicative(0.5),
      laplace(2),
    ]);
  });

  it("hands what noises share to each of them", () => {
    const shared = { approximation: "monte-carlo", mask: "per-class", copies: 5, seed: 2 } as const;
    expect(
      toFitOptions({ ...FLAGS, family: "multinomial", dropout: 0.5, poissonNoise: true, ...shared }).noise,
    ).toEqual([dropout(0.5, shared), poissonNoise(shared)]);
  });

  it.each<[Partial<FitFlags>, string]>([
    [{ l1Ball: 1, l2Ball: 1 }, "--l1-ball and --l2-ball together; expected one: a fit has one ball"],
    [{ lower: 1, upper: 0 }, "--lower 1 is above --upper 0; expected lower <= upper"],
    [
      { dropout: 0.1, mask: "shared" },
      "--mask shared with --family binomial; expected --family multinomial, or no --mask: one predictor has one mask",
    ],
    [
      { dropout: 0.1, copies: 2, approximation: "exact" },
      "--copies with --approximation exact; expected --approximation monte-carlo: the others do not sample",
    ],
    [
      { dropout: 0.1, seed: 0, approximation: "gaussian" },
      "--seed with --approximation gaussian; expected --approximation monte-carlo: the others do not sample",
    ],
    [{ copies: 2 }, "--copies 2 without noise; expected --dropout, --additive, --multiplicative, --laplace or"],
    [{ seed: 0, ridge: 1 }, "--seed 0 without noise; expected --dropout,"],
    [{ family: "multinomial", mask: "per-class" }, "--mask per-class without noise; expected --dropout,"],
  ])("refuses %j", (flags, message) => {
    expect(() => toFitOptions({ ...FLAGS, ...flags })).toThrow(message);
  });

  it("refuses an approximation of nothing", () => {
    expect(() => toFitOptions({ ...FLAGS, approximation: "exact" })).toThrow(
      "--approximation exact without noise; expected --dropout, --additive, --multiplicative, --laplace or --poisson-noise beside it",
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

  it("theta", () => {
    expect(theta("1.5")).toBe(1.5);
    expect(theta("estimate")).toBe("estimate");
    for (const text of ["", "x", "Infinity", "Estimate"])
      expect(() => theta(text), text).toThrow("Expected a number, or estimate.");
  });

  it("nameList", () => {
    expect(nameList("a, b,c")).toEqual(["a", "b", "c"]);
    expect(nameList('"a,b",c')).toEqual(["a,b", "c"]);
    expect(nameList("d", ["a"])).toEqual(["a", "d"]);
  });
});
