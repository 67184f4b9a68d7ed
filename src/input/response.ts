import { holdsBigInts, typedName } from "../base/arrays.js";
import { countedValues, countsOf } from "../base/counts.js";
import { GlmError } from "../base/errors.js";
import type { Label, Response, WeightType } from "../base/flow.js";
import { reading } from "../base/keys.js";
import { show } from "../base/show.js";
import type { Family } from "../families/index.js";
import { elementary } from "../wasm/elementary.js";
import { checkEveryClass, readClasses } from "./classes.js";
import { badEntry, numeric } from "./entry.js";
import { twoLabels, twoNumbers, withSuccess, zerosAndOnes } from "./labels.js";
import { checkVector, type Numbers, rowValues } from "./vector.js";
import { held, times } from "./weights.js";

/** The types of y for `fit`: numbers, booleans, or labels, in an array or in a vector of another library. */
export type ResponseInput = Numbers | readonly boolean[] | readonly string[];

/** Vectors beside the rows. */
export interface RowVectors {
  readonly weights?: Numbers | undefined;
  /**
   * The kind of `weights`; it changes standard errors and likelihood, not the coefficients. "analytic" (default, as in R):
   * Var(Y_i) = phi V / w_i, n counts rows. "frequency": row i stands for w_i equal rows, whole numbers; n is their sum.
   * "sampling": row i stands for w_i members of the population; standard errors are those of the sandwich, times n / (n - 1), and there
   * is no likelihood.
   */
  readonly weightType?: WeightType | undefined;
  readonly trials?: Numbers | undefined;
  readonly offset?: Numbers | undefined;
  readonly exposure?: Numbers | undefined;
  /**
   * Of two classes the one whose probability is modelled. Default: the second of the labels in their order, the larger number, true.
   */
  readonly success?: Label | undefined;
}

/** y, weights, trials and offset as checked doubles. `n` is the number of rows of x. */
export function readResponse(y: unknown, n: number, family: Family, vectors: RowVectors): Response {
  const weightType = readWeightType(vectors);
  const [holds, expected] = WEIGHTS[weightType];
  const weights = checkVector(vectors.weights, "weights", n, holds, expected);
  const trials = checkVector(vectors.trials, "trials", n, (m) => m > 0, "a number of trials > 0");
  if (trials !== undefined && family.classes !== "two") {
    throw new GlmError("NOT_SUPPORTED", `trials needs family "binomial"; family is "${family.name}"`, {});
  }
  const given = readArray(y, n);
  const ownCounts = given instanceof Float64Array ? countsOf(given) : undefined;
  if (given instanceof Float64Array && ownCounts === undefined) checkFinite(given);
  const { values, classes } =
    family.classes === "many"
      ? readClasses(given)
      : readValues(given, family, ownCounts, trials !== undefined, vectors.success);
  checkSuccess(vectors, family);
  if (trials !== undefined) {
    if (classes !== undefined) {
      throw new GlmError("NOT_SUPPORTED", "y holds labels; with trials it must hold numbers of successes", {});
    }
    toProportions(values, trials);
  }
  const counts = trials === undefined && values === given ? ownCounts : undefined;
  if (classes === undefined) checkDomain(values, family, counts);
  const { weight, exponent } = held(combine(weights, trials));
  if (family.classes === "many") checkEveryClass(values, classes!, weight);
  const sums = weightSums(weight, n);
  if (!(sums.total > 0)) {
    throw new GlmError("BAD_VALUE", "weights are all 0; at least one row needs a positive weight", {});
  }
  if (!(times(sums.total, -exponent) < Infinity)) {
    throw new GlmError("BAD_VALUE", "weights are too large to be summed; divide them all by a constant", {});
  }
  const offset = readOffset(vectors, n, family);
  const numbers = { ...named(sums, exponent), weightType };
  if (weightType === "frequency" && weights !== undefined) {
    numbers.observations = weightSums(weights, n).total;
    numbers.logWeights = 0;
  }
  return { y: values, counts, weight, trials, offset, ...numbers, classes };
}

const any = (w: number): boolean => w >= 0;
const WEIGHTS = {
  analytic: [any, "a weight >= 0"],
  frequency: [(w: number) => w >= 0 && Number.isInteger(w), "a whole number >= 0, as frequency weights are"],
  sampling: [any, "a weight >= 0"],
} as const;

function readWeightType({ weightType = "analytic", weights }: RowVectors): WeightType {
  const names = Object.keys(WEIGHTS);
  if (!names.includes(weightType)) {
    const message = `weightType is ${typeof weightType === "string" ? JSON.stringify(weightType) : show(weightType)}; expected one of ${names.join(", ")}`;
    throw new GlmError("BAD_OPTION", message, { got: weightType });
  }
  if (weights === undefined && weightType !== "analytic") {
    throw new GlmError("BAD_OPTION", `weightType "${weightType}" needs weights, which are missing`, {});
  }
  return weightType;
}

/** Sums over weights that are stored times 2^exponent. */
export function named({ total, positive, logs }: ReturnType<typeof weightSums>, exponent: number) {
  const logWeights = exponent === 0 ? logs : logs - positive * exponent * Math.LN2;
  return { totalWeight: total, exponent, observations: positive, logWeights };
}

/** A copy of y: n values of one kind, none missing, if they come in an array of all kinds. */
function readArray(y: unknown, n: number): ArrayLike<unknown> {
  return reading("y", () => ownArray(y, n));
}

function ownArray(y: unknown, n: number): ArrayLike<unknown> {
  const given = rowValues(y, "y", n);
  const type = typedName(given);
  if (type !== undefined && !holdsBigInts(type)) {
    const own = new Float64Array(given as Float64Array);
    return own;
  }
  const kind = typeof numeric(given[0]);
  const own = kind === "number" ? new Float64Array(n) : Array<unknown>(n);
  for (let i = 0; i < n; i++) {
    const v = numeric(given[i]);
    if (typeof v === "bigint") throw badEntry(`y[${i}]`, v);
    if (v === null || v === undefined || (typeof v === "number" && !Number.isFinite(v)))
      throw missingValue(i, v, "a value");
    if (typeof v !== kind) throw missingValue(i, v, `a ${kind}, as y[0]`);
    own[i] = v;
  }
  return own;
}

function checkFinite(y: Float64Array): void {
  for (let i = 0; i < y.length; i++) if (!Number.isFinite(y[i])) throw missingValue(i, y[i], "a value");
}

function missingValue(i: number, value: unknown, expected: string): GlmError {
  const message = `y[${i}] = ${show(value)}; expected ${expected}: drop the row or fill in a value`;
  return new GlmError("BAD_VALUE", message, { row: i, value });
}

/** y as doubles; two labels become 0 and 1 in sorted order. With trials all numbers are counts. */
function readValues(
  given: ArrayLike<unknown>,
  family: Family,
  counts: Float64Array | undefined,
  hasTrials: boolean,
  success: Label | undefined,
): { values: Float64Array; classes: readonly Label[] | undefined } {
  const type = typeof given[0];
  if (type === "number") {
    const values = given as Float64Array; // already a copy
    const found =
      family.classes === "two" && !hasTrials
        ? twoNumbers(counts === undefined ? values : countedValues(counts))
        : undefined;
    if (found === undefined && success === undefined) return { values, classes: found };
    const classes = withSuccess(found ?? [0, 1], success);
    return { values: zerosAndOnes(values, classes[1]), classes };
  }
  if (type !== "string" && type !== "boolean") {
    throw new GlmError("BAD_VALUE", `y[0] is a ${type}; family "${family.name}" expects ${family.expects}`, {});
  }
  if (family.classes === "none") {
    throw new GlmError(
      "OUT_OF_DOMAIN",
      `y holds ${type === "string" ? "labels" : "booleans"}; family "${family.name}" expects ${family.expects}: use family "binomial" for two classes, "multinomial" for more`,
      {},
    );
  }
  const found = twoLabels(given, {
    more: 'family "binomial" expects 2: use family "multinomial" for more',
    fewer: 'family "binomial" needs two: with one there is nothing to tell apart',
  });
  const classes = withSuccess(found, success);
  return { values: zerosAndOnes(given, classes[1]), classes };
}

function checkSuccess({ success, trials }: RowVectors, { name, classes }: Family): void {
  if (success === undefined || (classes === "two" && trials === undefined)) return;
  const found = trials !== undefined ? "trials, where y counts successes" : `family "${name}"`;
  const message = `success is ${show(success)} with ${found}; expected family "binomial" and two labels: leave it out`;
  throw new GlmError("NOT_SUPPORTED", message, { success });
}

function toProportions(y: Float64Array, trials: Float64Array): void {
  const fraction = y.findIndex((v) => !Number.isInteger(v));
  if (fraction >= 0 && y.every((v) => v <= 1) && trials.some((m) => m > 1)) {
    throw new GlmError(
      "OUT_OF_DOMAIN",
      `y[${fraction}] = ${y[fraction]} looks like a proportion; with trials, y counts successes: give y times trials, or proportions with weights instead of trials`,
      { row: fraction },
    );
  }
  for (let i = 0; i < y.length; i++) {
    if (!(y[i]! >= 0 && y[i]! <= trials[i]!)) {
      throw new GlmError(
        "OUT_OF_DOMAIN",
        `y[${i}] = ${y[i]} is outside [0, ${trials[i]}]; with trials, y counts successes out of trials[${i}] = ${trials[i]}`,
        { row: i },
      );
    }
    y[i] = y[i]! / trials[i]!;
  }
}

function checkDomain(y: Float64Array, family: Family, counts: Float64Array | undefined): void {
  const { low, high, lowOpen = false, highOpen = false } = family.domain;
  const holds = (v: number): boolean => (lowOpen ? v > low : v >= low) && (highOpen ? v < high : v <= high);
  if (counts !== undefined && countedValues(counts).every(holds)) return;
  for (let i = 0; i < y.length; i++) {
    const v = y[i]!;
    if (!holds(v)) {
      const range = `${lowOpen ? "(" : "["}${low}, ${high}${highOpen ? ")" : "]"}`;
      throw new GlmError(
        "OUT_OF_DOMAIN",
        `y[${i}] = ${v} is outside ${range}, the domain of the ${family.name} family; expected ${family.expects}`,
        { row: i, value: v },
      );
    }
  }
}

/** Whether some rows with weight differ in y; with one class only the intercept has no maximum-likelihood estimate. */
export function checkBothClasses(response: Response, family: Family, hasIntercept: boolean): void {
  if (family.classes !== "two" || !hasIntercept) return;
  const { y, weight, counts } = response;
  if (weight === undefined && counts !== undefined && counts.length === 2 && counts[0]! > 0) return;
  let zeros = true;
  let ones = true;
  for (let i = 0; i < y.length; i++) {
    if (weight !== undefined && weight[i] === 0) continue;
    zeros &&= y[i] === 0;
    ones &&= y[i] === 1;
  }
  if (zeros || ones) {
    throw new GlmError(
      "ONE_CLASS",
      `y is ${zeros ? 0 : 1} in every row with weight; family "binomial" needs both classes, or the intercept has no finite value`,
      {},
    );
  }
}

function combine(weights: Float64Array | undefined, trials: Float64Array | undefined): Float64Array | undefined {
  if (weights === undefined || trials === undefined) return weights ?? trials;
  return weights.map((w, i) => w * trials[i]!);
}

/** The sums that must be computed again after selecting rows. */
export function weightSums(
  weight: Float64Array | undefined,
  n: number,
): { total: number; positive: number; logs: number } {
  if (weight === undefined) return { total: n, positive: n, logs: 0 };
  let total = 0;
  let positive = 0;
  let logs = 0;
  const { log } = elementary();
  for (const w of weight) {
    if (w === 0) continue;
    total += w;
    positive++;
    logs += log(w);
  }
  return { total, positive, logs };
}

/** Offset on the scale of the link; exposure counts as its logarithm and goes with a log link. */
export function readOffset(vectors: RowVectors, n: number, family: Family): Float64Array | undefined {
  const offset = checkVector(vectors.offset, "offset", n, (o) => Math.abs(o) < Infinity, "a finite number");
  if (family.classes === "many" && (vectors.offset !== undefined || vectors.exposure !== undefined)) {
    throw new GlmError("NOT_SUPPORTED", 'one offset per row changes nothing in family "multinomial": leave it out', {});
  }
  const exposure = checkVector(vectors.exposure, "exposure", n, (e) => e > 0, "an exposure > 0");
  if (exposure === undefined) return offset;
  if (family.link !== "log") {
    throw new GlmError(
      "NOT_SUPPORTED",
      `exposure needs a log link; family "${family.name}" has the ${family.link} link: use offset`,
      {},
    );
  }
  const { log } = elementary();
  return exposure.map((e, i) => log(e) + (offset?.[i] ?? 0));
}
