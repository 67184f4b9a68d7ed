import { GlmError } from "../../src/index.js";

/** All that a fit gives, or the message of a refusal. */
export async function outcome(work: PromiseLike<{ toJSON(): object }>): Promise<unknown> {
  try {
    return (await work).toJSON();
  } catch (error) {
    if (error instanceof GlmError) return error.message;
    throw error;
  }
}

/** The error of work that has to fail. */
export async function failure(work: () => PromiseLike<unknown>): Promise<GlmError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof GlmError) return error;
    throw error;
  }
  throw new Error("nothing failed");
}
