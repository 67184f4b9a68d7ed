import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { GlmError } from "../base/errors.js";
import { needed } from "../table/packages.js";
import type { Source } from "./source.js";

type DuckDB = typeof import("@duckdb/node-api");

/** Rows that are given together: a chunk of DuckDB has 2,048. */
const ROWS = 2 ** 15;

/** How DuckDB runs; see https://duckdb.org/docs/stable/configuration/overview. */
export type DuckDBSettings = Readonly<Record<string, string>>;

/** What DuckDB may take beside the memory of the fit. */
const SETTINGS: DuckDBSettings = { memory_limit: "200MB", threads: "2" };

/**
 * The rows of a query to DuckDB: files of Parquet, CSV and JSON on this machine, and what its extensions reach. It runs twice.
 *
 * @param query     One SELECT whose rows come in the same order each time: of one file they do; else write ORDER BY.
 * @param settings  Of DuckDB, as { memory_limit: "1GB" } for a query that sorts. Default: 200 MB and two threads, beside the memory of the fit.
 * @throws GlmError NOT_LOADED without the package @duckdb/node-api, BAD_VALUE with the words of DuckDB for a query that fails.
 *
 * @example
 * const trips = sql("SELECT tip > 0 AS tipped, fare, distance FROM 'trips/*.parquet' ORDER BY id");
 */
export function sql(query: string, settings: DuckDBSettings = {}): Source {
  if (typeof query !== "string" || query.trim() === "") {
    throw new GlmError("BAD_OPTION", "sql: the query is no text; expected one SELECT", {});
  }
  return {
    name: "the query",
    place: { kind: "sql", query, settings },
    open: async function* () {
      yield* rowsOf(await forQuery(), "the query", query.replace(/;\s*$/, ""), settings);
    },
  };
}

const forQuery = (): Promise<DuckDB> => needed("a query", "@duckdb/node-api", () => import("@duckdb/node-api"));

/** The same query where somebody else wrote it: it may only select, and reads nothing outside of some folders. */
export function sqlWithin(query: string, settings: DuckDBSettings, folders: readonly string[]): Source {
  return {
    name: "the query",
    open: async function* () {
      const within = async (connection: DuckDBConnection): Promise<void> => {
        const list = folders.map((folder) => text(folder.endsWith("/") ? folder : `${folder}/`)).join(", ");
        await connection.run(`SET allowed_directories = [${list}]`);
        await connection.run("SET enable_external_access = false");
        await connection.run("SET lock_configuration = true");
        await onlySelects(connection, query);
      };
      const own = { ...settings, autoinstall_known_extensions: "false", autoload_known_extensions: "false" };
      yield* rowsOf(await forQuery(), "the query", query.replace(/;\s*$/, ""), own, within);
    },
  };
}

async function onlySelects(connection: DuckDBConnection, query: string): Promise<void> {
  const { StatementType } = await forQuery();
  const statements = await connection.extractStatements(query);
  const isOne = statements.count === 1 && (await statements.prepare(0)).statementType === StatementType.SELECT;
  if (!isOne) throw new GlmError("BAD_VALUE", "the query is not one SELECT; expected one, and nothing else", {});
}

/** Text in SQL. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** DuckDB where it is installed. */
export async function duckdbHere(): Promise<DuckDB | undefined> {
  try {
    return await import("@duckdb/node-api");
  } catch {
    return undefined;
  }
}

/** The rows of a query, some at a time. */
export async function* rowsOf(
  duckdb: DuckDB,
  name: string,
  query: string,
  settings: DuckDBSettings = {},
  begin: (connection: DuckDBConnection) => Promise<void> = async () => {},
): AsyncGenerator<Record<string, ArrayLike<unknown>>> {
  let connection: DuckDBConnection | undefined;
  const instance = await duckdb.DuckDBInstance.create(":memory:", { ...SETTINGS, ...settings });
  try {
    connection = await instance.connect();
    await begin(connection);
    const result = await connection.stream(query);
    const names = result.deduplicatedColumnNames();
    let waiting: DuckDBDataChunk[] = [];
    let rows = 0;
    for (;;) {
      const chunk = await result.fetchChunk();
      const isLast = chunk === null || chunk.rowCount === 0;
      if (!isLast) {
        waiting.push(chunk);
        rows += chunk.rowCount;
      }
      if (rows >= ROWS || (isLast && rows > 0)) {
        yield columnsOf(duckdb, names, waiting, rows);
        waiting = [];
        rows = 0;
      }
      if (isLast) return;
    }
  } catch (error) {
    if (error instanceof GlmError) throw error;
    const message = `${name} cannot be read by DuckDB: ${(error as Error).message.split("\n")[0]}; correct it, or look at the file`;
    throw new GlmError("BAD_VALUE", message, { name });
  } finally {
    connection?.closeSync();
    instance.closeSync();
  }
}

function columnsOf(
  duckdb: DuckDB,
  names: readonly string[],
  chunks: readonly DuckDBDataChunk[],
  rows: number,
): Record<string, ArrayLike<unknown>> {
  return Object.fromEntries(
    names.map((name, j) => {
      const parts = chunks.map((chunk) => cellsOf(duckdb, chunk, j));
      if (!parts.every((part) => part instanceof Float64Array))
        return [name, parts.flatMap((part) => Array.from(part))];
      const all = new Float64Array(rows);
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return [name, all];
    }),
  );
}

/** Whole numbers up to 32 bits and floating point ones lie as they are; the others are converted one by one. */
function cellsOf({ JSDuckDBValueConverter }: DuckDB, chunk: DuckDBDataChunk, j: number): ArrayLike<unknown> {
  const vector = chunk.getColumnVector(j) as unknown as {
    readonly items?: unknown;
    readonly validity?: { readonly itemValid: (i: number) => boolean };
  };
  const { items, validity } = vector;
  if (!isNumbers(items) || validity === undefined) return chunk.convertColumnValues(j, JSDuckDBValueConverter);
  const n = chunk.rowCount;
  const own = new Float64Array(n);
  if (items instanceof BigInt64Array) {
    for (let i = 0; i < n; i++) {
      const value = Number(items[i]);
      if (!Number.isSafeInteger(value)) return chunk.convertColumnValues(j, JSDuckDBValueConverter);
      own[i] = value;
    }
  } else own.set(items.subarray(0, n));
  for (let i = 0; i < n; i++) if (!validity.itemValid(i)) own[i] = Number.NaN;
  return own;
}

const NUMBERS = [
  Float64Array,
  Float32Array,
  Int32Array,
  Int16Array,
  Int8Array,
  Uint8Array,
  Uint16Array,
  Uint32Array,
  BigInt64Array,
];

function isNumbers(items: unknown): items is Float64Array | BigInt64Array {
  return NUMBERS.some((kind) => items instanceof kind);
}
