import { anyKernel } from "./load.js";

/** e^x and log x as the kernel has them. */
export interface Elementary {
  exp(x: number): number;
  log(x: number): number;
}

/**
 * Those of the kernel: the same bits in every engine, which Math.exp, Math.log and ** are not. They touch no memory, so the
 * instance may go on to somebody else. Compiles synchronously when `load` has not run.
 */
export function elementary(): Elementary {
  return anyKernel().exports;
}

/** base^exponent, base > 0. */
export function power(base: number, exponent: number, { exp, log }: Elementary = elementary()): number {
  return exp(exponent * log(base));
}
