import { GlmError } from "./errors.js";
import { reading } from "./keys.js";
import { nearest } from "./nearest.js";
import { show } from "./show.js";

// Checks negate the condition that must hold: !(x >= 0) also refuses NaN.

export function checkOneOf<T extends string>(name: string, got: unknown, allowed: readonly T[]): T {
  if (typeof got === "string" && (allowed as readonly string[]).includes(got)) return got as T;
  const close = typeof got === "string" ? nearest(got, allowed) : undefined;
  const hint = close === undefined ? "" : `; did you mean "${close}"?`;
  throw new GlmError(
    "BAD_OPTION",
    `${name} is ${typeof got === "string" ? JSON.stringify(got) : show(got)}; expected one of ${allowed.join(", ")}${hint}`,
    {
      name,
      got,
      allowed,
    },
  );
}

export function checkNumber(name: string, got: unknown, holds: (v: number) => boolean, expected: string): number {
  if (typeof got === "number" && holds(got)) return got;
  throw new GlmError("BAD_OPTION", `${name} is ${show(got)}; expected ${expected}`, { name, got });
}

export function checkBoolean(name: string, got: unknown): boolean {
  if (typeof got === "boolean") return got;
  throw new GlmError("BAD_OPTION", `${name} is ${show(got)}; expected true or false`, { name, got });
}

/** One number for all p columns, or one per column. */
export function checkPerColumn(
  name: string,
  given: unknown,
  p: number,
  holds: (v: number) => boolean,
  expected: string,
): Float64Array {
  if (typeof given === "number") {
    return new Float64Array(p).fill(checkNumber(name, given, holds, expected));
  }
  if (!(Array.isArray(given) || ArrayBuffer.isView(given))) {
    throw new GlmError(
      "BAD_OPTION",
      `${name} is ${show(given)}; expected ${expected}, one for all columns or one per column`,
      { name },
    );
  }
  return reading(name, () => readPerColumn(name, given as ArrayLike<unknown>, p, holds, expected));
}

function readPerColumn(
  name: string,
  values: ArrayLike<unknown>,
  p: number,
  holds: (v: number) => boolean,
  expected: string,
): Float64Array {
  if (values.length !== p) {
    throw new GlmError("BAD_SHAPE", `${name} has length ${values.length}; expected ${p}, one per column of x`, {
      name,
      got: values.length,
      want: p,
    });
  }
  return Float64Array.from({ length: p }, (_, j) => checkNumber(`${name}[${j}]`, values[j], holds, expected));
}
