import type { Command } from "commander";
import { startWorker } from "../../cluster/index.js";
import { GlmError } from "../../index.js";
import { number, whole } from "../flags/declare.js";
import { EXIT } from "../output/exit.js";
import { interruptible } from "../output/interrupt.js";

interface WorkerFlags {
  readonly queue?: string;
  readonly name?: string;
  readonly threads?: number;
  readonly lock?: number;
}

export function addWorker(program: Command, finish: (exitCode: number) => void): void {
  program
    .command("worker")
    .description(
      "work for fitGroups of programs on other machines, until Ctrl-C; opens no file and no address but that of Redis",
    )
    .option(
      "--queue <url>",
      "of Redis: redis://user:password@host:port, or rediss:// for TLS (default: $DROPGLM_QUEUE)",
    )
    .option("--name <queue>", "name of the queue (default: dropglm)")
    .option("--threads <k>", "batches at a time (default: one per core)", whole(1))
    .option("--lock <seconds>", "after which a worker that does not answer is taken for lost (default: 15)", number)
    .action(async (flags: WorkerFlags) => finish(await workerCommand(flags)));
}

async function workerCommand({ queue, name, threads, lock }: WorkerFlags): Promise<number> {
  const url = queue ?? process.env.DROPGLM_QUEUE;
  if (url === undefined) {
    throw new GlmError(
      "BAD_OPTION",
      "no --queue; expected the address of Redis, as --queue redis://127.0.0.1:6379, or $DROPGLM_QUEUE",
    );
  }
  const worker = await startWorker({ url, queue: name, threads, lock });
  process.stderr.write(`worker ${worker.id} is ready\n`);
  const { by } = await interruptible(
    (signal) => new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve())),
  );
  await worker.close(); // after the batches that it has
  return by === "SIGTERM" ? EXIT.done : EXIT.interrupted;
}
