import { builtin } from "../base/host.js";
import { help, type Join } from "./join.js";
import type { Answer } from "./orders.js";

/** The other end of a thread's messages. */
export interface Port<Order> {
  onmessage: ((event: { data: Order }) => void) | null;
  postMessage(message: Answer | typeof READY, handed?: ArrayBuffer[]): void;
}

/** The first message of every thread: its code runs. */
export const READY = { ready: true } as const;

/** The port of this thread, in Node and in a browser alike. */
export function ownPort<Order>(): Port<Order> {
  const node = builtin<{ parentPort: Port<Order> | null }>("node:worker_threads");
  return node?.parentPort ?? (globalThis as unknown as Port<Order>);
}

/** Helps in a shared memory until it is dismissed. */
export function joinBy<Order>(port: Port<Order>, join: Join): void {
  try {
    help(join, () => port.postMessage({ joined: join.thread }));
  } catch (cause) {
    port.postMessage({ error: { code: undefined, message: (cause as Error).message, detail: {} } });
  }
}
