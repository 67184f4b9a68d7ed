import { GlmError } from "../../index.js";

/** The error with a place before its message. The lines below the message, which show a mistake in a formula, stay as they are. */
export function prefixed(error: GlmError, place: string): GlmError {
  const [message, ...picture] = error.message.split("\n");
  return new GlmError(error.code, `${place}: ${message}`, error.detail, picture);
}
