import { type FitOptions, GlmError, type Model } from "../../index.js";
import type { StreamFitOptions } from "../../stream/index.js";
import type { DataFlags } from "../flags/data.js";
import { optionOf } from "../flags/penalty.js";
import { watchSource } from "../output/progress.js";
import { isSvmlight } from "./svmlight.js";

/** The command line of data that need not fit into memory. */
export interface SourceFlags {
  readonly memory?: string;
  readonly folder?: string;
}

/** How cells are written, and what needs a table in memory. */
const REFUSED = [
  ...["decimal", "thousands", "na", "comment", "encoding", "sheet", "unlabeled", "unlabeledWeight", "plot", "columns"],
  ...["exclude", "transform", "response", "cluster", "cluster2", "zeroBased"],
] as const;
const NAMING = [
  "weights",
  "trials",
  "offset",
  "exposure",
  "success",
  "types",
  "missing",
  "contrasts",
  "coding",
] as const;

/** Refuses, before anything is read, what goes with a table in memory only. */
export function checkSource(file: string | undefined, flags: DataFlags & SourceFlags): string {
  const all: Readonly<Record<string, unknown>> = { ...flags };
  if (flags.formula === undefined) {
    throw new GlmError(
      "BAD_OPTION",
      '--memory without a formula; expected one, as in big.parquet "y ~ a + b" --memory 2GB',
    );
  }
  if (file === undefined || file === "-") {
    throw new GlmError("BAD_OPTION", "--memory with standard input, which can be read once only; expected a file");
  }
  if (isSvmlight(file)) throw new GlmError("NOT_SUPPORTED", `--memory with ${file}, a file of SVMlight; leave it out`);
  const found = all.header === false ? "no-header" : REFUSED.find((name) => all[name] !== undefined);
  if (found === undefined) return file;
  const name = found === "no-header" ? "--no-header" : optionOf(found);
  throw new GlmError(
    "NOT_SUPPORTED",
    `${name} with --memory; expected one of them: write the file as Parquet or plain CSV first`,
  );
}

/** Fits to a file that is read a part at a time; undefined if the signal stops it before there is a fit. */
export async function fitSource(
  file: string,
  flags: DataFlags & SourceFlags,
  options: FitOptions,
  tolerance: number,
): Promise<Model | undefined> {
  const stream = await import("../../stream/index.js");
  const { onProgress, stop } = watchSource(options.tolerance ?? tolerance);
  const all: Readonly<Record<string, unknown>> = { ...flags };
  const own = Object.fromEntries(
    [...NAMING, "memory", "folder"].flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])),
  );
  try {
    return await stream.fit(flags.formula!, stream.file(file), { ...own, ...options, onProgress } as StreamFitOptions);
  } catch (error) {
    if (options.signal?.aborted && error === options.signal.reason) return undefined;
    throw error;
  } finally {
    stop();
  }
}
