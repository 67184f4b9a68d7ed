// A model of another build or behind a Proxy is accepted; anything else is refused and named. The given rows must be
// those of the fit, in any storage.
import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type CompareOptions,
  compareModels,
  crossValidate,
  diagnose,
  type FitOptions,
  fit,
  fitSync,
  GlmError,
  infer,
  Model,
  matrix,
  pathSync,
  profileInterval,
  vif,
} from "../../src/index.js";
import { dataFor } from "../helpers/cases.js";
import { FORMS } from "../helpers/forms.js";
import { coarse, STORAGES } from "../helpers/storages.js";
import { thrown } from "../helpers/thrown.js";

const changed = <T>(list: readonly T[], k: number, to: T): T[] => list.map((v, i) => (i === k ? to : v));

type Verb = (model: never, x: never, y: never, options?: object) => unknown;

const X = [[1, 2], [2, 1], [3, 4], [4, 3], [5, 6], [6, 5], [7, 9], [8, 7]]; // biome-ignore format: a table
const Y = [1, 3, 2, 5, 4, 7, 6, 9];
const model = fitSync(X, Y);
const small = fitSync(X.map(([a]) => [a!]), Y); // biome-ignore format: one line

/** Every verb that takes a model. Those with rows look at them again. */
const WITH_ROWS: Record<string, Verb> = {
  infer,
  "infer, HC3": (m, x, y, options) => infer(m, x, y, { ...options, covariance: "HC3" }),
  diagnose: (m, x, y, options) => ({ ...diagnose(m, x, y, options) }),
  profileInterval,
  "compareModels, score": (m, x, y, options) =>
    compareModels(small, m, { ...options, test: "score", x, y } as CompareOptions),
};
const WITHOUT: Record<string, Verb> = {
  vif: (m) => vif(m),
  compareModels: (m) => compareModels(small, m),
  "compareModels, the other way": (m) => compareModels(m, small),
};
const METHODS = ["predict", "score", "residuals", "contrast", "summary", "toJSON"] as const;
const VERBS = { ...WITH_ROWS, ...WITHOUT };

describe("what serves as a model", () => {
  let foreign: Model;
  let foreignGiven: Model;
  beforeAll(() => {
    const other = createRequire(import.meta.url)("../../dist/index.cjs") as { fitSync: typeof fitSync };
    foreign = other.fitSync(X, Y);
    foreignGiven = other.fitSync(X, Y);
  });
  for (const [name, verb] of Object.entries(VERBS)) {
    it(`${name}: a model of the CommonJS build`, () => {
      const run = (m: Model) => JSON.stringify(verb(m as never, X as never, Y as never));
      expect(run(foreign)).toBe(run(model));
      expect(run(foreign)).toBe(run(model));
      expect(run(foreignGiven)).toBe(run(model));
    });
    it(`${name}: a Proxy of a model`, () => {
      const run = (m: Model) => JSON.stringify(verb(m as never, X as never, Y as never));
      expect(run(new Proxy(model, {}))).toBe(run(model));
    });
  }
  it("a Proxy answers itself", () => {
    const proxy = new Proxy(model, {});
    expect(proxy.predict(X)).toEqual(model.predict(X));
    expect(proxy.score(X, Y)).toEqual(model.score(X, Y));
    expect(proxy.residuals(X, Y)).toEqual(model.residuals(X, Y));
    expect(proxy.contrast([[0, 1, -1]])).toEqual(model.contrast([[0, 1, -1]]));
    expect(String(proxy.summary())).toBe(String(model.summary()));
    expect(JSON.stringify(proxy)).toBe(JSON.stringify(model));
  });
});

const judged = await crossValidate(X, Y, { folds: 3 });

/** What is no model, and the words for it. */
const NONE: Record<string, readonly [given: unknown, words: RegExp]> = {
  undefined: [undefined, /is undefined; expected a Model, as of fit/],
  null: [null, /is null;/],
  "a number": [3, /is 3;/],
  text: ["model", /is model;/],
  "a function": [fitSync, /is a function;/],
  "a class": [Model, /is a function;/],
  "an array": [[model], /is an array;/],
  "an object": [{}, /is an object;/],
  "an object without a prototype": [Object.create(null), /is an object;/],
  "a forgotten await": [fit(X, Y), /is a promise; expected a Model, as of await fit/],
  "what toJSON gave": [model.toJSON(), /is a saved model; expected a Model, as of Model.fromJSON/],
  "its text": [JSON.stringify(model), /expected a Model/],
  "a path": [pathSync(X, Y), /is a path; expected a Model, as of path.at\(value, \{ exact: true \}\)/],
  "a point of a path": [pathSync(X, Y).at(0.1), /is an object;/],
  "a cross-validation": [judged, /is a cross-validation; expected a Model, as of refit\(\)/],
  "a summary": [model.summary(), /is a summary;/],
  "the result of infer": [infer(model, X, Y), /is the result of infer;/],
  "a copy of its fields": [{ ...model }, /is an object;/],
  "a Proxy that throws": [new Proxy({}, { get: () => { throw new Error("boom"); } }), /is an object;/],
}; // biome-ignore format: a table

describe("what is no model is refused by what it is", () => {
  for (const [what, [given, words]] of Object.entries(NONE)) {
    for (const [name, verb] of Object.entries(VERBS)) {
      it(`${name}: ${what}`, () => {
        const error = thrown(() => verb(given as never, X as never, Y as never));
        expect(error).toBeInstanceOf(GlmError);
        expect((error as GlmError).message).toMatch(words);
        expect((error as GlmError).message).toMatch(/^(model|a|b) is /);
      });
    }
  }
  for (const method of METHODS) {
    it(`${method} without its model`, () => {
      const { [method]: free } = model as unknown as Record<string, (...given: unknown[]) => unknown>;
      const error = thrown(() => free!(X, Y));
      expect(error).toBeInstanceOf(GlmError);
      expect((error as GlmError).message).toMatch(/^model is undefined/);
    });
  }
});

describe("rows that are not those of the fit", () => {
  const others: Record<string, readonly [x: unknown, y: unknown, options?: object]> = {
    "columns swapped": [X.map(([a, b]) => [b, a]), Y],
    "y reversed": [X, [...Y].reverse()],
    "one y off": [X, changed(Y, 3, 5.01)],
    "one entry off": [changed(X, 2, [3, 4.01]), Y],
    "weights that were none": [X, Y, { weights: Y }],
    "an offset of the fit left out": [X, Y, { offset: Y }],
  };
  for (const [what, [x, y, options]] of Object.entries(others)) {
    for (const [name, verb] of Object.entries(WITH_ROWS)) {
      it(`${name}: ${what}`, () => {
        const error = thrown(() => verb(model as never, x as never, y as never, options));
        expect(error).toBeInstanceOf(GlmError);
        expect((error as GlmError).message).toMatch(/not those of the fit|fitted without offset/);
      });
    }
  }
  for (const form of FORMS) {
    const { x, y } = dataFor(form, 40, 2, 5);
    const more: Record<string, FitOptions> = {
      plain: {},
      "weights and offset": { weights: y.map((_, i) => 1 + (i % 3)), offset: y.map((_, i) => (i % 4) / 50) },
    };
    for (const [kind, extra] of Object.entries(more)) {
      it(`${form.name}, ${kind}: other rows are refused, the same ones serve in any storage and order`, () => {
        const rows = coarse(x);
        const fitted = fitSync(rows, y, { ...form.options, ...extra });
        if (fitted.status.code !== "converged") return;
        const { weights, offset } = extra as { weights?: number[]; offset?: number[] };
        const at = (given: unknown, seen = y, vectors: object = extra): unknown =>
          infer(fitted, given as never, seen, vectors);
        for (const store of Object.values(STORAGES)) expect(() => at(store(rows))).not.toThrow();
        const order = y.map((_, i) => (i * 7) % y.length);
        const moved = <T>(list: ArrayLike<T>): T[] => order.map((i) => list[i]!);
        const vectors = { ...(weights && { weights: moved(weights) }), ...(offset && { offset: moved(offset) }) };
        expect(() => at(moved(rows), moved(y), vectors)).not.toThrow();
        const single = matrix(Float32Array.from(rows.flat()), rows.length, 2, "row");
        expect(() => at(single)).not.toThrow();
        expect(() => at(moved(rows), y)).toThrow(/not those of the fit/);
      });
    }
  }
  it("entries rounded to 32 bits are those of the fit", () => {
    const x = Array.from({ length: 200 }, (_, i) => [2000 + i / 7, Math.sin(i)]);
    for (const family of ["gaussian", "binomial", "poisson"] as const) {
      const y = x.map(([, b], i) => Number(b! + Math.sin(7 * i) > 0));
      const fitted = fitSync(x, y, { family });
      const single = matrix(Float32Array.from(x.flat()), 200, 2, "row");
      expect(() => infer(fitted, single, y)).not.toThrow();
      expect(() => infer(fitSync(single, y, { family }), x, y)).not.toThrow();
      expect(() => infer(fitted, x, changed(y, 0, 1 - y[0]!))).toThrow(/not those of the fit/);
    }
  });
});
