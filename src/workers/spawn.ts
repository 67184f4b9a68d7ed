// A thread, in Node and in a browser alike.
import { builtin } from "../base/host.js";
import type { READY } from "./port.js";

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
  /** `hasRun`: whether its code ran before; if not, nobody found it, or nobody may run it. */
  readonly died: (reason: string, hasRun: boolean) => void;
}

/** Starts a thread. */
export type Spawn = (listener: Listener) => Thread;

interface NodeWorker {
  on(event: string, listener: (value: never) => void): void;
  postMessage(message: unknown, handed?: ArrayBuffer[]): void;
  terminate(): void;
  unref(): void;
}

type NodeThreads = { Worker?: new (url: string | URL) => NodeWorker };

/** The threads of a server's engine; some only pretend to have the module. */
function nodeThreads(): Required<NodeThreads> | undefined {
  const node = builtin<NodeThreads>("node:worker_threads");
  return node?.Worker === undefined ? undefined : (node as Required<NodeThreads>);
}

/** Whether this engine has threads at all. Service workers and edge runtimes have none. */
export function hasThreads(): boolean {
  return nodeThreads() !== undefined || typeof Worker !== "undefined";
}

/** Starts dist/worker.mjs, which is in the folder of the package, or the script at an address. */
export function spawnAt(address?: string | URL): Spawn {
  return (listener) => {
    if (!hasThreads()) throw new Error("this engine starts no threads");
    if (nodeThreads() === undefined)
      return ofBrowser(address === undefined ? besideOf : () => newWorker(address), listener);
    const script = address === undefined ? beside() : urlOf(address);
    if (script === undefined || !isThere(script)) throw new Error(`there is no file ${script ?? NAME}`);
    return ofNode(script, listener);
  };
}

/** Starts a thread of code as text, in a page by an address of its own. Content policies may forbid it. */
export function spawnText(code: string): Spawn {
  return (listener) => {
    if (nodeThreads() !== undefined)
      return ofNode(new URL(`data:text/javascript,${encodeURIComponent(code)}`), listener);
    return ofBrowser(() => ofText(code), listener);
  };
}

/** A thread that dies before it has run is started again by `second`, with what it was told; nothing may have been handed to it. */
export function orElse(first: Spawn, second: Spawn): Spawn {
  return (listener) => {
    const told: unknown[] = [];
    let thread: Thread;
    let isEnded = false;
    const again = (reason: string): void => {
      if (isEnded) return;
      try {
        thread = second(listener);
        for (const message of told) thread.post(message);
        thread.unref?.();
      } catch {
        listener.died(reason, false); // why the first did not start says more
      }
    };
    try {
      const died: Listener["died"] = (reason, hasRun) => (hasRun ? listener.died(reason, true) : again(reason));
      thread = first({ ...listener, died });
    } catch (cause) {
      return startedBy(second, listener, cause);
    }
    return {
      post: (message) => {
        told.push(message);
        thread.post(message);
      },
      end: () => {
        isEnded = true;
        thread.end();
      },
      unref: () => thread.unref?.(),
    };
  };
}

function startedBy(second: Spawn, listener: Listener, cause: unknown): Thread {
  try {
    return second(listener);
  } catch {
    throw cause;
  }
}

function ofBrowser(start: () => Worker, { answer, died }: Listener): Thread {
  const worker = start();
  let hasRun = false;
  worker.onmessage = ({ data }) => {
    if (isReady(data)) hasRun = true;
    else answer(data);
  };
  worker.onerror = ({ message }) => died(message || "the browser did not start worker.mjs", hasRun);
  worker.onmessageerror = () => died("its answer could not be read", true);
  return { post: (message, handed = []) => worker.postMessage(message, handed), end: () => worker.terminate() };
}

function ofNode(script: string | URL, { answer, died }: Listener): Thread {
  const worker = new (nodeThreads()!.Worker)(script);
  let hasRun = false;
  worker.on("message", (data: unknown) => {
    if (isReady(data)) hasRun = true;
    else answer(data);
  });
  worker.on("error", (error: Error) => died(error.message, hasRun));
  worker.on("exit", (code: number) => died(`it ended with code ${code}`, hasRun));
  return {
    post: (message, handed = []) => worker.postMessage(message, handed),
    end: () => worker.terminate(),
    unref: () => worker.unref(),
  };
}

const isReady = (data: unknown): boolean => (data as Partial<typeof READY> | undefined)?.ready === true;

const newWorker = (address: string | URL): Worker => new Worker(address, { type: "module" });

/** In this form bundlers find the file. A script of another origin is not allowed, but one of this page that imports it. */
function besideOf(): Worker {
  try {
    return new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
  } catch (cause) {
    const address = beside();
    if (
      address?.origin === undefined ||
      address.origin === globalThis.location?.origin ||
      !/^https?:/.test(address.href)
    )
      throw cause;
    return ofText(`import ${JSON.stringify(address.href)};`);
  }
}

function ofText(code: string): Worker {
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  try {
    return newWorker(address);
  } finally {
    setTimeout(() => URL.revokeObjectURL(address), REVOKE);
  }
}

/** Milliseconds after which a page's own text needs no address any more: the thread has read it. */
const REVOKE = 10_000;

const NAME = "worker.mjs";

/** The address of dist/worker.mjs; undefined where a bundler dropped the place of this file. In this form no bundler sees it, and emits it again. */
function beside(): URL | undefined {
  const here: string | undefined = import.meta.url;
  try {
    return new URL(NAME, here);
  } catch {
    return undefined;
  }
}

interface Files {
  existsSync(path: string | URL): boolean;
}

/** Whether a file is where it should be. Asked before a start, because Node says it later, and synchronous verbs never hear it. */
function isThere(script: string | URL): boolean {
  if (script instanceof URL && script.protocol !== "file:") return true;
  return builtin<Files>("node:fs")?.existsSync(script) ?? true;
}

/** Node takes a path or a URL; text such as file:///... is a URL. */
function urlOf(address: string | URL): string | URL {
  return typeof address === "string" && /^[a-z]+:\/\//i.test(address) ? new URL(address) : address;
}

let known: number | undefined;

/** Cores of this machine. Node reads files of the system to tell, so it is asked once: a small fit takes no longer. */
export function cores(): number {
  known ??=
    builtin<{ availableParallelism?(): number }>("node:os")?.availableParallelism?.() ||
    globalThis.navigator?.hardwareConcurrency ||
    1;
  return known;
}
