import { describe, expect, it } from "vitest";
import { looksLikeDate } from "../../src/base/date-text.js";

describe("looksLikeDate", () => {
  it.each([
    "31.12.2024",
    "12/31/2024",
    "1/5/2024",
    "31-12-24",
    "12/31/24",
    "2024/1/5",
    "2024-12-31",
    " 31.12.2024 ",
    "31.12.2024, 12:30",
    "12/31/2024 8:15 PM",
    "2024-12-31T12:30Z",
  ])("%s does", (text) => {
    expect(looksLikeDate(text)).toBe(true);
  });

  it.each([
    "1.2.10",
    "1.2.3",
    "10.0.2",
    "13/13/2024",
    "32.1.2024",
    "0.1.2024",
    "31.12.20245",
    "31.12/2024",
    "31.12.2024x",
    "2024",
    "1/2",
    "31.12.",
    "a 31.12.2024",
    "192.168.10.24",
  ])("%s does not", (text) => {
    expect(looksLikeDate(text)).toBe(false);
  });
});
