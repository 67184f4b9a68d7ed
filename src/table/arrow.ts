import type { Data, DataType, Decimal, Dictionary, Vector } from "apache-arrow";
import { GlmError } from "../index.js";
import { checkMessages } from "./arrow-messages.js";
import { damaged } from "./damaged.js";
import { checkNames } from "./header.js";
import { Budget, checkSize } from "./limits.js";
import { unpackFrame } from "./lz4.js";
import { needed } from "./packages.js";
import { rowNamed } from "./row-names.js";
import type { FileBytes } from "./source.js";
import { type Cell, type Cells, CellWriter, type TypedTable, type Unread } from "./typed.js";

type Arrow = typeof import("apache-arrow");

/** Reads a file or a stream of Arrow, which is also what Feather is today, by apache-arrow. Its cells keep their types. */
export async function readArrow({ name, bytes }: FileBytes): Promise<TypedTable> {
  const what = `${name} is a file of Arrow`;
  const arrow = await needed(what, "apache-arrow", () => import("apache-arrow"));
  try {
    checkMessages(bytes);
    await registerCodecs(arrow, name, bytes);
    return readAll(arrow, name, bytes);
  } catch (error) {
    throw damaged(what, error);
  }
}

function readAll(arrow: Arrow, name: string, bytes: Uint8Array): TypedTable {
  const table = arrow.tableFromIPC(bytes);
  const names = table.schema.fields.map((field) => String(field.name));
  const n = table.numRows;
  if (names.length === 0) throw new GlmError("EMPTY", `${name} is a file of Arrow without columns: was it cut?`);
  if (n === 0)
    throw new GlmError("EMPTY", `${name} is a file of Arrow without rows; expected at least one: was it cut?`);
  checkNames(name, names, "");
  checkSize(name, n, names.length);
  const cells = names.map((_, j) => readVector(arrow, table.getChildAt(j)!, n));
  return rowNamed({ source: name, names, cells, lines: Uint32Array.from({ length: n }, (_, i) => i + 1), unit: "row" });
}

function readVector(arrow: Arrow, vector: Vector, n: number): Cells | Unread {
  const read = readerOf(arrow, vector.type);
  if (read === undefined) return { holds: `values of type ${vector.type}` };
  if (vector.length !== n) throw new RangeError(`a column has ${vector.length} rows, others ${n}`);
  for (const data of vector.data) checkLength(arrow, data);
  const writer = new CellWriter(n);
  let i = 0;
  for (const value of vector) {
    if (value !== null && value !== undefined) writer.set(i, read(value));
    i++;
  }
  return writer.done();
}

/** Refuses a part of a column that says it has more rows than its buffers hold. */
function checkLength(arrow: Arrow, { type, length, offset, values, valueOffsets, stride }: Data): void {
  const { DataType } = arrow;
  if (DataType.isNull(type)) return;
  const held = values === undefined ? 0 : (values as Uint8Array).length;
  const hasOffsets = DataType.isUtf8(type) || DataType.isLargeUtf8(type);
  const most = hasOffsets ? valueOffsets.length - 1 : DataType.isBool(type) ? 8 * held - offset : held / stride;
  if (!(length <= most || (length === 0 && most <= 0)))
    throw new RangeError(`a column of ${most} rows says it has ${length}`);
}

/** What makes a cell of a value of this type; undefined if its values are no cells. */
function readerOf(arrow: Arrow, type: DataType): ((value: unknown) => Cell) | undefined {
  const { DataType } = arrow;
  if (DataType.isDictionary(type)) return readerOf(arrow, (type as Dictionary).dictionary);
  const isText = DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);
  if (isText || DataType.isInt(type) || DataType.isFloat(type) || DataType.isBool(type) || DataType.isNull(type)) {
    return (value) => value as Cell;
  }
  if (DataType.isDate(type) || DataType.isTimestamp(type)) return dateOf;
  return DataType.isDecimal(type) ? decimalReader(type as Decimal) : undefined;
}

/** Dates and times come as milliseconds since 1970. */
function dateOf(value: unknown): Cell {
  const date = new Date(Number(value));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A decimal comes as words of 32 bits, the lowest first, in two's complement. Its digits become a number as if they were text. */
function decimalReader({ scale }: Decimal): (value: unknown) => number {
  return (value) => {
    const words = value as Uint32Array;
    let whole = 0n;
    for (let k = words.length - 1; k >= 0; k--) whole = (whole << 32n) | BigInt(words[k]!);
    return Number(`${BigInt.asIntN(32 * words.length, whole)}e${-scale}`);
  };
}

/** Lets apache-arrow unpack the buffers that pyarrow packs by default. */
async function registerCodecs(arrow: Arrow, name: string, bytes: Uint8Array): Promise<void> {
  const budget = new Budget(name);
  const take = (count: number): void => budget.take(count);
  const { CompressionType, compressionRegistry } = arrow;
  if (compressionRegistry === undefined) return; // before 21.1, which refuses packed buffers
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (buffer) => unpackFrame(buffer, take) });
  if (!hasZstd(bytes)) return;
  const what = `${name} is a file of Arrow that may be packed by zstd`;
  const { decompressZstd } = await needed(what, "hyparquet-compressors", () => import("hyparquet-compressors"));
  compressionRegistry.set(CompressionType.ZSTD, {
    decode(buffer) {
      const unpacked = decompressZstd(buffer);
      take(unpacked.length);
      return unpacked.slice(); // begins where numbers of 64 bits may begin
    },
  });
}

/** Whether the bytes hold a frame of zstd, as they do if the buffers are packed by it. */
function hasZstd(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x28); at >= 0; at = bytes.indexOf(0x28, at + 1)) {
    if (bytes[at + 1] === 0xb5 && bytes[at + 2] === 0x2f && bytes[at + 3] === 0xfd) return true;
  }
  return false;
}
