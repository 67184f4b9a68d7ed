import { isVector, lengthOf, typedName } from "../base/arrays.js";
import type { Design, Plan } from "../base/flow.js";
import { type OwnDesign, ownDesign } from "../input/rows.js";
import { readUnlabeled } from "./plan-noise.js";

/** The same with copies of the rows, for work that begins or continues after the call. */
export function ownRows<T extends { readonly design: Design; readonly plan: Plan }>(
  input: T,
): T & { design: OwnDesign } {
  const { plan } = input;
  const unlabeled = plan.unlabeled && { ...plan.unlabeled, design: ownDesign(plan.unlabeled.design) };
  return { ...input, design: ownDesign(input.design), plan: { ...plan, unlabeled } };
}

/**
 * A copy of the options at the call, for work that reads them later: after other work, in another thread, or when a step is fitted again.
 * Lists and plain objects are copied; functions, signals and other objects with a class are not.
 */
export function ownOptions<T extends object>(options: T, design: Design): T {
  const { start, unlabeled, ...others } = copied(options, 0) as { start?: unknown; unlabeled?: unknown };
  return {
    ...others,
    ...(start === undefined ? {} : { start: ownStart(start) }),
    ...(unlabeled === undefined ? {} : { unlabeled: ownUnlabeled(unlabeled, design) }),
  } as T;
}

/** Options are flat: a noise in a list of noises has a list of strengths. Nothing deeper is read. */
const DEEPEST = 4;

function copied(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) return value;
  if (isVector(value)) return typedName(value) === undefined ? copiedList(value, depth) : copiedNumbers(value);
  if (!isPlain(value)) return value;
  const isRows = depth === 1 && "x" in value; // rows without labels are copied like other rows
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [
      k,
      (isRows && k === "x") || (depth === 0 && k === "signal") ? v : copied(v, depth + 1),
    ]),
  );
}

function copiedList(values: ArrayLike<unknown>, depth: number): unknown[] {
  return Array.from({ length: lengthOf(values) }, (_, k) => copied(values[k], depth + 1));
}

/** A copy of the same type; `constructor` and `Symbol.species` of the caller have no effect. */
function copiedNumbers(values: ArrayLike<unknown>): ArrayLike<unknown> {
  if (typedName(values)!.startsWith("Big")) return Array.from({ length: lengthOf(values) }, (_, k) => values[k]);
  return new Float64Array(values as ArrayLike<number>);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The numbers of a model. */
function ownStart(start: unknown): unknown {
  if (typeof start !== "object" || start === null || isPlain(start)) return start;
  const { intercept, coefficients } = start as { intercept?: unknown; coefficients?: unknown };
  return { intercept: copied(intercept, 1), coefficients: copied(coefficients, 1) };
}

function ownUnlabeled(given: unknown, design: Design): unknown {
  if (!isPlain(given) || given.x === undefined) return given;
  return { ...given, x: ownDesign(readUnlabeled(given.x, design)).own };
}
