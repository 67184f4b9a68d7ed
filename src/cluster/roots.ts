import { realpathSync, statSync } from "node:fs";
import { isAbsolute, sep } from "node:path";
import { quoted, show } from "../base/show.js";
import { GlmError } from "../index.js";
import type { Opening } from "../stream/index.js";

// What a worker may open for others: files below folders that it was started with, and queries that read no other files.

/** What a worker was started with. */
export interface Permission {
  /** For messages. */
  readonly worker: string;
  /** Real paths of folders. */
  readonly roots: readonly string[];
  readonly sql: boolean;
}

/** Settings of DuckDB that a job may choose. */
const SETTINGS = ["memory_limit", "threads"];

/** The real paths of folders, which have to be there. */
export function readRoots(given: unknown): string[] {
  if (!Array.isArray(given) || !given.every((root) => typeof root === "string" && root !== "")) {
    throw new GlmError("BAD_OPTION", `roots is ${show(given)}; expected a list of folders`, {});
  }
  return (given as string[]).map((root) => {
    try {
      const real = realpathSync(root);
      if (statSync(real).isDirectory()) return real;
    } catch {} // told below
    throw new GlmError("BAD_OPTION", `root ${quoted(root)} is no folder of this machine; expected one`, { root });
  });
}

/** How a source is opened, by its place in a job: whoever can write to the queue wrote it. */
export function openingOf(place: unknown, permission: Permission): Opening {
  const { kind, path, query, settings } = (place ?? {}) as Readonly<Record<string, unknown>>;
  if (kind === "file" && typeof path === "string") return { kind, path: allowedFile(path, permission) };
  if (kind === "sql" && typeof query === "string" && typeof settings === "object" && settings !== null) {
    return allowedQuery(query, settings as Readonly<Record<string, unknown>>, permission);
  }
  throw refused(permission, "it was given no file and no query", "expected a task of this version");
}

function allowedFile(path: string, permission: Permission): string {
  const { roots } = permission;
  const start = `start it with: dropglm worker --root <folder of the file>`;
  if (roots.length === 0) throw refused(permission, `it opens no file, and was asked for ${quoted(path)}`, start);
  let real: string | undefined;
  try {
    real = isAbsolute(path) ? realpathSync(path) : undefined;
  } catch {} // not there, which is told as not allowed, so that nobody learns what is there
  const isInside = roots.some((root) => real?.startsWith(root.endsWith(sep) ? root : root + sep));
  if (real !== undefined && isInside && statSync(real).isFile()) return real;
  throw refused(permission, `there is no file ${quoted(path)} below its roots`, `put it there, or ${start}`);
}

function allowedQuery(query: string, settings: Readonly<Record<string, unknown>>, permission: Permission): Opening {
  if (!permission.sql) {
    throw refused(permission, "it runs no queries", "start it with: dropglm worker --sql --root <folder of the files>");
  }
  const other = Object.keys(settings).find((name) => !SETTINGS.includes(name));
  if (other !== undefined) {
    throw refused(
      permission,
      `it was given the setting ${quoted(other)} of DuckDB`,
      `expected ${SETTINGS.join(" or ")}`,
    );
  }
  const own = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
  return { kind: "sql", query, settings: own, folders: permission.roots };
}

function refused({ worker }: Permission, why: string, what: string): GlmError {
  return new GlmError("NOT_SUPPORTED", `worker ${worker} refused: ${why}; ${what}`, { worker });
}
