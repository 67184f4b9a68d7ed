/// <reference types="vite/client" />

import inlined from "../../build/testing.wasm?inline";
import type { KernelExports } from "../../src/wasm/kernel.js";
import { newMemory } from "../../src/wasm/shared.js";

/** The inner functions of the kernel, from build/testing.wasm (assembly/testing/index.ts). Pointers are numbers. */
export interface TestingKernel {
  readonly memory: WebAssembly.Memory;
  alloc(bytes: number): number;
  mark(): number;
  release(position: number): void;
  erfcx(x: number): number;
  gauss(x: number): number;
  normalCdf(x: number): number;
  normalPdf(x: number): number;
  normalQuantile(p: number): number;
  poissonQuantile(mean: number, u: number): number;
  noiseSample(kind: number, x: number, strength: number, u: number): number;
  digamma(x: number): number;
  trigamma(x: number): number;
  shapeScore: KernelExports["shapeScore"];
  shapeInformation: KernelExports["shapeInformation"];
  expRest(x: number): number;
  log1pRest(x: number): number;
  /** A hash of three 64-bit integers; comes back as a signed one. */
  bits(seed: bigint, a: bigint, b: bigint): bigint;
  uniform(bits: bigint): number;
  logGamma(x: number): number;
  softplus(x: number): number;
  exponential(x: number, lane: number): number;
  familyAnswer: KernelExports["familyAnswer"];
  logOnePlus(t: number): number;
  xlogy(x: number, y: number): number;
  logisticNormal(eta: number, s: number, out: number): void;
  conjugate(n: number, A: number, x: number, goal: number, most: number, work: number): number;
  factorBlocks(d: number, A: number, work: number): number;
  factorWork(d: number): number;
  metricOf(d: number, D: number, m: number, c: number, r: number, work: number): number;
  metricBytes(d: number): number;
  factor(d: number, H: number, L: number, skip: number, limit: number): number;
  penaltyValue(id: number, params: number, d: number, theta: number): number;
  penaltyAddSlopes(id: number, params: number, d: number, theta: number, gradient: number): void;
  penaltyAddCurvatures(id: number, params: number, d: number, theta: number, stride: number, out: number): void;
  penaltyKink(id: number, params: number, j: number): number;
  findDependent(d: number, H: number, work: number, skip: number): number;
  solve(d: number, L: number, x: number): void;
  gram(
    d: number,
    n: number,
    plane: number,
    stride: number,
    design: number,
    panels: number,
    weight: number,
    H: number,
    buffer: number,
  ): void;
  roughGram(
    d: number,
    n: number,
    plane: number,
    stride: number,
    design: number,
    panels: number,
    weight: number,
    H: number,
    buffer: number,
  ): void;
  panelBytes(columns: number, rows: number): number;
  workBytes(rows: number): number;
  chunkRows(columns: number, rows: number): number;
}

const bytes = await (await fetch(inlined)).arrayBuffer();
const { exports } = (await WebAssembly.instantiate(bytes, { env: { memory: newMemory() } })).instance;
export const kernel = exports as unknown as TestingKernel;

/** Copies doubles into the kernel's memory. */
export function put(values: ArrayLike<number>): number {
  const at = kernel.alloc(8 * values.length) >>> 0;
  new Float64Array(kernel.memory.buffer, at, values.length).set(values);
  return at;
}

/** A copy of n doubles of the kernel's memory. */
export function get(at: number, n: number): Float64Array {
  return new Float64Array(kernel.memory.buffer, at, n).slice();
}

/** Runs `work` and gives back the memory it reserved. */
export function scoped<T>(work: () => T): T {
  const position = kernel.mark();
  try {
    return work();
  } finally {
    kernel.release(position);
  }
}
