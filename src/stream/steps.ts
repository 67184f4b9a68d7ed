import type { Progress } from "../base/flow.js";
import type { Listener } from "../base/listen.js";

// How far the work on a source is, and whether it is to stop.

/** The argument of `onProgress` of work on a source. */
export interface StreamProgress extends Progress {
  /** What is at work: the first reading of the source, the second, or the fit. */
  readonly phase: "reading" | "encoding" | "fitting";
  /** Rows that this phase has passed; in the fit those of all passes. */
  readonly rows: number;
  /** Rows of the source; undefined during the first reading, and during that of rows without labels. */
  readonly total: number | undefined;
}

/** Told by those who read a source. */
export interface Steps {
  /** After so many rows: throws the reason of the signal if the work is to stop. */
  readonly rows: (count: number) => void;
}

interface Watched {
  readonly signal: AbortSignal | undefined;
  readonly listener: Listener<StreamProgress>;
  readonly begun: number;
}

export function stepsOf(watched: Watched, phase: StreamProgress["phase"], total: number | undefined): Steps {
  const { signal, listener, begun } = watched;
  const rows = (count: number): void => {
    const elapsed = performance.now() - begun;
    listener.tell({ iteration: 0, objective: Number.NaN, optimality: 1, elapsed, phase, rows: count, total });
    signal?.throwIfAborted();
  };
  return { rows };
}
