import { GlmError } from "../base/errors.js";
import type { Label } from "../base/flow.js";
import { show } from "../base/show.js";

/**
 * Two whole numbers other than 0 and 1, the smaller one first: 1 and 2, or -1 and 1, as in many data of two classes. They are
 * labels. Undefined for anything else: 0 and 1 are numbers, fractions are proportions, three numbers are not two classes.
 */
export function twoNumbers(values: ArrayLike<number>): [number, number] | undefined {
  const a = values[0]!;
  if (!Number.isInteger(a)) return undefined;
  let b = a;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (v === a || v === b) continue;
    if (b !== a || !Number.isInteger(v) || (a + v === 1 && a * v === 0)) return undefined; // 0 and 1: no need to read on
    b = v;
  }
  return a === b ? undefined : [Math.min(a, b), Math.max(a, b)];
}

/** Two labels, the second of which stands for 1: in the order of their text or size, false before true. */
export function twoLabels(given: ArrayLike<unknown>, advice: { fewer: string; more: string }): [Label, Label] {
  if (typeof given[0] === "boolean") return [false, true];
  if (typeof given[0] === "number") {
    const found = twoNumbers(given as ArrayLike<number>);
    if (found !== undefined) return found;
  }
  const labels = [...new Set(Array.from({ length: given.length }, (_, i) => given[i] as Label))].sort();
  if (labels.length === 2) return labels as [Label, Label];
  if (labels.length < 2) {
    const message = `y has one class only (${JSON.stringify(labels[0])}); ${advice.fewer}`;
    throw new GlmError("ONE_CLASS", message, { classes: labels });
  }
  const some = `${labels.slice(0, 4).join(", ")}${labels.length > 4 ? ", ..." : ""}`;
  throw new GlmError("OUT_OF_DOMAIN", `y has ${labels.length} classes (${some}); ${advice.more}`, { classes: labels });
}

/** Labels as 0 and 1. */
export function zerosAndOnes(given: ArrayLike<unknown>, second: Label): Float64Array {
  return Float64Array.from({ length: given.length }, (_, i) => (given[i] === second ? 1 : 0));
}

/** The two labels with the success second. */
export function withSuccess([first, second]: readonly [Label, Label], success: Label | undefined): [Label, Label] {
  if (success === undefined || success === second) return [first, second];
  if (success === first) return [second, first];
  const message = `success is ${show(success)}; expected one of the labels of y, ${show(first)} or ${show(second)}`;
  throw new GlmError("BAD_OPTION", message, { success });
}
