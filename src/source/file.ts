import { open } from "node:fs/promises";
import { GlmError } from "../base/errors.js";
import { quoted, show } from "../base/show.js";
import type { TableInput } from "../frame/columns.js";
import { arrowRows } from "./arrow.js";
import { csvRows } from "./csv.js";
import { jsonRows } from "./json.js";
import { parquetFrom, parquetRows } from "./parquet.js";
import type { Source } from "./source.js";
import { textOf } from "./text.js";

/** The first letters of a file. */
const BEGINNING = 8;

/**
 * A file of Parquet, CSV (TSV, semicolons; also compressed by gzip), JSON with an object in each line, or Arrow (a file or a stream). What it is,
 * its first bytes say. Parquet is read by DuckDB where @duckdb/node-api is installed, else by hyparquet; Arrow by apache-arrow.
 *
 * @param path  Of a file on this machine.
 * @throws GlmError when it is read: BAD_VALUE where it cannot be, NOT_LOADED without the package that reads it.
 *
 * @example
 * const model = await fit("y ~ a + b", file("big.parquet"), { family: "binomial", memory: "2GB" });
 */
export function file(path: string): Source {
  if (typeof path !== "string" || path === "") {
    throw new GlmError("BAD_OPTION", `file: the path is ${show(path)}; expected the path of a file`, {});
  }
  return {
    name: path,
    place: { kind: "file", path },
    open: (columns) => rowsOf(path, columns),
    from: async (row, columns) =>
      (await beginning(path)).startsWith("PAR1") ? await parquetFrom(path, row, columns) : undefined,
  };
}

async function* rowsOf(path: string, columns: readonly string[] | undefined): AsyncGenerator<TableInput> {
  const begins = await beginning(path);
  try {
    if (begins.startsWith("PAR1")) yield* parquetRows(path, columns);
    else if (begins.startsWith("ARROW1") || begins.startsWith("\xff\xff\xff\xff")) yield* arrowRows(path, columns);
    else if (/^(\xef\xbb\xbf)?\s*\{/.test(begins)) yield* jsonRows(path, textOf(path));
    else if (begins.startsWith("PK")) {
      const message = `${path} is a workbook or an archive; expected Parquet, CSV, JSON by lines, or Arrow: a table of that size fits into memory`;
      throw new GlmError("NOT_SUPPORTED", message, {});
    } else yield* csvRows(path, textOf(path), columns);
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).syscall !== "string") throw error;
    throw cannotRead(path, error);
  }
}

async function beginning(path: string): Promise<string> {
  try {
    const handle = await open(path);
    try {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(BEGINNING), 0, BEGINNING, 0);
      return String.fromCharCode(...buffer.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw cannotRead(path, error);
  }
}

/** The error for a file that cannot be read. */
export function cannotRead(path: string, error: unknown): GlmError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new GlmError("BAD_VALUE", `cannot read ${quoted(path)}: ${code ?? message}; expected a file`, { path });
}
