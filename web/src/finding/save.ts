// What is on the screen, as files.
import type { CoefficientRow, Fitted } from "../messages.js";
import { said } from "../store.js";
import { download } from "../ui/download.js";

const HEADS = [
  "name",
  "class",
  "estimate",
  "standardError",
  "lower",
  "upper",
  "p",
  "ratio",
  "ratioLower",
  "ratioUpper",
  "adaptivePenalty",
] as const;

function cell(value: string | number | undefined): string {
  if (typeof value === "string") return `"${value.replaceAll('"', '""')}"`;
  return value === undefined || Number.isNaN(value) ? "" : String(value);
}

/** The coefficients as CSV, with the columns that have a value. */
export function csvOf(rows: readonly CoefficientRow[]): string {
  const heads = HEADS.filter((head) => rows.some((row) => row[head] !== undefined));
  return `${[heads.join(","), ...rows.map((row) => heads.map((head) => cell(row[head])).join(","))].join("\n")}\n`;
}

export function saveCoefficients({ coefficients }: Fitted, stem: string): void {
  download(`${stem}-coefficients.csv`, csvOf(coefficients), "text/csv");
  said.value = coefficients.some(({ name }) => /^[=+\-@]/.test(name))
    ? "Saved. Some names begin as formulas do: import the file as text, a spreadsheet would compute them."
    : `${stem}-coefficients.csv saved`;
}

export function saveModel({ json }: Fitted, stem: string): void {
  download(`${stem}-model.json`, json, "application/json");
  said.value = `${stem}-model.json saved`;
}

/** `then` is said once it is copied. */
export async function copy(text: string, what: string, then = `${what} copied`): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    said.value = then;
  } catch {
    said.value = `The browser did not allow copying the ${what}.`;
  }
}
