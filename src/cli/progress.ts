import cliProgress from "cli-progress";
import type { Progress } from "../index.js";

export interface Bar {
  readonly update: (value: number) => void;
  readonly stop: () => void;
}

/** A bar on stderr. It leaves no trace; where stderr is no terminal, cli-progress writes nothing. */
export function openBar(what: string, total: number): Bar {
  const bar = new cliProgress.SingleBar({
    format: `${what} [{bar}] {percentage}%`,
    stream: process.stderr,
    clearOnComplete: true,
    linewrap: true, // left as it is: a bar that is killed must not leave a terminal that does not wrap
  });
  bar.start(total, 0);
  return { update: (value) => bar.update(value), stop: () => bar.stop() };
}

/** Milliseconds a fit may take without a bar: short ones should not flicker. */
const PATIENCE = 200;

/** A bar for one fit: the digits of optimality gained so far, out of those asked for. */
export function watchFit(tolerance: number): { onProgress: (progress: Progress) => void; stop: () => void } {
  let bar: Bar | undefined;
  let first: number | undefined;
  let percent = 0;
  const onProgress = ({ optimality, elapsed }: Progress): void => {
    first ??= optimality;
    const gained = Math.log(first / optimality) / Math.log(first / tolerance);
    if (gained > 0) percent = Math.max(percent, Math.min(99, Math.floor(100 * gained)));
    if (elapsed < PATIENCE) return;
    bar ??= openBar("fitting", 100);
    bar.update(percent);
  };
  return { onProgress, stop: () => bar?.stop() };
}
