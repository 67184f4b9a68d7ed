import { GlmError } from "../index.js";
import { toNumber } from "./cells.js";

/** Texts that are no tables, recognized by their start, with advice for each. */
const OTHERS: readonly (readonly [begins: RegExp, what: string, advice: string])[] = [
  [/^\s*<(!doctype|html|head|body|table)\b/i, "a page (HTML)", "is it a message of the server it was fetched from?"],
  [/^\s*<\?xml\b/i, "XML", "write it as CSV"],
  [/^%?\s*@relation\b/i, "a file of Weka (ARFF)", "write it as CSV"],
  [/^[+-]?[\d.]+(e[+-]?\d+)?( +\d+:\S+)+\s*(\n|$)/i, "of SVMlight", "name it .svm"],
];

/** Refuses a text that is no table, and names its kind. `before` lines of the file are above it. */
export function refuseOtherText(name: string, text: string, before = 0): void {
  const nul = text.indexOf("\0");
  if (nul >= 0) {
    const line = before + text.slice(0, nul).split("\n").length;
    throw new GlmError(
      "BAD_VALUE",
      `${name}, line ${line} holds a NUL character; expected text: was the file cut, or is it binary?`,
    );
  }
  const start = text.slice(0, 10_000);
  const found = OTHERS.find(([begins]) => begins.test(start));
  if (found === undefined) return;
  const [, what, advice] = found;
  throw new GlmError("BAD_VALUE", `${name} is ${what}; expected a table, CSV or TSV: ${advice}`);
}

/**
 * Whether a header line looks like a row of the data: every name is a number, or text that also occurs in the column below it. A row
 * taken for names would be lost.
 */
export function looksLikeData(names: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const isNumber = names.map((name) => toNumber(name) !== undefined);
  if (!isNumber.includes(true)) return false;
  return names.every((name, j) => isNumber[j] || rows.some((row) => row[j]!.trim() === name));
}
