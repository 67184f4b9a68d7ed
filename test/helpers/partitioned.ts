// Fits of several partitions, of every family, noise and number of classes, and the numbers by which two of them are compared.
import { type FitOptions, GlmError, lasso, ridge } from "../../src/index.js";
import { dataFor, noiseCases } from "./cases.js";
import { classCases, classData } from "./classes.js";
import { FORMS } from "./forms.js";
import { coarse } from "./storages.js";

export const P = 4;
export const N = 330; // six partitions of 64 rows

const PENALTIES: FitOptions["penalty"][] = [undefined, ridge(0.02), lasso(0.01)];

export interface PartitionedCase {
  readonly name: string;
  readonly x: number[][];
  readonly y: number[];
  readonly options: FitOptions;
}

export const CASES: readonly PartitionedCase[] = [
  ...[...FORMS.map((form) => ({ name: form.name, form, noise: undefined })), ...noiseCases(P)].map(
    ({ name, form, noise }) => {
      const { x, y } = dataFor(form, N, P, 17, noise);
      return { name, x: coarse(x), y, options: { ...form.options, noise } };
    },
  ),
  ...classCases(P).map(({ name, noise, options }) => {
    const { x, y } = classData(N, P, 17, noise);
    return { name: `multinomial, ${name}`, x: coarse(x), y, options };
  }),
];

/** The options of a case for storage number k: penalties in turn, weights for every second one. */
export function optionsFor({ options, y }: PartitionedCase, k: number): FitOptions {
  const weights = k % 2 === 1 ? { weights: y.map((_, i) => 1 + (i % 3)) } : {};
  return { ...options, ...weights, penalty: PENALTIES[k % PENALTIES.length] };
}

/** What `work` gives, or the message of a refusal, which is the same for all. */
export function orRefusal<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (error instanceof GlmError) return error.message;
    throw error;
  }
}
