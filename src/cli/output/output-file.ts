import { randomBytes } from "node:crypto";
import {
  accessSync,
  type BigIntStats,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { GlmError } from "../../index.js";
import { reasonOf } from "../../table/reason.js";

/** The files that a command writes, by option. */
export interface Outputs {
  /** Writes the file of an option completely or not at all; nothing if the option was not given. */
  readonly write: (option: string, text: string) => void;
  /** Options that were given, with their files. */
  readonly given: readonly (readonly [option: string, file: string])[];
}

/**
 * Refuses, before any work, to write to a file that is read, under any name: files are compared by dev and ino, or by their path without
 * links. Standard input and output count if they are files. Every command begins with this, so that nothing is written
 * in another way.
 *
 * @param files   Option -> file; undefined where it was not given.
 * @param inputs  Files that are read; undefined and "-" for standard input.
 */
export function openOutputs(
  files: Readonly<Record<string, string | undefined>>,
  inputs: readonly (string | undefined)[],
): Outputs {
  const given = Object.entries(files).flatMap(([option, file]) =>
    file === undefined ? [] : [[option, file] as const],
  );
  const check = (): void => checkApart(given, inputs);
  check();
  return {
    given,
    write(option, text) {
      const file = files[option];
      if (file === undefined) return;
      check(); // again, because links may have changed
      writeWhole(file, text, option);
    },
  };
}

function checkApart(given: Outputs["given"], inputs: readonly (string | undefined)[]): void {
  const read = inputs.map((file) => {
    const isStandard = file === undefined || file === "-";
    return isStandard ? { name: "standard input", stats: openStats(0) } : { name: file, ...found(file) };
  });
  const out = { name: "standard output", stats: openStats(1) };
  const written = given.map(([option, file]) => ({ option, name: file, ...found(file) }));
  for (const input of read) {
    for (const output of [out, ...written]) {
      if (!areSame(output, input)) continue;
      throw refusal(`${nameOf(output)} is ${input.name}, which is read; expected another file`);
    }
  }
  written.forEach((output, k) => {
    if (areSame(output, out)) throw refusal(`${nameOf(output)} is standard output; expected another file`);
    const other = written.slice(0, k).find((before) => areSame(before, output));
    if (other !== undefined) {
      throw refusal(`${nameOf(output)} is ${other.name} of ${other.option}; expected two files`);
    }
  });
}

interface Found {
  /** Of a regular file. Devices and pipes may be read and written at the same time. */
  readonly stats: BigIntStats | undefined;
  /** Without links; undefined if unknown, and for anything but a regular file. */
  readonly path?: string | undefined;
}

function found(file: string): Found {
  const stats = statsOf(file);
  if (stats !== undefined && !stats.isFile()) return { stats: undefined };
  try {
    return { stats, path: withoutLinks(file) };
  } catch {
    return { stats };
  }
}

function areSame(a: Found, b: Found): boolean {
  if (a.path !== undefined && a.path === b.path) return true;
  if (a.stats === undefined || b.stats === undefined || a.stats.ino === 0n) return false;
  return a.stats.dev === b.stats.dev && a.stats.ino === b.stats.ino;
}

function nameOf({ name, option }: { readonly name: string; readonly option?: string }): string {
  return option === undefined ? name : `${option} ${name}`;
}

function openStats(descriptor: number): BigIntStats | undefined {
  try {
    const stats = fstatSync(descriptor, { bigint: true });
    return stats.isFile() ? stats : undefined;
  } catch {
    return undefined; // closed
  }
}

function statsOf(file: string): BigIntStats | undefined {
  try {
    return statSync(file, { bigint: true });
  } catch {
    return undefined;
  }
}

/** Most links that are followed, as in Linux. */
const MOST_LINKS = 40;

/** The path of an existing or new file, with every link followed. Its folder must exist. */
function withoutLinks(file: string): string {
  let path = resolve(file);
  for (let k = 0; k < MOST_LINKS; k++) {
    path = join(realpathSync(dirname(path)), basename(path));
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats?.isSymbolicLink()) return path;
    path = resolve(dirname(path), readlinkSync(path));
  }
  return realpathSync(file); // throws ELOOP
}

/**
 * Writes a temporary file beside the target and renames it when all of it is on the disk, so that after any
 * failure the old file is still there. Mode and owner are those of the old file. A device or a pipe is written directly.
 */
function writeWhole(file: string, text: string, option: string): void {
  let old: BigIntStats | undefined;
  try {
    old = statSync(file, { bigint: true, throwIfNoEntry: false });
    if (old?.isDirectory() || /[/\\]$/.test(file)) throw Object.assign(new Error(), { code: "EISDIR" });
    if (old !== undefined && !old.isFile()) writeFileSync(file, text);
    else replace(withoutLinks(file), old, text);
  } catch (error) {
    const left = old?.isFile() ? "; what was there is left as it was" : "";
    throw new GlmError("BAD_OPTION", `cannot write ${file} (${option}): ${reasonOf(error)}${left}`);
  }
}

function replace(path: string, old: BigIntStats | undefined, text: string): void {
  if (old !== undefined) accessSync(path, constants.W_OK); // a rename would ignore a mode that forbids writing
  const beside = join(dirname(path), `.dropglm-${process.pid}-${randomBytes(6).toString("hex")}.tmp`);
  const release = holdSignals();
  try {
    const descriptor = openSync(beside, "wx", 0o666);
    try {
      try {
        writeFileSync(descriptor, text);
        if (old !== undefined) takeAfter(beside, descriptor, old);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(beside, path);
    } catch (error) {
      unlinkSync(beside);
      throw error;
    }
    syncFolder(dirname(path));
  } finally {
    release();
  }
}

/** Sets the owner of the old file, if allowed, then its mode: changing the owner clears bits of the mode. */
function takeAfter(beside: string, descriptor: number, old: BigIntStats): void {
  const now = fstatSync(descriptor, { bigint: true });
  if (now.uid !== old.uid || now.gid !== old.gid) {
    try {
      chownSync(beside, Number(old.uid), Number(old.gid));
    } catch {
      // whoever may write the file may not own it
    }
  }
  fchmodSync(descriptor, Number(old.mode & 0o7777n));
}

/** Also puts the new name on the disk. Not every system can do this; the file is complete in any case. */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // as above
  }
}

/** Signals that would end the process with a file half written, or, SIGXFSZ, instead of an error of the write. */
const HELD: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGXFSZ" as NodeJS.Signals];

/** Blocks signals between the creation of a file and its rename, which takes moments. */
function holdSignals(): () => void {
  const wait = (): void => {};
  const held = HELD.filter((signal) => {
    try {
      process.on(signal, wait);
      return true;
    } catch {
      return false; // not available on this system
    }
  });
  return () => {
    for (const signal of held) process.removeListener(signal, wait);
  };
}

function refusal(message: string): GlmError {
  return new GlmError("BAD_OPTION", message);
}
