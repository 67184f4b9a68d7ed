import { GlmError } from "../base/errors.js";
import type { Design } from "../base/flow.js";
import { show } from "../base/show.js";

/** Whether the columns have names of their own, not numbers. */
export function isNamed({ names }: Pick<Design, "names">): boolean {
  return names.some((name, j) => name !== `x${j + 1}`);
}

/** A copy of column names: one per column, no two alike. `what` is the function that received them. */
export function checkNames(names: unknown, columns: number, what: string): readonly string[] | undefined {
  if (names === undefined) return undefined;
  if (!(Array.isArray(names) && names.length === columns)) {
    const found = Array.isArray(names) ? `has length ${names.length}` : `is ${show(names)}`;
    throw new GlmError("BAD_SHAPE", `${what}: names ${found}; expected ${columns}, one per column`, {});
  }
  const own = Array.from({ length: columns }, (_, k): unknown => names[k]);
  const seen = new Set<unknown>();
  for (const [k, name] of own.entries()) {
    if (typeof name !== "string") {
      throw new GlmError("BAD_VALUE", `${what}: names[${k}] is ${show(name)}; expected text, as String(name)`, {
        index: k,
      });
    }
    if (seen.has(name)) {
      throw new GlmError(
        "BAD_VALUE",
        `${what}: names has "${show(name)}" twice; every column needs a name of its own`,
        {},
      );
    }
    seen.add(name);
  }
  return Object.freeze(own as string[]);
}
