import { GlmError } from "./errors.js";
import { nearest } from "./nearest.js";
import { show } from "./show.js";

/** Things that are objects and no options: a forgotten await, a list, a date. */
const NO_OPTIONS = /^\[object (?!Object|Module)/;

/** Refuses what is no options object, and keys that nobody reads, naming the nearest known one. `name` is the option that it is. */
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

/** Reads something of the caller's that may run code of the caller's: a getter, a Proxy. What that throws is refused with the place. */
export function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof GlmError) throw cause;
    const why = cause instanceof Error ? cause.message : show(cause);
    throw new GlmError("BAD_OPTION", `${name} could not be read (${why}); expected plain data`, { name });
  }
}

/** What is not looked into: rows, what is live, and what belongs to the host. */
const AS_THEY_ARE: readonly string[] = ["x", "y", "signal", "document"];

/**
 * The options of a verb, checked for their keys and read once: later reads see the same, whatever getters, Proxies or the caller do. Options
 * that are undefined are not there. Plain objects within are read too; lists, models and signals stay what they are.
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

/** Options are flat: a noise in a list, the groups of columns. */
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
