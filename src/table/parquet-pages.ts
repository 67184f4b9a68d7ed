import type { ColumnMetaData, FileMetaData } from "hyparquet";
import type { Budget } from "./limits.js";

// The headers of a Parquet file's pages say how much memory the pages take. They are held against the rest of the file before a page is
// read: a few damaged or hostile bytes could ask for any amount. Format: parquet.thrift of Apache Parquet, Thrift's compact protocol.

/** Fields of a struct by their ids: whole numbers, and structs. Others are skipped. */
type Struct = ReadonlyMap<number, number | Struct>;

/** Refuses pages that claim other sizes than their column. */
export function checkPages(bytes: Uint8Array, metadata: FileMetaData, budget: Budget): void {
  for (const { columns, num_rows } of metadata.row_groups) {
    for (const { meta_data } of columns) {
      if (meta_data === undefined) throw new RangeError("a column without its description");
      checkChunk(bytes, meta_data, Number(num_rows), budget);
    }
  }
}

/** The pages of one column in one group of rows. */
function checkChunk(bytes: Uint8Array, column: ColumnMetaData, rows: number, budget: Budget): void {
  const name = column.path_in_schema.join(".");
  const values = Number(column.num_values);
  if (column.path_in_schema.length === 1 && values !== rows) throw damaged(name, `${values} values in ${rows} rows`);
  let at = Number(column.dictionary_page_offset || column.data_page_offset);
  const end = at + Number(column.total_compressed_size);
  if (!(at >= 0 && end >= at && end <= bytes.length)) throw damaged(name, "a place outside of the file");
  let left = values;
  while (left > 0) {
    if (at >= end) throw damaged(name, `${left} values too few`);
    const header = new StructReader(bytes, at, end);
    const page = header.struct();
    const [unpacked, packed] = [numberIn(page, 2), numberIn(page, 3)];
    budget.take(unpacked);
    at = header.at + packed;
    if (packed < 0 || at > end) throw damaged(name, "a page outside of the file");
    const data = structIn(page, 5) ?? structIn(page, 8);
    const count = numberIn(data ?? structIn(page, 7), 1);
    // A dictionary has no more values than the column, and every value takes a bit at least.
    if (!(count >= 0) || count > (data === undefined ? 8 * unpacked : left))
      throw damaged(name, `${count} values in a page`);
    const levels = numberIn(structIn(page, 8), 5) + numberIn(structIn(page, 8), 6);
    if (!(levels >= 0 && levels <= unpacked)) throw damaged(name, "levels outside of their page");
    if (data !== undefined) left -= count;
  }
}

function damaged(column: string, what: string): RangeError {
  return new RangeError(`column ${column} has ${what}`);
}

function numberIn(struct: Struct | undefined, id: number): number {
  const value = struct?.get(id) ?? 0;
  return typeof value === "number" ? value : Number.NaN;
}

function structIn(struct: Struct, id: number): Struct | undefined {
  const value = struct.get(id);
  return typeof value === "object" ? value : undefined;
}

/** Kinds of fields in the compact protocol. */
const [TRUE, FALSE, BYTE, I64, DOUBLE, BINARY, LIST, SET, STRUCT] = [1, 2, 3, 6, 7, 8, 9, 10, 12];
/** Structs of a page's header lie no deeper. */
const DEEPEST = 8;

class StructReader {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
    private readonly end: number,
  ) {}

  struct(depth = 0): Struct {
    if (depth > DEEPEST) throw new RangeError("a header of a page that is too deep");
    const fields = new Map<number, number | Struct>();
    let id = 0;
    for (;;) {
      const head = this.byte();
      if (head === 0) return fields;
      const step = head >>> 4;
      id = step === 0 ? this.whole() : id + step;
      const value = this.value(head & 15, depth);
      if (value !== undefined) fields.set(id, value);
    }
  }

  private value(kind: number, depth: number): number | Struct | undefined {
    if (kind === TRUE || kind === FALSE) return undefined;
    if (kind === BYTE) return this.skip(1);
    if (kind > BYTE && kind <= I64!) return this.whole();
    if (kind === DOUBLE) return this.skip(8);
    if (kind === BINARY) return this.skip(this.varint());
    if (kind === STRUCT) return this.struct(depth + 1);
    if (kind !== LIST && kind !== SET) throw new RangeError("a header of a page that is damaged");
    const head = this.byte();
    const count = head >>> 4 === 15 ? this.varint() : head >>> 4;
    for (let k = 0; k < count; k++) {
      // truth values have a byte each in a list
      if ((head & 15) === TRUE || (head & 15) === FALSE) this.skip(1);
      else this.value(head & 15, depth + 1);
    }
    return undefined;
  }

  private byte(): number {
    if (this.at >= this.end) throw new RangeError("a header of a page whose end is missing");
    return this.bytes[this.at++]!;
  }

  private skip(count: number): undefined {
    this.at += count;
    if (!(this.at <= this.end)) throw new RangeError("a header of a page whose end is missing");
    return undefined;
  }

  private varint(): number {
    let value = 0;
    for (let place = 1; place < 2 ** 70; place *= 128) {
      const byte = this.byte();
      value += (byte & 127) * place;
      if (byte < 128) return value;
    }
    throw new RangeError("a header of a page with a number that does not end");
  }

  /** A whole number with its sign in the lowest bit. */
  private whole(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
