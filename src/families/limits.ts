import type { Family } from "./family.js";

// Means and losses at the ends of a link, for families that are powers.

/** A gaussian mean that goes to 0 as eta goes to infinity: rows may follow whatever their y is, if they go together. */
export function vanishingMeans({ parameters }: Family): boolean {
  return parameters?.struct === "Power" && parameters.values.p === 0 && parameters.values.q! <= 0;
}

/** Means that go to 0 like a power of eta, and the loss with them. */
export function fallsSlowly({ parameters }: Family): boolean {
  return parameters?.struct === "Power" && parameters.values.p! < 2 && parameters.values.q! < 0;
}

/**
 * Whether no row can be on the border, because its own loss rises there without bound or infinitely fast: a loss of eta^b, b < 1, at the
 * end at which means are infinite. A minimizer then lies inside, though perhaps very near.
 */
export function isSteepAtBorder({ parameters }: Family): boolean {
  if (parameters?.struct !== "Power") return false;
  const { p, q, b } = parameters.values as { p: number; q: number; b: number };
  return q < 0 && (p <= 2 || b < 1);
}
