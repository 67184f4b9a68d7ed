import { type ErrorCode, GlmError } from "../base/errors.js";
import type { ASKED } from "../shard/held-rows.js";
import type { Holding } from "../shard/holding.js";
import type { FoldInput, FoldResult, Job } from "../validation/run-fold.js";
import type { Join } from "./join.js";

/**
 * Messages to a worker. To share memory: an invitation. For folds: the input that all folds share, then jobs. For rows: some partitions, then
 * what is asked of them, by name. The first message also has the compiled kernel.
 */
export type Order =
  | { readonly join: Join }
  | { readonly input: FoldInput; readonly module: WebAssembly.Module }
  | { readonly jobs: readonly Job[] }
  | { readonly hold: Holding; readonly module: WebAssembly.Module }
  | { readonly ask: (typeof ASKED)[number]; readonly given: readonly unknown[] };

/** Why a thread failed. */
export interface Refusal {
  readonly code: ErrorCode | undefined;
  readonly message: string;
  readonly detail: object;
}

/** The answer of a worker to jobs, one by one with its place among them, or to a question. */
export type Answer =
  | { readonly joined: number }
  | { readonly result: FoldResult; readonly place: number }
  | { readonly said: unknown }
  | { readonly error: Refusal };

/** What is thrown, as a message. */
export function refusalOf(cause: unknown): Refusal {
  const { code, detail } = cause instanceof GlmError ? cause : { code: undefined, detail: {} };
  return { code, message: (cause as Error).message, detail };
}

/** The error of a worker, as a GlmError of this thread. */
export function refusal({ code, message, detail }: Refusal): Error {
  return code === undefined ? new Error(message) : new GlmError(code, message, detail as Record<string, unknown>);
}
