const view = new DataView(new ArrayBuffer(8));

/** Doubles in order of size as integers in order of size. */
function rank(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  return bits >= 0n ? bits : -(bits & 0x7fffffffffffffffn);
}

/** How many doubles lie between two numbers: 0 when they are equal, Infinity when one is NaN. */
export function ulps(got: number, want: number): number {
  if (Number.isNaN(got) || Number.isNaN(want)) return Number.POSITIVE_INFINITY;
  const steps = rank(got) - rank(want);
  return Number(steps < 0n ? -steps : steps);
}
