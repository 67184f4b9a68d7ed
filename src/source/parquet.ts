import { damaged } from "../table/damaged.js";
import { needed } from "../table/packages.js";
import { duckdbHere, rowsOf, text } from "./duckdb.js";

type Columns = Record<string, ArrayLike<unknown>>;

/** The rows of a file of Parquet: by DuckDB where it is installed, which is faster, else by hyparquet, a group of rows at a time. */
export async function* parquetRows(path: string, columns: readonly string[] | undefined): AsyncGenerator<Columns> {
  const duckdb = await duckdbHere();
  if (duckdb === undefined) {
    yield* byHyparquet(path, columns);
    return;
  }
  yield* rowsOf(duckdb, path, `SELECT ${listOf(columns)} FROM read_parquet(${text(path)})`);
}

/** DuckDB's name for the place of a row, which no column may have then. */
const PLACE = "file_row_number";

/** The same from a row on: DuckDB leaves groups of rows before it out. Undefined where that cannot be: the file is read from its beginning. */
export async function parquetFrom(
  path: string,
  row: number,
  columns: readonly string[],
): Promise<AsyncGenerator<Columns> | undefined> {
  const duckdb = await duckdbHere();
  if (duckdb === undefined) return undefined;
  const named = `SELECT count(*) AS n FROM parquet_schema(${text(path)}) WHERE lower(name) = '${PLACE}'`;
  for await (const { n } of rowsOf(duckdb, path, named)) if (Number(n![0]) > 0) return undefined;
  const rows = `read_parquet(${text(path)}, ${PLACE} = true)`;
  return rowsOf(duckdb, path, `SELECT ${listOf(columns)} FROM ${rows} WHERE ${PLACE} >= ${row}`);
}

/** Columns in SQL: a name that is not there is told by who asks for it. */
function listOf(columns: readonly string[] | undefined): string {
  return columns === undefined ? "*" : `COLUMNS(name -> name IN (${columns.map(text).join(", ")}))`;
}

async function* byHyparquet(path: string, columns: readonly string[] | undefined): AsyncGenerator<Columns> {
  const what = `${path} is a file of Parquet`;
  const hyparquet = await needed(what, "hyparquet", () => import("hyparquet"));
  const { open } = await import("node:fs/promises");
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const slice = async (start: number, end: number = size): Promise<ArrayBuffer> => {
      const bytes = new Uint8Array(end - start);
      await handle.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    };
    const file = { byteLength: size, slice };
    const metadata = await hyparquet.parquetMetadataAsync(file);
    const names = hyparquet.parquetSchema(metadata).children.map(({ element }) => element.name);
    const wanted = names.filter((name) => columns === undefined || columns.includes(name));
    const packed = metadata.row_groups.some((group) =>
      group.columns.some(({ meta_data }) => !["UNCOMPRESSED", "SNAPPY", undefined].includes(meta_data?.codec)),
    );
    const load = () => import("hyparquet-compressors");
    const compressors = packed ? (await needed(what, "hyparquet-compressors", load)).compressors : undefined;
    let begin = 0;
    for (const { num_rows } of metadata.row_groups) {
      const count = Number(num_rows);
      const cells = new Map<string, unknown[]>(wanted.map((name) => [name, []]));
      const options = { file, metadata, columns: wanted, rowStart: begin, rowEnd: begin + count };
      await hyparquet.parquetRead({
        ...options,
        ...(compressors && { compressors }),
        onChunk: ({ columnName, columnData, rowStart }) => {
          const column = cells.get(columnName)!;
          for (let i = 0; i < columnData.length; i++) column[rowStart - begin + i] = columnData[i];
        },
      });
      if (count > 0) yield Object.fromEntries([...cells].map(([name, column]) => [name, column.slice(0, count)]));
      begin += count;
    }
  } catch (error) {
    throw damaged(what, error);
  } finally {
    await handle.close();
  }
}
