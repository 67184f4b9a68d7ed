// Labels and intervals as cut() of R 4.2 has them.
import { describe, expect, it } from "vitest";
import { writeEncoding } from "../../src/frame/encoding.js";
import { learned } from "./learned.js";

const levels = (text: string, x: readonly number[]) =>
  learned(`~ 0 + ${text}`, { x }).encoding.variables[0]!.factor!.levels;

describe("cut", () => {
  it("has R's labels", () => {
    expect(levels("cut(x, 3)", [0, 5, 10])).toEqual(["(-0.01,3.33]", "(3.33,6.67]", "(6.67,10]"]);
    expect(levels("cut(x, c(0, 1e5, 2e6))", [1, 5e5])).toEqual(["(0,1e+05]", "(1e+05,2e+06]"]);
    expect(levels("cut(x, c(1.2341, 1.2342, 1.2343))", [1.23415, 1.23425])).toEqual([
      "(1.2341,1.2342]",
      "(1.2342,1.2343]",
    ]);
    expect(levels("cut(x, c(-Inf, 0, Inf), right = FALSE)", [-1, 0])).toEqual(["[-Inf,0)", "[0, Inf)"]); // biome-ignore format: one line
    expect(levels('cut(x, c(0, 1, 2), labels = c("low", "high"))', [1, 2])).toEqual(["low", "high"]);
  });
  it("remembers its breaks, infinite ones too, through JSON", () => {
    const { encoding } = learned("~ cut(x, c(-Inf, 0, Inf))", { x: [-1, 1] });
    const plain = writeEncoding(encoding);
    expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
    expect(encoding.variables[0]!.states[0]).toMatchObject({ breaks: ["-Inf", 0, "Inf"] });
  });
  it.each([
    ["cut(x)", "cut(x): breaks of cut() are not given; expected numbers, or how many intervals"],
    ["cut(x, 1)", "cut(x, 1): cut() has 1 intervals; expected a whole number >= 2"],
    ["cut(x, c(1, 1, 2))", "cut(x, c(1, 1, 2)): the break 1 is given twice"],
    ['cut(x, c(0, 2, 4), labels = "a")', "cut() has 1 labels; expected 2 different ones, one for each interval"],
    ["cut(x, c(1, 2, 4))", 'cut(x, c(1, 2, 4))[0] is outside of its levels; expected "(1,2]", "(2,4]": add a level, or widen the breaks'], // biome-ignore format: one line
  ])("refuses %s", (text, message) => {
    expect(() => learned(`~ ${text}`, { x: [1, 2, 3] })).toThrow(message);
  });
});
