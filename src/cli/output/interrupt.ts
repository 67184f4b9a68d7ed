import { EXIT } from "./exit.js";
import { writeWarning } from "./output.js";
import type { Outputs } from "./output-file.js";

/** Signals that ask a program to end: from Ctrl-C, and from other programs. */
const SIGNALS = ["SIGINT", "SIGTERM"] as const;
type StopSignal = (typeof SIGNALS)[number];

/** The result of work, and the signal that stopped it. */
export interface Interruptible<T> {
  readonly result: T;
  readonly by: StopSignal | undefined;
}

/**
 * Runs `work` with a signal that Ctrl-C and SIGTERM abort. The second one ends the process as usual, because the handler
 * runs only once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<Interruptible<T>> {
  const controller = new AbortController();
  let by: StopSignal | undefined;
  const listeners = SIGNALS.map((name) => [name, () => stop(name)] as const);
  const release = (): void => {
    for (const [name, listener] of listeners) process.removeListener(name, listener);
  };
  const stop = (name: StopSignal): void => {
    by = name;
    release();
    controller.abort();
  };
  for (const [name, listener] of listeners) process.on(name, listener);
  try {
    return { result: await work(controller.signal), by };
  } finally {
    release();
  }
}

/**
 * Exit code of stopped work, after a line about the files it should have written. Its result is printed, but replaces
 * no file: the existing one may be a good model.
 */
export function interrupted(by: StopSignal, { given }: Outputs): number {
  const files = given.map(([option, file]) => `${file} (${option})`);
  if (files.length > 0)
    writeWarning(`interrupted; ${files.join(" and ")} ${files.length > 1 ? "are" : "is"} not written`);
  return by === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
}
