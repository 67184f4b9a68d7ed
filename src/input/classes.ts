import { GlmError } from "../base/errors.js";
import type { Label } from "../base/flow.js";

/** Labels as numbers of their classes, the classes sorted: numbers by size, text by code unit, false before true. */
export function readClasses(given: ArrayLike<unknown>): { values: Float64Array; classes: readonly Label[] } {
  const type = typeof given[0];
  if (type !== "string" && type !== "number" && type !== "boolean") {
    throw new GlmError(
      "BAD_VALUE",
      `y[0] is a ${type}; family "multinomial" expects labels: text, numbers or booleans`,
      {},
    );
  }
  const classes = [...new Set(Array.from(given) as Label[])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (classes.length < 2) {
    throw new GlmError(
      "ONE_CLASS",
      `y has one class only (${JSON.stringify(classes[0])}); family "multinomial" needs two or more: with one there is nothing to tell apart`,
      { classes },
    );
  }
  if (type === "number" && classes.length > MOST) {
    throw new GlmError(
      "OUT_OF_DOMAIN",
      `y has ${classes.length} different numbers; family "multinomial" takes each as a class, at most ${MOST}: for amounts use family "gaussian"`,
      { count: classes.length },
    );
  }
  const numbers = new Map(classes.map((label, k) => [label, k]));
  return { values: Float64Array.from({ length: given.length }, (_, i) => numbers.get(given[i] as Label)!), classes };
}

/** More numbers than this are amounts, not classes. */
const MOST = 1000;

/** Refuses classes with fewer than two rows with weight, which cannot be distinguished from the others. */
export function checkEveryClass(y: Float64Array, classes: readonly Label[], weight: Float64Array | undefined): void {
  const seen = classes.map(() => ({ count: 0, row: -1 }));
  y.forEach((k, i) => {
    if (weight?.[i] === 0) return;
    seen[k]!.count++;
    seen[k]!.row = i;
  });
  const k = seen.findIndex(({ count }) => count < 2);
  if (k < 0) return;
  const { count, row } = seen[k]!;
  const label = JSON.stringify(classes[k]);
  const place =
    count === 0 ? `class ${label} of y has no row with weight` : `y[${row}] = ${label} is the only row of its class`;
  const advice = "expected two rows or more of every class: leave the class out, or join it with another";
  throw new GlmError("BAD_VALUE", `${place}; ${advice}`, { class: classes[k], row });
}
