import { type Batch, type Done, Fatal, type Hand } from "../groups/index.js";
import { GlmError } from "../index.js";
import { openDriver } from "./driver.js";
import type { Asked } from "./presence.js";
import { packBatch } from "./wire.js";

/** A hand whose batches are fitted by workers. */
export async function openGroups(asked: Asked): Promise<Hand> {
  const driver = await openDriver(asked, true);
  const fit = async (batch: Batch): Promise<Done> => {
    const count = batch.groups.length;
    const name = count === 1 ? "a group" : `a batch of ${count} groups`;
    try {
      const result = await driver.send({ kind: "groups", name, count, bytes: packBatch(batch) });
      return JSON.parse(result.toString()) as Done;
    } catch (error) {
      const isOfBatch = error instanceof GlmError && error.code === "WORKER_FAILED";
      throw isOfBatch ? new Fatal(String(error.detail.reason)) : error;
    }
  };
  return { width: asked.width, fit, end: () => driver.end() };
}
