import type { Problem } from "./problem.js";
import type { Finding } from "./verdict.js";

interface Known {
  readonly kinds: readonly string[];
  readonly when: (problem: Problem) => boolean;
  /** What it waits for. */
  readonly why: string;
}

const spread = (values: readonly number[]): number => Math.max(...values) / Math.max(Math.min(...values), 1e-300);

/** Kinds that are known and open, each as narrow as it can be said. What is not here fails. The list only gets shorter. */
export const KNOWN: readonly Known[] = [
  {
    kinds: ["gave-up"],
    when: () => true,
    why: "the status says that the search gave up: starts thousands of units away, borders with drawn copies, means 1e9 apart",
  },
  {
    kinds: ["not-minimal"],
    when: ({ form, y }) => form.link.startsWith("inverse") && spread(y) > 1e7,
    why: "means 1e9 apart with an inverse link: the largest lies on the border to rounding",
  },
  {
    kinds: ["false-converged", "objective", "deviance"],
    when: ({ form }) => form.theta === "estimate",
    why: "theta and coefficients in turn: a start at the end of a separated fit; the objective is that of the theta before",
  },
  {
    kinds: ["not-stationary"],
    when: ({ form, y }) =>
      form.family === "tweedie" && form.link === "identity" && form.power! > 1.5 && y.every((v) => v === 0),
    why: "nothing but zeros, and a loss infinitely steep at a mean of 0: F falls to the last double above 0, and is its own unit",
  },
  {
    kinds: ["not-allowed"],
    when: ({ constraint }) => constraint !== undefined,
    why: "a ball in which the search for the multiplier gave up (max-iterations) returns a point outside of it",
  },
  {
    kinds: ["refused"],
    when: ({ weights }) => weights !== undefined && spread(weights.filter((w) => w > 0)) > 1e200,
    why: "a column that only rows with a weight of 1e-300 tell apart is refused for its size",
  },
];

/** Whether a finding is known; `-reserved` ones are what the status itself is not certain of. */
export function isKnown({ kind }: Finding, problem: Problem): boolean {
  return kind.endsWith("-reserved") || KNOWN.some(({ kinds, when }) => kinds.includes(kind) && when(problem));
}
