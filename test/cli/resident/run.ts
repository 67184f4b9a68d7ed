// Runs the command line in the resident process and waits for its end.
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { Outcome } from "../command.js";

const PATIENCE = 60_000;

interface Line {
  readonly port: MessagePort;
  readonly flag: Int32Array;
}

let line: Line | undefined;

function open(): Line {
  const { port1, port2 } = new MessageChannel();
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL("./thread.mjs", import.meta.url), {
    workerData: { port: port2, flag },
    transferList: [port2],
  });
  thread.unref();
  return { port: port1, flag };
}

export function runResident(cli: string, args: readonly string[], folder: string, input: string): Outcome {
  line ??= open();
  const { port, flag } = line;
  Atomics.store(flag, 0, 0);
  port.postMessage({ cli, args, folder, input, env: { ...process.env } });
  if (Atomics.wait(flag, 0, 0, PATIENCE) === "timed-out") {
    throw new Error(`the command did not end in ${PATIENCE / 1000} s: ${args.join(" ")}`);
  }
  return receiveMessageOnPort(port)!.message as Outcome;
}
