import { GlmError } from "./errors.js";
import { show } from "./show.js";

/** Bytes of the units that people write. */
const UNITS: Readonly<Record<string, number>> = { "": 1, B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** Bytes, of a number of them or of text as "512MB". Units are those of 1024. */
export function readMemory(given: unknown): number {
  const [, number, unit = ""] =
    typeof given === "string" ? (/^\s*(\d+(?:\.\d+)?)\s*([KMGT]?i?B?)\s*$/i.exec(given) ?? []) : [];
  const bytes =
    typeof given === "number"
      ? given
      : Number(number) *
        (UNITS[
          unit
            .toUpperCase()
            .replace("I", "")
            .replace(/^([KMGT])$/, "$1B")
        ] ?? Number.NaN);
  if (Number.isFinite(bytes) && bytes > 0) return bytes;
  throw new GlmError("BAD_OPTION", `memory = ${show(given)}; expected bytes, or text as "512MB" or "2GB"`, {});
}
