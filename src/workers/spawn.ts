// A thread, in Node and in a browser alike.
import { builtin } from "../base/host.js";

/** The interface of a thread for a pool. */
export interface Thread {
  /** `handed` are buffers that are transferred instead of copied. */
  readonly post: (message: unknown, handed?: ArrayBuffer[]) => void;
  readonly end: () => void;
  /** Lets a program end that waits for nothing but this thread; Node only. */
  readonly unref?: () => void;
}

/** The events of a thread: an answer, or its end with the reason. */
export interface Listener {
  readonly answer: (message: unknown) => void;
  readonly died: (reason: string) => void;
}

/** Starts a thread. */
export type Spawn = (listener: Listener) => Thread;

interface NodeWorker {
  on(event: string, listener: (value: never) => void): void;
  postMessage(message: unknown, handed?: ArrayBuffer[]): void;
  terminate(): void;
  unref(): void;
}

/** Starts dist/worker.mjs, which is in the folder of the package, or the script at an address. */
export function spawnAt(address?: string | URL): Spawn {
  return (listener) => start(listener, address);
}

export const spawn: Spawn = (listener) => start(listener, undefined);

const start = (listener: Listener, address: string | URL | undefined): Thread => {
  const node = builtin<{ Worker: new (url: string | URL) => NodeWorker }>("node:worker_threads");
  if (node === undefined) {
    const worker =
      address === undefined
        ? new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" }) // in this form bundlers find the file
        : new Worker(address, { type: "module" });
    worker.onmessage = ({ data }) => listener.answer(data);
    worker.onerror = ({ message }) => listener.died(message || "the browser did not start it");
    worker.onmessageerror = () => listener.died("its answer could not be read");
    return { post: (message, handed = []) => worker.postMessage(message, handed), end: () => worker.terminate() };
  }
  const worker = new node.Worker(address === undefined ? new URL("./worker.mjs", import.meta.url) : urlOf(address));
  worker.on("message", listener.answer);
  worker.on("error", (error: Error) => listener.died(error.message));
  worker.on("exit", (code: number) => listener.died(`it ended with code ${code}`));
  return {
    post: (message, handed = []) => worker.postMessage(message, handed),
    end: () => worker.terminate(),
    unref: () => worker.unref(),
  };
};

/** Node takes a path or a URL; text such as file:///... is a URL. */
function urlOf(address: string | URL): string | URL {
  return typeof address === "string" && /^[a-z]+:\/\//i.test(address) ? new URL(address) : address;
}

let known: number | undefined;

/** Cores of this machine. Node reads files of the system to tell, so it is asked once: a small fit takes no longer. */
export function cores(): number {
  known ??=
    builtin<{ availableParallelism(): number }>("node:os")?.availableParallelism() ??
    globalThis.navigator?.hardwareConcurrency ??
    1;
  return known;
}
