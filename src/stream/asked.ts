import { checkNumber } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import type { FitOptions } from "../options/types.js";
import type { Source } from "../source/source.js";
import { isSvmlight } from "../source/svmlight.js";
import type { StreamProgress } from "./steps.js";
import type { RowSite } from "./task.js";
import { unlabeledSource } from "./unlabeled.js";

// What a verb over a source is asked for, and what it refuses.

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
/** The default of the option `memory`. */
export const MEMORY = "1GB";

/** A verb over a source. */
export interface Verb<T> {
  readonly name: string;
  readonly keys: readonly string[];
  readonly isPenalized: boolean;
  /** Whether there was more to do when the work ended. */
  readonly isStopped: (found: T) => boolean;
  /** Options that it takes with a table in memory only, and why. */
  readonly refused?: readonly (readonly [string, string])[];
}

/** Options that need what a source has not. */
const REFUSED: readonly (readonly [string, string])[] = [
  ["workers", "one thread reads the file; leave it out"],
  ["workerUrl", "one thread reads the file; leave it out"],
  ["intercept", "the formula says it: write 0 + ... for none, and leave the option out"],
];

/** The options that a family is chosen by. */
export function familyOptions({ family, link }: FitOptions): FitOptions {
  return { ...(family !== undefined && { family }), ...(link !== undefined && { link }) };
}

/** Refuses, before anything is read, what is no formula, no source, and options that do not go with one. */
export function checkAsked(formula: unknown, source: unknown, all: StreamOptions, { refused = [] }: Verb<never>): void {
  if (typeof formula !== "string") {
    throw new GlmError("BAD_FORMULA", `the formula is ${show(formula)}; expected text, as "y ~ a + b"`, {});
  }
  if (isSvmlight(source)) {
    const message =
      "the source is a file of SVMlight, whose columns have no names; expected fit(source, options) or path(source, options), without a formula";
    throw new GlmError("BAD_FORMULA", message, {});
  }
  if (typeof (source as Source | null)?.open !== "function") {
    const message = `the source is ${show(source)}; expected a source, as of file("big.parquet"): a table in memory goes to fit of "dropglm"`;
    throw new GlmError("BAD_OPTION", message, {});
  }
  const found = [...REFUSED, ...refused].find(
    ([name]) => (all as Readonly<Record<string, unknown>>)[name] !== undefined,
  );
  if (found !== undefined)
    throw new GlmError("NOT_SUPPORTED", `${found[0]} with a source; ${found[1]}`, { option: found[0] });
  const { unlabeled } = all as FitOptions;
  if (unlabeled !== undefined) unlabeledSource(unlabeled);
  if (all.on !== undefined && unlabeled !== undefined) {
    throw new GlmError(
      "NOT_SUPPORTED",
      "unlabeled with on; expected one of them: workers elsewhere hold rows with labels only",
      {},
    );
  }
  checkPlaces(all);
}

/** Refuses wrong places for rows, and a wrong seed. */
export function checkPlaces({ seed, folder, on }: StreamOptions): void {
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
