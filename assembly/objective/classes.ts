import { slot } from "../num/vec";
import { Chunk, classesOf } from "./chunk";

/** Addresses of the vectors of a chunk with K predictors: one number per row, 8 parts of K vectors, then two lists of K K. */
export enum Part { Eta = 0, Probability = 1, Slope = 2, Move = 3, Answer = 4, NoiseSlope = 5, Variance = 6, Work = 7 }

// @ts-ignore: decorator
@inline
export function classVector(chunk: Chunk, K: i32, which: Part, k: i32): usize {
  return slot(classesOf(chunk).vectors, (which * K + k) * chunk.stride);
}

// @ts-ignore: decorator
@inline
export function eta(chunk: Chunk, K: i32, k: i32): usize { return classVector(chunk, K, Part.Eta, k); }

// @ts-ignore: decorator
@inline
export function probability(chunk: Chunk, K: i32, k: i32): usize { return classVector(chunk, K, Part.Probability, k); }

/** w df/deta_k */
// @ts-ignore: decorator
@inline
export function slopeOf(chunk: Chunk, K: i32, k: i32): usize { return classVector(chunk, K, Part.Slope, k); }

/** w d2f/deta_k deta_l */
// @ts-ignore: decorator
@inline
export function pair(chunk: Chunk, K: i32, k: i32, l: i32): usize {
  return slot(classesOf(chunk).vectors, (8 * K + k * K + l) * chunk.stride);
}

/** u_ik, the part of the predictors that a tie of columns makes: objective/class-ties.ts. */
// @ts-ignore: decorator
@inline
export function tiedVector(chunk: Chunk, K: i32, k: i32): usize {
  return slot(classesOf(chunk).vectors, (8 * K + 2 * K * K + k) * chunk.stride);
}

/** s_kl = sum_j v_ij beta_jk beta_jl */
// @ts-ignore: decorator
@inline
export function crossVariance(chunk: Chunk, K: i32, k: i32, l: i32): usize {
  return slot(classesOf(chunk).vectors, (8 * K + K * K + k * K + l) * chunk.stride);
}
