// The range of a forest plot: no single wide interval may press all others flat.

export interface Interval {
  readonly at: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/** From the estimates, and their intervals as far as three times the spread of the estimates; `zero` is in it. */
export function robustRange(rows: readonly Interval[], zero: number): [number, number] {
  const points = rows
    .map(({ at }) => at)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  if (points.length === 0) return [zero - 1, zero + 1];
  const quantile = (q: number): number => points[Math.round(q * (points.length - 1))]!;
  const [quarter, threeQuarters] = [quantile(0.25), quantile(0.75)];
  const fence = 6 * Math.max(threeQuarters - quarter, Math.abs(quarter - zero), Math.abs(threeQuarters - zero), 1e-12);
  const near = points.filter((value) => Math.abs(value - zero) <= fence);
  const low = Math.min(zero, ...near);
  const high = Math.max(zero, ...near);
  const span = Math.max(high - low, 1e-12);
  let [from, to] = [low, high];
  for (const { at, low: least, high: most } of rows) {
    if (at < low || at > high) continue;
    if (least !== undefined && Number.isFinite(least)) from = Math.min(from, Math.max(least, low - 1.5 * span));
    if (most !== undefined && Number.isFinite(most)) to = Math.max(to, Math.min(most, high + 1.5 * span));
  }
  if (from === to) return [zero - 1, zero + 1]; // a lasso that keeps nothing
  const room = 0.04 * (to - from);
  return [from - room, to + room];
}
