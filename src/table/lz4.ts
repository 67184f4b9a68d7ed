// Frames of LZ4, as Feather has them by default. Format: lz4_Frame_format.md 1.6.1 and lz4_Block_format.md of the LZ4 project.
// Checksums are skipped: damage shows as a place outside of the output, or as a wrong length, which the caller checks.

const MAGIC = 0x184d2204;
const LEAST_MATCH = 4;

/** Unpacks a frame. `take` is told of every growth of the output, and may refuse it. */
export function unpackFrame(frame: Uint8Array, take: (bytes: number) => void): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError("no frame of LZ4");
  const flags = view.getUint8(4);
  const [hasBlockSum, hasSize, hasDictionary] = [flags & 16, flags & 8, flags & 1];
  let at = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  const output = new Growing(take);
  for (;;) {
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) return output.done();
    const size = word & 0x7fffffff;
    if (at + size > frame.length) throw new RangeError("a block of LZ4 ends after its frame");
    const block = frame.subarray(at, at + size);
    if (word >>> 31) output.append(block);
    else unpackBlock(block, output);
    at += size + (hasBlockSum ? 4 : 0);
  }
}

/** A block is sequences of literals and of copies from what was written before; the last has literals only. */
function unpackBlock(block: Uint8Array, output: Growing): void {
  let at = 0;
  const byte = (): number => {
    if (at >= block.length) throw new RangeError("a block of LZ4 ends too early");
    return block[at++]!;
  };
  /** A length, which goes on while its bytes are 255. */
  const lengthFrom = (start: number): number => {
    let length = start;
    if (start < 15) return length;
    for (;;) {
      const more = byte();
      length += more;
      if (more < 255) return length;
    }
  };
  while (at < block.length) {
    const token = byte();
    const literals = lengthFrom(token >>> 4);
    if (at + literals > block.length) throw new RangeError("a block of LZ4 ends too early");
    output.append(block.subarray(at, at + literals));
    at += literals;
    if (at === block.length) return;
    const distance = byte() | (byte() << 8);
    output.repeat(distance, lengthFrom(token & 15) + LEAST_MATCH);
  }
}

/** Bytes that grow by doubling. */
class Growing {
  private bytes = new Uint8Array(1024);
  private length = 0;

  constructor(private readonly take: (bytes: number) => void) {}

  append(more: Uint8Array): void {
    this.reserve(more.length);
    this.bytes.set(more, this.length);
    this.length += more.length;
  }

  /** Copies `count` bytes from `distance` before the end; they may overlap what is written. */
  repeat(distance: number, count: number): void {
    if (distance === 0 || distance > this.length) throw new RangeError("a copy of LZ4 begins before its frame");
    this.reserve(count);
    const { bytes, length } = this;
    for (let k = length; k < length + count; k++) bytes[k] = bytes[k - distance]!;
    this.length += count;
  }

  done(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private reserve(count: number): void {
    this.take(count);
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
