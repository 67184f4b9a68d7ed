import { DuckDBInstance } from "@duckdb/node-api";
import { PGlite } from "@electric-sql/pglite";
import sqlite from "node-sqlite3-wasm";

// Rows in real databases, for the expressions that score them. BigQuery has none that runs here.

export const DATABASES = ["duckdb", "postgres", "sqlite"] as const;
export type Database = (typeof DATABASES)[number];

export type Cell = number | string | boolean | Date | null;
/** Columns by name. */
export type Sheet = Readonly<Record<string, readonly Cell[]>>;

export interface Connection {
  readonly dialect: Database;
  readonly run: (statement: string) => Promise<void>;
  readonly rows: (query: string) => Promise<Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

export async function connect(dialect: Database): Promise<Connection> {
  if (dialect === "duckdb") {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    return {
      dialect,
      run: async (statement) => void (await connection.run(statement)),
      rows: async (query) => (await connection.runAndReadAll(query)).getRowObjectsJS() as Record<string, unknown>[],
      close: async () => connection.closeSync(),
    };
  }
  if (dialect === "postgres") {
    const database = await PGlite.create();
    return {
      dialect,
      run: async (statement) => void (await database.exec(statement)),
      rows: async (query) => (await database.query<Record<string, unknown>>(query)).rows,
      close: () => database.close(),
    };
  }
  const database = new sqlite.Database();
  return {
    dialect,
    run: async (statement) => database.exec(statement),
    rows: async (query) => database.all(query) as Record<string, unknown>[],
    close: async () => database.close(),
  };
}

const TYPES = {
  duckdb: { whole: "BIGINT", number: "DOUBLE", text: "VARCHAR", logical: "BOOLEAN", date: "DATE" },
  postgres: { whole: "BIGINT", number: "DOUBLE PRECISION", text: "TEXT", logical: "BOOLEAN", date: "DATE" },
  sqlite: { whole: "INTEGER", number: "REAL", text: "TEXT", logical: "INTEGER", date: "TEXT" },
} as const;

function typeOf(cells: readonly Cell[]): keyof (typeof TYPES)["duckdb"] {
  const present = cells.filter((cell) => cell !== null);
  if (present.every((cell) => typeof cell === "boolean")) return "logical";
  if (present.every((cell) => cell instanceof Date)) return "date";
  if (present.some((cell) => typeof cell === "string")) return "text";
  return present.every(Number.isInteger) ? "whole" : "number";
}

function literal(cell: Cell, dialect: Database): string {
  if (cell === null) return "NULL";
  if (typeof cell === "number") return Number.isNaN(cell) ? "'NaN'" : cell.toExponential();
  if (typeof cell === "boolean") return dialect === "sqlite" ? String(Number(cell)) : String(cell);
  const text = cell instanceof Date ? cell.toISOString().slice(0, 10) : cell;
  return `'${text.replaceAll("'", "''")}'`;
}

/** Quotes are doubled. */
const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The place of a row: no database promises an order. */
const PLACE = "place of the row";

/** A table of these columns. */
export async function fill({ dialect, run }: Connection, table: string, sheet: Sheet): Promise<void> {
  const columns = Object.entries(sheet);
  const length = columns[0]![1].length;
  const types = columns.map(([column, cells]) => `${name(column)} ${TYPES[dialect][typeOf(cells)]}`);
  await run(`DROP TABLE IF EXISTS ${name(table)}`);
  await run(`CREATE TABLE ${name(table)} (${[...types, `${name(PLACE)} INTEGER`].join(", ")})`);
  for (let from = 0; from < length; from += 500) {
    const rows = Array.from({ length: Math.min(500, length - from) }, (_, k) => {
      const i = from + k;
      return `(${[...columns.map(([, cells]) => literal(cells[i]!, dialect)), i].join(", ")})`;
    });
    await run(`INSERT INTO ${name(table)} VALUES ${rows.join(", ")}`);
  }
}

/** The columns of a whole SELECT in the order of the rows; NULL is NaN. */
export async function selected(
  { rows }: Connection,
  query: string,
  columns: readonly string[],
): Promise<Float64Array[]> {
  const found = await rows(`SELECT * FROM (${query}) AS scored ORDER BY ${name(PLACE)}`);
  return columns.map((column) => Float64Array.from(found, (row) => (row[column] as number | null) ?? Number.NaN));
}
