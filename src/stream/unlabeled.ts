import { GlmError } from "../base/errors.js";
import type { Design } from "../base/flow.js";
import { checkKeys } from "../base/keys.js";
import { show } from "../base/show.js";
import { applyFrame } from "../frame/apply.js";
import type { TableInput } from "../frame/columns.js";
import type { Encoding } from "../frame/encoding.js";
import { isTable } from "../frame/is-table.js";
import { namesIn } from "../frame/names-in.js";
import { aboutTable, aboutUnlabeled } from "../frame/rows.js";
import type { PartitionPlan } from "../shard/partitions.js";
import { Fingerprint } from "../source/fingerprint.js";
import { type Group, groupsOf, namesOf, tableOf } from "../source/groups.js";
import { type Source, source } from "../source/source.js";
import { isSvmlight } from "../source/svmlight.js";
import type { Place } from "./layout.js";
import { needColumns } from "./learn.js";
import { blocksOf } from "./partition.js";
import type { Spill } from "./spill.js";
import type { Steps } from "./steps.js";

// Rows without labels of a source: they are read once, by the encoding of the rows with labels, and kept in a file of their own.

/** The option `unlabeled` over a source. */
export interface StreamUnlabeled {
  /** A source, or a table in memory, with the columns that the right side of the formula names. It is read once. */
  readonly x: Source | TableInput;
  /** The weight of such a row, relative to a labelled row, in (0, 1]. Default 1. */
  readonly weight?: number | undefined;
}

/** The rows without labels as a source. */
export function unlabeledSource(given: unknown): Source {
  checkKeys(given, ["x", "weight"], "unlabeled", "unlabeled");
  const { x } = given as { readonly x: unknown };
  if (typeof (x as Source | null)?.open === "function") return x as Source;
  if (isTable(x) && !isSvmlight(x)) {
    const open = async function* (): AsyncGenerator<TableInput> {
      yield x;
    };
    return source({ name: "unlabeled.x", open });
  }
  const message = `unlabeled.x is ${show(x)}; expected a source, as file("more.parquet"), or a table`;
  throw new GlmError("BAD_OPTION", message, { option: "unlabeled" });
}

/** What they are encoded like. */
interface Labelled {
  readonly encoding: Encoding;
  readonly design: Design;
  readonly cut: PartitionPlan;
}

/** Their design without its numbers, how it is cut, and what was read. */
export interface Unlabeled {
  readonly design: Design;
  readonly cut: PartitionPlan;
  readonly fingerprint: Fingerprint;
}

/** Reads them into a file; `check` gets the place of the first partition and refuses those that are too large. */
export async function encodeUnlabeled(
  given: Source,
  { encoding, design, cut: { size } }: Labelled,
  spill: Spill,
  steps: Steps,
  check: (first: Place) => void,
): Promise<Unlabeled> {
  const names = [...namesIn([...encoding.variables, ...encoding.offsets])];
  const all = await namesOf(given).catch((error: unknown) => aboutUnlabeled((): never => throwing(error)));
  aboutUnlabeled(() => needColumns(all, names));
  const starts = [0];
  const fingerprint = new Fingerprint();
  let rows = 0;
  for await (const group of groupsOf(given, names, size)) {
    fingerprint.add(group);
    const found = encodeGroup(encoding, group);
    await spill.write(encoding.names.length, { ...found, vectors: {} });
    starts.push(starts.at(-1)! + found.rows);
    rows += group.length;
    if (group.first === 0) check(spill.places[0]!);
    steps.rows(rows);
  }
  fingerprint.end();
  const used = starts.at(-1)!;
  if (used === 0) {
    const message = `unlabeled.x (${given.name}) has no rows without missing cells; at least one is needed`;
    throw new GlmError("EMPTY", message, {});
  }
  return { design: { ...design, rows: used }, cut: { size, rows, starts: Int32Array.from(starts) }, fingerprint };
}

function throwing(error: unknown): never {
  throw error;
}

function encodeGroup(encoding: Encoding, group: Group) {
  const rows = Int32Array.from({ length: group.length }, (_, i) => group.first + i);
  const frame = aboutUnlabeled(() =>
    aboutTable({ rows, words: {} }, () => applyFrame(encoding, tableOf(group), { unseen: "never" })),
  );
  return { rows: frame.rows.length, blocks: blocksOf(frame, encoding) };
}
