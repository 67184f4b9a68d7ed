// Frames of LZ4 by hand: literals, copies that overlap, blocks that copy from earlier ones, and damage.
import { describe, expect, it } from "vitest";
import { unpackFrame } from "../../src/table/lz4.js";

const letters = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const word = (value: number): number[] => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
const block = (bytes: readonly number[], isPlain = false): number[] => [
  ...word(isPlain ? (bytes.length | 0x80000000) >>> 0 : bytes.length),
  ...bytes,
];
const frame = (flags: number, extra: readonly number[], ...blocks: readonly number[][]): Uint8Array =>
  Uint8Array.of(4, 0x22, 0x4d, 0x18, flags, 0x40, ...extra, 0, ...blocks.flat(), ...word(0));

function text(packed: Uint8Array): string {
  return new TextDecoder().decode(unpackFrame(packed, () => {}));
}

describe("a frame of LZ4", () => {
  it("has literals and copies, which may overlap", () => {
    // 3 letters, then 7 from 3 before; then 2 letters
    expect(text(frame(0x60, [], block([0x33, ...letters("abc"), 3, 0, 0x20, ...letters("xy")])))).toBe("abcabcabcaxy");
    expect(text(frame(0x60, [], block([0x1f, 97, 1, 0, 255, 1, 0x00])))).toBe("a".repeat(1 + 15 + 255 + 1 + 4));
    expect(text(frame(0x60, [], block([0xf0, 1, ...letters("0123456789abcdef")])))).toBe("0123456789abcdef");
  });

  it("has blocks that copy from earlier ones, blocks as they are, sizes and sums", () => {
    const first = block(letters("hello "), true);
    const second = block([0x02, 6, 0, 0x10, 33]);
    expect(text(frame(0x40, [], first, second))).toBe("hello hello !");
    const sum = [9, 9, 9, 9];
    expect(text(frame(0x58, [13, 0, 0, 0, 0, 0, 0, 0], [...first, ...sum], [...second, ...sum]))).toBe("hello hello !");
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["no frame", Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), /no frame of LZ4/],
    ["a copy from before it", frame(0x60, [], block([0x12, 97, 2, 0, 0x00])), /begins before its frame/],
    ["a copy from nowhere", frame(0x60, [], block([0x12, 97, 0, 0, 0x00])), /begins before its frame/],
    ["a cut block", frame(0x60, [], block([0x30, 97])), /ends too early/],
    ["a block beyond it", frame(0x60, [], word(100)), /ends after its frame/],
  ])("is refused: %s", (_, packed, message) => {
    expect(() => text(packed)).toThrow(message);
  });

  it("is counted before it takes memory", () => {
    let left = 100;
    const take = (bytes: number): void => {
      left -= bytes;
      if (left < 0) throw new RangeError("too much");
    };
    const large = frame(0x60, [], block([0x1f, 97, 1, 0, ...Array<number>(1000).fill(255), 0, 0x00]));
    expect(() => unpackFrame(large, take)).toThrow("too much");
  });
});
