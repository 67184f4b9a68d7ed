import { GlmError } from "../base/errors.js";
import { readOptions } from "../base/keys.js";
import { listen } from "../base/listen.js";
import { readMemory } from "../base/memory.js";
import { chooseFamily } from "../options/plan.js";
import type { FitOptions } from "../options/types.js";
import type { SvmlightSource } from "../source/svmlight.js";
import { load } from "../wasm/load.js";
import { checkPlaces, familyOptions, MEMORY, STREAM_KEYS, type StreamOptions, type Verb } from "./asked.js";
import { type Checkpoint, withCheckpoint } from "./checkpoint.js";
import { keep } from "./keep.js";
import type { ReadyRows } from "./prepare.js";
import { count, encodeSparse } from "./sparse-encode.js";
import { stepsOf } from "./steps.js";

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

type All<O> = O & StreamOptions & FitOptions;

/** Reads a file twice and does work with its rows; the file of their partitions is gone when this ends, however it ends. */
export async function withSparseRows<O extends object, T>(
  source: SvmlightSource,
  given: O & SparseOptions,
  verb: Verb<T>,
  work: (ready: ReadyRows<O>) => Promise<T>,
): Promise<T> {
  const begun = performance.now();
  const all = readOptions(given, [...verb.keys, ...STREAM_KEYS], verb.name) as All<O>;
  check(all);
  readMemory(all.memory ?? MEMORY);
  chooseFamily(familyOptions(all));
  await load();
  const { name, columns, zeroBased } = source;
  const options = { ...Object.fromEntries(Object.entries(all)), columns, zeroBased };
  const about = { verb: verb.name, formula: "", source: name, options };
  return withCheckpoint(all.checkpoint, about, verb.isStopped, (checkpoint) =>
    overSparseRows(source, all, { begun, checkpoint }, work),
  );
}

async function overSparseRows<O extends object, T>(
  source: SvmlightSource,
  all: All<O>,
  { begun, checkpoint }: { readonly begun: number; readonly checkpoint: Checkpoint | undefined },
  work: (ready: ReadyRows<O>) => Promise<T>,
): Promise<T> {
  const { memory = MEMORY, folder, checkpoint: _, ...options } = all;
  const own = options as unknown as O & FitOptions;
  const { signal, success, intercept = true, biasReduction } = own;
  const family = chooseFamily(familyOptions(own));
  const listener = listen((all as StreamOptions).onProgress);
  const watched = { signal, listener, begun };
  const counted = await count(source, stepsOf(watched, "reading", undefined));
  checkpoint?.check({ fingerprint: counted.fingerprint, source: source.name }, "rows");
  const asked = { family, success, needsBoth: intercept && biasReduction === undefined };
  const steps = stepsOf(watched, "encoding", counted.rows);
  let read = 0;
  const room = { bytes: readMemory(memory), folder, onRead: (rows: number) => (read += rows) };
  const kept = await keep(room, (spill, checkPlace) => encodeSparse(counted, asked, spill, steps, checkPlace));
  try {
    const found = await work({
      ...{ ...kept.rows, hire: checkpoint?.recorded(kept.hire, "rows") ?? kept.hire, encoding: undefined },
      ...{ family, options: own, signal, listener, checkpoint },
      warnings: () => checkpoint?.warnings ?? [],
      rowsRead: () => read,
    });
    await listener.done();
    return found;
  } finally {
    kept.end();
  }
}

function check(all: StreamOptions): void {
  const found = REFUSED.find(([name]) => (all as Readonly<Record<string, unknown>>)[name] !== undefined);
  if (found !== undefined) {
    throw new GlmError("NOT_SUPPORTED", `${found[0]} with a file of SVMlight; ${found[1]}`, { option: found[0] });
  }
  checkPlaces(all);
}
