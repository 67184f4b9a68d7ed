import { describe, expect, it } from "vitest";
import { nearest } from "../../src/base/nearest.js";

const WORDS = ["family", "noise", "penalty", "maxIterations", "tolerance"];

describe("nearest", () => {
  for (const [typed, meant] of [
    ["famly", "family"], // one letter missing
    ["familyy", "family"], // one too many
    ["nosie", "noise"], // two exchanged
    ["FAMILY", "family"], // case is no mistake
    ["maxiter", undefined], // six letters short: more than a third of the word
    ["maxIteration", "maxIterations"],
    ["tolerances", "tolerance"],
    ["xyz", undefined],
    ["", undefined],
  ] as const) {
    it(`of "${typed}" is ${meant}`, () => expect(nearest(typed, WORDS)).toBe(meant));
  }

  it("of two equally near words is the first", () => expect(nearest("bat", ["cat", "hat"])).toBe("cat"));
  it("shares a letter with the word, however short", () => {
    expect(nearest("c", ["a", "b"])).toBeUndefined();
    expect(nearest("zz", ["y", "ab"])).toBeUndefined();
    expect(nearest("yy", ["x", "y"])).toBe("y");
  });
  it("is found among names of columns", () => {
    const names = ["make", "spam", "response", "capitalAve", "capitalLong"];
    expect(["spma", "SPAM", "responce", "capitalAvg"].map((word) => nearest(word, names))).toEqual([
      "spam",
      "spam",
      "response",
      "capitalAve",
    ]);
  });
  it("of no words is none", () => expect(nearest("family", [])).toBeUndefined());
});
