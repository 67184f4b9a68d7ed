// Saved models, changed in one place at random: each is refused with the place, or it is a model that answers everything within bounded time,
// with the numbers that its fields say. DROPGLM_FUZZ=1000000 changes a million of them; DROPGLM_SEED begins elsewhere.
import { describe, expect, it } from "vitest";
import { mulberry32, type Random } from "../../src/base/random.js";
import { diagnose, GlmError, infer, Model, profileInterval } from "../../src/index.js";
import { SAVED, type SavedCase } from "../helpers/saved.js";

const COUNT = Number(process.env.DROPGLM_FUZZ ?? 2000);
const SEED = Number(process.env.DROPGLM_SEED ?? 1);

/** Milliseconds that all answers of one model may take together; they take a few. */
const PATIENCE = 5000;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Stands for lists and objects within each other, which JSON.stringify could not write. */
const DEEP = "(deep)";
const deepened = (text: string): string =>
  text.replaceAll(JSON.stringify(DEEP), () => `${'{"number":['.repeat(20_000)}1${"]}".repeat(20_000)}`);

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** Values that a field never has, or has elsewhere. */
const JUNK: readonly Json[] = [
  null, true, false, 0, -1, 0.5, 1.5, 2, 1e300, -1e300, 1e-300, 5e-324, 1e16, "", "NaN", "1", "fine", "toString", "__proto__", [], [[]], {},
  { number: "NaN" }, { number: "Infinity" }, { number: "-Infinity" }, { number: "1" }, { number: { toString: 1 } }, { number: [] },
  { number: null }, { toString: 1 }, { valueOf: "x" }, { length: 3 }, { kind: "model" }, [null], [1, 2, 3], [{ number: "NaN" }], ["a", "b"], DEEP,
]; // biome-ignore format: a list

const NEAR: readonly ((v: number) => number)[] = [
  (v) => -v, (v) => v + 1, (v) => v - 1, (v) => v * 1e8, (v) => v / 1e8, (v) => v * (1 + 1e-3), (v) => v + 0.5, () => 0,
]; // biome-ignore format: a list

interface Place {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

function placesOf(value: Json): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [{ holder: value, key }, ...placesOf((value as Record<string | number, Json>)[key]!)]);
}

/** Changes one place; returns what was done, in words. */
function mutate(random: Random, json: Json): string {
  const places = placesOf(json);
  const { holder, key } = pick(random, places);
  const record = holder as Record<string | number, Json>;
  const old = record[key]!;
  const kind = Math.floor(random() * 8);
  if (kind === 0) {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete record[key];
    return `${key} taken out`;
  }
  if (kind === 1 && !Array.isArray(holder)) {
    delete record[key];
    record[`${key}x`] = old;
    return `${key} renamed`;
  }
  if (kind === 2 && Array.isArray(holder)) {
    holder.splice(Number(key), 0, structuredClone(old));
    return `${key} doubled`;
  }
  if (kind <= 4 && typeof old === "number") {
    record[key] = pick(random, NEAR)(old);
    return `${key}: ${old} -> ${record[key]}`;
  }
  if (kind === 5) {
    const other = pick(random, places);
    record[key] = structuredClone((other.holder as Record<string | number, Json>)[other.key]!);
    return `${key} from ${other.key}`;
  }
  const junk = pick(random, JUNK);
  record[key] = junk;
  return `${key}: junk ${JSON.stringify(junk).slice(0, 40)}`;
}

/** All that a model answers, each with a refusal or numbers. */
function answers(model: Model, { x, y, options }: SavedCase): void {
  const { weights, trials, offset, exposure, weightType, unlabeled } = options;
  const vectors = { weights, trials, offset, exposure };
  const again = { ...vectors, weightType, unlabeled };
  const d = model.names.length + 1;
  const asks: Record<string, () => unknown> = {
    score: () => ({ ...model.score(x, y, vectors) }),
    residuals: () =>
      model.residuals(x, y, { ...vectors, type: (model.family as string) === "multinomial" ? "response" : "deviance" }),
    interval: () => model.predict(x, { offset, exposure, interval: 0.9 }),
    contrast: () => model.contrast([Array.from({ length: d }, (_, k) => Number(k === d - 1))]),
    infer: () => String(infer(model, x, y, again)),
    HC3: () => String(infer(model, x, y, { ...again, covariance: "HC3" })),
    diagnose: () => {
      const { weightType: _, ...plain } = again;
      const { cooksDistance, dfbetas, residuals } = diagnose(model, x, y, plain);
      return [cooksDistance, dfbetas, residuals.quantile];
    },
    profileInterval: () => profileInterval(model, x, y, again),
  };
  for (const [name, ask] of Object.entries(asks)) {
    try {
      ask();
    } catch (error) {
      if (!(error instanceof GlmError)) throw new Error(`${name}: ${(error as Error).stack}`);
    }
  }
  expect(String(model.summary())).toContain("link");
}

/** What is certain of an answer: the fields are the numbers, and predictions are made of them. */
function checkFields(model: Model, json: Record<string, Json>, { x, options }: SavedCase): void {
  const many = Array.isArray(model.coefficients);
  const beta = (many ? model.coefficients : [model.coefficients]) as unknown as Float64Array[];
  const intercepts = (many ? model.intercept : [model.intercept]) as unknown as number[];
  const field = (value: Json | undefined): unknown =>
    typeof value === "object" && value !== null ? Number((value as { number: string }).number) : value;
  const saved = json as { intercepts?: number[]; intercept?: number; coefficients: number[][]; deviance: Json };
  expect(Array.from(intercepts)).toEqual(saved.intercepts ?? [saved.intercept]);
  expect(beta.map((own) => Array.from(own))).toEqual(saved.intercepts ? saved.coefficients : [saved.coefficients]);
  expect(model.deviance).toEqual(field(saved.deviance));
  const { offset, exposure } = options as { offset?: number[]; exposure?: number[] };
  if (json.hasOffset === true && offset === undefined && exposure === undefined) return; // predictions ask for one
  const eta = model.predict(x, { type: "link", offset, exposure }) as unknown as ArrayLike<number | Float64Array>;
  x.forEach((row, i) => {
    beta.forEach((own, k) => {
      const o = (offset?.[i] ?? 0) + Math.log(exposure?.[i] ?? 1);
      const terms = [intercepts[k]!, o, ...row.map((v, j) => v * own[j]!)];
      const want = terms.reduce((sum, v) => sum + v, 0);
      const size = terms.reduce((sum, v) => sum + Math.abs(v), 0);
      const got = many ? (eta[i] as Float64Array)[k]! : (eta[i] as number);
      if (Number.isFinite(size)) expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-12 * size);
    });
  });
}

/** What comes of a text: the place where it is refused, or undefined for a model that answers. */
function judge(text: string, from: SavedCase): string | undefined {
  let model: Model;
  try {
    model = Model.fromJSON(text);
  } catch (error) {
    if (!(error instanceof GlmError) || error.code !== "BAD_MODEL") throw error;
    expect(error.message).toMatch(/^not a saved dropglm model: \S/);
    expect(error.message.length).toBeLessThan(900);
    if (typeof error.detail.path !== "string" || error.detail.path === "")
      throw new Error(`no place: ${error.message}`);
    return error.detail.path;
  }
  const begun = performance.now();
  checkFields(model, JSON.parse(text), from);
  answers(model, from);
  const again = JSON.stringify(model);
  expect(JSON.stringify(Model.fromJSON(again))).toBe(again);
  expect(performance.now() - begun).toBeLessThan(PATIENCE);
  return undefined;
}

describe("saved models", () => {
  it("with a coefficient beyond all sense are not those of the rows", () => {
    for (const size of [1e8, 1e16, 1e300]) {
      const saved = SAVED["theta estimated"]!;
      const json = JSON.parse(saved.text);
      json.coefficients[0][1] = size;
      const model = Model.fromJSON(json);
      expect(() => infer(model, saved.x, saved.y)).toThrow(/not those of the fit/);
      expect(() => profileInterval(model, saved.x, saved.y)).toThrow(/not those of the fit/);
    }
  });
  for (const [name, saved] of Object.entries(SAVED)) {
    it(`open as they were written: ${name}`, () => {
      expect(judge(saved.text, saved)).toBeUndefined();
    });
  }
  it(`changed in one place are refused there, or answer (${COUNT} of them)`, () => {
    const random = mulberry32(SEED);
    const cases = Object.entries(SAVED);
    const told = { refused: 0, accepted: 0 };
    for (let k = 0; k < COUNT; k++) {
      const [name, saved] = pick(random, cases);
      const json = JSON.parse(saved.text) as Json;
      const done = mutate(random, json);
      try {
        told[judge(deepened(JSON.stringify(json)), saved) === undefined ? "accepted" : "refused"] += 1;
      } catch (error) {
        throw new Error(`mutant ${k} of ${name}, ${done}: ${(error as Error).stack}`);
      }
    }
    if (COUNT > 2000) console.info(told);
    expect(told.refused).toBeGreaterThan(COUNT / 2);
    expect(told.accepted).toBeGreaterThan(COUNT / 100);
  }, 1e9);
});
