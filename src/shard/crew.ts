import type { Asking } from "./answers.js";
import type { ASKED, HeldRows } from "./held-rows.js";
import type { Holding } from "./holding.js";
import type { PartitionPlan } from "./partitions.js";
import type { Range, RowsPart } from "./rows-part.js";

/** The work of a holder. */
export type Asked = Pick<HeldRows, (typeof ASKED)[number]>;

/** Those that hold the rows in partitions, as threads do, and answer for all of them; this memory has none of the rows. */
export interface Crew {
  /** The partitions of each holder: they follow each other. */
  readonly runs: readonly Range[];
  /** Gives holder k its rows. */
  readonly hold: (k: number, holding: Holding) => void;
  /** Puts the sums over all rows into the exchange, as `evaluate` does. */
  readonly answer: (asking: Asking, request: number) => Promise<void>;
  /** What every holder says, in their order. */
  readonly all: <K extends keyof Asked>(name: K, ...given: Parameters<Asked[K]>) => Promise<ReturnType<Asked[K]>[]>;
  /** The same with arguments for each. */
  readonly each: <K extends keyof Asked>(
    name: K,
    given: (k: number) => Parameters<Asked[K]>,
  ) => Promise<ReturnType<Asked[K]>[]>;
  readonly end: () => void;
  /** Numbers of x that may be brought to who asks; undefined: as many as anybody's. */
  readonly most?: number;
  /** Hears of all rows that were brought. */
  readonly brought?: (rows: RowsPart) => void;
}

/** Hires holders for so many partitions of a fit, whose family has such parameters when it is called. */
export interface Hire {
  (partitions: number, parameters: () => Uint8Array | undefined): Crew;
  /** Of holders that have their rows already: how those are cut. They get the description only. */
  readonly cut?: PartitionPlan;
  /** The same of their rows without labels. */
  readonly cutUnlabeled?: PartitionPlan;
}
