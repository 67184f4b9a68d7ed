import { GlmError } from "../base/errors.js";

/** The refusal of an entry of X that is no finite number. `place` is its name, as x[2][0]. */
export function badEntry(place: string, value: unknown): GlmError {
  const shown = typeof value === "string" ? `"${value}"` : String(value);
  return new GlmError(
    "BAD_VALUE",
    `${place} = ${shown}; entries must be finite numbers: drop the row or fill in a value`,
    {
      place,
      value,
    },
  );
}
