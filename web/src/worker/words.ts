// Numbers in sentences: as many digits as they deserve.

/** Two or three digits that mean something, with commas between thousands. */
export function inWords(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return value > 0 ? "infinity" : value < 0 ? "minus infinity" : "unknown";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9))
    return Number(value.toPrecision(2)).toExponential().replace("-", "−").replace("e+", "e");
  const text = Number(value.toPrecision(digits)).toLocaleString("en-US", {
    maximumSignificantDigits: Math.max(digits, Math.ceil(Math.log10(size + 1))),
  });
  return text.replace("-", "−");
}

/** A ratio: "12.0", "1.45", "130". */
export function ratioText(value: number): string {
  if (!Number.isFinite(value) || value >= 1000) return Number.isFinite(value) ? inWords(value, 2) : "infinity";
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : value >= 1.1 ? 2 : 3).replace(/(\.\d)0$/, "$1");
}

/** A change in percent: "29", "3.4", "0.12". */
export function percentText(part: number): string {
  const percent = 100 * part;
  return inWords(Math.abs(percent) >= 10 ? Math.round(percent) : percent, 2);
}

/** 1, 2 or 5 times a power of ten, near a number: a step that a person would take. */
export function niceStep(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const part = value / power;
  return Number((power * (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10)).toPrecision(1));
}
