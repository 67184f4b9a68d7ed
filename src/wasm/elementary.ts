import { anyKernel } from "./load.js";

/** e^x and log x of the kernel. */
export interface Elementary {
  exp(x: number): number;
  log(x: number): number;
}

/**
 * exp and log of the kernel: the same bits in every engine, unlike Math.exp, Math.log and **. They touch no memory, so the
 * instance may be used elsewhere meanwhile. Compiles synchronously if `load` has not run.
 */
export function elementary(): Elementary {
  return anyKernel().exports;
}

/** base^exponent, base > 0. */
export function power(base: number, exponent: number, { exp, log }: Elementary = elementary()): number {
  return exp(exponent * log(base));
}
