// Every verb by a formula and a table does what it does by numbers: with rows in their places, and options by the names of columns.
import { describe, expect, it } from "vitest";
import {
  collinearity,
  compareModels,
  crossValidate,
  diagnose,
  dropout,
  fit,
  fitSync,
  infer,
  Model,
  path,
  pathSync,
  profileInterval,
  ridge,
  separation,
  vif,
} from "../../src/index.js";

const N = 60;
const wave = (k: number) => (i: number) => Math.sin(k * i + k);
const KINDS = ["a", "b", "c"];
/** Rows 4 and 17 miss a predictor, row 9 the response, row 30 a weight. */
const ROWS = Array.from({ length: N }, (_, i) => ({
  y: i === 9 ? null : Math.round(4 + 3 * wave(1.3)(i) + (i % 3)),
  hit: wave(2.1)(i) + (i % 3) / 4 > 0.1,
  age: i === 4 ? null : 20 + ((7 * i) % 31),
  kind: i === 17 ? undefined : KINDS[(i * i + Math.floor(i / 7)) % 3],
  w: i === 30 ? null : 1 + (i % 4),
  years: 1 + (i % 5),
  clinic: `c${i % 12}`,
}));
const USED = ROWS.flatMap((row, i) =>
  row.y === null || row.age === null || row.kind === undefined || row.w === null ? [] : [i],
);
const pick = <T>(of: (row: (typeof ROWS)[number]) => T): T[] => USED.map((i) => of(ROWS[i]!));
const X = {
  age: pick((row) => row.age!),
  "kind[b]": pick((row) => Number(row.kind === "b")),
  "kind[c]": pick((row) => Number(row.kind === "c")),
};
const Y = pick((row) => row.y!);
const VECTORS = { weights: pick((row) => row.w!), exposure: pick((row) => row.years) };
const FORMULA = "y ~ age + kind";
const NAMED = { family: "poisson", weights: "w", exposure: "years" } as const;
const BESIDE = { family: "poisson", ...VECTORS } as const;
const inPlace = (values: ArrayLike<number>): number[] => {
  const all = Array<number>(N).fill(Number.NaN);
  USED.forEach((i, k) => {
    all[i] = values[k]!;
  });
  return all;
};

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, digits = 8): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (Number.isNaN(expected[i])) expect(actual[i]).toBeNaN();
    else expect(actual[i]! / expected[i]!).toBeCloseTo(1, digits);
  }
}

const byTable = fitSync(FORMULA, ROWS, NAMED);
const byNumbers = fitSync(X, Y, BESIDE);

describe("fit", () => {
  it("is that to the complete rows", async () => {
    expectClose(byTable.coefficients, byNumbers.coefficients);
    expect(byTable.names).toEqual(Object.keys(X));
    expect([byTable.formula, byNumbers.formula]).toEqual([FORMULA, undefined]);
    expect(byTable.omitted).toEqual([
      { column: "y", rows: 1 },
      { column: "age", rows: 1 },
      { column: "kind", rows: 1 },
      { column: "weights", rows: 1 },
    ]);
    expect((await fit(FORMULA, ROWS, NAMED)).coefficients).toEqual(byTable.coefficients);
  });
  it("takes vectors of the length of the table, with missing entries", () => {
    const weights = ROWS.map((row) => row.w) as number[];
    const exposure = ROWS.map((row) => row.years);
    const own = fitSync(FORMULA, ROWS, { family: "poisson", weights, exposure });
    expect(own.coefficients).toEqual(byTable.coefficients);
    expect(() => fitSync(FORMULA, ROWS, { weights: [1, 2] })).toThrow(
      "weights has length 2; expected 60, the rows of the data",
    );
  });
  it("an offset of the formula and one of the options add up", () => {
    const both = fitSync("y ~ age + kind + offset(log(years))", ROWS, {
      family: "poisson",
      weights: "w",
      offset: "years",
    });
    const offset = pick((row) => Math.log(row.years) + row.years);
    const plain = fitSync(X, Y, { family: "poisson", weights: VECTORS.weights, offset });
    expectClose(both.coefficients, plain.coefficients);
    expectClose(
      pick((row) => both.predict([row])[0]!),
      plain.predict(X, { offset }),
    );
  });
  it("`.` is every column without a role", () => {
    const model = fitSync("y ~ .", ROWS, { ...NAMED, types: { hit: "category" } });
    expect(model.names.filter((name) => /^(w|years|y)\b/.test(name))).toEqual([]);
    expect(model.names.slice(0, 2)).toEqual(["hit[TRUE]", "age"]);
  });
  it("without intercept by the formula only", () => {
    expect(fitSync("y ~ 0 + age", ROWS).intercept).toBe(0);
    expect(() => fitSync(FORMULA, ROWS, { intercept: false } as never)).toThrow(/^intercept is false with a formula/);
  });
  it("text that says true and false is truth values, in predictors and as labels", () => {
    const text = ROWS.map(({ age, hit }) => ({ age, hit: hit ? "True" : "False", both: hit ? "true" : "NA" }));
    const [own, plain] = [text, ROWS].map((rows) => fitSync("hit ~ age", rows, { family: "binomial" }));
    expect(own).toEqual(plain);
    expect(fitSync("hit ~ age", text, { family: "binomial", success: "False" }).classes).toEqual([true, false]);
    expect(fitSync("age ~ I(2 * hit)", text).coefficients).toEqual(fitSync("age ~ I(2 * hit)", ROWS).coefficients);
    expect(fitSync("age ~ both", text, { missing: "indicator" }).names).toEqual(["both[TRUE]", "both[(missing)]"]);
  });
  it("cbind on the left side has trials; rows without trials say nothing", () => {
    const table = { good: [3, 5, 0, 8, 2], bad: [4, 1, 0, 2, 6], x: [1, 2, 9, 3, 1.5] };
    const [y, x] = [[3, 5, 8, 2], { x: [1, 2, 3, 1.5] }];
    const own = fitSync("cbind(good, bad) ~ x", table, { family: "binomial" });
    expectClose(own.coefficients, fitSync(x, y, { family: "binomial", trials: [7, 6, 10, 8] }).coefficients);
    expect(() => fitSync("cbind(good, bad) ~ x", table, { family: "binomial", trials: "x" })).toThrow(
      /^trials with cbind/,
    );
    expect(() => fitSync("cbind(good, x - 9) ~ 1", table, { family: "binomial" })).toThrow(
      "cbind(good, x - 9)[0] has -8 failures; expected a number >= 0",
    );
  });
  it("the success of two levels is the second, true, or what is asked for", () => {
    const table = { who: ["no", "yes", "no", "yes", "yes", "no"], x: [1, 2, 3, 4, 2, 1] };
    const up = fitSync("who ~ x", table, { family: "binomial" });
    const down = fitSync("who ~ x", table, { family: "binomial", success: "no" });
    expect([up.classes, down.classes]).toEqual([
      ["no", "yes"],
      ["yes", "no"],
    ]);
    expect(down.coefficients[0]).toBeCloseTo(-up.coefficients[0]!, 10);
    expect(fitSync('factor(who, levels = c("yes", "no")) ~ x', table, { family: "binomial" }).classes).toEqual([
      "yes",
      "no",
    ]);
    expect(() => fitSync("who ~ x", table, { family: "binomial", success: "maybe" })).toThrow(
      'success = "maybe" is no level of who; expected "no" or "yes"',
    );
    expectClose(
      infer(down, table).rows.map((row) => row.standardError),
      infer(up, table).rows.map((row) => row.standardError),
    );
  });
  it("factors are coded in full with a penalty, a ball or noise, and by contrasts without", () => {
    const names = (options: object) => fitSync("y ~ kind", ROWS, options).names.length;
    expect(names({})).toBe(2);
    expect(names({ penalty: ridge(0.1) })).toBe(3);
    expect(names({ noise: dropout(0.1) })).toBe(3);
    expect(names({ penalty: ridge(0.1), coding: "contrast" })).toBe(2);
    expect(names({ penalty: ridge(0.1), contrasts: { kind: { ref: "b" } } })).toBe(2);
  });
});

describe("rows without labels", () => {
  it("come as a table, by the encoding of the others", () => {
    const noise = dropout(0.2);
    const more = ROWS.slice(0, 12);
    const options = { family: "binomial", noise, unlabeled: { x: more, weight: 0.5 } } as const;
    const own = fitSync("hit ~ age + kind", ROWS, options);
    const complete = (row: (typeof ROWS)[number]) => row.age !== null && row.kind !== undefined;
    const columns = (rows: typeof ROWS) => ({
      age: rows.map((row) => row.age!),
      ...Object.fromEntries(KINDS.map((kind) => [kind, rows.map((row) => Number(row.kind === kind))])),
    });
    const used = ROWS.filter(complete);
    const unlabeled = { x: columns(more.filter(complete)), weight: 0.5 };
    const y = used.map((row) => row.hit);
    expectClose(own.coefficients, fitSync(columns(used), y, { family: "binomial", noise, unlabeled }).coefficients);
    const again = { unlabeled: options.unlabeled } as never;
    expect(() => infer(own, ROWS, again)).toThrow(/^there are no standard errors: rows without labels/);
  });
});

describe("refusals speak of the table", () => {
  it.each([
    [
      "a value outside of the domain",
      "age ~ kind",
      { family: "poisson" },
      { ...ROWS[0], age: -1 },
      /^age\[57\] = -1 is outside/,
    ],
    ["a weight", "y ~ age", { weights: "w" }, { ...ROWS[0], w: -2 }, /^w\[57\] = -2; expected a weight >= 0$/],
    [
      "an exposure",
      "y ~ age",
      { family: "poisson", exposure: "years" },
      { ...ROWS[0], years: 0 },
      /^years\[57\] = 0; expected an exposure > 0$/,
    ],
  ])("%s", (_what, formula, options, row, message) => {
    const table = [...ROWS.slice(0, 57), row];
    expect(() => fitSync(formula, table as never, options as never)).toThrow(message);
  });
  it.each([
    [{ weights: "ww" }, 'weights: the data has no column "ww"; did you mean "w"?'],
    [{ weights: "kind" }, "weights: the column kind holds text; expected numbers"],
    [{ weights: "w", offset: "w" }, 'weights and offset both name the column "w"; expected two columns'],
    [{ wieghts: "w" }, "fit: unknown option wieghts; did you mean weights?"],
  ])("%j", (options, message) => {
    expect(() => fitSync(FORMULA, ROWS, options as never)).toThrow(message);
  });
  it("a formula without a response", () => {
    expect(() => fitSync("~ age", ROWS)).toThrow(/^fit: the formula has no response/);
  });
});

describe("a model of a table", () => {
  const again = Model.fromJSON(JSON.parse(JSON.stringify(byTable)));
  it("predicts, with NaN where a cell is missing", () => {
    const expected = inPlace(byNumbers.predict(X, { exposure: VECTORS.exposure }));
    const found = again.predict(ROWS);
    for (const i of [9, 30]) expected[i] = found[i]!; // response and weight are not needed
    expectClose(found, expected);
    expect(again.predict([{ age: null, kind: "a", years: 1 }])).toEqual(Float64Array.of(Number.NaN));
    expect(again.predict(ROWS.slice(0, 3), { interval: 0.9 }).lower.length).toBe(3);
    const halves = { ...ROWS[0], half: 0.5 };
    expect(again.predict([halves], { exposure: "half" })[0]).toBeCloseTo(again.predict([halves])[0]! / 2, 12);
  });
  it("labels are undefined where a cell is missing", () => {
    const labels = fitSync("hit ~ age", ROWS, { family: "binomial" }).predict(ROWS, { type: "class" });
    expect([typeof labels[0], labels[4]]).toEqual(["boolean", undefined]);
    const many = fitSync("kind ~ age", ROWS, { family: "multinomial" }) as unknown as Model<"many">;
    expect(many.predict(ROWS.slice(3, 5)).map((row) => row.length)).toEqual([3, 3]);
    expect(many.predict(ROWS.slice(4, 5))[0]).toEqual(new Float64Array(3).fill(Number.NaN));
  });
  it("unseen levels: an error, missing, or the reference", () => {
    const odd = [{ age: 30, kind: "z", years: 1 }];
    expect(() => again.predict(odd)).toThrow(/^kind\[0\] is "z"; expected "a", "b", "c"/);
    expect(again.predict(odd, { unseen: "missing" })).toEqual(Float64Array.of(Number.NaN));
    expect(again.predict(odd, { unseen: "reference" })).toEqual(again.predict([{ ...odd[0]!, kind: "a" }]));
    expect(() => byNumbers.predict(X, { ...VECTORS, unseen: "missing" } as never)).toThrow();
  });
  it("is asked again by the table alone", () => {
    const full = { ...VECTORS };
    expectClose(again.residuals(ROWS), inPlace(byNumbers.residuals(X, Y, full)));
    expect(again.score(ROWS).deviance).toBeCloseTo(byNumbers.score(X, Y, full).deviance, 10);
    const errors = (rows: typeof ROWS | typeof X, ...more: unknown[]) =>
      (infer as (...all: unknown[]) => ReturnType<typeof infer>)(
        rows === ROWS ? again : byNumbers,
        rows,
        ...more,
      ).rows.map((row) => row.standardError);
    expectClose(errors(ROWS, { covariance: "HC3" }), errors(X, Y, { ...full, covariance: "HC3" }));
    expectClose(
      errors(ROWS, { covariance: "cluster", cluster: "clinic" }),
      errors(X, Y, { ...full, covariance: "cluster", cluster: pick((row) => row.clinic) }),
    );
    const [a, b] = [diagnose(again, ROWS), diagnose(byNumbers, X, Y, full)];
    expectClose(a.cooksDistance!, inPlace(b.cooksDistance!), 6);
    expectClose(a.dfbetas!.age!, inPlace(b.dfbetas!.age!), 6);
    expect(a.separation.multiplier).toHaveLength(N);
    const [p, q] = [profileInterval(again, ROWS), profileInterval(byNumbers, X, Y, full)];
    expectClose(
      p.map((row) => row.upper),
      q.map((row) => row.upper),
      6,
    );
    const small = fitSync(
      "y ~ age",
      ROWS.map((row) => (row.kind === undefined ? { ...row, y: null } : row)),
      NAMED,
    );
    const test = compareModels(small, byTable, { test: "score", table: ROWS });
    expect(test.df).toBe(2);
  });
  it("refuses other rows, and numbers after the table", () => {
    expect(() => infer(again, ROWS.slice(1))).toThrow(/the model was fitted on 56/);
    expect(() => infer(again, ROWS as never, Y as never, {} as never)).toThrow(
      /^infer of a model of a formula: the table has the response/,
    );
  });
  it("vectors that were beside the table are asked for again", () => {
    const beside = fitSync(FORMULA, ROWS, { family: "poisson", exposure: ROWS.map((row) => row.years) });
    expect(() => beside.predict(ROWS)).toThrow(/^the model was fitted with exposure beside the table; give them again/);
    expect(beside.predict(ROWS, { exposure: "years" })).toHaveLength(N);
  });
  it("vif is of the terms", () => {
    expect(vif(again).map(({ name, degreesOfFreedom }) => [name, degreesOfFreedom])).toEqual([
      ["age", 1],
      ["kind", 2],
    ]);
  });
});

describe("the other verbs", () => {
  it("path", async () => {
    const columns = {
      age: X.age,
      ...Object.fromEntries(KINDS.map((kind) => [`kind[${kind}]`, pick((row) => Number(row.kind === kind))])),
    };
    const [a, b] = [await path(FORMULA, ROWS, NAMED), pathSync(columns, Y, BESIDE)];
    expect(a.names).toEqual(Object.keys(columns));
    expectClose(a.lambdas!, b.lambdas!);
    expectClose(a.deviances, b.deviances);
    expect(a.predict(ROWS)[5]![4]).toBeNaN();
    expect(a.at(0.1, { exact: true }).formula).toBe(FORMULA);
    expect(a.at(0.1).predict(ROWS)).toHaveLength(N);
  });
  it("crossValidate: folds of the table, transforms learned outside of each fold", async () => {
    const folds = ROWS.map((_, i) => i % 3);
    const cv = await crossValidate("y ~ scale(age) + kind", ROWS, { folds, penalty: ridge(), lambdas: [0.5, 0.05] });
    expect([...cv.folds]).toEqual(
      ROWS.map((row, i) => (row.y === null || row.age === null || row.kind === undefined ? -1 : i % 3)),
    );
    const outside = ROWS.filter((row, i) => i % 3 !== 1 && row.y !== null && row.kind !== undefined);
    const alone = fitSync("y ~ scale(age) + kind", outside, { penalty: ridge(0.05) });
    const held = cv.heldOut(1);
    for (const i of [1, 7, 13]) expect(held[i]).toBeCloseTo(alone.predict([ROWS[i]!])[0]!, 8);
    expect(held[4]).toBeNaN();
    expect(cv.refit().formula).toBe("y ~ scale(age) + kind");
    const byName = await crossValidate("y ~ age", ROWS, {
      folds: 3,
      groups: "clinic",
      penalty: ridge(),
      lambdas: [0.1],
    });
    const foldOf = new Map(ROWS.map((row, i) => [row.clinic, byName.folds[i]!]));
    ROWS.forEach((row, i) => {
      if (byName.folds[i]! >= 0) expect([row.clinic, byName.folds[i]]).toEqual([row.clinic, foldOf.get(row.clinic)]);
    });
  });
  it("separation and collinearity", () => {
    const table = { y: [0, 0, null, 1, 1], x: [1, 2, 9, 3, 4], z: [1, 1, 2, 1, 5] };
    const found = separation("y ~ x", table);
    expect([found.kind, found.rows]).toEqual(["complete", [0, 1, 3, 4]]);
    expect(found.multiplier[2]).toBeNaN();
    expect(collinearity("~ x + z", table).condition).toBeCloseTo(
      collinearity({ x: table.x, z: table.z }).condition,
      12,
    );
  });
});
