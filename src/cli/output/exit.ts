/** Exit codes: what a script may rely on. */
export const EXIT = {
  /** The fit converged, a choice was made; the predictions or the comparison are complete. */
  done: 0,
  /** Bad input, or an output that cannot be written: one line on stderr. */
  refused: 1,
  /** The fit did not converge, or nothing could be chosen. The result so far is still printed. */
  notConverged: 2,
  /** Stopped by Ctrl-C, 128 + 2, or by SIGTERM, 128 + 15, the convention of shells. No file is written. */
  interrupted: 130,
  terminated: 143,
} as const;
