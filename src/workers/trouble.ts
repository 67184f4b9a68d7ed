import { GlmError } from "../base/errors.js";
import { hasThreads } from "./spawn.js";

// What is said of a thread that does not work, and what to do.

/** A worker whose code never ran: its place, or the engine, is the cause. */
export function notStarted(reason: string): GlmError {
  return new GlmError("WORKER_FAILED", `workers could not be started: ${whyNotStarted(reason)}`, { reason });
}

/** The reason, with what to do about it. */
export function whyNotStarted(reason: string): string {
  if (!hasThreads()) return `${reason}, and no workerUrl changes that; leave workers out`;
  return `${reason}; give the address of worker.mjs of this package in workerUrl, or leave workers out`;
}

/** A worker that ended, by whether its code ran before. */
export function endOfWorker(reason: string, hasRun: boolean): GlmError {
  return hasRun ? workerDied(reason) : notStarted(reason);
}

export function workerDied(reason: string): GlmError {
  const message = `a worker ended before its work was done: ${reason}; run without workers, or with fewer where memory is short`;
  return new GlmError("WORKER_FAILED", message, { reason });
}
