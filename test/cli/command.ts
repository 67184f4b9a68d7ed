// Runs the built command line, as a user does.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect } from "vitest";
import { runResident } from "./resident/run.js";

export const CLI = fileURLToPath(new URL("../../dist/cli.mjs", import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** A separate folder for a test file, removed afterwards. */
export function workplace() {
  const folder = mkdtempSync(join(tmpdir(), "dropglm-cli-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    folder,
    put(name: string, text: string | Uint8Array): string {
      writeFileSync(join(folder, name), text);
      return name;
    },
    read: (name: string): string => readFileSync(join(folder, name), "utf8"),
    run(args: readonly string[], input = ""): Outcome {
      return runResident(CLI, args, folder, input);
    },
    /** The same in a process of its own, for what a process does: its streams, its end. */
    runAlone(args: readonly string[], input = ""): Outcome {
      const ran = spawnSync(process.execPath, [CLI, ...args], { cwd: folder, input, encoding: "utf8" });
      return { code: ran.status, out: ran.stdout, error: ran.stderr };
    },
  };
}

/** Expects an error for bad input: exit code 1, nothing on stdout, one line on stderr that contains `what`. */
export function expectRefusal({ code, out, error }: Outcome, what: string | RegExp): void {
  expect(error).toMatch(/^error: [^\n]+\n$/);
  if (typeof what === "string") expect(error).toBe(`error: ${what}\n`);
  else expect(error).toMatch(what);
  expect(code).toBe(1);
  expect(out).toBe("");
}

/** The six rows of most tests. The classes are not separable. */
export const ROWS: readonly (readonly number[])[] = [
  [1, 2, 0],
  [2, 1, 1],
  [3, 5, 0],
  [4, 4, 1],
  [5, 1, 1],
  [6, 2, 0],
];
export const CSV = ["a,b,y", ...ROWS.map((row) => row.join(","))].join("\n");

/** The message that `work` throws; undefined if it does not throw. */
export function messageOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
}
