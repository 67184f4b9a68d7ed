import type { Refusal } from "../base/refusal.js";
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

/** The answer of a worker to jobs, one by one with its place among them, or to a question. */
export type Answer =
  | { readonly joined: number }
  | { readonly result: FoldResult; readonly place: number }
  | { readonly said: unknown }
  | { readonly error: Refusal };
