// Dates are days since 1970-01-01, in UTC.

const DAY = 86_400_000;
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(?:Z|([+-])(\d\d):?(\d\d))?)?$/;

/** Days since 1970 of a date of ISO 8601, as "2024-02-29" or "2024-02-29T12:30Z"; undefined for anything else. A time without a zone is in UTC. */
export function isoDays(text: string): number | undefined {
  const found = ISO.exec(text.trim());
  if (found === null) return undefined;
  const part = (k: number): number => Number(found[k] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isDay || part(4) > 23 || part(5) > 59 || part(6) > 59) return undefined;
  const zone = (found[8] === "-" ? -1 : 1) * (part(9) * 60 + part(10));
  const minutes = part(4) * 60 + part(5) - zone;
  return (date.getTime() + minutes * 60_000 + (part(6) + part(7)) * 1000) / DAY;
}

export function daysOf(date: Date): number {
  return date.getTime() / DAY;
}

/** The day as ISO 8601 writes it, with the time unless it is midnight. */
export function isoText(days: number): string {
  const text = dateOf(days).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, -14) : text;
}

/** Parts of a date that a formula may ask for. A week begins with Monday, which is 1, as in ISO 8601. */
export const DATE_PARTS: ReadonlyMap<string, (days: number) => number> = new Map([
  ["year", (days: number) => dateOf(days).getUTCFullYear()],
  ["month", (days: number) => dateOf(days).getUTCMonth() + 1],
  ["weekday", (days: number) => ((dateOf(days).getUTCDay() + 6) % 7) + 1],
]);

function dateOf(days: number): Date {
  return new Date(Math.round(days * DAY));
}
