// Structs of Thrift's compact protocol, as the headers of Parquet's pages are written. Format: thrift-compact-protocol.md of Apache Thrift.

/** Fields of a struct by their ids: whole numbers, and structs. Others are skipped. */
export type Struct = ReadonlyMap<number, number | Struct>;

/** A number of a struct, 0 if it is missing. */
export function numberIn(struct: Struct | undefined, id: number): number {
  const value = struct?.get(id) ?? 0;
  return typeof value === "number" ? value : Number.NaN;
}

export function structIn(struct: Struct, id: number): Struct | undefined {
  const value = struct.get(id);
  return typeof value === "object" ? value : undefined;
}

/** Kinds of fields in the compact protocol. */
const [TRUE, FALSE, BYTE, I64, DOUBLE, BINARY, LIST, SET, STRUCT] = [1, 2, 3, 6, 7, 8, 9, 10, 12];
/** Structs of a page's header lie no deeper. */
const DEEPEST = 8;

export class StructReader {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
    private readonly end: number,
  ) {}

  struct(depth = 0): Struct {
    if (depth > DEEPEST) throw new RangeError("a header that is too deep");
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
    if (kind === TRUE || kind === FALSE) return kind === TRUE ? 1 : 0;
    if (kind === BYTE) return this.pass(1);
    if (kind > BYTE && kind <= I64!) return this.whole();
    if (kind === DOUBLE) return this.pass(8);
    if (kind === BINARY) return this.pass(this.varint());
    if (kind === STRUCT) return this.struct(depth + 1);
    if (kind !== LIST && kind !== SET) throw new RangeError("a damaged header");
    const head = this.byte();
    const count = head >>> 4 === 15 ? this.varint() : head >>> 4;
    for (let k = 0; k < count; k++) {
      // truth values have a byte each in a list
      if ((head & 15) === TRUE || (head & 15) === FALSE) this.pass(1);
      else this.value(head & 15, depth + 1);
    }
    return undefined;
  }

  byte(): number {
    if (this.at >= this.end) throw new RangeError("a header whose end is missing");
    return this.bytes[this.at++]!;
  }

  private pass(count: number): undefined {
    this.at += count;
    if (!(this.at <= this.end)) throw new RangeError("a header whose end is missing");
    return undefined;
  }

  varint(): number {
    let value = 0;
    for (let place = 1; place < 2 ** 70; place *= 128) {
      const byte = this.byte();
      value += (byte & 127) * place;
      if (byte < 128) return value;
    }
    throw new RangeError("a header with a number that does not end");
  }

  /** A whole number with its sign in the lowest bit. */
  private whole(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
