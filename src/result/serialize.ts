import { GlmError } from "../base/errors.js";
import { FAMILIES, type FamilyName } from "../families/index.js";
import type { ModelData } from "./data.js";

/** Version of the saved form. A model saved today opens in every later version; `readJSON` converts older ones. */
export const FORMAT = 3;

/** A model as JSON: ModelData with plain arrays; numbers JSON has no word for (NaN, Infinity) as strings. */
export type ModelJSON = Readonly<Record<string, unknown>>;

export function writeJSON(model: ModelData): ModelJSON {
  return { format: "dropglm-model", version: FORMAT, ...(encode(model) as Record<string, unknown>) };
}

function encode(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return { number: String(value) };
  if (ArrayBuffer.isView(value) || Array.isArray(value))
    return Array.from(value as unknown as ArrayLike<unknown>, encode);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, v]) => v !== undefined)
        .map(([k, v]) => [k, encode(v)]),
    );
  }
  return value;
}

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "number") return Number((value as { number: string }).number);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, decode(v)]));
}

function refuse(reason: string): never {
  throw new GlmError("BAD_MODEL", `not a saved dropglm model: ${reason}; expected what model.toJSON() gave`, {
    reason,
  });
}

/** Checks what predictions depend on, so a damaged file fails here and not as a wrong number. */
export function readJSON(json: unknown): ModelData {
  let parsed = json;
  if (typeof json === "string") {
    try {
      parsed = JSON.parse(json);
    } catch (cause) {
      refuse((cause as Error).message);
    }
  }
  if (typeof parsed !== "object" || parsed === null) refuse("it is not an object");
  const { format, version, ...rest } = decode(parsed) as Record<string, unknown>;
  if (format !== "dropglm-model") refuse(`format is ${JSON.stringify(format)}`);
  if (typeof version !== "number" || !(version >= 1 && version <= FORMAT)) {
    refuse(`version is ${String(version)}, this library reads up to ${FORMAT}`);
  }
  const data = version === 1 ? fromFirst(rest) : rest;
  const { intercepts, coefficients, names, family, link, status, adaptivePenalty } = data;
  const { classes, hasOffset, hasIntercept, shape, recipe, covariance } = data;
  if (!isNumbers(intercepts)) refuse("intercepts are missing or not numbers");
  if (!isVectors(coefficients)) refuse("coefficients are missing or not numbers");
  if (!isNames(names)) refuse("names are missing or not text");
  if (typeof hasOffset !== "boolean" || typeof hasIntercept !== "boolean")
    refuse("hasOffset or hasIntercept is missing");
  if (coefficients.length !== intercepts.length) refuse("intercepts and coefficients differ in number");
  if (coefficients.some((beta) => beta.length !== names.length)) refuse("names and coefficients differ in length");
  if (typeof family !== "string" || !Object.hasOwn(FAMILIES, family)) refuse(`family is ${JSON.stringify(family)}`);
  if (typeof link !== "string" || !(FAMILIES[family as FamilyName].links as readonly string[]).includes(link))
    refuse(`link is ${JSON.stringify(link)}`);
  const isMany = family === "multinomial";
  if (classes !== undefined && !(Array.isArray(classes) && (isMany || classes.length === 2)))
    refuse("classes are not two");
  const predictors = isMany ? (classes as readonly unknown[] | undefined)?.length : 1;
  if (intercepts.length !== predictors) refuse("classes and coefficients differ in number");
  if (typeof shape !== "object" || shape === null) refuse("shape is missing");
  if (!isStatus(status)) refuse("status is missing or damaged");
  if (recipe !== undefined && !isRecipe(recipe)) refuse("recipe is damaged");
  if (
    covariance !== undefined &&
    !isCovariance(covariance, coefficients.length * (names.length + Number(hasIntercept)))
  )
    refuse("covariance is damaged");
  return {
    ...data,
    covariance: covariance && { ...covariance, packed: Float64Array.from(covariance.packed) },
    intercepts: Float64Array.from(intercepts),
    coefficients: coefficients.map((beta) => Float64Array.from(beta)),
    adaptivePenalty: isVectors(adaptivePenalty) ? adaptivePenalty.map((q) => Float64Array.from(q)) : undefined,
  } as unknown as ModelData;
}

/** Format 1 knew canonical links and one predictor. */
function fromFirst(data: Record<string, unknown>): Record<string, unknown> {
  const { intercept, coefficients, adaptivePenalty, family, ...rest } = data;
  if (typeof intercept !== "number") refuse("intercept is missing");
  const link = Object.hasOwn(FAMILIES, String(family)) ? FAMILIES[family as FamilyName].links[0] : undefined;
  const adaptive = adaptivePenalty === undefined ? undefined : [adaptivePenalty];
  const one = { intercepts: [intercept], coefficients: [coefficients], adaptivePenalty: adaptive };
  return { ...rest, ...one, family, link, shape: {}, isQuasi: false };
}

function isVectors(value: unknown): value is number[][] {
  return Array.isArray(value) && value.length > 0 && value.every(isNumbers);
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((v) => typeof v === "string");
}

function isStatus(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { code, solver, iterations, passes, optimality, tolerance, warnings } = value as Record<string, unknown>;
  const words = [code, solver].every((v) => typeof v === "string");
  return (
    words && [iterations, passes, optimality, tolerance].every((v) => typeof v === "number") && Array.isArray(warnings)
  );
}

function isRecipe(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { noises, mask, copies, seed, standardize } = value as Record<string, unknown>;
  const numbers = typeof copies === "number" && typeof seed === "number";
  return Array.isArray(noises) && typeof mask === "string" && numbers && typeof standardize === "boolean";
}

function isCovariance(value: unknown, d: number): value is { packed: number[]; aliased: number[] } {
  if (typeof value !== "object" || value === null) return false;
  const { packed, aliased } = value as Record<string, unknown>;
  return isNumbers(packed) && isNumbers(aliased) && packed.length === (d * (d + 1)) / 2;
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((v) => typeof v === "number");
}
