import type { Problem } from "./problem.js";
import type { Finding } from "./verdict.js";

/**
 * Kinds that are known and being mended; each with what it waits for. What is not here fails. The list only gets shorter.
 */
const KNOWN: Readonly<Record<string, string>> = {
  "not-minimal": "columns that depend on each other to 1e-13; convergence in standard errors",
  "not-stationary": "the same",
  "gave-up": "optima on the border of a link's domain",
  "not-started": "a start inside the domain where offsets are large, or bounds stay away from 0",
  "converged-outside": "balls, bounds and domains together",
  "not-allowed": "the same",
  objective: "the objective of a ball is that of another round; losses near a mean of 1",
  deviance: "the same",
  refused: "columns of which only rows with a weight of 1e-300 say something",
};

/** Means that vanish, where copies of rows decide: the rows alone do not tell. */
function isByCopies(kind: string, { approximation }: Problem): boolean {
  return kind === "false-converged" && approximation === "monte-carlo";
}

export function isKnown({ kind }: Finding, problem: Problem): boolean {
  return kind.endsWith("-reserved") || kind in KNOWN || isByCopies(kind, problem);
}
