// docs/saved-model.schema.json takes what Model.fromJSON takes, and refuses what has another form.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { savedModelSchemaText } from "../../scripts/saved-model-schema.js";
import { SAVED_FIELDS } from "../../scripts/saved-models-table.js";
import { readFields } from "../../src/base/schema.js";
import { dropout, fitSync, Model, ridge } from "../../src/index.js";
import { SAVED } from "../helpers/saved.js";

const TEXT = readFileSync(new URL("../../docs/saved-model.schema.json", import.meta.url), "utf8");
const validate = new Ajv2020({ strictTypes: false }).compile(JSON.parse(TEXT));

const TABLE = Array.from({ length: 40 }, (_, i) => ({
  y: Math.round(5 + 3 * Math.sin(i) + (i % 3)),
  hit: Math.sin(2.1 * i) > 0 ? "yes" : "no",
  x: i === 4 ? null : 1 + ((7 * i) % 31),
  z: i % 11,
  kind: i === 17 ? null : "abc"[(i * i + Math.floor(i / 7)) % 3]!,
  code: String(i % 5),
  when: `2024-0${1 + (i % 9)}-11`,
  years: 1 + (i % 5),
  old: i % 2 === 0,
}));

/** Models of formulas, with every transform and every part of an encoding. */
const BY_FORMULA: Readonly<Record<string, Model>> = {
  transforms: fitSync("y ~ poly(x, 2) + poly(z, 2, raw = TRUE) + scale(years)", TABLE),
  splines: fitSync("y ~ bs(x, df = 4) + ns(z, df = 2) + center(years)", TABLE),
  intervals: fitSync("y ~ cut(z, c(-Inf, 3, 7, Inf)) + old + when", TABLE, { types: { code: "category" } }),
  offsets: fitSync("y ~ kind * x + offset(log(years))", TABLE, { family: "poisson", weights: "z" }),
  "vectors beside": fitSync("y ~ x", TABLE, { family: "poisson", exposure: TABLE.map((row) => row.years) }),
  indicator: fitSync("hit ~ x + kind + code", TABLE, { family: "binomial", missing: "indicator", penalty: ridge(0.1) }),
  "noise on factors": fitSync("hit ~ C(kind, sum) + old", TABLE, { family: "binomial", noise: dropout(0.2) }),
  "several classes": fitSync("kind ~ x", TABLE, { family: "multinomial" }) as unknown as Model,
  "no intercept": fitSync("y ~ 0 + factor(z, ref = 3)", TABLE),
};

const parsed = (model: Model): Json => JSON.parse(JSON.stringify(model));
type Json = { [key: string]: never };
const CURRENT: Readonly<Record<string, Json>> = {
  ...Object.fromEntries(
    Object.entries(SAVED).map(([name, { text }]) => [name, parsed(Model.fromJSON(text))]), // version 1 is written as what it is now
  ),
  ...Object.fromEntries(Object.entries(BY_FORMULA).map(([name, model]) => [name, parsed(model)])),
};

it("docs/saved-model.schema.json is what scripts/readme.mjs makes", () => {
  expect(TEXT).toBe(savedModelSchemaText());
});

describe("takes saved models", () => {
  for (const [name, json] of Object.entries(CURRENT)) {
    it(name, () => {
      validate(json);
      expect(validate.errors).toBeNull();
    });
  }
  it("with fields of other programs", () => {
    expect(validate({ ...CURRENT.labels, transform: { x1: "log" } })).toBe(true);
  });
});

describe("refuses", () => {
  const damaged = (name: string, damage: (json: never) => void): Json => {
    const json = structuredClone(CURRENT[name]!);
    damage(json as never);
    return json;
  };
  it.each([
    ["another format", "labels", (j: Json) => (j.format = "other" as never)],
    ["a version that is not known", "labels", (j: Json) => (j.version = 5 as never)],
    ["a coefficient of text", "labels", (j: { coefficients: unknown[][] }) => (j.coefficients[0]![1] = "1")],
    ["an intercept of NaN", "labels", (j: Json) => (j.intercepts = [{ number: "NaN" }] as never)],
    ["a field that is gone", "labels", (j: Json) => delete j.deviance],
    ["a field that is none", "labels", (j: { status: Json }) => (j.status.codes = 1 as never)],
    ["a theta of -1", "negative-binomial log", (j: Json) => (j.shape = { theta: -1 } as never)],
    ["a kind of column that is none", "transforms", (j: { encoding: { columns: Json[] } }) => (j.encoding.columns[0]!.kind = "text" as never)],
    ["a variable without its source", "transforms", (j: { encoding: { variables: Json[] } }) => delete j.encoding.variables[0]!.source],
    ["an offset without its source", "offsets", (j: { encoding: { offsets: Json[] } }) => delete j.encoding.offsets[0]!.source],
    ["a transform that is none", "transforms", (j: { encoding: { variables: { states: Json[] }[] } }) => (j.encoding.variables[0]!.states[0]!.transform = "sqrt" as never)],
    ["the state of another transform", "splines", (j: { encoding: { variables: { states: Json[] }[] } }) => (j.encoding.variables[0]!.states[0]!.transform = "poly" as never)],
    ["an option that is none", "offsets", (j: { encoding: { roles: Json } }) => (j.encoding.roles.weight = "z" as never)],
    ["a later encoding", "offsets", (j: { encoding: Json }) => (j.encoding.version = 2 as never)],
  ] as const)("%s", (_what, name, damage) => {
    const json = damaged(name, damage as never);
    expect(validate(json)).toBe(false);
    expect(() => Model.fromJSON(json)).toThrow(/^not a saved dropglm model: /);
  }); // biome-ignore format: one a line
});

/** Values of every kind, among them the ends of the ranges that fields have. */
const PROBES = [
  null, true, "", "x", "NaN", "Inf", "-Inf", 0, 1, -1, 0.5, 2, 101, 2e6, 1e300, 2 ** 60, [], {}, [1], ["x"], [0.5, 1], { number: "NaN" }, { number: "Infinity" },
  { number: "-Infinity" }, { number: "1" }, { number: 1 }, { number: "NaN", more: 1 },
]; // biome-ignore format: a list

interface Place {
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
  readonly at: string;
}

function placesOf(value: unknown, at: string): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? (value.length > 0 ? [0] : []) : Object.keys(value);
  const holder = value as Place["holder"];
  return keys.flatMap((key) => [{ holder, key, at: `${at}.${key}` }, ...placesOf(holder[key], `${at}.${key}`)]);
}

/** Places that the reader of encodings also holds against others. */
const HELD =
  /^\.encoding\.(terms|names|assign|means|columns|variables$|.*\.(source|ref|levels|degree|alpha|norm|boundary|breaks|labels)\b)/;

const takes = (json: object): boolean => {
  try {
    readFields(SAVED_FIELDS, json, "");
    return true;
  } catch {
    return false;
  }
};

describe("agrees with the readers on every field, whatever it holds", () => {
  const names = ["noise", "ridge", "group lasso", "ball", "bounds", "theta estimated", "dependent columns", ...Object.keys(BY_FORMULA)];
  it.each(names)("%s", (name) => {
    const json = structuredClone(CURRENT[name]!);
    const apart: string[] = [];
    for (const { holder, key, at } of placesOf(json, "")) {
      if (at === ".format" || at === ".version") continue;
      const before = holder[key];
      for (const probe of Array.isArray(holder) ? PROBES : [...PROBES, undefined]) {
        if (probe === undefined) delete holder[key];
        else holder[key] = probe;
        const [read, valid] = [takes(json), validate(json)];
        if (read !== valid && (read || !HELD.test(at))) apart.push(`${at} = ${JSON.stringify(probe)}: read ${read}`);
      }
      holder[key] = before;
    }
    expect(apart).toEqual([]);
  });
}); // biome-ignore format: long names
