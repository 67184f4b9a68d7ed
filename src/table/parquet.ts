import type { CompressionCodec, Compressors, FileMetaData, ParquetParsers, SchemaTree } from "hyparquet";
import { GlmError } from "../index.js";
import { checkNames } from "./header.js";
import { Budget, checkSize } from "./limits.js";
import { needed } from "./packages.js";
import { checkPages, type Unpack } from "./parquet-pages.js";
import { rowNamed } from "./row-names.js";
import type { FileBytes } from "./source.js";
import { type Cell, type Cells, CellWriter, type TypedTable, type Unread } from "./typed.js";

type Hyparquet = typeof import("hyparquet");

const MAGIC = "PAR1";

/** Reads a file of Parquet by hyparquet. Its cells keep their types; columns of lists or records are refused where they are used. */
export async function readParquet({ name, bytes }: FileBytes): Promise<TypedTable> {
  if (bytes.length < 12 || String.fromCharCode(...bytes.subarray(-4)) !== MAGIC) {
    throw new GlmError("BAD_VALUE", `${name} is a file of Parquet, and its end is missing: was it cut?`);
  }
  const hyparquet = await needed(`${name} is a file of Parquet`, "hyparquet", () => import("hyparquet"));
  try {
    return await readAll(hyparquet, name, bytes);
  } catch (error) {
    if (error instanceof GlmError) throw error;
    const { message } = error as Error;
    throw new GlmError("BAD_VALUE", `${name} is a file of Parquet that cannot be read: ${message}; was it changed?`);
  }
}

async function readAll(hyparquet: Hyparquet, name: string, bytes: Uint8Array): Promise<TypedTable> {
  const file = (bytes.buffer as ArrayBuffer).slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const metadata = hyparquet.parquetMetadata(file, { parsers: IN_STATISTICS, geoparquet: false });
  const { children } = hyparquet.parquetSchema(metadata);
  const names = children.map(({ element }) => element.name);
  const n = rowsOf(name, metadata, names);
  const compressors = await unpackers(hyparquet, name, metadata);
  const unpack = (codec: string): Unpack => compressors[codec as CompressionCodec] ?? asIs;
  const budget = new Budget(name);
  const cells: (Cells | Unread)[] = [];
  for (const column of children) {
    const holds = othersIn(column);
    if (holds === undefined) checkPages({ bytes, metadata, column, unpack, budget });
    cells.push(
      holds === undefined ? await readColumn(hyparquet, { file, metadata, compressors, column, n }) : { holds },
    );
  }
  return rowNamed({ source: name, names, cells, lines: Uint32Array.from({ length: n }, (_, i) => i + 1), unit: "row" });
}

/** The number of rows, if the table is one and not too large. */
function rowsOf(name: string, metadata: FileMetaData, names: readonly string[]): number {
  const n = Number(metadata.num_rows);
  if (names.length === 0) throw new GlmError("EMPTY", `${name} is a file of Parquet without columns`);
  if (n === 0) throw new GlmError("EMPTY", `${name} is a file of Parquet without rows; expected at least one`);
  checkNames(name, names, "");
  checkSize(name, n, names.length);
  const groups = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (n !== groups) throw new RangeError(`it says it has ${n} rows, and its parts ${groups}`);
  return n;
}

interface ColumnRead {
  readonly file: ArrayBuffer;
  readonly metadata: FileMetaData;
  readonly compressors: Compressors;
  readonly column: SchemaTree;
  readonly n: number;
}

async function readColumn(hyparquet: Hyparquet, { column, n, ...given }: ColumnRead): Promise<Cells | Unread> {
  const writer = new CellWriter(n);
  const chunks: [start: number, values: ArrayLike<unknown>][] = [];
  let read = 0;
  try {
    await hyparquet.parquetRead({
      ...given,
      columns: [column.element.name],
      parsers: PARSERS,
      geoparquet: false,
      // what is thrown in here is caught by nobody
      onChunk: ({ columnData, rowStart }) => chunks.push([rowStart, columnData]),
    });
    for (const [start, values] of chunks) {
      const count = Math.min(values.length, n - start);
      for (let i = 0; i < count; i++) writer.set(start + i, cellOf(values[i]));
      read += count;
    }
  } catch (error) {
    if (error instanceof NoText) return { holds: "bytes" };
    throw error;
  }
  if (read !== n) throw new RangeError(`column ${column.element.name} has ${read} of ${n} rows`);
  return writer.done();
}

/** Bytes that are no text, in a column without a type. */
class NoText extends Error {}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

function textOf(bytes: Uint8Array): string {
  try {
    return bytes && UTF8.decode(bytes);
  } catch {
    throw new NoText("text that is not UTF-8");
  }
}

/** What hyparquet makes of bytes: JSON stays text. */
const PARSERS: Partial<ParquetParsers> = { stringFromBytes: textOf, jsonFromBytes: textOf };

/** The same for the smallest and largest values that the file notes, which nobody reads. */
const IN_STATISTICS: Partial<ParquetParsers> = { stringFromBytes: () => "", jsonFromBytes: () => undefined };

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "object") return value as Cell;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value;
  throw new NoText("bytes"); // Uint8Array of a fixed length
}

/** Types of columns whose values are no cells. */
const OTHER_TYPES: ReadonlySet<string | undefined> = new Set(["GEOMETRY", "GEOGRAPHY", "TIME", "VARIANT"]);
const OTHER_CONVERTED: ReadonlySet<string | undefined> = new Set(["BSON", "INTERVAL", "TIME_MILLIS", "TIME_MICROS"]);

/** What a column holds that is no cell, or undefined. */
function othersIn({ children, element }: SchemaTree): string | undefined {
  const { logical_type, converted_type, repetition_type } = element;
  if (repetition_type === "REPEATED" || converted_type === "LIST" || logical_type?.type === "LIST") return "lists";
  if (OTHER_TYPES.has(logical_type?.type)) return `values of type ${logical_type?.type}`;
  if (OTHER_CONVERTED.has(converted_type)) return `values of type ${converted_type}`;
  return children.length > 0 ? "records" : undefined;
}

const asIs: Unpack = (packed) => packed;

/** What unpacks the pages, whose sizes are checked by then. */
async function unpackers(hyparquet: Hyparquet, name: string, metadata: FileMetaData): Promise<Compressors> {
  const snappy: Unpack = (packed, length) => {
    const output = new Uint8Array(length);
    hyparquet.snappyUncompress(packed, output);
    return output;
  };
  const codecs = new Set(metadata.row_groups.flatMap(({ columns }) => columns.map((one) => one.meta_data?.codec)));
  const others = [...codecs].filter((codec) => codec !== undefined && codec !== "UNCOMPRESSED" && codec !== "SNAPPY");
  if (others.length === 0) return { SNAPPY: snappy };
  const what = `${name} is a file of Parquet with pages of ${others.join(", ")}`;
  const load = () => import("hyparquet-compressors");
  return { ...(await needed(what, "hyparquet-compressors", load)).compressors, SNAPPY: snappy };
}
