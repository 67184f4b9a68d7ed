// Options of every verb, changed at random: values of every type, getters and Proxies that throw, numbers beyond all sense, unknown keys. Each
// is refused by a GlmError, or there is an answer, in bounded time. DROPGLM_FUZZ=1000000 changes a million; DROPGLM_SEED begins elsewhere.
import { describe, expect, it } from "vitest";
import { mulberry32, type Random } from "../../src/base/random.js";
import * as dropglm from "../../src/index.js";

const { dropout, elasticNet, fitSync, GlmError, lasso, pathSync, ridge } = dropglm;
const COUNT = Number(process.env.DROPGLM_FUZZ ?? 2000);
const SEED = Number(process.env.DROPGLM_SEED ?? 1);

/** Milliseconds that one call may take; it takes a few. */
const PATIENCE = 5000;

const X = Array.from({ length: 12 }, (_, i) => [i % 5, ((i * 7) % 12) / 3]);
const Y = X.map(([a, b], i) => Number(a! + b! + ((i * 5) % 7) > 6));
const COUNTS = X.map(([a], i) => a! + (i % 3));
const LABELS = X.map((_, i) => ["a", "b", "c"][(i * 5) % 3]!);
const ONES = X.map(() => 1);
const binary = fitSync(X, Y, { family: "binomial" });
const small = fitSync(X.map(([a]) => [a!]), Y, { family: "binomial" }); // biome-ignore format: one line
const fits = pathSync(X, Y, { family: "binomial", count: 5, relax: true });

type Options = Record<string, unknown>;
type Call = (options: never) => unknown;

const FIT: Options = {
  family: "binomial", link: "logit", noise: dropout(0.2), penalty: ridge(0.1), constraint: undefined, bounds: undefined, unlabeled: { x: X, weight: 0.5 },
  weights: ONES, weightType: "analytic", trials: undefined, offset: undefined, exposure: undefined, intercept: true, standardize: false, solver: "auto",
  tolerance: 1e-8, maxIterations: 50, timeLimit: 1e4, start: { intercept: 0, coefficients: [0, 0] }, signal: new AbortController().signal,
  onProgress: () => {}, standardErrors: true, workers: undefined,
}; // biome-ignore format: a list
const PLAIN: Options = {
  family: "poisson",
  penalty: elasticNet(0.1, 0.5),
  bounds: { lower: -1, upper: [1, 2] },
  offset: ONES,
  exposure: ONES,
  constraint: undefined,
};
const PATH: Options = {
  ...FIT,
  unlabeled: undefined,
  noise: undefined,
  penalty: lasso(),
  over: "lambda",
  lambdas: [0.1, 0.01],
  count: 3,
  minRatio: 0.1,
  rates: undefined,
  stopEarly: false,
  relax: true,
};
const CV: Options = {
  ...PATH,
  relax: undefined,
  folds: 3,
  groups: undefined,
  times: undefined,
  shares: undefined,
  measure: "deviance",
  seed: 1,
  stratify: true,
  clip: 0,
};
const ROWS: Options = { weights: ONES, trials: undefined, offset: undefined, exposure: undefined };
const AGAIN: Options = { ...ROWS, weightType: "analytic", unlabeled: undefined }; // biome-ignore format: a list

/** Every verb that takes options, and options that it takes. */
const VERBS: Record<string, readonly [call: Call, options: Options]> = {
  fit: [(o) => dropglm.fit(X, Y, o), FIT],
  fitSync: [(o) => dropglm.fitSync(X, Y, o), FIT],
  "fitSync, bias-reduced": [(o) => dropglm.fitSync(X, Y, o), { family: "binomial", biasReduction: "firth", link: "logit", solver: "auto", start: undefined, weights: ONES }],
  "fitSync, counts": [(o) => dropglm.fitSync(X, COUNTS, o), PLAIN],
  "fitSync, multinomial": [(o) => dropglm.fitSync(X, LABELS, o), { family: "multinomial", noise: dropout(0.1, { mask: "per-class" }), constraint: undefined }],
  "fitSync, ball": [(o) => dropglm.fitSync(X, Y, o), { family: "binomial", constraint: dropglm.l2Ball(1), noise: undefined }],
  path: [(o) => dropglm.path(X, Y, o), PATH],
  pathSync: [(o) => dropglm.pathSync(X, Y, o), PATH],
  "pathSync, rates": [(o) => dropglm.pathSync(X, Y, o), { family: "binomial", over: "rate", rates: [0.1, 0.5], noise: dropout(), count: 2 }],
  crossValidate: [(o) => dropglm.crossValidate(X, Y, o), CV],
  "crossValidate, shares": [(o) => dropglm.crossValidate(X, Y, o), { family: "binomial", over: ["lambda", "share"], shares: [0.5, 1], count: 2, folds: 2 }],
  infer: [(o) => dropglm.infer(binary, X, Y, o), { ...AGAIN, covariance: "cluster", cluster: LABELS, level: 0.9, times: undefined, lag: undefined, dispersion: undefined, degreesOfFreedom: 5 }],
  diagnose: [(o) => ({ ...dropglm.diagnose(binary, X, Y, o) }), { ...ROWS, unlabeled: undefined, seed: 2 }],
  profileInterval: [(o) => dropglm.profileInterval(binary, X, Y, o), { ...AGAIN, level: 0.9, names: ["x1"] }],
  compareModels: [(o) => dropglm.compareModels(small, binary, o), { ...AGAIN, test: "score", x: X, y: Y }],
  anova: [(o) => dropglm.anova(binary, X, Y, o as never), { ...AGAIN, groups: { g: ["x1", "x2"] }, type: "I", test: "wald" }],
  drop1: [(o) => dropglm.drop1(binary, X, Y, o as never), { ...AGAIN, groups: { g: ["x1"] }, test: "likelihood-ratio" }],
  summary: [(o) => String(binary.summary(o)), { exponentiate: true, level: 0.9, intervals: undefined }],
  tidy: [(o) => binary.tidy(o), { exponentiate: true, level: 0.95, intervals: dropglm.profileInterval(binary, X, Y, {}) }],
  vif: [(o) => dropglm.vif(binary, o), { groups: { g: ["x1", "x2"] } }],
  collinearity: [(o) => dropglm.collinearity(X, o), { weights: ONES, intercept: true }],
  separation: [(o) => dropglm.separation(X, Y, o), { family: "binomial", link: "logit", weights: ONES, trials: undefined, intercept: true }],
  predict: [(o) => binary.predict(X, o), { type: "response", interval: 0.9, offset: ONES, exposure: undefined }],
  score: [(o) => ({ ...binary.score(X, Y, o) }), ROWS],
  residuals: [(o) => binary.residuals(X, Y, o), { ...ROWS, type: "quantile", seed: 3 }],
  contrast: [(o) => binary.contrast([[0, 1, 0]], o), { level: 0.9 }],
  "path.at": [(o) => fits.at(0.05, o), { exact: false, gamma: 0.5 }],
  "path.predict": [(o) => fits.predict(X, o), { type: "link", offset: ONES, exposure: undefined }],
  brier: [(o) => dropglm.brier(Y, Y, o), { weights: ONES }],
  calibration: [(o) => dropglm.calibration(Y, Y, o), { weights: ONES, bins: 3, by: "width", level: 0.9 }],
  confusion: [(o) => dropglm.confusion(Y, Y, o), { weights: ONES }],
  roc: [(o) => dropglm.roc(X.map(([a]) => a!), Y, o), { weights: ONES }],
  ridge: [(o) => dropglm.ridge(1, o), { factors: [1, 2], scale: "mean" }],
  lasso: [(o) => dropglm.lasso(1, o), { factors: [1, 2], scale: "mean" }],
  elasticNet: [(o) => dropglm.elasticNet(1, 0.5, o), { factors: [1, 2], scale: "mean" }],
  dropout: [(o) => dropglm.dropout(0.1, o), { approximation: "monte-carlo", mask: "shared", copies: 3, seed: 1 }],
  additive: [(o) => dropglm.additive(0.1, o), { approximation: "quadratic" }],
  negativeBinomial: [(o) => dropglm.negativeBinomial(o), { theta: 2 }],
  tweedie: [(o) => dropglm.tweedie(o), { power: 1.5 }],
  lambdaTo: [(o) => dropglm.lambdaTo("liblinear", 1, o), { rows: 12 }],
}; // biome-ignore format: a table

const boom = (): never => {
  throw new TypeError("boom");
};

/** One value of every kind there is; those that throw are made anew. */
const JUNK: readonly (() => unknown)[] = [
  ...[null, undefined, true, false, 0, -0, 1, -1, 0.5, 2, 3.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -1e300, 5e-324, 2 ** 53, 2 ** 31, -(2 ** 31)],
  ...["", "1", "auto", "x", "toString", "__proto__", "binomial", "quantile", "cluster", 5n, -1n, 2n ** 80n, Symbol("s"), Symbol.iterator],
  ...[() => 1, async () => {}, [], {}, [1], [1, 2], ["a"], [null], [[]], [5n], [Symbol("t")], new Array(3), ONES, LABELS, X, Y],
  ...[new Float64Array(2), new Float64Array(12), new Int8Array(12), new BigInt64Array(12), new Uint8Array(0), new ArrayBuffer(8), new DataView(new ArrayBuffer(8))],
  ...[new Map(), new Set([1]), new Date(0), /x/, new Error("e"), new Proxy({}, {}), new Proxy([], {}), Object.create(null), Object.create({ weight: 1 }), Object.freeze({ a: 1 })],
  ...[binary, fits, ridge(0.1), dropout(0.5), { x: X }, { lower: 1 }, { intercept: 1 }, { length: 12 }, { 0: 1, length: 1 }, { family: "binomial" }, { quasi: "poisson" }, { quasi: {} }],
  ...[{ penalty: "ridge" }, { noise: "dropout" }, { ball: "l2" }, { aborted: false }, new AbortController().signal, new Float64Array(20), "y".repeat(1e5)],
].map((value) => () => value).concat([
  () => Promise.resolve(1),
  () => new Proxy({}, { get: boom }),
  () => new Proxy({}, { get: boom, has: boom, ownKeys: boom, getPrototypeOf: boom, getOwnPropertyDescriptor: boom }),
  () => new Proxy([1, 2], { get: boom }),
  () => new Proxy(ONES, { get: (list, key) => (key === "7" ? boom() : Reflect.get(list, key)) }),
  () => ({ get penalty() { return boom(); } }),
  () => ({ get lambda() { return boom(); }, penalty: "ridge" }),
  () => ({ get aborted() { return boom(); } }),
  () => ({ toString: boom, valueOf: boom }),
  () => ({ [Symbol.toPrimitive]: boom }),
  () => { const loop: Options = {}; loop.loop = loop; return loop; },
  () => { const loop: unknown[] = []; loop.push(loop); return loop; },
]); // biome-ignore format: a list

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** Options with one or two things changed; what was done, in words. */
function mutate(random: Random, good: Options): { options: unknown; done: string } {
  const junk = (): unknown => pick(random, JUNK)();
  const kind = Math.floor(random() * 12);
  if (kind === 0) return { options: junk(), done: "all of them" };
  const options = { ...good };
  const keys = Object.keys(good);
  const key = pick(random, keys);
  // an option that is there at random: what goes together is asked for one by one
  for (const other of keys) if (other !== key && other !== "family" && random() < 0.5) delete options[other];
  const done = (what: string) => ({ options, done: `${key} ${what}` });
  if (kind === 1) {
    Object.defineProperty(options, key, { get: boom, enumerable: true });
    return done("throws");
  }
  if (kind === 2) {
    options[`${key}s`] = junk();
    return done("by another name");
  }
  const value = options[key];
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (kind <= 5 && isPlain) {
    const inner = pick(random, Object.keys(value));
    options[key] = { ...value, [inner]: junk() };
    return done(`.${inner}`);
  }
  if (kind === 6 && Array.isArray(value) && value.length > 0) {
    options[key] = value.map((v, i) => (i === value.length - 1 ? junk() : v));
    return done("[last]");
  }
  options[key] = junk();
  if (kind === 7) return { options: Object.assign(Object.create(null), options), done: `${key} without a prototype` };
  if (kind === 8) return { options: new Proxy(options, {}), done: `${key} in a Proxy` };
  return done("is junk");
}

const words = (value: unknown): string => {
  try {
    return String(typeof value === "object" ? JSON.stringify(value, (_, v) => (typeof v === "bigint" ? `${v}n` : v)) : String(value)).slice(0, 120);
  } catch {
    return "(cannot be shown)";
  }
}; // biome-ignore format: one line

describe("options of every verb", () => {
  for (const [name, [call, options]] of Object.entries(VERBS)) {
    it(`${name} takes those that are changed`, async () => {
      const own = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
      await expect((async () => call(own as never))().catch((error) => {
        if (!(error instanceof GlmError)) throw error; // some of a list do not go together
      })).resolves.not.toThrow(); // biome-ignore format: one line
    });
  }
  it(`changed at random are refused by a GlmError, or answered (${COUNT} of them)`, async () => {
    const random = mulberry32(SEED);
    const verbs = Object.entries(VERBS);
    const told = { refused: 0, answered: 0 };
    const found = new Map<string, string>();
    for (let k = 0; k < COUNT; k++) {
      const [name, [call, good]] = pick(random, verbs);
      const { options, done } = mutate(random, good);
      const begun = performance.now();
      try {
        await call(options as never);
        told.answered += 1;
      } catch (error) {
        told.refused += 1;
        const isRefusal = error instanceof GlmError && error.message.length > 10 && !/undefined \(|\[object/.test(error.message);
        if (!isRefusal) found.set(`${name}: ${done}: ${(error as Error)?.stack?.split("\n").slice(0, 4).join(" | ")}`, words(options));
      } // biome-ignore format: one line
      const took = performance.now() - begun;
      if (took > PATIENCE) found.set(`${name}: ${done}: ${Math.round(took)} ms`, words(options));
    }
    if (COUNT > 2000) console.info(told);
    expect(Object.fromEntries([...found].slice(0, 20))).toEqual({});
    expect(told.refused).toBeGreaterThan(COUNT / 3);
    expect(told.answered).toBeGreaterThan(COUNT / 20);
  }, 1e9);
});
