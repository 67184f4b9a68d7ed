import { GlmError } from "./errors.js";
import { show } from "./show.js";

// Readers for saved models: each takes a JSON value and returns the value it represents, or refuses it with its path. Each
// describes the expected value in words; the page about the format uses these words.

export interface Reader<T> {
  readonly expects: string;
  readonly read: (value: unknown, at: string) => T;
  /** Whether the field may be missing. */
  readonly isOptional?: boolean;
  /** Fields of an object, or of each entry of a list of objects. */
  readonly fields?: Readonly<Record<string, Reader<unknown>>>;
  readonly isList?: boolean;
}

type Read<R> = R extends Reader<infer T> ? T : never;

/** An error that names the place. */
export function damaged(at: string, found: string, expected: string): GlmError {
  return new GlmError("BAD_MODEL", `not a saved dropglm model: ${at} ${found}; expected ${expected}`, { path: at });
}

/** The same for a value that may be missing. */
export function wrong(value: unknown, at: string, expected: string): GlmError {
  const found =
    value === undefined ? "is missing" : `is ${typeof value === "string" ? JSON.stringify(value) : show(value)}`;
  return damaged(at, found, expected);
}

/** One entry of any object or list; a getter may throw. */
function entry(from: object, key: string | number, at: string): unknown {
  try {
    return (from as Record<string | number, unknown>)[key];
  } catch (cause) {
    throw damaged(at, `could not be read (${show((cause as Error)?.message)})`, "plain JSON");
  }
}

/** The numbers that JSON cannot write. */
const WORDS = ["NaN", "Infinity", "-Infinity"];

/** A number as JSON has it, or { "number": "NaN" }, "Infinity", "-Infinity"; undefined for anything else. */
function numberIn(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (!isRecord(value)) return undefined;
  const keys = Object.keys(value);
  const word = keys.length === 1 && keys[0] === "number" ? entry(value, "number", "number") : undefined;
  return typeof word === "string" && WORDS.includes(word) ? Number(word) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function number(expects: string, holds: (v: number) => boolean): Reader<number> {
  return {
    expects,
    read: (value, at) => {
      const found = numberIn(value);
      if (found !== undefined && holds(found)) return found;
      throw found === undefined ? wrong(value, at, expects) : damaged(at, `is ${found}`, expects);
    },
  };
}

export const finite: Reader<number> = number("a finite number", Number.isFinite);
export const whole: Reader<number> = number("a whole number >= 0", (v) => Number.isSafeInteger(v) && v >= 0);
export const anyNumber: Reader<number> = number("a number, NaN or infinite where it was so", () => true);

export const flag: Reader<boolean> = {
  expects: "true or false",
  read: (value, at) => {
    if (typeof value === "boolean") return value;
    throw wrong(value, at, flag.expects);
  },
};

export const text: Reader<string> = {
  expects: "text",
  read: (value, at) => {
    if (typeof value === "string") return value;
    throw wrong(value, at, text.expects);
  },
};

export function oneOf<T extends string>(names: readonly T[]): Reader<T> {
  const expects = names.map((name) => `"${name}"`).join(", ");
  return {
    expects,
    read: (value, at) => {
      if (typeof value === "string" && (names as readonly string[]).includes(value)) return value as T;
      throw wrong(value, at, expects);
    },
  };
}

export function listOf<T>(of: Reader<T>, expects = `a list, each ${of.expects}`): Reader<T[]> {
  return {
    ...(of.fields && { fields: of.fields }),
    isList: true,
    expects,
    read: (value, at) => {
      if (!Array.isArray(value)) throw wrong(value, at, expects);
      return Array.from({ length: value.length }, (_, k) => of.read(entry(value, k, `${at}[${k}]`), `${at}[${k}]`));
    },
  };
}

/** A list of numbers, as doubles. */
export function vectorOf(of: Reader<number>): Reader<Float64Array> {
  const list = listOf(of);
  return { expects: list.expects, read: (value, at) => Float64Array.from(list.read(value, at)) };
}

export function optional<T>(of: Reader<T>): Reader<T | undefined> {
  return {
    ...of,
    isOptional: true,
    read: (value, at) => (value === undefined ? undefined : of.read(value, at)),
  };
}

/** An object with these fields and no others. */
export function record<F extends Readonly<Record<string, Reader<unknown>>>>(
  fields: F,
): Reader<{ [K in keyof F]: Read<F[K]> }> & { readonly fields: F } {
  const names = Object.keys(fields);
  const expects = `an object with ${names.join(", ")}`;
  return {
    expects,
    fields,
    read: (value, at) => {
      if (!isRecord(value)) throw wrong(value, at, expects);
      const unknown = Object.keys(value).find((key) => !names.includes(key));
      if (unknown !== undefined)
        throw damaged(`${at}.${show(unknown)}`, "is not a field of the format", `one of ${names.join(", ")}`);
      return readFields(fields, value, `${at}.`);
    },
  };
}

/** The fields of an object; others are not read. */
export function readFields<F extends Readonly<Record<string, Reader<unknown>>>>(
  fields: F,
  value: object,
  prefix: string,
): { [K in keyof F]: Read<F[K]> } {
  const out: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const at = prefix + name;
    const read = field.read(Object.hasOwn(value, name) ? entry(value, name, at) : undefined, at);
    if (read !== undefined) out[name] = read;
  }
  return out as { [K in keyof F]: Read<F[K]> };
}

/** Most levels of lists and objects in data that are only passed on. */
const DEEPEST = 8;

/** Data that no formula reads, such as the detail of a warning: JSON of a few levels. */
export const anything: Reader<unknown> = {
  expects: `any JSON of at most ${DEEPEST} levels`,
  read: (value, at) => handedOn(value, at, DEEPEST),
};

function handedOn(value: unknown, at: string, levels: number): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  const found = numberIn(value);
  if (found !== undefined) return found;
  if (typeof value !== "object" || levels === 0) throw wrong(value, at, anything.expects);
  if (Array.isArray(value))
    return Array.from({ length: value.length }, (_, k) => handedOn(entry(value, k, at), `${at}[${k}]`, levels - 1));
  return Object.fromEntries(
    Object.keys(value).map((key) => [key, handedOn(entry(value, key, at), `${at}.${key}`, levels - 1)]),
  );
}
