// Counter-based random numbers: frozen first values, and that they look independent and uniform. Everything here is a
// fixed sequence, so a bound that holds once holds for ever.
import { describe, expect, it } from "vitest";
import { kernel } from "../helpers/testing-kernel.js";

const bits = (seed: bigint, a: bigint, b: bigint) => BigInt.asUintN(64, kernel.bits(seed, a, b));
const uniform = (seed: bigint, a: bigint, b: bigint) => kernel.uniform(kernel.bits(seed, a, b));

/** The formula of assembly/num/random.ts once more. */
function reference(seed: bigint, a: bigint, b: bigint): bigint {
  const golden = 0x9e3779b97f4a7c15n;
  const cut = (v: bigint) => BigInt.asUintN(64, v);
  const mix = (v: bigint) => {
    let z = cut((v ^ (v >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = cut((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  };
  return mix(cut(mix(cut(mix(cut(seed + golden)) + a * golden)) + b * golden));
}

describe("bits", () => {
  it("has not changed", () => {
    const FROZEN: [bigint, bigint, bigint, string][] = [
      [0n, 0n, 0n, "33fe8bd4f9c57863"],
      [0n, 0n, 1n, "568a9b0b1a2c05ec"],
      [0n, 1n, 0n, "b49ab477bb8685e2"],
      [1n, 0n, 0n, "0a385ef24fa6a992"],
      [1n, 2n, 3n, "76e36d629cae6121"],
      [20130n, 7n, 11n, "c59d4bb42e50d3e2"],
      [0xffffffffffffffffn, 0xffffffffffffffffn, 0xffffffffffffffffn, "7ccd8063376c23af"],
    ];
    for (const [seed, a, b, want] of FROZEN) expect(bits(seed, a, b).toString(16).padStart(16, "0")).toBe(want);
  });

  it("is the formula", () => {
    for (let k = 0n; k < 200n; k++) {
      const [seed, a, b] = [k * k * 0x123456789abcdefn, k * 0xfedcba987654321n, 3n * k].map((v) =>
        BigInt.asUintN(64, v),
      );
      expect(bits(seed!, a!, b!)).toBe(reference(seed!, a!, b!));
    }
  });

  it("is SplitMix64 along b", () => {
    // first outputs of SplitMix64 from the start 0, as published with its reference code
    const splitmix = [0xe220a8397b1dcdafn, 0x6e789e6aa1b965f4n, 0x06c45d188009454fn];
    // the seed for which mix(mix(seed + g)) would be 0 is mix's own fixed point 0: seed = -g, a = 0
    const seed = BigInt.asUintN(64, -0x9e3779b97f4a7c15n);
    splitmix.forEach((want, k) => {
      expect(bits(seed, 0n, BigInt(k + 1))).toBe(want);
    });
  });

  it("flips about half of its bits with any bit of seed, a or b", () => {
    const TRIALS = 400;
    const ones = (v: bigint) => v.toString(2).replaceAll("0", "").length;
    for (const which of [0, 1, 2]) {
      for (let bit = 0n; bit < 64n; bit++) {
        let flipped = 0;
        for (let k = 0n; k < TRIALS; k++) {
          const from = [k % 5n, k % 7n, k] as [bigint, bigint, bigint]; // small, as seeds and counters are
          const to = [...from] as [bigint, bigint, bigint];
          to[which] = from[which]! ^ (1n << bit);
          flipped += ones(bits(...from) ^ bits(...to));
        }
        // standard deviation of the mean: 4 / sqrt(TRIALS) = 0.2
        expect(Math.abs(flipped / TRIALS - 32), `bit ${bit} of argument ${which}`).toBeLessThan(1.2);
      }
    }
  });
});

describe("uniform", () => {
  it("is open at both ends and symmetric", () => {
    expect(kernel.uniform(0n)).toBe(2 ** -53);
    expect(kernel.uniform(-1n)).toBe(1 - 2 ** -53);
    for (const v of [5n << 40n, 0x123456789abcdef0n]) expect(kernel.uniform(v) + kernel.uniform(~v)).toBe(1);
  });

  it("uses the upper bits", () => expect(kernel.uniform(1n << 62n)).toBeCloseTo(0.25, 15));

  it("does not depend on the order of the draws", () => {
    const forth = Array.from({ length: 100 }, (_, k) => uniform(7n, 3n, BigInt(k)));
    const back = Array.from({ length: 100 }, (_, k) => uniform(7n, 3n, BigInt(99 - k)));
    expect(back.reverse()).toEqual(forth);
  });
});

describe("the numbers of counters that go up", () => {
  const CELLS = 1 << 16;
  const DRAWS = 1 << 20;
  const COUNTERS: Record<string, (k: number) => number> = {
    "b = 0, 1, 2, ..": (k) => uniform(1n, 0n, BigInt(k)),
    "a = 0, 1, 2, ..": (k) => uniform(1n, BigInt(k), 0n),
    "seed = 0, 1, 2, ..": (k) => uniform(BigInt(k), 0n, 0n),
    "b in steps of 1000": (k) => uniform(2n, 5n, BigInt(1000 * k)),
    "b in steps of 2^32": (k) => uniform(3n, 5n, BigInt(k) << 32n),
    "a by rows of 64, b within": (k) => uniform(4n, BigInt(k >> 6), BigInt(k & 63)),
    "a = b": (k) => uniform(5n, BigInt(k), BigInt(k)),
  };
  for (const [name, draw] of Object.entries(COUNTERS)) {
    it(`fill ${CELLS} cells evenly and do not follow each other: ${name}`, () => {
      const counts = new Int32Array(CELLS);
      const products = [0, 0, 0, 0]; // at lags 1, 2, 3, 4
      const last = [0, 0, 0, 0];
      let sum = 0;
      for (let k = 0; k < DRAWS; k++) {
        const u = draw(k);
        counts[Math.floor(u * CELLS)]!++;
        sum += u;
        for (let lag = 0; lag < 4; lag++) products[lag]! += (u - 0.5) * last[lag]!;
        last.unshift(u - 0.5);
        last.pop();
      }
      const expected = DRAWS / CELLS;
      const chiSquare = counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
      // All bounds are five standard deviations.
      expect(Math.abs(chiSquare - (CELLS - 1))).toBeLessThan(5 * Math.sqrt(2 * (CELLS - 1)));
      expect(Math.abs(sum / DRAWS - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / DRAWS));
      for (const product of products) expect(Math.abs((12 * product) / DRAWS)).toBeLessThan(5 / Math.sqrt(DRAWS));
    });
  }

  it("are not those of another seed or row", () => {
    let products = 0;
    for (let k = 0n; k < 100000n; k++) {
      products += (uniform(1n, 0n, k) - 0.5) * (uniform(2n, 0n, k) - 0.5);
      products += (uniform(1n, 1n, k) - 0.5) * (uniform(1n, 2n, k) - 0.5);
    }
    expect(Math.abs((12 * products) / 200000)).toBeLessThan(5 / Math.sqrt(200000));
  });
});
