import { GlmError } from "../index.js";
import { told } from "./broker.js";

// Why a fit over workers ends.

/** How often an answer may be damaged, or a job end without one. */
export const MOST_TRIES = 3;

/** Of a job that was tried often enough. */
export function jobFailed(name: string, reason = "it ended without an answer"): GlmError {
  const full = told(new Error(reason));
  if (full instanceof GlmError) return full;
  if (reason.includes("has dropglm ")) return new GlmError("NOT_SUPPORTED", reason, {});
  const message = `a job of the fit (${name}) failed ${MOST_TRIES} times: ${reason}; expected workers that have enough memory and stay connected: look at their machines`;
  return new GlmError("WORKER_FAILED", message, { reason });
}

/** Of answers that are no sums. */
export function damaged(worker: string): GlmError {
  const message = `answers of worker ${worker} are no sums of its rows, asked ${MOST_TRIES} times; expected as many numbers as were asked for: look at its machine, or end it`;
  return new GlmError("WORKER_FAILED", message, { worker });
}

/** Of a result that came damaged. */
export function damagedResult(name: string): GlmError {
  const message = `the result of ${name} came damaged ${MOST_TRIES} times; expected what a worker has sent: look at Redis, and at what is between`;
  return new GlmError("WORKER_FAILED", message, {});
}
