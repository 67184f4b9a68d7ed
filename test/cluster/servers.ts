// A Redis on a free port, and workers as processes, for the tests of this folder.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { CLI } from "../cli/command.js";

/** Whether this machine has a redis-server; CI installs one. */
export const HAS_REDIS = ((): boolean => {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    if (process.env.CI === "true") throw new Error("redis-server is not installed; .ci/run does it");
    console.warn("redis-server was not found: the tests of the cluster are skipped; apt-get install redis-server");
    return false;
  }
})();

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

export interface Server {
  readonly port: number;
  readonly url: string;
  /** A client that is disconnected at the end. */
  readonly client: (password?: string) => Redis;
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
  readonly end: () => Promise<void>;
}

export async function startRedis(...more: string[]): Promise<Server> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "dropglm-redis-"));
  const args = [
    "--port",
    `${port}`,
    "--bind",
    "127.0.0.1",
    "--save",
    "",
    "--appendonly",
    "yes",
    "--dir",
    folder,
    ...more,
  ];
  const clients: Redis[] = [];
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"] });
    await new Promise<void>((resolve) => {
      child.stdout!.on("data", (text) => String(text).includes("Ready to accept") && resolve());
    });
  };
  const kill = async (): Promise<void> => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    client: (password) => {
      const client = new Redis(port, "127.0.0.1", password === undefined ? {} : { password });
      client.on("error", () => {});
      clients.push(client);
      return client;
    },
    start,
    kill,
    end: async () => {
      for (const client of clients) client.disconnect();
      await kill();
      rmSync(folder, { recursive: true });
    },
  };
}

const running = new Set<ChildProcess>();

/** Starts `dropglm worker`, and waits until it is ready. */
export async function startWorkerProcess(url: string, ...more: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [CLI, "worker", "--queue", url, "--threads", "1", ...more], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.add(child);
  await new Promise<void>((resolve, reject) => {
    let said = "";
    child.stderr!.on("data", (text) => {
      said += String(text);
      if (said.includes("is ready")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`the worker ended with code ${code}: ${said}`)));
  });
  return child;
}

export function endWorkers(): void {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
}
