import type { ChildProcess } from "node:child_process";
import { existsSync, statSync } from "node:fs";

/** Kills a program when a file of it is longer than so many bytes. Gives the signal that ended it. */
export function killedAt(child: ChildProcess, path: string, most: number): Promise<string | null> {
  const look = setInterval(() => {
    if (existsSync(path) && statSync(path).size > most) child.kill("SIGKILL");
  }, 2);
  return new Promise((resolve) => {
    child.on("exit", (_, signal) => {
      clearInterval(look);
      resolve(signal);
    });
  });
}
