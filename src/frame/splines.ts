import { type Arguments, logicalArgument, mistake, numbersArgument, wholeArgument } from "./arguments.js";
import { bSplinesAt, knotSequence } from "./b-splines.js";
import { extent } from "./extent.js";

// Bases of splines: bs() and ns() of R's package splines.

/** What a spline remembers of the data of the fit. */
export interface SplineState {
  readonly transform: "bs" | "ns";
  readonly degree: number;
  readonly knots: readonly number[];
  readonly boundary: readonly [number, number];
  readonly intercept: boolean;
}

/** Knots of bs() or ns() over x, the values that are present. */
export function learnSpline(transform: "bs" | "ns", x: Float64Array, given: Arguments): SplineState {
  const { label } = given;
  const degree = transform === "ns" ? 3 : (wholeArgument(given, "degree", 1) ?? 3);
  const intercept = logicalArgument(given, "intercept") ?? false;
  const boundary = boundaryOf(x, given);
  const own = numbersArgument(given, "knots");
  const df = wholeArgument(given, "df", 1);
  if (own !== undefined) {
    const outside = own.find((knot) => !(knot > boundary[0] && knot < boundary[1]));
    if (outside !== undefined) {
      throw mistake(label, `the knot ${outside} is not inside of the boundary knots ${boundary[0]} and ${boundary[1]}`);
    }
    return { transform, degree, knots: [...own].sort((a, b) => a - b), boundary, intercept };
  }
  const fixed = (transform === "ns" ? 1 : degree) + (intercept ? 1 : 0);
  if (df !== undefined && df < fixed) throw mistake(label, `df = ${df}; expected ${fixed} or more`);
  const inside = x.filter((v) => v >= boundary[0] && v <= boundary[1]).sort();
  const count = df === undefined ? 0 : df - fixed;
  const knots = Array.from({ length: count }, (_, k) => quantile(inside, (k + 1) / (count + 1)));
  return { transform, degree, knots, boundary, intercept };
}

function boundaryOf(x: Float64Array, given: Arguments): [number, number] {
  const own = numbersArgument(given, "Boundary.knots");
  const [low, high, ...more] = own === undefined ? extent(x) : [...own].sort((a, b) => a - b);
  const areFinite = Math.abs(low!) < Infinity && Math.abs(high!) < Infinity;
  if (!(low! < high! && areFinite && more.length === 0)) {
    const found = own === undefined ? `has one value only (${low})` : `has the boundary knots ${own.join(", ")}`;
    throw mistake(given.label, `${found}; expected two different ones`);
  }
  return [low!, high!];
}

/** Of sorted values, between its two neighbours: type 7 of Hyndman & Fan (1996), as R's default. */
function quantile(sorted: Float64Array, p: number): number {
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const part = at - low;
  const below = sorted[low]!;
  return part === 0 ? below : (1 - part) * below + part * sorted[low + 1]!;
}

/** The columns of a basis at x; missing values stay missing. */
export function applySpline(x: Float64Array, state: SplineState): Float64Array[] {
  const { width, at } = splineBasis(state);
  const columns = Array.from({ length: width }, () => new Float64Array(x.length).fill(Number.NaN));
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i])) continue;
    const values = at(x[i]!);
    for (let j = 0; j < width; j++) columns[j]![i] = values[j]!;
  }
  return columns;
}

/** The values of a basis, or of its derivatives, at a number: at a knot, those of the polynomials on its right. */
type BasisAt = (x: number, derivative?: number) => Float64Array;

interface SplineBasis {
  /** The number of columns. */
  readonly width: number;
  readonly at: BasisAt;
}

export function splineBasis({ transform, degree, knots, boundary, intercept }: SplineState): SplineBasis {
  const order = degree + 1;
  const sequence = knotSequence(knots, boundary, order);
  const first = intercept ? 0 : 1;
  const width = order + knots.length - first - (transform === "ns" ? 2 : 0);
  const spline: BasisAt = (x, derivative = 0) => bSplinesAt(sequence, order, x, derivative).subarray(first);
  return { width, at: transform === "bs" ? spline : naturalBasis(spline, boundary) };
}

/**
 * Cubic splines whose second derivative is 0 at the boundary knots, and which are lines beyond them. The basis is that of R: the
 * B-splines b go to the last entries of Q'b, where Q R is the QR decomposition by Householder of the two second derivatives.
 */
function naturalBasis(at: BasisAt, boundary: readonly [number, number]): BasisAt {
  const reflections = householder(boundary.map((knot) => Float64Array.from(at(knot, 2))));
  const [low, high] = boundary.map((knot) => ({ knot, value: at(knot, 0), slope: at(knot, 1) }));
  return (x, derivative = 0) => {
    const end = x < low!.knot ? low! : x > high!.knot ? high! : undefined;
    const b = end === undefined ? at(x, derivative) : end.value.map((v, i) => lineAt(v, end.slope[i]!, x - end.knot, derivative)); // biome-ignore format: one line
    for (const [k, v] of reflections.entries()) reflect(b, v, k);
    return b.subarray(reflections.length);
  };
}

/** A line, or its derivative. */
function lineAt(value: number, slope: number, x: number, derivative: number): number {
  return derivative === 0 ? value + x * slope : derivative === 1 ? slope : 0;
}

/** The vectors v of the reflections 1 - v v' / v_k of a QR decomposition; v has entries from k on. Source: LINPACK's dqrdc. */
function householder(columns: Float64Array[]): Float64Array[] {
  return columns.map((column, k) => {
    const size = Math.hypot(...column.subarray(k)) * (column[k]! < 0 ? -1 : 1);
    const v = column.map((entry, i) => (i < k ? 0 : entry / size + (i === k ? 1 : 0)));
    for (const other of columns.slice(k + 1)) reflect(other, v, k);
    return v;
  });
}

function reflect(y: Float64Array, v: Float64Array, k: number): void {
  let dot = 0;
  for (let i = k; i < y.length; i++) dot += v[i]! * y[i]!;
  const t = dot / v[k]!;
  for (let i = k; i < y.length; i++) y[i]! -= t * v[i]!;
}
