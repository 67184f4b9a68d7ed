import { GlmError } from "../base/errors.js";
import { readOptions } from "../base/keys.js";
import { listen } from "../base/listen.js";
import { readMemory } from "../base/memory.js";
import { chooseFamily } from "../options/plan.js";
import type { FitOptions } from "../options/types.js";
import type { SvmlightSource } from "../source/svmlight.js";
import { load } from "../wasm/load.js";
import { keep } from "./keep.js";
import { checkPlaces, familyOptions, type ReadyRows, STREAM_KEYS, type StreamOptions, type Verb } from "./prepare.js";
import { count, encodeSparse } from "./sparse-encode.js";
import { type StreamProgress, stepsOf } from "./steps.js";

// What fits to a file of sparse rows begin with.

/** Options of work on a file of SVMlight. */
export type SparseOptions = Omit<StreamOptions, "seed" | "on">;

/** Options that such a file has nothing for. */
const REFUSED: readonly (readonly [string, string])[] = [
  ...["weights", "weightType", "trials", "offset", "exposure"].map(
    (name) => [name, "its rows have labels and numbered columns only: leave it out, or give a table"] as const,
  ),
  ["unlabeled", "rows without labels go with x in memory, or with a formula"],
  ["on", "workers elsewhere read tables: leave it out"],
  ["seed", "nothing is drawn of its rows: leave it out"],
  ["workers", "one thread reads the file: leave it out"],
  ["workerUrl", "one thread reads the file: leave it out"],
];

/** Reads a file twice and does work with its rows; the file of their partitions is gone when this ends, however it ends. */
export async function withSparseRows<O extends object, T>(
  source: SvmlightSource,
  given: O & SparseOptions,
  verb: Verb,
  work: (ready: ReadyRows<O>) => Promise<T>,
): Promise<T> {
  const begun = performance.now();
  const all = readOptions(given, [...verb.keys, ...STREAM_KEYS], verb.name) as O & StreamOptions & FitOptions;
  check(all);
  const { memory = "1GB", folder, ...options } = all;
  const bytes = readMemory(memory);
  const own = options as unknown as O & FitOptions;
  const family = chooseFamily(familyOptions(own));
  await load();
  const { signal, success, intercept = true, biasReduction } = own;
  const listener = listen(all.onProgress);
  const watched = { signal, listener: listener as ReturnType<typeof listen<StreamProgress>>, begun };
  const counted = await count(source, stepsOf(watched, "reading", undefined));
  const asked = { family, success, needsBoth: intercept && biasReduction === undefined };
  const steps = stepsOf(watched, "encoding", counted.rows);
  let read = 0;
  const room = { bytes, folder, onRead: (rows: number) => (read += rows) };
  const { rows, hire, end } = await keep(room, (spill, checkPlace) =>
    encodeSparse(counted, asked, spill, steps, checkPlace),
  );
  try {
    const found = await work({
      ...{ ...rows, hire, family, signal, listener: watched.listener, encoding: undefined },
      ...{ options: own, warnings: [], rowsRead: () => read },
    });
    await listener.done();
    return found;
  } finally {
    end();
  }
}

function check(all: StreamOptions): void {
  const found = REFUSED.find(([name]) => (all as Readonly<Record<string, unknown>>)[name] !== undefined);
  if (found !== undefined) {
    throw new GlmError("NOT_SUPPORTED", `${found[0]} with a file of SVMlight; ${found[1]}`, { option: found[0] });
  }
  checkPlaces(all);
}
