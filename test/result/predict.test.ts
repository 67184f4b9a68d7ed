import { describe, expect, it } from "vitest";
import { fitSync, matrix } from "../../src/index.js";

// y = 1 + 2 dose - age exactly, so predictions are known
const DOSE = [0, 1, 2, 3, 5];
const AGE = [4, 1, 0, 2, 7];
const Y = DOSE.map((d, i) => 1 + 2 * d - AGE[i]!);
const model = fitSync({ dose: DOSE, age: AGE }, Y);
const rounded = (values: Float64Array) => Array.from(values, (v) => Number(v.toPrecision(12)));

describe("columns of new rows", () => {
  it("are matched by name, whatever their order, and others are left alone", () => {
    expect(rounded(model.predict({ age: [1, 0], name: [9, 9], dose: [1, 10] }))).toEqual([2, 21]);
  });

  it("without names are taken in order", () => {
    expect(rounded(model.predict([[1, 1], [10, 0]]))).toEqual([2, 21]); // biome-ignore format: rows
    expect(rounded(model.predict(matrix(Float64Array.of(1, 10, 1, 0), 2, 2, "column")))).toEqual([2, 21]);
  });

  it("are matched by name when the names are whole numbers, which objects put in an order of their own", () => {
    const years = fitSync(matrix(Float64Array.of(...DOSE, ...AGE), 5, 2, "column", ["2020", "2010"]), Y);
    expect(rounded(years.predict({ "2020": [1, 10], "2010": [1, 0] }))).toEqual([2, 21]);
  });

  it("of a model of unnamed columns may be named as the model names them", () => {
    const unnamed = fitSync(DOSE.map((d, i) => [d, AGE[i]!]), Y); // biome-ignore format: one line
    expect(rounded(unnamed.predict({ x2: [1, 0], x1: [1, 10] }))).toEqual([2, 21]);
  });

  it("may be many, in any layout", () => {
    const n = 501; // several chunks and an odd rest
    const dose = Float64Array.from({ length: n }, (_, i) => Math.sin(i));
    const age = Float64Array.from({ length: n }, (_, i) => i / 7);
    const byColumn = model.predict(matrix(Float64Array.of(...dose, ...age), n, 2, "column"));
    expect(model.predict({ age, dose })).toEqual(byColumn);
    expect(model.predict(Array.from(dose, (d, i) => [d, age[i]!]))).toEqual(byColumn);
    byColumn.forEach((mu, i) => {
      expect(mu).toBeCloseTo(1 + 2 * dose[i]! - age[i]!, 11);
    });
  });

  for (const [what, x, message] of [
    ["one is missing", { dose: [1] }, /x lacks the column age of the model; it has dose/],
    ["two are missing", { height: [1] }, /x lacks the columns dose, age of the model; it has height/],
    ["there are too many", [[1, 2, 3]], /x has 3 columns; the model was fitted on 2: dose, age/],
    ["there are too few", [[1]], /x has 1 columns; the model was fitted on 2: dose, age/],
    ["their lengths differ", { dose: [1, 2], age: [1] }, /x\.age has length 1; expected 2, the length of x\.dose/],
  ] as const) {
    it(`are refused when ${what}`, () => {
      expect(() => model.predict(x)).toThrow(message);
      expect(() => model.predict(x)).toThrow(expect.objectContaining({ name: "GlmError", code: "BAD_SHAPE" }));
    });
  }

  it("are refused when there are no rows", () => {
    expect(() => model.predict([])).toThrow(/x has no rows/);
    expect(() => model.predict({ dose: [], age: [] })).toThrow(expect.objectContaining({ code: "EMPTY" }));
  });

  for (const layout of ["row", "column"] as const) {
    it(`name the entry that is not finite (by ${layout})`, () => {
      const data = new Float64Array(6).fill(1);
      data[layout === "row" ? 5 : 5] = Number.NaN; // the last entry either way
      expect(() => model.predict(matrix(data, 3, 2, layout))).toThrow(/^x\[2\]\[1\] .*= NaN; entries must be finite/);
      data[5] = 1;
      data[layout === "row" ? 2 : 1] = Number.POSITIVE_INFINITY; // row 1, column 0
      expect(() => model.predict(matrix(data, 3, 2, layout))).toThrow(/^x\[1\]\[0\] .*= Infinity; /);
    });
  }
});

describe("type", () => {
  const x = { dose: [0, 1, 2, 3, 4, 5] };
  const words = fitSync(x, ["no", "yes", "no", "no", "yes", "yes"], { family: "binomial" });
  const numbers = fitSync(x, [0, 1, 0, 0, 1, 1], { family: "binomial" });
  const booleans = fitSync(x, [false, true, false, false, true, true], { family: "binomial" });

  it("response is the mean, link the linear predictor", () => {
    const eta = words.predict(x, { type: "link" });
    eta.forEach((e, i) => {
      expect(e).toBeCloseTo(words.intercept + words.coefficients[0]! * i, 14);
    });
    expect(words.predict(x)).toEqual(words.predict(x, { type: "response" }));
    words.predict(x).forEach((mu, i) => {
      expect(mu).toBeCloseTo(1 / (1 + Math.exp(-eta[i]!)), 14);
    });
  });

  it("class is the likelier label, in the words of y", () => {
    const likelier = Array.from(words.predict(x), (mu) => mu >= 0.5);
    expect(words.predict(x, { type: "class" })).toEqual(likelier.map((yes) => (yes ? "yes" : "no")));
    expect(numbers.predict(x, { type: "class" })).toEqual(likelier.map(Number));
    expect(booleans.predict(x, { type: "class" })).toEqual(likelier);
    expect(words.classes).toEqual(["no", "yes"]);
    expect(booleans.classes).toEqual([false, true]);
    expect(numbers.classes).toBeUndefined();
  });

  it("class at exactly 1/2 is the second", () => {
    const even = fitSync([[], []], ["b", "a"], { family: "binomial" });
    expect(even.predict([[]])[0]).toBe(0.5);
    expect(even.predict([[]], { type: "class" })).toEqual(["b"]);
  });

  it("class needs a family that has classes", () => {
    expect(() => model.predict([[1, 1]], { type: "class" })).toThrow(
      /type "class" needs a family with classes; this model is gaussian/,
    );
  });

  it("is refused when it is unknown, with the nearest known one", () => {
    expect(() => model.predict([[1, 1]], { type: "links" as "link" })).toThrow(
      /type is "links"; expected one of response, link, class; did you mean "link"\?/,
    );
    expect(() => model.predict([[1, 1]], { typ: "link" } as never)).toThrow(
      /predict: unknown option typ; did you mean type\?/,
    );
  });
});

describe("offset", () => {
  const x = [[0], [1], [2], [3]];
  const y = [1, 0, 3, 4];
  const offset = [0.5, 0, -0.5, 0.25];

  it("of the fit is asked for when predicting, and added", () => {
    const fitted = fitSync(x, y, { family: "poisson", offset });
    expect(() => fitted.predict(x)).toThrow(
      /the model was fitted with an offset or exposure; predict needs one for the new rows/,
    );
    expect(() => fitted.predict(x)).toThrow(expect.objectContaining({ code: "BAD_OPTION" }));
    const eta = fitted.predict(x, { type: "link", offset: [1, 2, 3, 4] });
    eta.forEach((e, i) => {
      expect(e).toBeCloseTo(fitted.intercept + fitted.coefficients[0]! * i + i + 1, 14);
    });
  });

  it("may be an exposure: a rate per unit is the mean at exposure 1", () => {
    const fitted = fitSync(x, y, { family: "poisson", exposure: [1, 2, 3, 4] });
    const rate = fitted.predict(x, { offset: [0, 0, 0, 0] });
    const mean = fitted.predict(x, { exposure: [10, 10, 10, 10] });
    rate.forEach((r, i) => {
      expect(mean[i]! / r).toBeCloseTo(10, 12);
    });
  });

  it("may be given to a model fitted without one", () => {
    const fitted = fitSync(x, y, { family: "poisson" });
    const shifted = fitted.predict(x, { type: "link", offset: [1, 1, 1, 1] });
    fitted.predict(x, { type: "link" }).forEach((e, i) => {
      expect(shifted[i]).toBeCloseTo(e + 1, 14);
    });
  });

  it("of a wrong length or value is refused", () => {
    const fitted = fitSync(x, y, { family: "poisson" });
    expect(() => fitted.predict(x, { offset: [1] })).toThrow(
      /offset has length 1; expected 4, the number of rows of x/,
    );
    expect(() => fitted.predict(x, { offset: [0, 0, Number.NaN, 0] })).toThrow(
      /offset\[2\] = NaN; expected a finite number/,
    );
    expect(() => fitted.predict(x, { exposure: [1, 0, 1, 1] })).toThrow(/exposure\[1\] = 0; expected an exposure > 0/);
    expect(() => model.predict([[1, 1]], { exposure: [2] })).toThrow(
      /exposure needs a log link; family "gaussian" has the identity link: use offset/,
    );
  });
});
