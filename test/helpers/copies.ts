import { NOISES, type Noise } from "../../src/noise/index.js";
import { kernel } from "./testing-kernel.js";

/**
 * Copy number `copy` of row number `row` under noises, one draw at a time, as docs/objective.md defines Monte Carlo, with
 * the kernel's own generator and samplers, which have their own tests.
 */
export function copyOf(
  values: readonly number[],
  row: number,
  copy: number,
  noises: readonly Noise[],
  seed: number,
): number[] {
  return values.map((x, j) =>
    noises.reduce((sum, { noise, strength }, k) => {
      const h = typeof strength === "number" ? strength : (strength as readonly number[])[j]!;
      if (h === 0) return sum;
      const bits = kernel.bits(
        kernel.bits(BigInt(seed), BigInt(k), 0n),
        BigInt(row),
        (BigInt(j) << 32n) | BigInt(copy),
      );
      return sum + kernel.noiseSample(NOISES[noise]!.id, x, h, kernel.uniform(bits)) - x;
    }, x),
  );
}
