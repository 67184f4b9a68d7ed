// What a visitor of the playground has chosen stands in the address, and comes back from it.
import { describe, expect, it } from "vitest";
import { type Choice, fromHash, toHash } from "../../web/src/choice.js";

const CHOICE: Choice = {
  response: "y & more",
  family: "poisson",
  excluded: ["a=b", "name"],
  noise: "additive",
  rate: 0.95,
  approximation: "quadratic",
  penalty: "lasso",
  lambda: 1e-5,
  standardize: true,
};

describe("the address of a choice", () => {
  it("brings back all of it", () => {
    expect(fromHash(toHash("spambase", "path", CHOICE))).toEqual({ set: "spambase", view: "path", choice: CHOICE });
  });
  it("of a file of one's own names no set", () => {
    const { standardize: _, ...rest } = CHOICE;
    const hash = toHash(undefined, "path", { ...CHOICE, standardize: false });
    expect(fromHash(hash)).toEqual({ set: undefined, view: "path", choice: rest });
  });
  it("leaves out what is no choice", () => {
    const hash = "#family=weibull&noise=laplace&rate=0.96&lambda=-1&penalty=mcp&standardize=no&without=a";
    expect(fromHash(hash)).toEqual({ set: undefined, view: undefined, choice: {} });
  });
});
