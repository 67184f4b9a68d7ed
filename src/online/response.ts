import { isVector, lengthOf } from "../base/arrays.js";
import { show } from "../base/show.js";
import { GlmError } from "../index.js";
import { HUGE } from "./numbers.js";
import type { Settings } from "./options.js";

/** y as numbers in the domain of the family: classes by their number. `place` names row k. */
export function readY(
  y: unknown,
  n: number,
  { family, classes }: Settings,
  place = (k: number): string => `y[${k}]`,
): Float64Array {
  const values = vectorOf("y", y, n);
  const rule = RULES[family];
  const numbers = new Map(classes?.map((label, k) => [label, k]));
  const of = (value: unknown): number => {
    if (classes !== undefined) return numbers.get(value as string) ?? Number.NaN;
    const number = typeof value === "boolean" ? Number(value) : value;
    return typeof number === "number" && rule.holds(number) ? number : Number.NaN;
  };
  return Float64Array.from({ length: n }, (_, k) => {
    const found = of(values[k]);
    if (!Number.isNaN(found)) return found;
    const wanted =
      classes === undefined ? rule.expected : `one of the classes ${classes.map((c) => show(c)).join(", ")}`;
    throw new GlmError("OUT_OF_DOMAIN", `${place(k)} = ${show(values[k])}; expected ${wanted}`, { row: k });
  });
}

const RULES = {
  gaussian: { holds: (y: number) => Math.abs(y) <= HUGE, expected: "a finite number below 1e150 in size" },
  binomial: {
    holds: (y: number) => y >= 0 && y <= 1,
    expected: "0, 1 or a proportion between; labels need option classes",
  },
  poisson: { holds: (y: number) => y >= 0 && y <= HUGE, expected: "a count or a rate >= 0" },
  multinomial: { holds: () => false, expected: "a label" },
} as const;

/** A number for each row, or undefined. */
export function readVector(name: "weights" | "offset", given: unknown, n: number): Float64Array | undefined {
  if (given === undefined) return undefined;
  const values = vectorOf(name, given, n);
  const holds = (v: number): boolean => (name === "weights" ? v >= 0 && v <= HUGE : Math.abs(v) <= HUGE);
  const expected = name === "weights" ? "a weight >= 0" : "a finite number";
  return Float64Array.from({ length: n }, (_, k) => {
    const value = values[k];
    if (typeof value === "number" && holds(value)) return value;
    throw new GlmError("BAD_VALUE", `${name}[${k}] = ${show(value)}; expected ${expected}`, { row: k });
  });
}

function vectorOf(name: string, given: unknown, n: number): ArrayLike<unknown> {
  if (!isVector(given)) throw new GlmError("BAD_SHAPE", `${name} is ${show(given)}; expected an array`, { name });
  const found = lengthOf(given);
  if (found === n) return given;
  throw new GlmError("BAD_SHAPE", `${name} has length ${found}; expected ${n}, one per row of x`, { name, got: found });
}
