// y and the vectors that go with it: every refusal names the row, what is expected and what to do.
import { describe, expect, it } from "vitest";
import { FAMILIES, type FamilyDescriptor, type FamilyName } from "../../src/families/index.js";
import { type ErrorCode, type FitOptions, fitSync, type ResponseInput } from "../../src/index.js";
import { withGaps } from "../helpers/sparse.js";
import { expectRefusal } from "../helpers/thrown.js";

const X = [[0], [1], [2]];
const fitted = (y: unknown, options: FitOptions = {}) => fitSync(X, y as ResponseInput, options);

type Refused = readonly [what: string, family: FamilyName, y: unknown, code: ErrorCode, message: RegExp];

const REFUSED: readonly Refused[] = [
  ["null", "gaussian", null, "BAD_SHAPE", /^y is null; expected an array with one entry per row$/],
  ["undefined", "gaussian", undefined, "BAD_SHAPE", /^y is \w+; expected an array/],
  ["text", "binomial", "abc", "BAD_SHAPE", /^y is \w+; expected an array/],
  ["an object", "gaussian", { length: 3 }, "BAD_SHAPE", /^y is \w+; expected an array/],
  ["a DataView", "gaussian", new DataView(new ArrayBuffer(24)), "BAD_SHAPE", /^y is \w+; expected an array/],
  ["too short", "gaussian", [1, 2], "BAD_SHAPE", /^y has length 2; expected 3, the number of rows of x$/],
  ["too long", "gaussian", new Float64Array(4), "BAD_SHAPE", /^y has length 4; expected 3/],
  ["empty", "gaussian", [], "BAD_SHAPE", /^y has length 0; expected 3/],
  ["with null", "gaussian", [1, null, 3], "BAD_VALUE", /^y\[1\] = null; expected a value: drop the row or fill in a value$/],
  ["with null first", "gaussian", [null, 2, 3], "BAD_VALUE", /^y\[0\] = null; expected a value/],
  ["of nulls", "binomial", [null, null, null], "BAD_VALUE", /^y\[0\] = null; expected a value/],
  ["with undefined", "binomial", ["a", undefined, "b"], "BAD_VALUE", /^y\[1\] = undefined; expected a value/],
  ["with a gap", "gaussian", withGaps(3, { 0: 1, 2: 3 }), "BAD_VALUE", /^y\[1\] = undefined; expected a value/],
  ["with NaN", "gaussian", [1, Number.NaN, 3], "BAD_VALUE", /^y\[1\] = NaN; expected a value/],
  ["with infinity", "gaussian", [1, 2, Number.POSITIVE_INFINITY], "BAD_VALUE", /^y\[2\] = Infinity; expected a value/],
  ["of NaN in a typed array", "poisson", Float64Array.of(1, Number.NaN, 3), "BAD_VALUE", /^y\[1\] = NaN; /],
  ["of text and numbers", "gaussian", [1, "2", 3], "BAD_VALUE", /^y\[1\] = 2; expected a number, as y\[0\]/],
  ["of labels and booleans", "binomial", ["a", true, "b"], "BAD_VALUE", /^y\[1\] = true; expected a string, as y\[0\]/],
  ["of bigints no double holds", "gaussian", [1n, 2n ** 53n + 1n, 3n], "BAD_VALUE", /^y\[1\] = 9007199254740993n; a bigint is taken as a number up to 9007199254740991 in size/],
  ["of objects", "binomial", [{}, {}, {}], "BAD_VALUE", /^y\[0\] is a object; family "binomial" expects 0 and 1, booleans/],
  ["labels", "gaussian", ["a", "b", "a"], "OUT_OF_DOMAIN", /^y holds labels; family "gaussian" expects finite numbers: use family "binomial" for two classes, "multinomial" for more$/],
  ["booleans", "poisson", [true, false, true], "OUT_OF_DOMAIN", /^y holds booleans; family "poisson" expects counts/],
  ["three labels", "binomial", ["a", "b", "c"], "OUT_OF_DOMAIN", /^y has 3 classes \(a, b, c\); family "binomial" expects 2: use family "multinomial" for more$/],
  ["one label", "binomial", ["a", "a", "a"], "ONE_CLASS", /^y has one class only \("a"\); family "binomial" needs two: with one there is nothing to tell apart$/],
  ["booleans of one kind", "binomial", [true, true, true], "ONE_CLASS", /^y is 1 in every row with weight/],
  ["only zeros", "binomial", [0, 0, 0], "ONE_CLASS", /^y is 0 in every row with weight; family "binomial" needs both classes, or the intercept has no finite value$/],
  ["above 1", "binomial", [0, 1, 2], "OUT_OF_DOMAIN", /^y\[2\] = 2 is outside \[0, 1\], the domain of the binomial family; expected 0 and 1, booleans, two labels \(text, or two other whole numbers\), proportions, or successes with option trials$/],
  ["below 0", "binomial", [-0.1, 1, 0], "OUT_OF_DOMAIN", /^y\[0\] = -0.1 is outside \[0, 1\]/],
  ["negative counts", "negative-binomial", [1, -2, 3], "OUT_OF_DOMAIN", /^y\[1\] = -2 is outside \[0, Infinity\), the domain of the negative-binomial family; expected counts$/],
  ["zero", "gamma", [1, 2, 0], "OUT_OF_DOMAIN", /^y\[2\] = 0 is outside \(0, Infinity\), the domain of the gamma family; expected positive numbers$/],
  ["zero", "inverse-gaussian", [0, 2, 1], "OUT_OF_DOMAIN", /^y\[0\] = 0 is outside \(0, Infinity\), the domain of the inverse-gaussian family; expected positive numbers$/],
  ["negative amounts", "tweedie", [0, -2, 1], "OUT_OF_DOMAIN", /^y\[1\] = -2 is outside \[0, Infinity\), the domain of the tweedie family; expected amounts >= 0 \(> 0 from power 2 on\)$/],
  ["labels", "gamma", ["a", "b", "a"], "OUT_OF_DOMAIN", /^y holds labels; family "gamma" expects positive numbers: use family "binomial" for two classes, "multinomial" for more$/],
  ["objects", "multinomial", [{}, {}, {}], "BAD_VALUE", /^y\[0\] is a object; family "multinomial" expects labels: text, numbers or booleans$/],
  ["one label", "multinomial", ["a", "a", "a"], "ONE_CLASS", /^y has one class only \("a"\); family "multinomial" needs two or more: with one there is nothing to tell apart$/],
  ["a class seen once", "multinomial", ["a", "b", "a"], "BAD_VALUE", /^y\[1\] = "b" is the only row of its class; expected two rows or more of every class: leave the class out, or join it with another$/],
  ["negative counts", "poisson", [1, 2, -3], "OUT_OF_DOMAIN", /^y\[2\] = -3 is outside \[0, Infinity\), the domain of the poisson family/],
]; // biome-ignore format: a table

describe("y is refused", () => {
  for (const [what, family, y, code, message] of REFUSED) {
    it(`${what} (${family})`, () => expectRefusal(() => fitted(y, { family }), code, message));
  }

  it("at once for long lists of labels, of which four are shown", () => {
    const y = Array.from({ length: 9 }, (_, i) => `label ${i}`);
    const x = y.map((_, i) => [i]);
    expectRefusal(
      () => fitSync(x, y, { family: "binomial" }),
      "OUT_OF_DOMAIN",
      /^y has 9 classes \(label 0, label 1, label 2, label 3, \.\.\.\); /,
    );
  });
});

type Vector = "weights" | "trials" | "offset" | "exposure";
const FAMILY_OF: Record<Vector, FamilyName> = {
  weights: "gaussian",
  trials: "binomial",
  offset: "gaussian",
  exposure: "poisson",
};
const BAD_ENTRY: Record<Vector, { readonly value: unknown; readonly expected: string }[]> = {
  weights: [-1, Number.NaN, Number.POSITIVE_INFINITY, "1", null].map((value) => ({ value, expected: "a weight >= 0" })),
  trials: [0, -1, Number.NaN, "1", undefined].map((value) => ({ value, expected: "a number of trials > 0" })),
  offset: [Number.NaN, Number.NEGATIVE_INFINITY, "1", null].map((value) => ({ value, expected: "a finite number" })),
  exposure: [0, -1, Number.NaN, true].map((value) => ({ value, expected: "an exposure > 0" })),
};

for (const vector of Object.keys(BAD_ENTRY) as Vector[]) {
  const family = FAMILY_OF[vector];
  const options = (value: unknown): FitOptions => ({ family, [vector]: value });
  describe(`${vector} is refused`, () => {
    for (const { value, expected } of BAD_ENTRY[vector]) {
      it(`with ${String(value)}`, () => {
        const message = new RegExp(`^${vector}\\[1\\] = ${String(value)}; expected ${expected}$`);
        expectRefusal(() => fitted([0, 1, 1], options([1, value, 1])), "BAD_VALUE", message);
      });
    }

    it("with a wrong length", () => {
      const message = new RegExp(`^${vector} has length 2; expected 3, the number of rows of x$`);
      expectRefusal(() => fitted([0, 1, 1], options([1, 1])), "BAD_SHAPE", message);
    });

    for (const value of [null, 1, "111", { length: 3 }]) {
      it(`when it is ${JSON.stringify(value)}`, () => {
        const message = new RegExp(`^${vector} is \\w+; expected an array with one entry per row$`);
        expectRefusal(() => fitted([0, 1, 1], options(value)), "BAD_SHAPE", message);
      });
    }
  });
}

describe("weights", () => {
  it("that are all 0 are refused", () => {
    expectRefusal(
      () => fitted([1, 2, 3], { weights: [0, 0, 0] }),
      "BAD_VALUE",
      /^weights are all 0; at least one row needs a positive weight$/,
    );
  });

  it("decide which classes there are", () => {
    expectRefusal(
      () => fitted([0, 1, 0], { family: "binomial", weights: [1, 0, 1] }),
      "ONE_CLASS",
      /^y is 0 in every row with weight/,
    );
  });

  it("whose sum is not finite are refused", () => {
    expectRefusal(() => fitted([1, 2, 3], { weights: [1e308, 1e308, 1e308] }), "BAD_VALUE", /weights/);
  });
});

describe("trials", () => {
  const binomial = { family: "binomial", trials: [2, 2, 2] } as const;
  it("bound the successes", () => {
    expectRefusal(
      () => fitted([1, 3, 0], binomial),
      "OUT_OF_DOMAIN",
      /^y\[1\] = 3 is outside \[0, 2\]; with trials, y counts successes out of trials\[1\] = 2$/,
    );
  });
  it("go with numbers, not with labels", () => {
    expectRefusal(
      () => fitted(["a", "b", "a"], binomial),
      "NOT_SUPPORTED",
      /^y holds labels; with trials it must hold numbers of successes$/,
    );
  });
  for (const family of Object.values<FamilyDescriptor>(FAMILIES).filter((f) => f.classes !== "two")) {
    it(`go with the binomial family, not with ${family.name}`, () => {
      expectRefusal(
        () => fitted([1, 1, 1], { ...binomial, family: family.name as FamilyName }),
        "NOT_SUPPORTED",
        new RegExp(`^trials needs family "binomial"; family is "${family.name}"$`),
      );
    });
  }
});

describe("y is taken", () => {
  it("as numbers, booleans, labels or proportions; labels in sorted order", () => {
    const numbers = fitted([1, 0, 1], { family: "binomial" });
    expect(fitted([true, false, true], { family: "binomial" }).coefficients).toEqual(numbers.coefficients);
    expect(fitted(["y", "n", "y"], { family: "binomial" }).coefficients).toEqual(numbers.coefficients);
    expect(fitted(Uint8Array.of(1, 0, 1), { family: "binomial" }).coefficients).toEqual(numbers.coefficients);
    expect(fitted([0.5, 0.25, 0.75], { family: "binomial" }).status.code).toBe("converged");
  });

  it("and left as it was", () => {
    const y = [1, 0, 2];
    fitted(y, { family: "binomial", trials: [2, 2, 2] });
    expect(y).toEqual([1, 0, 2]);
  });
});
