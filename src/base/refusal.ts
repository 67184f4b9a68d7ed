import { type ErrorCode, GlmError } from "./errors.js";

// What is thrown, as plain data for another thread or machine.

/** Why a thread failed. */
export interface Refusal {
  readonly code: ErrorCode | undefined;
  readonly message: string;
  readonly detail: object;
}

/** What is thrown, as a message. */
export function refusalOf(cause: unknown): Refusal {
  const { code, detail } = cause instanceof GlmError ? cause : { code: undefined, detail: {} };
  return { code, message: (cause as Error).message, detail };
}

/** The error of a worker, as a GlmError of this thread. */
export function refusal({ code, message, detail }: Refusal): Error {
  return code === undefined ? new Error(message) : new GlmError(code, message, detail as Record<string, unknown>);
}
