import { checkNumber } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { readOptions } from "../base/keys.js";
import { type Listener, listen } from "../base/listen.js";
import { readMemory } from "../base/memory.js";
import { show } from "../base/show.js";
import type { Warning } from "../base/status.js";
import type { Family } from "../families/index.js";
import type { TableOptions } from "../frame/table-options.js";
import { chooseFamily } from "../options/plan.js";
import type { FitOptions } from "../options/types.js";
import type { Hire } from "../shard/crew.js";
import { SAMPLE } from "../source/sample.js";
import type { Source } from "../source/source.js";
import { load } from "../wasm/load.js";
import { Checkpoint } from "./checkpoint.js";
import { type Encoded, encode } from "./encode.js";
import { encodeFar, type Far, placeOf } from "./far.js";
import { heldBytes } from "./layout.js";
import { isOfSample, type Learned, learn } from "./learn.js";
import { partitionsKept } from "./memory.js";
import { BROUGHT, hireReader } from "./reader.js";
import { Spill } from "./spill.js";
import { type StreamProgress, stepsOf } from "./steps.js";
import type { RowSite } from "./task.js";

// What all verbs over a source begin with: two readings, and a file with the partitions.

/** Options of all work on a source. */
export interface StreamOptions {
  /**
   * What the rows may take of the memory, as bytes or as "512MB", "2GB": partitions that do not fit are read from the disk at every pass.
   * Default "1GB", which every machine has. The program itself and sums of columns come on top: some 100 MB, and 8 d^2 bytes a few times for d
   * coefficients.
   */
  readonly memory?: number | string | undefined;
  /** A folder for the rows of the fit, 4 or 8 bytes for each number. Default: the system's folder for temporary files. */
  readonly folder?: string | undefined;
  /** A whole number in [0, 2^32) for the sample that knots, quantiles and bases are learned from. Default 1, so that a fit can be repeated. */
  readonly seed?: number | undefined;
  /**
   * A file in which the answers of the rows are kept, so that the same call goes on from there after its program was ended: the source is read again and
   * held to what it was, the passes that are there are not made again, and the result has the same bits. It is removed when the work is done; work that was
   * stopped by `signal` or `timeLimit` leaves it. Some kB for each pass, 4 d^2 bytes for one with a Hessian of d coefficients. Default: none.
   */
  readonly checkpoint?: string | undefined;
  /** Who holds the rows: workers on other machines, as by `bullmq({ url })` of `dropglm/cluster`. Default: this machine. */
  readonly on?: RowSite | undefined;
  /** Called as rows are read, and after every pass of the fit. */
  readonly onProgress?: ((progress: StreamProgress) => void) | undefined;
}

export const STREAM_KEYS = ["memory", "folder", "seed", "checkpoint", "on"] as const;
const TABLE_KEYS = ["types", "missing", "contrasts", "coding"] as const;
/** Options of all work on a source, and of tables. */
export const SOURCE_KEYS = [...TABLE_KEYS, ...STREAM_KEYS];

/** The default of the option. */
const MEMORY = "1GB";

/** A verb over a source. */
interface Verb<T> {
  readonly name: string;
  readonly keys: readonly string[];
  readonly isPenalized: boolean;
  /** Whether there was more to do when the work ended. */
  readonly isStopped: (found: T) => boolean;
}

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

/** Options that need what a source has not. */
const REFUSED: readonly (readonly [string, string])[] = [
  ["unlabeled", "rows without labels go with a table in memory"],
  ["workers", "one thread reads the file; leave it out"],
  ["workerUrl", "one thread reads the file; leave it out"],
  ["intercept", "the formula says it: write 0 + ... for none, and leave the option out"],
];

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
  check(formula, source, all);
  readMemory(all.memory ?? MEMORY);
  chooseFamily(familyOptions(all));
  if (all.on !== undefined) placeOf(source);
  await load();
  const about = { verb: verb.name, formula, source: source.name, options: Object.fromEntries(Object.entries(all)) };
  const checkpoint = all.checkpoint === undefined ? undefined : Checkpoint.open(all.checkpoint, about);
  let isDone = false;
  try {
    const found = await overRows({ formula, source, all, verb, begun, checkpoint }, work);
    isDone = !verb.isStopped(found);
    return found;
  } finally {
    checkpoint?.close(isDone);
  }
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
  const learned = await learn(question, stepsOf(watched, "reading", undefined));
  checkpoint?.check(learned);
  let read = 0;
  const wanted = { learned, family, bytes: readMemory(memory), folder, seed, on, watched, named: familyOptions(own) };
  const rows = await heldRows({ ...wanted, onRead: (count) => (read += count) });
  const { sample } = learned;
  const isSampled = sample.isPart && isOfSample(rows.encoding);
  const warnings = () => [...(isSampled ? [sampled(sample.rows, seed)] : []), ...(checkpoint?.warnings ?? [])];
  try {
    const hire = checkpoint?.recorded(rows.hire, "rows") ?? rows.hire;
    const ready = {
      ...rows,
      learned,
      hire,
      family,
      options: own,
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
}

/** Rows that were read the second time, and their end. */
type Rows = Far & { readonly store: Store | undefined; readonly end: () => void | Promise<void> };

function heldRows(wanted: Wanted): Promise<Rows> {
  return wanted.on === undefined ? here(wanted) : there(wanted, wanted.on);
}

async function here({ learned, family, bytes, folder, seed, watched, onRead }: Wanted): Promise<Rows> {
  const spill = Spill.open(folder);
  try {
    const encoded = await encode(learned, family, spill, stepsOf(watched, "encoding", learned.sample.rows), (first) => {
      partitionsKept([heldBytes(first)], bytes);
    });
    const kept = partitionsKept(spill.places.map(heldBytes), bytes);
    const crew = hireReader({ spill, cut: encoded.cut, kept, memory: bytes, onRead });
    const end = (): void => {
      crew.end();
      spill.end();
    };
    const store = { spill, memory: bytes, folder, seed, onRead, free: crew.end };
    return { ...encoded, hire: crew.hire, store, end };
  } catch (error) {
    spill.end();
    throw error;
  }
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

/** The options that a family is chosen by. */
function familyOptions({ family, link }: FitOptions): FitOptions {
  return { ...(family !== undefined && { family }), ...(link !== undefined && { link }) };
}

function check(formula: unknown, source: unknown, all: StreamOptions): void {
  if (typeof formula !== "string") {
    throw new GlmError("BAD_FORMULA", `the formula is ${show(formula)}; expected text, as "y ~ a + b"`, {});
  }
  if (typeof (source as Source | null)?.open !== "function") {
    const message = `the source is ${show(source)}; expected a source, as of file("big.parquet"): a table in memory goes to fit of "dropglm"`;
    throw new GlmError("BAD_OPTION", message, {});
  }
  const found = REFUSED.find(([name]) => (all as Readonly<Record<string, unknown>>)[name] !== undefined);
  if (found !== undefined)
    throw new GlmError("NOT_SUPPORTED", `${found[0]} with a source; ${found[1]}`, { option: found[0] });
  const { seed, folder, on } = all;
  if (on !== undefined && typeof on.openRows !== "function") {
    const message = `on is ${show(on)}; expected who holds the rows, as bullmq({ url }) of dropglm/cluster`;
    throw new GlmError("BAD_OPTION", message, { option: "on" });
  }
  if (on !== undefined && folder !== undefined) {
    const message = "folder with on; the rows are on the workers: leave it out, and start them with --folder";
    throw new GlmError("BAD_OPTION", message, { option: "folder" });
  }
  if (folder !== undefined && typeof folder !== "string") {
    throw new GlmError("BAD_OPTION", `folder is ${show(folder)}; expected the path of a folder`, {});
  }
  if (seed !== undefined) {
    checkNumber("seed", seed, (v) => Number.isInteger(v) && v >= 0 && v < 2 ** 32, "a whole number in [0, 2^32)");
  }
}

function sampled(rows: number, seed: number): Warning {
  const message = `knots, quantiles, bases and means in place of missing cells were learned from a sample of ${SAMPLE.rows} of ${rows} rows at most (seed ${seed}), as the source was read once for them; set others in the formula, as in ns(x, knots = c(1, 2)), or another seed`;
  return { code: "sampled", message, detail: { rows, seed } };
}
