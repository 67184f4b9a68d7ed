import { GlmError } from "../base/errors.js";
import { FAMILIES } from "../families/index.js";
import type { ModelData } from "./data.js";

/** Version of the saved form. A model saved today opens in every later version; `readJSON` converts older ones. */
export const FORMAT = 1;

/** A model as JSON: ModelData with plain arrays; numbers JSON has no word for (NaN, Infinity) as strings. */
export type ModelJSON = Readonly<Record<string, unknown>>;

export function writeJSON(model: ModelData): ModelJSON {
  return { format: "dropglm-model", version: FORMAT, ...(encode(model) as Record<string, unknown>) };
}

function encode(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return { number: String(value) };
  if (value instanceof Float64Array || Array.isArray(value)) return Array.from(value as ArrayLike<unknown>, encode);
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
  const { intercept, coefficients, names, family, status, adaptivePenalty } = rest;
  const { classes, hasOffset, hasIntercept } = rest;
  if (typeof intercept !== "number") refuse("intercept is missing");
  if (!isNumbers(coefficients)) refuse("coefficients are missing or not numbers");
  if (!isNames(names)) refuse("names are missing or not text");
  if (typeof hasOffset !== "boolean" || typeof hasIntercept !== "boolean")
    refuse("hasOffset or hasIntercept is missing");
  if (classes !== undefined && !(Array.isArray(classes) && classes.length === 2)) refuse("classes are not two");
  if (names.length !== coefficients.length) refuse("names and coefficients differ in length");
  if (typeof family !== "string" || !Object.hasOwn(FAMILIES, family)) refuse(`family is ${JSON.stringify(family)}`);
  if (!isStatus(status)) refuse("status is missing or damaged");
  const adaptive = isNumbers(adaptivePenalty) ? Float64Array.from(adaptivePenalty) : undefined;
  return { ...rest, coefficients: Float64Array.from(coefficients), adaptivePenalty: adaptive } as unknown as ModelData;
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

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((v) => typeof v === "number");
}
