import type { Queue } from "bullmq";
import type { Holders } from "../stream/index.js";
import { connect, needed, type RowJob } from "./broker.js";
import { Lessor } from "./lessor.js";
import type { Asked } from "./presence.js";
import { watch } from "./watch.js";

export async function openLessor(asked: Asked, signal: AbortSignal | undefined): Promise<Holders> {
  const { Queue: BullQueue } = await needed("bullmq", () => import("bullmq"));
  const redis = await connect(asked.url);
  const queueAt = (name: string): Queue<RowJob> => {
    const queue = new BullQueue<RowJob>(name, { connection: redis as never });
    return queue.on("error", () => {}); // it connects again
  };
  const lessor = new Lessor(redis, asked, signal, queueAt);
  watch(redis, { patience: asked.patience, lost: lessor.lose });
  await lessor.start();
  return lessor;
}
