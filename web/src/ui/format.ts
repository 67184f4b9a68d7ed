// Numbers as a person reads them.

/** With `digits` significant digits, and none that say nothing: 0.04713 -> ".047" never; "0.047". */
export function shown(value: number | undefined, digits = 3): string {
  if (value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return minus(value.toExponential(Math.max(0, digits - 1)));
  const decimals = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const text = value.toFixed(Math.min(decimals, 10));
  return minus(size >= 1e4 ? Number(text).toLocaleString("en-US") : text);
}

/** A ratio: near 1 with the digits that tell it from 1. */
export function ratioShown(value: number | undefined): string {
  const off = Math.abs((value ?? Number.NaN) - 1);
  return off > 0 && off < 0.03 ? value!.toFixed(Math.min(6, 1 - Math.floor(Math.log10(off)))) : shown(value);
}

/** A probability: no tiny number in powers of ten. */
export const probability = (p: number): string => (p > 0 && p < 0.001 ? "< 0.001" : shown(p));

/** The typographic minus, which is as wide as the digits. */
export const minus = (text: string): string => text.replace(/^-/, "−");

export const whole = (value: number): string => value.toLocaleString("en-US");

export const percent = (value: number, digits = 0): string => `${(100 * value).toFixed(digits)} %`;

export function pValue(p: number | undefined): string {
  if (p === undefined || Number.isNaN(p)) return "–";
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}
