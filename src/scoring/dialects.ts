import { GlmError } from "../base/errors.js";
import { quoted, show } from "../base/show.js";
import type { Cell, DatePart, FunctionName } from "./tree.js";

// What databases write differently.

export interface Dialect {
  /** The name of the database, for messages. */
  readonly title: string;
  /** The type of a number. */
  readonly real: string;
  /** The cell as a number; dates are days since 1970. */
  readonly number: (column: string, kind: Cell["kind"]) => string;
  readonly text: (column: string) => string;
  readonly truth: (column: string, value: boolean) => string;
  readonly datePart: (column: string, part: DatePart) => string;
  /** A name or text between quotes. */
  readonly name: (text: string) => string;
  readonly string: (text: string) => string;
  readonly infinity: string;
  /** Functions by other names than their own in capitals; undefined are those that it lacks. */
  readonly functions: Partial<Readonly<Record<FunctionName, string | undefined>>>;
  /** Whether e^x is an error where it is not a number. */
  readonly refusesLargeExp: boolean;
  /** Up to how many parts a number is written again, where the other way is a subquery. */
  readonly mostCopied: number;
}

export const DIALECT_NAMES = ["duckdb", "postgres", "sqlite", "bigquery"] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

const DAY = "8.64e+7";

/** Quotes are doubled. */
function doubled(text: string, quote: string): string {
  return `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;
}

/** In a database that may be told to read backslashes, texts with one say so themselves. */
function postgresString(text: string): string {
  return text.includes("\\") ? `E${doubled(text.replaceAll("\\", "\\\\"), "'")}` : doubled(text, "'");
}

/** Backslashes before quotes and backslashes; ends of lines and the like by their codes. */
function escaped(text: string, quote: string): string {
  const inside = text.replace(/[\\'"`\p{Cc}\p{Zl}\p{Zp}]/gu, (found) =>
    /[\\'"`]/.test(found) ? `\\${found}` : `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${quote}${inside}${quote}`;
}

const isoDay = (time: string): string => `EXTRACT(ISODOW FROM ${time})`;

const duckdb = (): Dialect => ({
  title: "DuckDB",
  real: "DOUBLE",
  number: (column, kind) =>
    kind === "date" ? `EPOCH_MS(CAST(${column} AS TIMESTAMP)) / ${DAY}` : `NULLIF(CAST(${column} AS DOUBLE), 'NaN')`, // NaN is missing, and more than any number
  text: (column) => `CAST(${column} AS VARCHAR)`,
  truth: (column, value) => `${value ? "" : "NOT "}CAST(${column} AS BOOLEAN)`,
  datePart: (column, part) => {
    const time = `CAST(${column} AS TIMESTAMP)`;
    return `CAST(${part === "weekday" ? isoDay(time) : `EXTRACT(${part.toUpperCase()} FROM ${time})`} AS DOUBLE)`;
  },
  name: (text) => doubled(text, '"'),
  string: (text) => doubled(text, "'"),
  infinity: "CAST('Infinity' AS DOUBLE)",
  functions: { log: "LN", erfc: undefined },
  refusesLargeExp: false,
  mostCopied: 5_000, // its subqueries are slow
});

const postgres = (): Dialect => ({
  ...duckdb(),
  title: "PostgreSQL",
  real: "DOUBLE PRECISION",
  number: (column, kind) =>
    kind === "date"
      ? `CAST(EXTRACT(EPOCH FROM CAST(${column} AS TIMESTAMP)) AS DOUBLE PRECISION) / 8.64e+4`
      : `NULLIF(CAST(${column} AS DOUBLE PRECISION), 'NaN')`,
  text: (column) => `CAST(${column} AS TEXT)`,
  datePart: (column, part) => {
    const time = `CAST(${column} AS TIMESTAMP)`;
    const found = part === "weekday" ? isoDay(time) : `EXTRACT(${part.toUpperCase()} FROM ${time})`;
    return `CAST(${found} AS DOUBLE PRECISION)`;
  },
  string: postgresString,
  infinity: "CAST('Infinity' AS DOUBLE PRECISION)",
  functions: { log: "LN", erfc: "ERFC" },
  refusesLargeExp: true,
  mostCopied: 20,
});

const SQLITE_PARTS: Readonly<Record<DatePart, (column: string) => string>> = {
  year: (column) => `CAST(STRFTIME('%Y', ${column}) AS REAL)`,
  month: (column) => `CAST(STRFTIME('%m', ${column}) AS REAL)`,
  weekday: (column) => `((CAST(STRFTIME('%w', ${column}) AS INTEGER) + 6) % 7 + 1e+0)`, // %w of Sunday is 0
};

const sqlite = (): Dialect => ({
  ...duckdb(),
  title: "SQLite",
  real: "REAL",
  number: (column, kind) =>
    kind === "date"
      ? `ROUND((JULIANDAY(${column}) - 2.4405875e+6) * ${DAY}) / ${DAY}`
      : `CASE WHEN TYPEOF(${column}) <> 'text' THEN CAST(${column} AS REAL) END`, // text that is no number would be 0
  text: (column) => `CAST(${column} AS TEXT)`,
  truth: (column, value) =>
    value ? `${column} IN (1, 'true', 'TRUE', 'True')` : `${column} IN (0, 'false', 'FALSE', 'False')`,
  datePart: (column, part) => SQLITE_PARTS[part](column),
  name: (text) => doubled(text, "`"), // where no column has the name, "name" would be a text
  infinity: "9e+999",
  functions: { log: "LN", erfc: undefined },
});

const bigquery = (): Dialect => ({
  ...duckdb(),
  title: "BigQuery",
  real: "FLOAT64",
  number: (column, kind) =>
    kind === "date" ? `UNIX_MILLIS(CAST(${column} AS TIMESTAMP)) / ${DAY}` : `CAST(${column} AS FLOAT64)`,
  text: (column) => `CAST(${column} AS STRING)`,
  truth: (column, value) => `${value ? "" : "NOT "}CAST(${column} AS BOOL)`,
  datePart: (column, part) => {
    const time = `CAST(${column} AS TIMESTAMP)`;
    if (part !== "weekday") return `CAST(EXTRACT(${part.toUpperCase()} FROM ${time}) AS FLOAT64)`;
    return `CAST(MOD(EXTRACT(DAYOFWEEK FROM ${time}) + 5, 7) + 1 AS FLOAT64)`; // that of Sunday is 1
  },
  name: (text) => escaped(text, "`"),
  string: (text) => escaped(text, "'"),
  infinity: "CAST('inf' AS FLOAT64)",
  refusesLargeExp: true,
  mostCopied: 20,
});

/** Made when they are asked for, so that bundlers can leave them out. */
export const DIALECTS: Readonly<Record<DialectName, () => Dialect>> = { duckdb, postgres, sqlite, bigquery };

/** Refuses what no database can hold: text ends at NUL, and halves of a pair have no code in UTF-8. */
export function checkedText(text: string, what: string): string {
  if (!/[\0\p{Cs}]/u.test(text)) return text;
  const message = `${what} ${quoted(text)} holds ${text.includes("\0") ? "the character NUL" : "half of a surrogate pair"}, which SQL cannot write; expected other text: rename it before the fit`;
  throw new GlmError("NOT_SUPPORTED", message, { text: show(text) });
}
