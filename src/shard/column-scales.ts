import type { Plan } from "../base/flow.js";
import { NOISES } from "../noise/index.js";

// The solver's coordinates z_j = (x_j - center_j) scale_j: columns of about unit variance.

interface Moments {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/** A power of two near 1 / size of every column; 0 for one that is constant, or excluded: then z = 0 and beta = 0, without rounding. */
export function scalesOf(
  plan: Plan,
  { mean, sd, center }: Moments & { readonly center: Float64Array },
  others: Moments | undefined,
): Float64Array {
  const scale = new Float64Array(mean.length);
  for (let j = 0; j < scale.length; j++) {
    if (plan.penalty.excluded[j] === 1) continue;
    const size = sizeOf(sd[j]!, mean[j]! - center[j]!) || otherSize(plan, j, center[j]!, mean[j]!, others);
    if (size > 0) scale[j] = inversePower(size);
  }
  return scale;
}

const WORD = new DataView(new ArrayBuffer(8));

/** 2^-k for the k nearest to log2(size), from the bits of a normal number: its exponent, one more above sqrt 2. */
export function inversePower(size: number): number {
  WORD.setFloat64(0, size);
  const exponent = WORD.getUint32(0) >>> 20;
  WORD.setUint32(0, (WORD.getUint32(0) & 0xfffff) | (1023 << 20));
  const k = exponent - 1023 + Number(WORD.getFloat64(0) >= Math.SQRT2);
  WORD.setUint32(0, (1023 - k) << 20);
  WORD.setUint32(4, 0);
  return WORD.getFloat64(0);
}

/** The root mean square of a column around its center. */
function sizeOf(sd: number, distance: number): number {
  return Math.sqrt(sd * sd + distance * distance);
}

/**
 * The size of a column that is constant in the labelled rows, if something else acts on it: rows without labels, noisy copies, or
 * a noise or penalty on a coefficient that its bounds keep from 0. Then it is an ordinary column; otherwise 0, and it is left out.
 */
function otherSize(plan: Plan, j: number, center: number, mean: number, others: Moments | undefined): number {
  const spread = others === undefined ? 0 : sizeOf(others.sd[j]!, others.mean[j]! - center);
  if (spread > 0) return spread;
  const { bounds, penalty, constraint, noises } = plan;
  if (variesInCopies(plan, j, mean)) return Math.abs(mean) || 1;
  const isAway = bounds !== undefined && (bounds.lower[j]! > 0 || bounds.upper[j]! < 0);
  const isFelt =
    penalty.square[j]! > 0 ||
    penalty.absolute[j]! > 0 ||
    constraint !== undefined ||
    noises.some(({ strengths }) => strengths[j]! > 0);
  return isAway && isFelt ? Math.abs(mean) || 1 : 0;
}

/** Whether a constant column varies in noisy copies, so that its best coefficient is not 0. */
function variesInCopies({ approximation, noises }: Plan, j: number, mean: number): boolean {
  if (approximation !== "monte-carlo") return false;
  return noises.some(({ kind, strengths }) => strengths[j]! > 0 && (mean !== 0 || NOISES[kind]!.shakesZeros));
}
