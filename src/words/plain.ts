/** A result as JSON has it: typed arrays are lists, numbers that JSON cannot write are text, and methods are left out. */
export function plainOf(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return Array.from(value as ArrayLike<unknown>, nested);
  const fields = Object.entries(value).filter(([, each]) => typeof each !== "function");
  return Object.fromEntries(fields.map(([key, each]) => [key, nested(each)]));
}

/** A part of a result, which may know itself how it is written. */
function nested(value: unknown): unknown {
  const own = value as { toJSON?: unknown } | null | undefined;
  return typeof own === "object" && typeof own?.toJSON === "function" ? own.toJSON() : plainOf(value);
}
