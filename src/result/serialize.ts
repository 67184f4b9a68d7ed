import { anything, damaged, finite, optional, readFields, vectorOf, wrong } from "../base/schema.js";
import { FAMILIES } from "../families/index.js";
import { writeEncoding } from "../frame/encoding.js";
import { checkConsistent } from "./consistent.js";
import type { ModelData } from "./data.js";
import { MODEL_FIELDS } from "./model-schema.js";

/** Version of the saved form. Every later version opens a model saved today; `readJSON` converts older ones. */
export const FORMAT = 4;

/** Models of numbers are as they were, so that earlier versions open them. */
const WITHOUT_TABLE = 3;

/** A model as JSON: ModelData with plain arrays; numbers that JSON cannot write (NaN, Infinity) as strings. */
export type ModelJSON = Readonly<Record<string, unknown>>;

export function writeJSON(model: ModelData): ModelJSON {
  const plain = { ...model, encoding: model.encoding && writeEncoding(model.encoding) };
  const version = model.encoding === undefined ? WITHOUT_TABLE : FORMAT;
  return { format: "dropglm-model", version, ...(encode(plain) as Record<string, unknown>) };
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

/** Every field is checked by MODEL_FIELDS, and then against the others, so that a damaged file fails here and gives no wrong numbers. */
export function readJSON(json: unknown): ModelData {
  const parsed = typeof json === "string" ? parse(json) : json;
  if (typeof parsed !== "object" || parsed === null)
    throw damaged("it", "is not an object", "what model.toJSON() gave");
  const head = readFields({ format: optional(anything), version: optional(anything) }, parsed, "");
  if (head.format !== "dropglm-model")
    throw wrong(head.format, "format", '"dropglm-model", as model.toJSON() wrote it');
  const { version } = head;
  if (!(Number.isInteger(version) && (version as number) >= 1 && (version as number) <= FORMAT)) {
    throw wrong(version, "version", `a whole number up to ${FORMAT}; later ones need a later dropglm`);
  }
  const known = version === 1 ? fromFirst(parsed) : parsed;
  const model = readFields(MODEL_FIELDS, known, "") as unknown as ModelData;
  checkConsistent(model);
  return { ...handedOn(known), ...model };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw damaged("the text", `is not JSON (${(cause as Error).message})`, "what model.toJSON() gave");
  }
}

/** Fields that other programs added: they are kept and written again. */
function handedOn(known: object): Record<string, unknown> {
  const own: readonly string[] = ["format", "version", ...Object.keys(MODEL_FIELDS)];
  return readFields(
    Object.fromEntries(Object.keys(known).flatMap((key) => (own.includes(key) ? [] : [[key, anything]]))),
    known,
    "",
  );
}

/** Converts format 1, which had canonical links and one predictor only. */
function fromFirst(first: object): object {
  const { intercept, coefficients, adaptivePenalty, family, ...rest } = first as Record<string, unknown>;
  finite.read(intercept, "intercept");
  if (coefficients !== undefined) vectorOf(finite).read(coefficients, "coefficients");
  const name = MODEL_FIELDS.family.read(family, "family");
  const adaptive = adaptivePenalty === undefined ? {} : { adaptivePenalty: [adaptivePenalty] };
  const one = { intercepts: [intercept], coefficients: coefficients && [coefficients], ...adaptive };
  return { ...rest, ...one, family, link: FAMILIES[name].links[0], shape: {}, isQuasi: false };
}
