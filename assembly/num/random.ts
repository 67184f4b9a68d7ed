import { put } from "./vec";

/**
 * Random numbers without a state: the number at (seed, a, b) is a hash of these three, so it does not depend on what was
 * drawn before, in which order and by which worker.
 *
 *   bits(seed, a, b) = mix(mix(mix(seed + g) + a g) + b g),        g = 2^64 / golden ratio, odd
 *
 * For fixed seed and a this is the generator SplitMix64 from the start mix(mix(seed + g) + a g), b its counter.
 *
 * Source: Steele, Lea & Flood (2014), Fast splittable pseudorandom number generators, OOPSLA; the constants of `mix` are
 * Stafford's (2011) variant 13, as in java.util.SplittableRandom.
 */
const GOLDEN: u64 = 0x9e3779b97f4a7c15;

/** A bijection of 64 bits in which every bit of the argument flips about half of the bits. */
function mix(z: u64): u64 {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/** 64 random bits for the counters a and b. */
export function bits(seed: u64, a: u64, b: u64): u64 {
  return mix(mix(mix(seed + GOLDEN) + a * GOLDEN) + b * GOLDEN);
}

/**
 * A number in (0, 1): an odd multiple of 2^-53, so that 0 and 1 cannot occur and u is as likely as 1 - u.
 */
// @ts-ignore: decorator
@inline
export function uniform(bits: u64): f64 { return <f64>(bits >> 11 | 1) * 1.1102230246251565e-16; }

/** out_i <- number i of the stream of `seed`, in (0, 1) */
export function uniforms(seed: f64, n: i32, out: usize): void {
  for (let i = 0; i < n; ++i) put(out, i, uniform(bits(<u64>seed, 0, <u64>i)));
}
