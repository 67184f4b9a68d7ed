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

/** A bar for one fit: the digits of optimality gained so far, out of the requested ones. */
export function watchFit(tolerance: number): { onProgress: (progress: Progress) => void; stop: () => void } {
  const bar = patientBar("fitting");
  let first: number | undefined;
  const onProgress = ({ optimality }: Progress): void => {
    first ??= optimality;
    bar.update(Math.log(first / optimality) / Math.log(first / tolerance));
  };
  return { onProgress, stop: bar.stop };
}

/** Progress of work on a source. */
interface SourceProgress extends Progress {
  readonly phase: "reading" | "encoding" | "fitting";
  readonly rows: number;
  readonly total: number | undefined;
}

/** A bar for each phase of a fit to a source, with the time left where it can be told. */
export function watchSource(tolerance: number): { onProgress: (progress: SourceProgress) => void; stop: () => void } {
  const begun = performance.now();
  let phase: SourceProgress["phase"] | undefined;
  let bar: cliProgress.SingleBar | undefined;
  let first: number | undefined;
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
  };
  const onProgress = (progress: SourceProgress): void => {
    const { rows, total, optimality } = progress;
    if (performance.now() - begun < PATIENCE) return;
    if (progress.phase !== phase) {
      stop();
      phase = progress.phase;
      const shown = phase === "reading" ? "{value} rows" : "[{bar}] {percentage}%, {eta_formatted} left";
      bar = new cliProgress.SingleBar({ format: `${phase} ${shown}`, stream: process.stderr, clearOnComplete: true });
      bar.start(phase === "encoding" ? (total ?? 0) : 100, 0);
    }
    if (phase === "fitting") {
      first ??= optimality;
      const part = Math.log(first / optimality) / Math.log(first / tolerance);
      bar?.update(Math.max(0, Math.min(99, Math.floor(100 * part) || 0)));
    } else {
      bar?.setTotal(Math.max(rows, total ?? 0));
      bar?.update(rows);
    }
  };
  return { onProgress, stop };
}
