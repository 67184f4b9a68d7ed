const STEPS = 80;
/** Accuracy of the root, as a part of the target. */
const CLOSE = 1e-11;
/** Beyond this many times the first step there is no root. */
const FAR = 1e6;

/**
 * v with z(v) = target, for a z that rises from z(from) = 0 and is nearly linear (a signed root of a deviance): by secants, kept
 * inside the bracket. NaN from z counts as too far. Infinity if z never reaches the target, NaN if the search fails.
 */
export function signedRoot(z: (v: number) => number, from: number, step: number, target: number): number {
  let low = { v: from, z: 0 };
  let high: { v: number; z: number } | undefined;
  let v = from + step;
  for (let k = 0; k < STEPS; k++) {
    const now = z(v);
    if (Math.abs(now - target) <= CLOSE * target) return v;
    if (now < target) low = { v, z: now };
    else high = { v, z: now };
    if (high === undefined) {
      if (Math.abs(v - from) > FAR * Math.abs(step)) return step > 0 ? Infinity : -Infinity;
      const slope = (low.z - 0) / (low.v - from);
      const next = low.v + (1.05 * (target - low.z)) / slope;
      const most = from + 4 * (v - from);
      v = Math.abs(next - from) < Math.abs(most - from) ? next : most;
      continue;
    }
    if (Math.abs(high.v - low.v) <= 4e-16 * Math.abs(high.v)) return Number.isFinite(high.z) ? v : Number.NaN;
    const secant = low.v + ((target - low.z) * (high.v - low.v)) / (high.z - low.z);
    const inside = (secant - low.v) / (high.v - low.v);
    v =
      inside > 0.001 && inside < 0.999
        ? secant
        : low.v + (inside <= 0.001 ? 0.001 : inside >= 0.999 ? 0.999 : 0.5) * (high.v - low.v);
    if (k % 12 === 11) v = low.v + 0.5 * (high.v - low.v);
  }
  return Number.NaN;
}
