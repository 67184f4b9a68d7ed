// Seeded random numbers, the same data for every run and every program.

/**
 * Uniform numbers in [0, 1): mulberry32, 32 bits of state.
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function uniforms(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Standard normal numbers, by Box and Muller.
 *
 * @param {() => number} uniform
 * @returns {() => number}
 */
export function normals(uniform) {
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/**
 * A Poisson count, by inversion.
 *
 * @param {() => number} uniform
 * @param {number} mean
 */
export function poisson(uniform, mean) {
  let left = uniform();
  let probability = Math.exp(-mean);
  let count = 0;
  while (left > probability && count < 1000) {
    left -= probability;
    count += 1;
    probability *= mean / count;
  }
  return count;
}
