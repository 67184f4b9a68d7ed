import { expect } from "vitest";
import { type ErrorCode, GlmError } from "../../src/index.js";

/** The error that `run` throws; the test fails if it throws nothing. */
export function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** Compares the error that `run` throws with a code and a message. */
export function expectRefusal(run: () => unknown, code: ErrorCode, message: RegExp): void {
  const error = thrown(run);
  expect(error).toBeInstanceOf(GlmError);
  expect((error as GlmError).message).toMatch(message);
  expect((error as GlmError).code).toBe(code);
}
