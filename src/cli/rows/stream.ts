import { type FitOptions, GlmError } from "../../index.js";
import type { StreamProgress } from "../../stream/index.js";
import type { DataFlags } from "../flags/data.js";
import { optionOf } from "../flags/penalty.js";
import type { UnlabeledFlags } from "../flags/unlabeled.js";
import { writeWarning } from "../output/output.js";
import { watchSource } from "../output/progress.js";
import type { SourceNumbers, SourceRows } from "./heading.js";
import { formulaRefused, isSvmlight, nameOf, refuseTableOptions, toResponse } from "./svmlight.js";

/** The command line of data that need not fit into memory. */
export interface SourceFlags extends UnlabeledFlags {
  readonly memory?: string;
  readonly folder?: string;
  readonly checkpoint?: string;
  /** The address of Redis, or true where the environment has it. */
  readonly on?: string | true;
  readonly name?: string;
}

/** The option by which a file is read a part at a time, or undefined: then it is a table in memory. */
export function sourceOption({ memory, on }: SourceFlags): "--memory" | "--on" | undefined {
  if (memory !== undefined) return "--memory";
  return on === undefined ? undefined : "--on";
}

/** How cells are written, and what needs a table in memory. */
const REFUSED = [
  ...["decimal", "thousands", "na", "comment", "encoding", "sheet", "columns"],
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
  "folds",
  "groups",
  "times",
] as const;

/** Refuses, before anything is read, what goes with a table in memory only; `more` of the command's own flags. */
export function checkSource(
  file: string | undefined,
  flags: DataFlags & SourceFlags,
  more: readonly string[] = [],
): string {
  const all: Readonly<Record<string, unknown>> = { ...flags };
  const by = sourceOption(flags)!;
  if (isSvmlight(file)) {
    if (flags.formula !== undefined) throw formulaRefused(file);
    refuseTableOptions(file, flags);
    const found = [
      "success",
      "unlabeled",
      "unlabeledWeight",
      ...REFUSED.filter((name) => name !== "zeroBased"),
      ...more,
    ].find((name) => all[name] !== undefined);
    if (found === undefined) return file;
    const message = `${optionOf(found)} with ${by} and a file of SVMlight; expected one of them: leave one out`;
    throw new GlmError("NOT_SUPPORTED", message);
  }
  if (flags.formula === undefined) {
    const example = by === "--memory" ? "--memory 2GB" : "--on redis://10.0.0.5:6379";
    throw new GlmError("BAD_OPTION", `${by} without a formula; expected one, as in big.parquet "y ~ a + b" ${example}`);
  }
  const found = all.header === false ? "no-header" : [...REFUSED, ...more].find((name) => all[name] !== undefined);
  if (found === undefined) {
    if (all.unlabeled === "-") checkFile("-");
    return checkFile(file, by);
  }
  const name = found === "no-header" ? "--no-header" : optionOf(found);
  throw new GlmError(
    "NOT_SUPPORTED",
    `${name} with ${by}; expected one of them: write the file as Parquet or plain CSV first`,
  );
}

/** A file that may be read twice. */
export function checkFile(file: string | undefined, by = "--memory"): string {
  if (file === undefined || file === "-") {
    throw new GlmError("BAD_OPTION", `${by} with standard input, which can be read once only; expected a file`);
  }
  return file;
}

/** Refuses what goes with a file that is read a part at a time only. */
export function checkFolder(flags: SourceFlags): void {
  const { folder, checkpoint, name, on } = flags;
  if (name !== undefined && on === undefined)
    throw new GlmError("BAD_OPTION", "--name without --on; expected both, or neither");
  if (sourceOption(flags) !== undefined) return;
  const found = Object.entries({ folder, checkpoint }).find(([, value]) => value !== undefined);
  if (found !== undefined)
    throw new GlmError("BAD_OPTION", `--${found[0]} without --memory; expected both, or neither`);
}

type Stream = typeof import("../../stream/index.js");

/** A result of work on a source, and what a heading says of it. */
export interface FromSource<T> {
  readonly result: T;
  readonly data: SourceRows | SourceNumbers;
}

/** The arguments of a verb before its options: a formula and a source, or a file of SVMlight with the words of the command line. */
function argumentsOf(stream: Stream, file: string, { formula, zeroBased, family }: DataFlags): unknown[] {
  if (!isSvmlight(file)) return [formula, stream.file(file)];
  const labelsOf = (labels: Float64Array) => toResponse(labels, family);
  return [{ ...stream.svmlight(file, { zeroBased: zeroBased ?? "auto" }), nameOf, labelsOf }];
}

/** The file of --unlabeled as a source. */
function unlabeledOf(stream: Stream, { unlabeled, unlabeledWeight: weight }: UnlabeledFlags) {
  if (unlabeled === undefined) return {};
  return { unlabeled: { x: stream.file(unlabeled), ...(weight === undefined ? {} : { weight }) } };
}

/** Work on a file that is read a part at a time; undefined if the signal stops it before there is a result. */
export async function overSource<T extends object, P extends StreamProgress = StreamProgress>(
  file: string,
  flags: DataFlags & SourceFlags,
  options: { readonly signal?: FitOptions["signal"] },
  verb: (stream: Stream) => (...given: never[]) => Promise<T>,
  partOf: (progress: P) => number,
): Promise<FromSource<T> | undefined> {
  const stream = await import("../../stream/index.js");
  const bar = watchSource(partOf);
  const all: Readonly<Record<string, unknown>> = { ...flags };
  const own = Object.fromEntries(
    [...NAMING, "memory", "folder", "checkpoint"].flatMap((name) =>
      all[name] === undefined ? [] : [[name, all[name]]],
    ),
  );
  let rows = 0;
  const onProgress = (progress: P): void => {
    rows = progress.total ?? rows;
    bar.onProgress(progress);
  };
  try {
    const unlabeled = unlabeledOf(stream, flags);
    const given = [...argumentsOf(stream, file, flags), { ...own, ...options, ...unlabeled, onProgress }];
    const result = await verb(stream)(...(given as never[]));
    if (flags.formula !== undefined)
      return { result, data: { source: file, formula: flags.formula, lines: { length: rows } } };
    const columns = (result as { readonly names?: readonly string[] }).names?.length ?? 0;
    return { result, data: { source: file, response: "label", x: { rows, columns } } };
  } catch (error) {
    const { signal } = options;
    if (signal?.aborted && error === signal.reason) return undefined;
    throw error;
  } finally {
    bar.stop();
    if (options.signal?.aborted && flags.checkpoint !== undefined)
      writeWarning(`interrupted; the same command goes on from ${flags.checkpoint}`);
  }
}
