import { type Arguments, logicalArgument, mistake, switchArgument, wholeArgument } from "./arguments.js";
import { applyCut, type CutState, learnCut } from "./cut.js";
import { type Orthogonal, orthogonalAt, orthogonalOver } from "./orthogonal.js";
import { applySpline, learnSpline, type SplineState } from "./splines.js";
import { TRANSFORM_PARAMETERS } from "./transform-parameters.js";
import { numbers, type Value } from "./value.js";

// Functions of a formula that depend on the data: each learns some numbers from the rows of a fit, plain data, and applies
// them to any rows.

/** A polynomial: its recurrence, or raw powers. */
export interface PolyState extends Partial<Orthogonal> {
  readonly transform: "poly";
  readonly degree: number;
}

/** (x - center) / scale, of scale() and center(). */
export interface ScaleState {
  readonly transform: "scale" | "center";
  readonly center: number;
  readonly scale: number;
}

/** What a transform has learned. */
export type TransformState = PolyState | ScaleState | SplineState | CutState;

interface Transform {
  /** The first one is the expression to transform. */
  readonly parameters: readonly string[];
  /** From the values that are present, of which there is at least one. */
  readonly learn: (x: Float64Array, given: Arguments) => TransformState;
}

/** By their names in a formula. */
export const TRANSFORMS: ReadonlyMap<string, Transform> = new Map<string, Transform>([
  ["poly", { parameters: TRANSFORM_PARAMETERS.poly, learn: learnPoly }],
  ["bs", { parameters: TRANSFORM_PARAMETERS.bs, learn: (x, given) => learnSpline("bs", x, given) }],
  ["ns", { parameters: TRANSFORM_PARAMETERS.ns, learn: (x, given) => learnSpline("ns", x, given) }],
  ["scale", { parameters: TRANSFORM_PARAMETERS.scale, learn: learnScale }],
  [
    "center",
    { parameters: TRANSFORM_PARAMETERS.center, learn: (x) => ({ transform: "center", center: meanOf(x), scale: 1 }) },
  ],
  ["cut", { parameters: TRANSFORM_PARAMETERS.cut, learn: (x, given) => learnCut(x, given) }],
]);

/** The transform of x by what was learned; missing values stay missing. */
export function applyTransform(x: Float64Array, state: TransformState): Value {
  switch (state.transform) {
    case "poly":
      return block(polynomial(x, state));
    case "bs":
    case "ns":
      return block(applySpline(x, state));
    case "scale":
    case "center":
      return numbers(x.map((v) => (v - state.center) / state.scale));
    case "cut":
      return applyCut(x, state);
  }
}

function block(columns: Float64Array[]): Value {
  return { kind: "block", columns, suffixes: columns.map((_, j) => String(j + 1)) };
}

function learnPoly(x: Float64Array, given: Arguments): PolyState {
  const degree = wholeArgument(given, "degree", 1) ?? 1;
  const different = new Set(x).size;
  if (degree >= different) {
    throw mistake(
      given.label,
      `the degree is ${degree}; expected less than the number of different values, ${different}`,
    );
  }
  const shape = { transform: "poly", degree } as const;
  return logicalArgument(given, "raw") ? shape : { ...shape, ...orthogonalOver(x, degree) };
}

function polynomial(x: Float64Array, { degree, center, alpha, norm }: PolyState): Float64Array[] {
  if (center !== undefined && alpha !== undefined && norm !== undefined)
    return orthogonalAt(x, { center, alpha, norm });
  return Array.from({ length: degree }, (_, k) => x.map((v) => v ** (k + 1)));
}

/** Mean and standard deviation, as scale() of R: without a center, the root of the mean square. */
function learnScale(x: Float64Array, given: Arguments): ScaleState {
  const [centered, scaled] = [switchArgument(given, "center") ?? true, switchArgument(given, "scale") ?? true];
  const center = centered === true ? meanOf(x) : Number(centered);
  const squares = x.reduce((sum, v) => sum + (v - center) ** 2, 0);
  const scale = scaled === true ? Math.sqrt(squares / Math.max(1, x.length - 1)) : scaled === false ? 1 : scaled;
  if (!(scale !== 0)) throw mistake(given.label, "the scale is 0; expected more than one value: leave the column out");
  return { transform: "scale", center, scale };
}

function meanOf(x: Float64Array): number {
  const rough = x.reduce((sum, v) => sum + v, 0) / x.length;
  return rough + x.reduce((sum, v) => sum + (v - rough), 0) / x.length; // as R: a second pass for the rounding
}
