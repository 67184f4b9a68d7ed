import type { Command } from "commander";
import { startWorker } from "../../cluster/index.js";
import { number, whole } from "../flags/declare.js";
import { EXIT } from "../output/exit.js";
import { interruptible } from "../output/interrupt.js";
import { addressOf } from "./site.js";

/** Milliseconds that a closed worker may take to end by itself. */
const LEFT = 1000;

interface WorkerFlags {
  readonly queue?: string;
  readonly name?: string;
  readonly threads?: number;
  readonly lock?: number;
  readonly root?: readonly string[];
  readonly sql?: boolean;
  readonly memory?: string;
  readonly folder?: string;
}

export function addWorker(program: Command, finish: (exitCode: number) => void): void {
  program
    .command("worker")
    .description(
      "work for programs on other machines, until Ctrl-C: fitGroups, folds of crossValidate, and fits to a source; opens no file but those below --root, and no address but that of Redis",
    )
    .option(
      "--queue <url>",
      "of Redis: redis://user:password@host:port, or rediss:// for TLS (default: $DROPGLM_QUEUE)",
    )
    .option("--name <queue>", "name of the queue (default: dropglm)")
    .option("--threads <k>", "batches at a time (default: one per core)", whole(1))
    .option("--lock <seconds>", "after which a worker that does not answer is taken for lost (default: 15)", number)
    .option("--root <folder>", "may open files below it, for fits to a source; several: again", several)
    .option("--sql", "may run queries for them, which read files below --root only")
    .option("--memory <size>", "for the rows that it holds, as 2GB; more go to a file of its own (default: 1GB)")
    .option("--folder <path>", "for that file (default: the system's folder for temporary files)")
    .action(async (flags: WorkerFlags) => finish(await workerCommand(flags)));
}

const several = (root: string, before: readonly string[] = []): string[] => [...before, root];

async function workerCommand({ queue, name, threads, lock, root, ...more }: WorkerFlags): Promise<number> {
  const worker = await startWorker({
    url: addressOf("--queue", queue),
    queue: name,
    threads,
    lock,
    roots: root,
    ...more,
  });
  const { by } = await interruptible((signal) => {
    process.stderr.write(`worker ${worker.id} is ready\n`);
    return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  });
  await worker.close(); // after the batches that it has
  setTimeout(() => process.exit(), LEFT).unref(); // where the network is cut, timers of BullMQ would keep the process
  return by === "SIGTERM" ? EXIT.done : EXIT.interrupted;
}
