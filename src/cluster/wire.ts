import { show } from "../base/show.js";
import type { Batch } from "../groups/index.js";
import { GlmError } from "../index.js";

// What travels: JSON, in which numbers of a column are their bytes, so that they come back with the same bits.

type Sent = { readonly f64: string } | readonly unknown[];

/** A batch as text. */
export function packBatch({ formula, options, groups }: Batch): string {
  const sent = groups.map((columns) =>
    Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, packCells(cells)])),
  );
  return JSON.stringify({ formula, options, groups: sent });
}

function packCells(cells: ArrayLike<unknown>): Sent {
  if (cells instanceof Float64Array) {
    return { f64: Buffer.from(cells.buffer, cells.byteOffset, cells.byteLength).toString("base64") };
  }
  return Array.from(cells, (cell) => (cell instanceof Date ? { date: cell.getTime() } : (cell ?? null)));
}

/** Options that mean something to this machine only, and that a job must not choose: threads, the script of a thread, files and memory. */
const OF_THIS_MACHINE = [
  ...["workers", "workerUrl", "signal", "onProgress", "trace"],
  ...["on", "memory", "folder", "checkpoint"],
];

export function refuseOwn(options: object): void {
  const key = OF_THIS_MACHINE.find((name) => Object.hasOwn(options, name));
  if (key === undefined) return;
  throw new GlmError("BAD_OPTION", `the job has option ${key}; expected none: a worker decides it`, {});
}

/** The batch of a text, checked: whoever can write to the queue wrote it. */
export function unpackBatch(text: string): Batch {
  const { formula, options, groups } = JSON.parse(text) as Partial<Batch>;
  if (typeof formula !== "string" || typeof options !== "object" || options === null || !Array.isArray(groups)) {
    throw new GlmError("BAD_VALUE", "the job is no batch; expected formula, options and groups", {});
  }
  refuseOwn(options);
  const read = (columns: Record<string, Sent>): Record<string, Float64Array | unknown[]> =>
    Object.fromEntries(Object.entries(columns).map(([name, sent]) => [name, unpackCells(name, sent)]));
  return { formula, options, groups: groups.map(read) as never };
}

function unpackCells(name: string, sent: Sent): Float64Array | unknown[] {
  if (Array.isArray(sent)) {
    return sent.map((cell: unknown) => {
      if (cell === null) return undefined;
      return typeof cell === "object" ? new Date((cell as { date: number }).date) : cell;
    });
  }
  const { f64 } = sent as { f64?: unknown };
  if (typeof f64 !== "string") throw new GlmError("BAD_VALUE", `column ${name} is ${show(sent)}; expected cells`, {});
  const bytes = Buffer.from(f64, "base64");
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
