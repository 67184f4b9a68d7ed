const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** A decimal number; undefined for anything else. Number() alone would take "", "0x1f" and "Infinity". */
export function toNumber(text: string): number | undefined {
  const bare = text.trim(); // a pattern that matches the blanks itself takes quadratic time
  return NUMBER.test(bare) ? Number(bare) : undefined;
}
