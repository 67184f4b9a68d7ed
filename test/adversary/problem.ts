import type { JudgedForm } from "./judge/loss.js";

/** A problem as plain data: what the generator makes, the judge judges, and a finding prints. */
export interface Problem {
  readonly x: readonly (readonly number[])[];
  /** Numbers, or for multinomial the number of the class. With `trials` successes. */
  readonly y: readonly number[];
  /** Repetitions of each row; the call repeats them. Default: once. */
  readonly repeat?: readonly number[];
  readonly form: Omit<JudgedForm, "theta"> & { readonly theta?: number | "estimate"; readonly quasi?: boolean };
  readonly weights?: readonly number[];
  readonly trials?: readonly number[];
  readonly offset?: readonly number[];
  readonly exposure?: readonly number[];
  readonly intercept: boolean;
  readonly standardize: boolean;
  readonly noises?: readonly { readonly noise: string; readonly strength: readonly number[] }[];
  /** How the expectation over the noise is taken; goes with `noises`. */
  readonly approximation?: string;
  readonly mask?: "shared" | "per-class";
  readonly copies?: number;
  readonly seed?: number;
  readonly penalty?: {
    readonly lambda: number;
    readonly share: number;
    readonly factors?: readonly number[];
    readonly scale: "mean" | "sum";
  };
  readonly constraint?: { readonly ball: "l2" | "l1"; readonly radius: number };
  readonly bounds?: { readonly lower: readonly number[]; readonly upper: readonly number[] };
  readonly unlabeled?: { readonly x: readonly (readonly number[])[]; readonly weight: number };
  readonly start?: {
    readonly intercept: number | readonly number[];
    readonly coefficients: readonly number[] | readonly (readonly number[])[];
  };
  readonly storage: string;
  readonly solver: string;
}

/** One line of JSON; infinities as text. */
export function written(problem: Problem): string {
  return JSON.stringify(problem, (_, v) => (typeof v === "number" && !Number.isFinite(v) ? String(v) : v));
}

export function readBack(text: string): Problem {
  return JSON.parse(text, (_, v) => (v === "Infinity" || v === "-Infinity" ? Number(v) : v)) as Problem;
}

/** n, with rows written out. */
export function rowsOf({ y, repeat }: Problem): number {
  return repeat === undefined ? y.length : repeat.reduce((sum, k) => sum + k, 0);
}

export function writtenOut<T>(values: readonly T[], repeat: readonly number[] | undefined): readonly T[] {
  return repeat === undefined ? values : values.flatMap((v, i) => Array<T>(repeat[i]!).fill(v));
}
