// docs/saved-model.schema.json: the form of saved models as a JSON schema, made from the readers of Model.fromJSON.
// scripts/readme.mjs writes it, test/result/json-schema.test.ts holds it against the readers.
import { anyNumber, anything, finite, flag, type Reader, text, whole } from "../src/base/schema.js";
import { ENCODING_VERSION } from "../src/frame/encoding.js";
import { roles, STATES, state } from "../src/frame/encoding-schema.js";
import { ROLES } from "../src/frame/roles.js";
import { FORMAT } from "../src/result/serialize.js";
import { HOLDS, SAVED_FIELDS } from "./saved-models-table.js";

type Schema = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, Reader<unknown>>>;

const FINITE: Schema = { type: "number" };
const SAFE: Schema = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** The numbers that JSON cannot write, as objects. */
const WORDS: Schema = Object.fromEntries(
  ["NaN", "Infinity", "-Infinity"].map((word) => [
    word,
    { type: "object", properties: { number: { const: word } }, required: ["number"], additionalProperties: false },
  ]),
);

const orWord = (numbers: Schema, ...words: string[]): Schema => ({
  anyOf: [numbers, ...words.map((word) => ({ $ref: `#/$defs/${word}` }))],
});

/** What the words of a reader mean. Names in quotes, lists and objects are read by `schemaOf`. */
const MEANINGS: Readonly<Record<string, Schema>> = {
  [text.expects]: { type: "string" },
  [flag.expects]: { type: "boolean" },
  [finite.expects]: FINITE,
  [whole.expects]: SAFE,
  [anyNumber.expects]: orWord(FINITE, "NaN", "Infinity", "-Infinity"),
  [anything.expects]: {},
  "a whole number > 0": { ...SAFE, minimum: 1 },
  "a whole number >= -1": { ...SAFE, minimum: -1 },
  "a whole number from 1 to 100": { type: "integer", minimum: 1, maximum: 100 },
  "a whole number from 1 to 1e6": { type: "integer", minimum: 1, maximum: 1e6 },
  "a finite number > 0": { type: "number", exclusiveMinimum: 0 },
  "a finite number >= 0": { type: "number", minimum: 0 },
  "a finite number other than 0": { type: "number", not: { const: 0 } },
  "a number >= 0": orWord({ type: "number", minimum: 0 }, "Infinity"),
  "a number >= 0, or NaN": orWord({ type: "number", minimum: 0 }, "Infinity", "NaN"),
  "a number >= 0, or NaN where there is none": orWord({ type: "number", minimum: 0 }, "Infinity", "NaN"),
  "a number in [0, 1)": { type: "number", minimum: 0, exclusiveMaximum: 1 },
  "a number in (0, 1]": { type: "number", exclusiveMinimum: 0, maximum: 1 },
  "a number below Infinity": orWord(FINITE, "-Infinity"),
  "a number above -Infinity": orWord(FINITE, "Infinity"),
  "0 or a number >= 1": { anyOf: [{ const: 0 }, { type: "number", minimum: 1 }] },
  "0 or 1": { enum: [0, 1] },
  "text, a finite number, or true or false": { type: ["string", "number", "boolean"] },
  'a finite number, "-Inf" or "Inf"': { anyOf: [FINITE, { enum: ["-Inf", "Inf"] }] },
  [`${ENCODING_VERSION}; later ones need a later dropglm`]: { const: ENCODING_VERSION },
  [roles.expects]: {
    type: "object",
    properties: Object.fromEntries(ROLES.map((role) => [role, { type: "string" }])),
    additionalProperties: false,
  },
};

const EACH = "a list, each ";
const NAMES = /^"[^"]*"(, "[^"]*")*$/;

/** Where objects stand that are written once, by their fields. */
type Seen = Map<object, string>;

/** The schema of what a reader takes. `path` is its place in a model, by which HOLDS has its content. */
function schemaOf({ fields, isList, expects }: Reader<unknown>, path: string, seen: Seen): Schema {
  if (fields === undefined) return meaning(expects, path);
  if (!isList) return once(fields, path, seen);
  return { type: "array", items: once(fields, `${path}[]`, seen) };
}

function once(fields: Fields, path: string, seen: Seen): Schema {
  const before = seen.get(fields);
  if (before !== undefined) return { $ref: before };
  const pointer = path.replaceAll("[]", "/items").replaceAll(".", "/properties/");
  seen.set(fields, `#/properties/${pointer}`);
  return objectOf(fields, path, seen);
}

function meaning(expects: string, path: string): Schema {
  if (expects === state.expects)
    return { oneOf: Object.entries(STATES).map(([name, reader]) => stateOf(name, reader)) };
  if (Object.hasOwn(MEANINGS, expects)) return MEANINGS[expects]!;
  if (expects.startsWith(EACH)) return { type: "array", items: meaning(expects.slice(EACH.length), path) };
  if (NAMES.test(expects)) return { enum: JSON.parse(`[${expects}]`) as string[] };
  throw new Error(`${path}: no schema is known for "${expects}"; expected one in MEANINGS`);
}

/** What one transform learned. */
function stateOf(name: string, { fields = {} }: Reader<object>): Schema {
  const { properties, ...rest } = objectOf(fields, name, new Map());
  return { ...rest, properties: { ...(properties as Schema), transform: { const: name } } };
}

function objectOf(fields: Fields, path: string, seen: Seen): Schema {
  return { type: "object", ...fieldsOf(fields, `${path}.`, seen), additionalProperties: false };
}

function fieldsOf(fields: Fields, prefix: string, seen: Seen): Schema {
  const described = ([name, reader]: [string, Reader<unknown>]): [string, Schema] => {
    const holds = HOLDS[prefix + name];
    return [name, { ...(holds && { description: holds }), ...schemaOf(reader, prefix + name, seen) }];
  };
  return {
    properties: Object.fromEntries(Object.entries(fields).map(described)),
    required: Object.entries(fields).flatMap(([name, { isOptional }]) => (isOptional ? [] : [name])),
  };
}

/** The whole schema. Other fields at the top are allowed: other programs may add theirs. */
export function savedModelSchema(): Schema {
  const { properties, required } = fieldsOf(SAVED_FIELDS, "", new Map()) as { properties: Schema; required: string[] };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A saved dropglm model",
    description:
      'What model.toJSON() gives, of version 2 and later. NaN and infinite numbers are objects, as { "number": "NaN" }. Model.fromJSON also checks the fields against each other.',
    type: "object",
    properties: {
      format: { const: "dropglm-model" },
      version: { type: "integer", minimum: 2, maximum: FORMAT },
      ...properties,
    },
    required: ["format", "version", ...required],
    $defs: WORDS,
  };
}

/** The text of docs/saved-model.schema.json. */
export function savedModelSchemaText(): string {
  return `${JSON.stringify(savedModelSchema(), null, 2)}\n`;
}
