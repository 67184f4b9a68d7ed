// Seeded random numbers, so that every run sees the same data.
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/**
 * Uniform numbers in [0, 1), as d3-random and d3-array's shuffler take them.
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function uniforms(seed) {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}
