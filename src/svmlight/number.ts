const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Whole numbers of this many digits, and powers of ten up to 10^22, are exact in doubles, so their quotient is rounded once. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, k) => 10 ** k);

const PLUS = 43;
const MINUS = 45;
const POINT = 46;

/**
 * The decimal number in text[start, end): the nearest double, infinite if it is too large, NaN if it is no number.
 * Numbers of few digits are read without making a string.
 */
export function readNumber(text: string, start: number, end: number): number {
  const first = text.charCodeAt(start);
  let at = first === PLUS || first === MINUS ? start + 1 : start;
  let whole = 0;
  let digits = 0;
  let decimals = -1; // before the point
  for (; at < end; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      whole = 10 * whole + digit;
      digits++;
      if (decimals >= 0) decimals++;
    } else if (digit === POINT - 48 && decimals < 0) {
      decimals = 0;
    } else {
      break;
    }
  }
  if (at < end || digits === 0 || digits > EXACT_DIGITS) return readSlowly(text.slice(start, end));
  const size = decimals > 0 ? whole / POWERS[decimals]! : whole;
  return first === MINUS ? -size : size;
}

function readSlowly(word: string): number {
  return NUMBER.test(word) ? Number(word) : Number.NaN;
}

/** The whole number >= 0 in text[start, end); NaN if it is none. */
export function readWhole(text: string, start: number, end: number): number {
  if (start === end) return Number.NaN;
  let whole = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    whole = 10 * whole + digit;
  }
  return whole;
}
