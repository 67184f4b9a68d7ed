import cliProgress from "cli-progress";
import type { Progress } from "../../index.js";

export interface Bar {
  readonly update: (value: number) => void;
  readonly stop: () => void;
}

/** A bar on stderr. It is removed at the end; if stderr is no terminal, cli-progress writes nothing. */
export function openBar(what: string, total: number): Bar {
  const bar = new cliProgress.SingleBar({
    format: `${what} [{bar}] {percentage}%`,
    stream: process.stderr,
    clearOnComplete: true,
    linewrap: true, // unchanged: a killed bar must not leave a terminal that does not wrap
  });
  bar.start(total, 0);
  return { update: (value) => bar.update(value), stop: () => bar.stop() };
}

/** Milliseconds that work may take without a bar: short work should not flicker. */
const PATIENCE = 200;

/** A bar in percent that appears for long work and never goes back. `update` takes the finished part. */
export function patientBar(what: string): Bar {
  const begun = performance.now();
  let bar: Bar | undefined;
  let percent = 0;
  const update = (part: number): void => {
    if (part > 0) percent = Math.max(percent, Math.min(99, Math.floor(100 * part)));
    if (performance.now() - begun < PATIENCE) return;
    bar ??= openBar(what, 100);
    bar.update(percent);
  };
  return { update, stop: () => bar?.stop() };
}

/** Counts rows on stderr, if their output goes elsewhere than to the same terminal. */
export function countRows(what: string): Bar {
  const begun = performance.now();
  let bar: cliProgress.SingleBar | undefined;
  const update = (rows: number): void => {
    if (process.stdout.isTTY || performance.now() - begun < PATIENCE) return;
    if (bar === undefined) {
      bar = new cliProgress.SingleBar({
        format: `${what} {value} rows`,
        stream: process.stderr,
        clearOnComplete: true,
      });
      bar.start(rows, 0);
    }
    bar.setTotal(rows);
    bar.update(rows);
  };
  return { update, stop: () => bar?.stop() };
}

/** The digits of optimality that a fit has gained so far, out of the requested ones. */
export function digitsGained(tolerance: number): (progress: Progress) => number {
  let first: number | undefined;
  return ({ optimality }) => {
    first ??= optimality;
    return Math.log(first / optimality) / Math.log(first / tolerance);
  };
}

/** A bar for one fit. */
export function watchFit(tolerance: number): { onProgress: (progress: Progress) => void; stop: () => void } {
  const bar = patientBar("fitting");
  const gained = digitsGained(tolerance);
  return { onProgress: (progress) => bar.update(gained(progress)), stop: bar.stop };
}

/** Progress of work on a source. */
interface SourceProgress extends Progress {
  readonly phase: "reading" | "encoding" | "fitting";
  readonly rows: number;
  readonly total: number | undefined;
}

/** A bar for each phase of work on a source, with the time left where it can be told. `partOf`: how much of the fits is done. */
export function watchSource<P extends SourceProgress>(
  partOf: (progress: P) => number,
): { onProgress: (progress: P) => void; stop: () => void } {
  const begun = performance.now();
  let phase: SourceProgress["phase"] | undefined;
  let bar: cliProgress.SingleBar | undefined;
  let percent = 0;
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
  };
  const onProgress = (progress: P): void => {
    const { rows, total } = progress;
    if (performance.now() - begun < PATIENCE) return;
    if (progress.phase !== phase) {
      stop();
      phase = progress.phase;
      const shown = phase === "reading" ? "{value} rows" : "[{bar}] {percentage}%, {eta_formatted} left";
      bar = new cliProgress.SingleBar({ format: `${phase} ${shown}`, stream: process.stderr, clearOnComplete: true });
      bar.start(phase === "encoding" ? (total ?? 0) : 100, 0);
    }
    if (phase === "fitting") {
      percent = Math.max(percent, Math.min(99, Math.floor(100 * partOf(progress)) || 0));
      bar?.update(percent);
    } else {
      bar?.setTotal(Math.max(rows, total ?? 0));
      bar?.update(rows);
    }
  };
  return { onProgress, stop };
}
