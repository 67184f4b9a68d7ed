const PARTS = /^(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})(?:[ ,T].*)?$/;

/**
 * Whether a text looks like a date, in whatever order: 31.12.2024, 12/31/24, 2024/1/5. Day and month may be such, and a year of two digits stands
 * beside two digits each, so that 1.2.10 is a version.
 */
export function looksLikeDate(text: string): boolean {
  const found = PARTS.exec(text.trim().slice(0, 60));
  if (found === null) return false;
  const [first, second, last] = [found[1]!, found[3]!, found[4]!];
  const [year, a, b] = first.length === 4 ? [first, second, last] : [last, first, second];
  const isYear = year.length === 4 || (year.length === 2 && a.length === 2 && b.length === 2);
  const [least, most] = [Math.min(Number(a), Number(b)), Math.max(Number(a), Number(b))];
  return isYear && least >= 1 && least <= 12 && most <= 31;
}
