import { GlmError } from "./errors.js";
import { nearest } from "./nearest.js";
import { show } from "./show.js";

/** Refuses what is no options object, and keys that nobody reads, naming the nearest known one. */
export function checkKeys(given: unknown, known: readonly string[], what: string): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new GlmError("BAD_OPTION", `options is ${show(given)}; expected an object`, {
      given: show(given),
    });
  }
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    const close = nearest(key, known);
    const hint = close === undefined ? `known options: ${known.join(", ")}` : `did you mean ${close}?`;
    throw new GlmError("BAD_OPTION", `${what}: unknown option ${key}; ${hint}`, { key, known });
  }
}
