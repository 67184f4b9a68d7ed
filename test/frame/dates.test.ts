import { describe, expect, it } from "vitest";
import { DATE_PARTS, isoDays, isoText } from "../../src/frame/dates.js";

describe("isoDays", () => {
  it.each([
    ["1970-01-01", 0],
    ["1969-12-31", -1],
    ["2000-03-01", 11_017], // as.numeric(as.Date("2000-03-01")) in R
    ["0099-01-01", -683_368],
    ["2024-02-29T18:00", 19_782.75],
    ["2024-02-29T18:00+06:00", 19_782.5],
    ["2024-02-29 00:00:43.200Z", 19_782.0005],
  ])("%s is day %d", (text, days) => {
    expect(isoDays(text)).toBe(days);
  });
  it.each(["2023-02-29", "2024-13-01", "2024-00-10", "2024-1-1", "20240101", "2024-01-01T24:00", "x", ""])(
    "%s is none",
    (text) => {
      // biome-ignore format: one line
      expect(isoDays(text)).toBeUndefined();
    },
  );
  it("isoText is the other way round", () => {
    for (const text of ["2024-02-29", "1900-01-01", "2024-02-29T18:00:00.000Z"])
      expect(isoText(isoDays(text)!)).toBe(text);
  });
});

it("parts of dates; Monday is 1", () => {
  const parts = (text: string) => [...DATE_PARTS.values()].map((part) => part(isoDays(text)!));
  expect(parts("2024-02-29")).toEqual([2024, 2, 4]); // a Thursday
  expect(parts("1969-12-28T23:59:59Z")).toEqual([1969, 12, 7]); // a Sunday
});
