import type { Cell } from "../frame/columns.js";
import type { Encoding } from "../frame/encoding.js";
import type { PathOptions } from "../options/path-types.js";
import type { FitOptions } from "../options/types.js";
import type { Question } from "../shard/answers.js";
import type { ASKED } from "../shard/held-rows.js";
import type { Coordinates, Description } from "../shard/holding.js";
import type { Marks } from "../source/fingerprint.js";
import type { Place } from "../source/source.js";
import type { FoldResult } from "../validation/run-fold.js";
import type { FactsSoFar } from "./facts.js";
import type { VectorName } from "./layout.js";
import type { Totals, Weights } from "./sums.js";

// What is said to who holds rows of a source elsewhere, and what they say: plain data.

/** Which rows, and how they are encoded. Run r has `group` partitions from number r group on, the last run fewer. */
export interface Task {
  readonly place: Place;
  /** The columns that are read. */
  readonly names: readonly string[];
  readonly encoding: Encoding;
  readonly family: Pick<FitOptions, "family" | "link">;
  readonly options: Readonly<Record<string, unknown>>;
  /** Rows of a partition, and partitions of a run. */
  readonly size: number;
  readonly group: number;
  /** What the first reading has seen. */
  readonly marks: Marks;
}

/** A run that was loaded. */
export interface Report {
  /** Rows in use of each partition. */
  readonly rows: readonly number[];
  /** Different y, and the rows in which each was first seen. */
  readonly seen: { readonly y: readonly number[]; readonly rows: readonly number[] };
  readonly hasTrials: boolean;
  readonly weights: Weights;
  readonly vectors: readonly VectorName[];
  /** Of all rows before the run, and with it. */
  readonly hashes: readonly [number, number];
}

/** A run, or the first of its rows that has a level which the encoding lacks. */
export type Loaded =
  | { readonly report: Report }
  | { readonly missed: { readonly row: number; readonly cells: readonly Cell[] } };

/** What a fit has settled about its rows: who was not there when it was settled catches up. */
export interface State {
  /** Of which crew; a new one holds its rows anew. */
  readonly crew: number;
  readonly description: Description;
  readonly isCleared: boolean;
  readonly coordinates: Coordinates | undefined;
  /** Number of the first row in use of each run. */
  readonly firsts: Float64Array;
  /** The numbers that y stands for, where it is others. */
  readonly numbers: ReadonlyMap<number, number> | undefined;
}

/** What runs are asked. */
export type Order =
  /** Sums that are added row by row: those of the rows before are given. */
  | { readonly about: "totals"; readonly before: Totals }
  | {
      readonly about: "facts";
      readonly before: FactsSoFar;
      readonly numbers: State["numbers"];
      readonly classes: number | undefined;
    }
  | { readonly about: "trials" }
  /** The sums of a pass, of each run. `isAll`: there is one partition, which is not added to anything. */
  | { readonly about: "sums"; readonly state: State; readonly question: Question; readonly isAll: boolean }
  /** What each holder of rows in a run says, in a list. */
  | {
      readonly about: "asked";
      readonly state: State;
      readonly name: (typeof ASKED)[number];
      readonly given: readonly unknown[];
      /** In the place of `given`: the ranges of rows of each run that are cut. */
      readonly ranges?: ReadonlyMap<number, readonly { readonly begin: number; readonly count: number }[]>;
    };

/** Those that hold the runs of a task. */
export interface Holders {
  /** Begins a task, and forgets the one before. `reloaded` hears of runs that were loaded again, because their holder was lost. */
  readonly begin: (task: Task, reloaded: (run: number, loaded: Loaded) => void) => Promise<void>;
  /** Has runs 0 .. count - 1 loaded, and tells of each; ends when all are. */
  readonly load: (count: number, told: (run: number, loaded: Loaded) => void) => Promise<void>;
  /** Asks these runs; tells of each answer once, in any order. An answer that is refused is asked for again. */
  readonly ask: (
    order: Order,
    runs: readonly number[],
    told: (run: number, answer: unknown) => boolean,
  ) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Where rows of a source may be held: an option `on`. */
export interface RowSite {
  readonly openRows: (signal: AbortSignal | undefined) => Promise<Holders>;
}

/** Folds of a source that are fitted elsewhere, by who reads it again: plain data. */
export interface FoldTask {
  readonly place: Place;
  readonly formula: string;
  /** Those of the call that say what its rows and folds are. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What the first reading has seen. */
  readonly marks: Marks;
  /** Options of the paths of a fold. */
  readonly outers: readonly PathOptions[];
  readonly folds: readonly number[];
}

/** Those who fit folds of a source. */
export interface FoldFitters {
  /** How many work at a time. */
  readonly count: () => Promise<number>;
  /** The results of each fold, by the paths of `outers`. */
  readonly judge: (task: FoldTask) => Promise<readonly (readonly FoldResult[])[]>;
  readonly end: () => Promise<void>;
}

/** Where folds of a source may be fitted: an option `on`. */
export interface SourceFoldSite {
  readonly openSourceFolds: () => Promise<FoldFitters>;
}
