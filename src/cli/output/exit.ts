/** Exit codes: what a script may rely on. */
export const EXIT = {
  /** The fit converged, something was chosen; the predictions or the comparison are complete. */
  done: 0,
  /** Bad input, or an output that cannot be written: one line on stderr. */
  refused: 1,
  /** The fit did not converge, or nothing could be chosen. What there is, is printed all the same. */
  notConverged: 2,
  /** Stopped by Ctrl-C, 128 + 2, or by SIGTERM, 128 + 15, as shells have it. No file is written. */
  interrupted: 130,
  terminated: 143,
} as const;
