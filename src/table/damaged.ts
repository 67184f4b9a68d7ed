import { GlmError } from "../index.js";

/** The error for a file whose kind is known and whose bytes are not of it; an error that already says more stays. `what`: "a.arrow is a file of Arrow". */
export function damaged(what: string, error: unknown): GlmError {
  if (error instanceof GlmError) return error;
  const { message } = error as Error;
  return new GlmError("BAD_VALUE", `${what} that cannot be read: ${message}; was it cut, or changed?`);
}
