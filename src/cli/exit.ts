/** Exit codes: what a script may rely on. */
export const EXIT = {
  /** The fit converged; the predictions or the comparison are complete. */
  done: 0,
  /** Bad input: one line on stderr. */
  refused: 1,
  /** The fit did not converge. Its result is printed all the same. */
  notConverged: 2,
} as const;
