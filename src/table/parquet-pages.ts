import type { ColumnMetaData, FileMetaData, SchemaTree } from "hyparquet";
import type { Budget } from "./limits.js";
import { numberIn, type Struct, StructReader, structIn } from "./thrift.js";

// What the pages of a column ask memory for is held against the rest of the file before they are read: a few damaged or hostile bytes
// could ask for any amount. Format: parquet.thrift, Encodings.md of Apache Parquet.

/** What unpacks a page to this length. */
export type Unpack = (packed: Uint8Array, length: number) => Uint8Array;

/** Numbers of the format's enum Encoding: values as runs, and places in a dictionary, which are runs too. */
const [PLAIN_DICTIONARY, RLE, RLE_DICTIONARY] = [2, 3, 8];

/** A column whose pages are checked. */
export interface Checked {
  readonly bytes: Uint8Array;
  readonly metadata: FileMetaData;
  readonly column: SchemaTree;
  /** By the name of the codec. */
  readonly unpack: (codec: string) => Unpack;
  readonly budget: Budget;
}

/** Refuses pages of a column, without lists or records, that claim other sizes than it has. */
export function checkPages({ bytes, metadata, column, unpack, budget }: Checked): void {
  const { name, repetition_type } = column.element;
  for (const { columns, num_rows } of metadata.row_groups) {
    const found = columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data;
    if (found === undefined) throw new RangeError(`column ${name} is missing in a part of the file`);
    if (Number(found.num_values) !== Number(num_rows)) {
      throw damaged(name, `${found.num_values} values in ${num_rows} rows`);
    }
    checkChunk(bytes, found, { unpack: unpack(found.codec), budget, isNullable: repetition_type !== "REQUIRED" });
  }
}

interface Chunk {
  readonly unpack: Unpack;
  readonly budget: Budget;
  readonly isNullable: boolean;
}

/** The pages of one column in one group of rows. */
function checkChunk(bytes: Uint8Array, column: ColumnMetaData, chunk: Chunk): void {
  const name = column.path_in_schema.join(".");
  let at = Number(column.dictionary_page_offset || column.data_page_offset);
  const end = at + Number(column.total_compressed_size);
  if (!(at >= 0 && end >= at && end <= bytes.length)) throw damaged(name, "a place outside of the file");
  let left = Number(column.num_values);
  while (left > 0) {
    if (at >= end) throw damaged(name, `${left} values too few`);
    const header = new StructReader(bytes, at, end);
    const page = header.struct();
    at = header.at + numberIn(page, 3);
    if (!(at >= header.at && at <= end)) throw damaged(name, "a page outside of the file");
    chunk.budget.take(numberIn(page, 2));
    const [first, second] = [structIn(page, 5), structIn(page, 8)];
    const data = first ?? second;
    const count = numberIn(data ?? structIn(page, 7), 1);
    // Every value of a dictionary takes a bit at least.
    const most = data === undefined ? 8 * numberIn(page, 2) : left;
    if (!(count >= 0 && count <= most)) throw damaged(name, `${count} values in a page`);
    const packed = bytes.subarray(header.at, at);
    if (first !== undefined) checkFirst(packed, page, first, { ...chunk, column });
    if (second !== undefined) checkSecond(packed, page, second, { ...chunk, column });
    if (data !== undefined) left -= count;
  }
}

function damaged(column: string, what: string): RangeError {
  return new RangeError(`column ${column} has ${what}`);
}

interface Page extends Chunk {
  readonly column: ColumnMetaData;
}

/** A data page of the first version: levels and values are packed together. */
function checkFirst(packed: Uint8Array, page: Struct, data: Struct, { column, unpack, isNullable }: Page): void {
  const count = numberIn(data, 1);
  const plain = unpack(packed, numberIn(page, 2));
  let at = 0;
  if (isNullable) {
    checkRuns(plain, 4, 1, count);
    at = 4 + lengthAt(plain, 0);
  }
  checkValues(plain, at, numberIn(data, 2), column.type, count);
}

/** A data page of the second version: levels are before what is packed. */
function checkSecond(packed: Uint8Array, page: Struct, data: Struct, { column, unpack, isNullable }: Page): void {
  const [count, nulls] = [numberIn(data, 1), numberIn(data, 2)];
  if (!(nulls >= 0 && nulls <= count)) throw damaged(column.path_in_schema.join("."), `${nulls} missing values`);
  const [definition, repetition] = [numberIn(data, 5), numberIn(data, 6)];
  const levels = definition + repetition;
  const length = numberIn(page, 2) - levels;
  if (!(definition >= 0 && repetition >= 0 && length >= 0)) throw new RangeError("levels outside of their page");
  if (isNullable) checkRuns(packed, repetition, 1, count);
  const isPacked = (data.get(7) ?? 1) === 1 && length > 0;
  const plain = packed.subarray(levels);
  checkValues(isPacked ? unpack(plain, length) : plain, 0, numberIn(data, 4), column.type, count);
}

/** The values, where they are runs. */
function checkValues(plain: Uint8Array, at: number, encoding: number, type: string, count: number): void {
  if (encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY) checkRuns(plain, at + 1, plain[at] ?? 0, count);
  else if (encoding === RLE && type === "BOOLEAN") checkRuns(plain, at + 4, 1, count);
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);
}

/** Runs of numbers of `width` bits, for `most` values: no run may be longer, but for the filling of its last eight. */
function checkRuns(bytes: Uint8Array, from: number, width: number, most: number): void {
  const reader = new StructReader(bytes, from, bytes.length);
  for (let seen = 0; seen < most && reader.at < bytes.length; ) {
    const head = reader.varint();
    const groups = Math.floor(head / 2);
    const isPacked = head % 2 === 1;
    const count = isPacked ? 8 * groups : groups;
    if (count > most + (isPacked ? 7 : 0)) throw new RangeError(`a run of ${count} among ${most} values`);
    reader.at += isPacked ? Math.max(1, groups * width) : Math.ceil(width / 8);
    seen += count;
  }
}
