// Every later version opens a model saved today: fixtures/ has models of version 1.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { additive, dropout, fitSync, GlmError, lasso, Model, pathSync, ridge } from "../../src/index.js";
import { dataFor } from "../helpers/cases.js";
import { FORMS } from "../helpers/forms.js";
import { withSmallPartitions } from "../helpers/partitions.js";

const saved = (name: string): string => readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8");
const V1 = saved("model-v1");
const SATURATED = saved("model-v1-saturated");

describe("a model saved by format version 1", () => {
  const model = Model.fromJSON(V1);

  it("opens with its numbers and words", () => {
    expect(model.family).toBe("binomial");
    expect(model.link).toBe("logit");
    expect(model.classes).toEqual(["ham", "spam"]);
    expect(model.names).toEqual(["dose", "lot", "blank"]);
    expect(model.intercept).toBe(-1.8565623299622076);
    expect(model.coefficients).toEqual(Float64Array.of(0.25788095049332627, 1.6633550882649772, 0));
    expect(model.adaptivePenalty).toEqual(Float64Array.of(0.9845857226679524, 0.030320649755238745, 0));
    expect(model.degreesOfFreedom).toBeUndefined();
    expect(model.status.code).toBe("converged");
    expect(model.status.warnings[0]?.code).toBe("zero-column");
  });

  it("predicts", () => {
    // -1.8565623299622076 + 2.5 * 0.25788095049332627 + 0.25 and -1.8565623299622076 - 0.25788095049332627 + 1.6633550882649772
    const eta = model.predict({ lot: [0, 1], blank: [3, 4], dose: [2.5, -1] }, { type: "link", offset: [0.25, 0] });
    expect(eta[0]).toBeCloseTo(-0.961859953728892, 14);
    expect(eta[1]).toBeCloseTo(-0.451088192190557, 14);
    expect(model.predict([[9, 1, 0]], { offset: [0], type: "class" })).toEqual(["spam"]);
  });

  it("is written again in the format of today, with everything it had", () => {
    const { intercept, coefficients, adaptivePenalty, ...rest } = JSON.parse(V1) as Record<string, unknown>;
    const one = { intercepts: [intercept], coefficients: [coefficients], adaptivePenalty: [adaptivePenalty] };
    const want = { ...rest, ...one, version: 3, link: "logit", shape: {}, isQuasi: false };
    expect(JSON.parse(JSON.stringify(model))).toEqual(want);
  });

  it("has a summary", () => {
    expect(String(model.summary())).toContain("Binomial model, logit link, noise: dropout (gaussian)");
  });

  it("opens with numbers that JSON has no word for", () => {
    const saturated = Model.fromJSON(SATURATED);
    expect(saturated.dispersion).toBeNaN();
    expect(saturated.logLikelihood).toBe(Number.POSITIVE_INFINITY);
    expect(saturated.aic).toBe(Number.NEGATIVE_INFINITY);
    const { logLikelihood, aic, bic, dispersion } = JSON.parse(SATURATED) as Record<string, unknown>;
    expect(JSON.parse(JSON.stringify(saturated))).toMatchObject({ logLikelihood, aic, bic, dispersion, version: 3 });
  });
});

describe("how rows were cut", () => {
  const TABLE = Array.from({ length: 300 }, (_, i) => ({ y: (5 * i) % 11, x: i % 7 === 3 ? null : Math.sin(i) }));
  const model = withSmallPartitions(() => fitSync("y ~ x", TABLE));

  it("is in the model: rows of a partition, and rows of the table", () => {
    expect(model.partitions).toEqual({ size: 64, rows: 300 });
    expect(fitSync([[0], [1], [3]], [1, 3, 2]).partitions).toEqual({ size: 262144, rows: 3 });
    const half = withSmallPartitions(() =>
      pathSync("y ~ x", TABLE, { lambdas: [0.5], penalty: lasso() }).at(0.5, { exact: true }),
    );
    expect(half.partitions?.rows).toBe(300);
  });

  it("is saved, and not asked for", () => {
    const json = JSON.parse(JSON.stringify(model));
    expect(Model.fromJSON(json).partitions).toEqual({ size: 64, rows: 300 });
    const { partitions: _, ...older } = json;
    expect(Model.fromJSON(older).partitions).toBeUndefined();
    expect(JSON.parse(JSON.stringify(Model.fromJSON(older)))).toEqual(older);
  });

  it("is known without columns, too", () => {
    const bare = Model.fromJSON(JSON.stringify(fitSync("y ~ 1", TABLE)));
    expect(bare.partitions).toEqual({ size: 262144, rows: 300 });
  });

  it("is of the rows of the table", () => {
    const json = JSON.parse(JSON.stringify(model));
    const wrong = { ...json, partitions: { size: 64, rows: 299 } };
    expect(() => Model.fromJSON(wrong)).toThrow("partitions.rows is 299; expected 300, as encoding.rows");
  });
});

describe("toJSON and fromJSON", () => {
  for (const { name, family, options } of FORMS) {
    const { x, y } = dataFor({ name, family, options, isConvex: true }, 30, 3, 4);
    const models = {
      plain: fitSync(x, y, options),
      "noised and penalized": fitSync(x, y, { ...options, noise: [dropout(0.1), additive(0.01)], penalty: ridge(0.1) }),
      "without an intercept": fitSync(x, y, { ...options, intercept: false }),
      "with an offset": fitSync(x, y, { ...options, offset: y.map((_, i) => (i % 3) / 40) }),
      "of no columns": fitSync(
        y.map(() => []),
        y,
        options,
      ),
    };
    for (const [kind, model] of Object.entries(models)) {
      it(`${name}, ${kind}: predictions are the same bits, and so is everything else`, () => {
        const again = Model.fromJSON(JSON.stringify(model));
        const rows = kind === "of no columns" ? y.map(() => []) : x;
        const more = kind === "with an offset" ? { offset: y.map(() => 0.01) } : {};
        expect(again.predict(rows, more)).toEqual(model.predict(rows, more));
        expect(again.score(rows, y, more)).toEqual(model.score(rows, y, more));
        expect({ ...again }).toEqual({ ...model });
        expect(again.toJSON()).toEqual(model.toJSON());
        expect(String(again.summary())).toBe(String(model.summary()));
      });
    }
  }

  it("gives plain JSON with a format and a version", () => {
    expect(fitSync([[1], [2], [3]], [1, 2, 4]).toJSON()).toMatchObject({ format: "dropglm-model", version: 3 });
  });

  it("takes an object and its text alike", () => {
    expect(Model.fromJSON(V1).toJSON()).toEqual(Model.fromJSON(JSON.parse(V1)).toJSON());
  });
});

describe("what is not a saved model", () => {
  const good = JSON.parse(V1) as Record<string, unknown>;
  const { intercept: _, ...lacking } = good;
  for (const [what, json, message] of [
    ["text that is not JSON", "{", /not a saved dropglm model: /],
    ["null", null, /it is not an object/],
    ["a number", 3, /it is not an object/],
    ["undefined", undefined, /it is not an object/],
    ["an array", [], /format is missing; expected "dropglm-model"/],
    ["another format", { ...good, format: "glm" }, /format is "glm"; expected "dropglm-model"/],
    [
      "a later version",
      { ...good, version: 5 },
      /version is 5; expected a whole number up to 4; later ones need a later dropglm/,
    ],
    ["version 0", { ...good, version: 0 }, /version is 0/],
    ["a version in words", { ...good, version: "1" }, /version is "1"; /],
    ["a version between", { ...good, version: 1.5 }, /version is 1.5; /],
    ["no intercept", lacking, /intercept is missing/],
    [
      "coefficients as text",
      { ...good, coefficients: ["1", 2, 3] },
      /coefficients\[0\] is "1"; expected a finite number/,
    ],
    ["no coefficients", { ...good, coefficients: undefined }, /coefficients is missing/],
    ["too few names", { ...good, names: ["dose"] }, /coefficients\[0\] has length 3; expected 1, one per name/],
    ["an unknown family", { ...good, family: "weibull" }, /family is "weibull"/],
    ["a family by the name of an object's method", { ...good, family: "toString" }, /family is "toString"/],
    ["no status", { ...good, status: undefined }, /status is missing/],
  ] as const) {
    it(`is refused: ${what}`, () => {
      expect(() => Model.fromJSON(json)).toThrow(GlmError);
      expect(() => Model.fromJSON(json)).toThrow(message);
      expect(() => Model.fromJSON(json)).toThrow(expect.objectContaining({ code: "BAD_MODEL" }));
    });
  }
});
