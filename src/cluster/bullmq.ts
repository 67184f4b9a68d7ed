import { checkNumber } from "../base/check.js";
import { readOptions } from "../base/keys.js";
import type { Site } from "../groups/index.js";
import type { FoldSite } from "../index.js";
import type { RowSite, SourceFoldSite } from "../stream/index.js";
import { openFolds } from "./folds-away.js";
import { openGroups } from "./groups-away.js";
import { openLessor } from "./open-lessor.js";
import { checkQueue } from "./queue-name.js";
import { openSourceFolds } from "./source-folds-away.js";

/** Options of `bullmq`. */
export interface BullOptions {
  /** Of Redis: redis://user:password@host:port/0, or rediss:// for TLS. */
  readonly url: string;
  /** Name of the queue, as that of the workers. Default "dropglm". */
  readonly queue?: string | undefined;
  /** Batches in the queue at a time. Default 64: enough for as many threads, and little memory of Redis. */
  readonly ahead?: number | undefined;
  /** Seconds to wait where no worker is there, or, at least 10, where Redis does not answer. Default 30: enough to start either again. */
  readonly patience?: number | undefined;
}

/**
 * Workers on other machines, started by `dropglm worker --queue <url>`: an option `on` of `fitGroups` and `crossValidate`, and of `fit`, `path` and `crossValidate` of `dropglm/stream`. Batches of
 * groups or folds, runs of rows and questions are jobs of BullMQ; what a lost worker had goes to others. Results are taken once, whoever computed them. Needs `bullmq` and `ioredis`.
 *
 * @throws GlmError BAD_OPTION. Later, where it is used: NO_WORKERS if none is there or Redis does not answer, NOT_SUPPORTED for a worker of another version and for a Redis that evicts keys,
 *         OUT_OF_MEMORY if Redis is full.
 *
 * @example
 * const fits = await fitGroups("sold ~ price", table, { by: "store", on: bullmq({ url: "redis://127.0.0.1:6379" }) });
 */
export function bullmq(options: BullOptions): Site & FoldSite & RowSite & SourceFoldSite {
  const { url, queue: name, ahead, patience } = readOptions(options, ["url", "queue", "ahead", "patience"], "bullmq");
  const queue = checkQueue(url, name);
  const width = checkNumber(
    "ahead",
    ahead ?? 64,
    (k) => Number.isInteger(k) && k >= 1 && k <= 10_000,
    "a whole number from 1 to 10000",
  );
  const wait = checkNumber("patience", patience ?? 30, (s) => s >= 0 && s <= 86_400, "seconds from 0 to 86400");
  const asked = { url, queue, width, patience: 1000 * wait };
  return {
    open: () => openGroups(asked),
    openFolds: () => openFolds(asked),
    openSourceFolds: () => openSourceFolds(asked),
    openRows: (signal) => openLessor(asked, signal),
  };
}
