import { readOptions } from "../base/keys.js";
import { type Listener, listen } from "../base/listen.js";
import { readMemory } from "../base/memory.js";
import type { Warning } from "../base/status.js";
import type { Family } from "../families/index.js";
import type { Encoding } from "../frame/encoding.js";
import type { TableOptions } from "../frame/table-options.js";
import { standFor } from "../input/prepared.js";
import { chooseFamily } from "../options/plan.js";
import type { FitOptions } from "../options/types.js";
import type { Hire } from "../shard/crew.js";
import { SAMPLE } from "../source/sample.js";
import type { Source } from "../source/source.js";
import { load } from "../wasm/load.js";
import { checkAsked, familyOptions, MEMORY, STREAM_KEYS, type StreamOptions, type Verb } from "./asked.js";
import { type Checkpoint, withCheckpoint } from "./checkpoint.js";
import { type Encoded, encode } from "./encode.js";
import { encodeFar, type Far, placeOf } from "./far.js";
import { keep } from "./keep.js";
import { isOfSample, type Learned, learn } from "./learn.js";
import { BROUGHT } from "./reader.js";
import type { Spill } from "./spill.js";
import { type StreamProgress, stepsOf } from "./steps.js";
import type { RowSite } from "./task.js";
import { encodeUnlabeled, type Unlabeled, unlabeledSource } from "./unlabeled.js";

// What all verbs over a source begin with: two readings, and a file with the partitions.

const TABLE_KEYS = ["types", "missing", "contrasts", "coding"] as const;
/** Options of all work on a source, and of tables. */
export const SOURCE_KEYS = [...TABLE_KEYS, ...STREAM_KEYS];

/** The rows of a source, ready for fits. */
export interface Ready<O> extends Encoded {
  /** What the first reading has found. */
  readonly learned: Learned;
  readonly family: Family;
  readonly options: O & FitOptions;
  readonly hire: Hire;
  /** Those so far. */
  readonly warnings: () => Warning[];
  readonly listener: Listener<StreamProgress>;
  readonly signal: AbortSignal | undefined;
  /** Rows that the passes of the fit have read. */
  readonly rowsRead: () => number;
  readonly checkpoint: Checkpoint | undefined;
  /** Where the rows are kept, for who cuts them in another way; undefined where others hold them. */
  readonly store: Store | undefined;
}

/** Rows that are ready, of a formula or not. */
export type ReadyRows<O> = Omit<Ready<O>, "learned" | "encoding" | "store" | "beside"> & {
  readonly encoding: Encoding | undefined;
};

/** Rows that are kept here. */
export type Kept<O> = Ready<O> & { readonly store: Store };

/** The partitions in their file, and what they may take of the memory. */
export interface Store {
  readonly spill: Spill;
  readonly memory: number;
  readonly folder: string | undefined;
  readonly seed: number;
  /** Hears of rows that were read. */
  readonly onRead: (rows: number) => void;
  /** Gives the memory back that holders of all rows have: the next fit reads what it needs. */
  readonly free: () => void;
}

/** Reads a source twice and does work with its rows; their file is gone when this ends, however it ends. */
export async function withRows<O extends object, T>(
  formula: string,
  source: Source,
  given: O & StreamOptions,
  verb: Verb<T>,
  work: (ready: Ready<O>) => Promise<T>,
): Promise<T> {
  const begun = performance.now();
  const all = readOptions(given, [...verb.keys, ...SOURCE_KEYS], verb.name) as All<O>;
  checkAsked(formula, source, all, verb);
  readMemory(all.memory ?? MEMORY);
  chooseFamily(familyOptions(all));
  if (all.on !== undefined) placeOf(source);
  await load();
  const about = { verb: verb.name, formula, source: source.name, options: Object.fromEntries(Object.entries(all)) };
  return withCheckpoint(all.checkpoint, about, verb.isStopped, (checkpoint) =>
    overRows({ formula, source, all, verb, begun, checkpoint }, work),
  );
}

type All<O> = O & StreamOptions & TableOptions & FitOptions;

interface Work<O, T> {
  readonly formula: string;
  readonly source: Source;
  readonly all: All<O>;
  readonly verb: Verb<T>;
  readonly begun: number;
  readonly checkpoint: Checkpoint | undefined;
}

async function overRows<O extends object, T>(
  { formula, source, all, verb, begun, checkpoint }: Work<O, T>,
  work: (ready: Ready<O>) => Promise<T>,
): Promise<T> {
  const { memory = MEMORY, folder, seed = 1, on, checkpoint: _, types, missing, contrasts, coding, ...options } = all;
  const own = options as unknown as O & FitOptions;
  const family = chooseFamily(familyOptions(own));
  const { signal } = own;
  const listener = listen(all.onProgress);
  const watched = { signal, listener, begun };
  const isHeld = verb.isPenalized || [own.penalty, own.noise, own.constraint].some((option) => option !== undefined);
  const question = {
    source,
    formula,
    options: { ...options, types, missing, contrasts, coding } as never,
    isHeld,
    seed,
  };
  const others = own.unlabeled === undefined ? undefined : unlabeledSource(own.unlabeled);
  const learned = await learn(question, stepsOf(watched, "reading", undefined));
  checkpoint?.check({ fingerprint: learned.fingerprint, source: source.name }, "rows");
  let read = 0;
  const places = { bytes: readMemory(memory), folder, seed, on, watched, named: familyOptions(own) };
  const onRead = (count: number): void => {
    read += count;
  };
  const { unlabeled, ...rows } = await heldRows({ learned, family, ...places, unlabeled: others, onRead });
  const more = unlabeled && { unlabeled: { ...own.unlabeled, x: standFor(unlabeled.design) } };
  const { sample } = learned;
  const isSampled = sample.isPart && isOfSample(rows.encoding);
  const warnings = () => [...(isSampled ? [sampled(sample.rows, seed)] : []), ...(checkpoint?.warnings ?? [])];
  try {
    if (unlabeled !== undefined) checkpoint?.check({ ...unlabeled, source: others!.name }, "unlabeled");
    const hire = checkpoint?.recorded(rows.hire, "rows") ?? rows.hire;
    const ready = {
      ...rows,
      learned,
      hire,
      family,
      options: { ...own, ...more },
      warnings,
      listener,
      signal,
      checkpoint,
      rowsRead: () => read,
    };
    const found = await work(ready);
    await listener.done();
    return found;
  } finally {
    await rows.end();
  }
}

interface Wanted {
  readonly learned: Learned;
  readonly family: Family;
  readonly named: Pick<FitOptions, "family" | "link">;
  /** For rows. */
  readonly bytes: number;
  readonly folder: string | undefined;
  readonly seed: number;
  readonly on: RowSite | undefined;
  readonly watched: Parameters<typeof stepsOf>[0];
  readonly onRead: (rows: number) => void;
  /** Rows without labels. */
  readonly unlabeled: Source | undefined;
}

/** Rows that were read the second time, and their end. */
type Rows = Far & {
  readonly store: Store | undefined;
  /** Rows without labels. */
  readonly unlabeled?: Unlabeled | undefined;
  readonly end: () => void | Promise<void>;
};

function heldRows(wanted: Wanted): Promise<Rows> {
  return wanted.on === undefined ? here(wanted) : there(wanted, wanted.on);
}

async function here({ learned, family, seed, unlabeled, watched, ...room }: Wanted): Promise<Rows> {
  const steps = stepsOf(watched, "encoding", learned.sample.rows);
  const more = stepsOf(watched, "encoding", undefined);
  const { rows, others, hire, free, spill, end } = await keep(
    room,
    (spill, check) => encode(learned, family, spill, steps, check),
    unlabeled && ((rows) => (spill, check) => encodeUnlabeled(unlabeled, rows, spill, more, check)),
  );
  const { bytes: memory, folder, onRead } = room;
  return { ...rows, unlabeled: others, hire, store: { spill, memory, folder, seed, onRead, free }, end };
}

async function there({ learned, family, named, bytes, watched, onRead }: Wanted, on: RowSite): Promise<Rows> {
  const holders = await on.openRows(watched.signal);
  const steps = stepsOf(watched, "encoding", learned.sample.rows);
  try {
    const far = await encodeFar({ learned, family, named, holders, steps, most: bytes * BROUGHT, onRead });
    return { ...far, store: undefined, end: holders.end };
  } catch (error) {
    await holders.end();
    throw error;
  }
}

function sampled(rows: number, seed: number): Warning {
  const message = `knots, quantiles, bases and means in place of missing cells were learned from a sample of ${SAMPLE.rows} of ${rows} rows at most (seed ${seed}), as the source was read once for them; set others in the formula, as in ns(x, knots = c(1, 2)), or another seed`;
  return { code: "sampled", message, detail: { rows, seed } };
}
