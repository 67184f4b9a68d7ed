import { GlmError } from "./errors.js";
import { nearest } from "./nearest.js";
import { show } from "./show.js";

/** Objects that are not options: a forgotten await, a list, a date. */
const NO_OPTIONS = /^\[object (?!Object|Module)/;

/** Refuses values that are not an options object, and unknown keys, for which it names the nearest known one. `name` is the name of the option. */
export function checkKeys(given: unknown, known: readonly string[], what: string, name = "options"): void {
  const tag = Object.prototype.toString;
  const isObject = typeof given === "object" && given !== null;
  if (!isObject || reading(name, () => Array.isArray(given) || NO_OPTIONS.test(tag.call(given)))) {
    const found = isObject && !Array.isArray(given) ? tag.call(given).slice(8, -1) : show(given);
    throw new GlmError("BAD_OPTION", `${name} is ${found}; expected an object`, { name, given: show(given) });
  }
  for (const key of reading(name, () => Object.keys(given))) {
    if (known.includes(key)) continue;
    const close = nearest(key, known);
    const hint = close === undefined ? `known options: ${known.join(", ")}` : `did you mean ${close}?`;
    throw new GlmError("BAD_OPTION", `${what}: unknown option ${key}; ${hint}`, { key, known });
  }
}

/** Reads a value that may run code of the caller: a getter, a Proxy. An error from it is reported with the place. */
export function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof GlmError) throw cause;
    const why = cause instanceof Error ? cause.message : show(cause);
    throw new GlmError("BAD_OPTION", `${name} could not be read (${why}); expected plain data`, { name });
  }
}

/** Values that are not copied: rows, vectors of one number per row, live objects, and objects of the host. */
const AS_THEY_ARE: readonly string[] = ["x", "y", "weights", "trials", "offset", "exposure", "signal", "document"];

/**
 * The options of a verb, with checked keys, read once: later reads see the same values, whatever getters, Proxies or the caller do. Options
 * that are undefined are left out. Plain objects inside are read too; lists, models and signals stay as they are.
 */
export function readOptions<T>(given: T, known: readonly string[], what: string): T {
  checkKeys(given, known, what);
  const out: Record<string, unknown> = {};
  for (const key of known) {
    const value = reading(key, () => (given as Record<string, unknown>)[key]);
    if (value !== undefined) out[key] = AS_THEY_ARE.includes(key) ? value : ownParts(value, key, 0);
  }
  return out as T;
}

/** The deepest nesting of options: a noise in a list, groups of columns. */
const DEEPEST = 3;
const LONGEST = 64;

function ownParts(value: unknown, name: string, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return value;
  return reading(name, () => {
    if (Array.isArray(value)) {
      const isShort = value.length <= LONGEST && value.some((part) => typeof part === "object" && part !== null);
      return isShort ? Array.from(value, (part, k) => ownParts(part, `${name}[${k}]`, depth + 1)) : value;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return value;
    const parts = Object.keys(value).map((key): [string, unknown] => {
      const at = `${name}.${key}`;
      const part = reading(at, () => (value as Record<string, unknown>)[key]);
      return [key, AS_THEY_ARE.includes(key) ? part : ownParts(part, at, depth + 1)];
    });
    return Object.fromEntries(parts);
  });
}
