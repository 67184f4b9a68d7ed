import { isoDays, isoText } from "../frame/dates.js";
import type { Mark } from "./plot-data.js";

/** Words that an axis of dates has room for. */
const MOST = 6;
const YEAR = 365.25;

/** Dates along an axis of days since 1970: first days of years or months, or single days. */
export function dateTicks(low: number, high: number): Mark[] {
  const span = high - low;
  if (span >= 2 * YEAR) return monthsFrom(low, high, 12 * Math.ceil(span / YEAR / MOST), 4);
  if (span >= 62) return monthsFrom(low, high, [1, 2, 3, 6].find((step) => span / 30.5 / step <= MOST) ?? 12, 7);
  const step = Math.max(1, Math.ceil(span / MOST));
  const first = Math.ceil(low);
  return Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, k) => {
    const at = first + k * step;
    return { at, label: isoText(at).slice(0, 10) };
  });
}

/** The first days of every so many months, named by the beginning of their date. */
function monthsFrom(low: number, high: number, step: number, letters: number): Mark[] {
  const marks: Mark[] = [];
  const year = Number(isoText(low).slice(0, 4));
  for (let month = 0; marks.length <= 2 * MOST; month += step) {
    const text = `${String(year + Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}-01`;
    const at = isoDays(text);
    if (at === undefined || at > high) break;
    if (at >= low) marks.push({ at, label: text.slice(0, letters) });
  }
  return marks;
}
