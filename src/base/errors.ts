/** What a caller can fix before a fit. Each code has a test. */
export type ErrorCode =
  | "BAD_OPTION"
  | "BAD_SHAPE"
  | "BAD_VALUE"
  | "OUT_OF_DOMAIN"
  | "EMPTY"
  | "ONE_CLASS"
  | "NOT_SUPPORTED"
  | "NOT_LOADED"
  | "OUT_OF_MEMORY"
  | "BAD_MODEL"
  | "WORKER_FAILED";

export const ERROR_CODES: readonly ErrorCode[] = [
  "BAD_OPTION",
  "BAD_SHAPE",
  "BAD_VALUE",
  "OUT_OF_DOMAIN",
  "EMPTY",
  "ONE_CLASS",
  "NOT_SUPPORTED",
  "NOT_LOADED",
  "OUT_OF_MEMORY",
  "BAD_MODEL",
  "WORKER_FAILED",
];

/**
 * Thrown for everything the caller can put right. The message reads
 * *name[index] = value; what is expected; what to do*; `detail` holds the same as data.
 */
export class GlmError extends Error {
  override readonly name = "GlmError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly detail: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}
