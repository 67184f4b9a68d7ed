import { GlmError } from "../base/errors.js";
import type { Design, Response } from "../base/flow.js";
import { quoted } from "../base/show.js";
import { indicesWhere } from "../base/typed.js";
import type { Family } from "../families/index.js";
import { type AppliedFrame, applyFrame } from "../frame/apply.js";
import type { DesignMatrix } from "../frame/design.js";
import { designInput } from "../frame/design-input.js";
import { blockSums, sumsOfColumns } from "../frame/design-sums.js";
import type { Encoding } from "../frame/encoding.js";
import { readRoles, rowOptions } from "../frame/roles.js";
import { aboutTable } from "../frame/rows.js";
import { termKinds } from "../frame/terms.js";
import type { Value } from "../frame/value.js";
import { readDesign } from "../input/design.js";
import { type RowVectors, readRows } from "../input/response.js";
import { type PartitionPlan, partitionSize } from "../shard/partitions.js";
import { Fingerprint } from "../source/fingerprint.js";
import { type Group, groupsOf, tableOf } from "../source/groups.js";
import type { Place } from "./layout.js";
import { encodingOf, type Learned, unseenRow } from "./learn.js";
import { meaningOf, rawOutcome, responseOf, Seen } from "./outcome.js";
import type { Spill } from "./spill.js";
import type { Steps } from "./steps.js";
import { Sums } from "./sums.js";

// The second reading of a source: every partition is encoded and kept in the file.

/** The rows of a source as a fit takes them, without their numbers, which are in the file. */
export interface Encoded {
  readonly encoding: Encoding;
  readonly design: Design;
  readonly response: Response;
  readonly cut: PartitionPlan;
}

/** How often the sample may turn out to lack a level that only a computation shows, as of cut(): each costs a reading. */
const MOST_AGAIN = 20;

export async function encode(
  learned: Learned,
  family: Family,
  spill: Spill,
  steps: Steps,
  /** Gets the place of the first partition: refuses those that are too large. */
  check: (first: Place) => void,
): Promise<Encoded> {
  for (let again = 0; ; again++) {
    const pass = { ...beginPass(learned, family, spill), check };
    const missed = await read(learned, pass, steps, again < MOST_AGAIN);
    if (missed === undefined) return finish(learned, pass);
    learned.sample.keep(missed.group, missed.row);
    spill.clear();
  }
}

/** A reading at work. */
interface Pass {
  readonly family: Family;
  readonly spill: Spill;
  readonly encoding: Encoding;
  /** The response in the rows of the sample. */
  readonly value: Value;
  readonly entries: Design["entries"];
  readonly size: number;
  readonly seen: Seen;
  readonly sums: Sums;
  /** The design of the sample, and sums of the columns of all rows. */
  readonly design: DesignMatrix;
  columnSums: Float64Array[];
  /** Of each partition the rows that are left out. */
  readonly omitted: Int32Array[];
  hasTrials: boolean;
  readonly check: (first: Place) => void;
}

function beginPass(learned: Learned, family: Family, spill: Spill): Omit<Pass, "check"> {
  const { encoding, design, response, rows, length } = encodingOf(learned);
  const { entries, columns } = readDesign(designInput({ design, rows, length }, termKinds(encoding)));
  return {
    ...{ family, spill, encoding, entries },
    value: response!,
    size: partitionSize({ rows: learned.sample.rows, columns, entries }),
    ...{ seen: new Seen(), sums: new Sums(), design, columnSums: [], omitted: [], hasTrials: false },
  };
}

/** Reads all rows; a row with a level that the sample lacks ends it, if it may. */
async function read(learned: Learned, pass: Pass, steps: Steps, mayEnd: boolean) {
  const { question, names, fingerprint } = learned;
  const { source } = question;
  const now = new Fingerprint();
  for await (const group of again(groupsOf(source, names, pass.size), source.name)) {
    now.add(group, fingerprint, source.name);
    try {
      await add(learned, pass, group);
    } catch (error) {
      const row = mayEnd ? unseenRow(error, group) : undefined;
      if (row === undefined) throw error;
      return { group, row };
    }
    if (group.first === 0) pass.check(pass.spill.places[0]!);
    steps.rows(group.first + group.length);
  }
  now.end(fingerprint, source.name);
  return undefined;
}

/** The groups of a reading that is not the first: a column that is not there any more has vanished. */
async function* again(groups: AsyncIterable<Group>, name: string): AsyncGenerator<Group> {
  try {
    yield* groups;
  } catch (error) {
    if (!(error instanceof GlmError) || error.code !== "BAD_SHAPE" || typeof error.detail.column !== "string")
      throw error;
    const message = `${name} had a column ${quoted(error.detail.column)} when it was read first, and has none now; expected the same columns: let nobody write to it during the fit`;
    throw new GlmError("SOURCE_CHANGED", message, { column: error.detail.column });
  }
}

async function add(learned: Learned, pass: Pass, group: Group): Promise<void> {
  const { spill, seen, sums, omitted, family } = pass;
  const { options } = learned.question;
  const { first, length } = group;
  const whole = Int32Array.from({ length }, (_, i) => first + i);
  const found = aboutTable({ rows: whole, words: {} }, () => {
    const table = tableOf(group);
    const roles = readRoles(table, options);
    return {
      roles,
      frame: applyFrame(pass.encoding, table, { unseen: "never", response: true, beside: roles.vectors }),
    };
  });
  const { frame, roles } = found;
  const { rows, design } = frame;
  const label = pass.encoding.response!.label;
  const places = { rows: rows.map((i) => first + i), words: { ...roles.columns, y: label } };
  const vectors = aboutTable(places, () =>
    vectorsOf(frame, label, family, {
      ...options,
      ...rowOptions(roles, rows, frame.offset),
    } as RowVectors),
  );
  const { y, trials, weight, offset } = vectors;
  pass.hasTrials ||= trials !== undefined;
  seen.add(y, places.rows, 0);
  sums.add(vectors, rows.length);
  pass.columnSums = blockSums(design, new Float64Array(rows.length).fill(1), pass.columnSums);
  const blocks = rows.length === 0 ? design.blocks : blocksOf(frame, pass.encoding);
  omitted.push(leftOut(rows, length));
  await spill.write(design.names.length, {
    rows: rows.length,
    blocks,
    vectors: { y, ...(weight && { weight }), ...(trials && { trials }), ...(offset && { offset }) },
  });
}

function blocksOf(frame: AppliedFrame, encoding: Encoding) {
  const { entries } = readDesign(designInput(frame, termKinds(encoding)));
  return (entries as Extract<Design["entries"], { kind: "coded" }>).blocks;
}

function vectorsOf(frame: AppliedFrame, label: string, family: Family, options: RowVectors) {
  const { y, trials, hasTrials } = rawOutcome(frame.response!, label);
  const weights = options.weights as ArrayLike<number> | undefined;
  const counted = hasTrials === undefined ? weights : hasTrials.map((has, i) => has * (weights?.[i] ?? 1));
  const own = { ...options, weights: counted, trials: trials ?? options.trials };
  return { y, ...readRows(y, family, own) };
}

function leftOut(rows: Int32Array, length: number): Int32Array {
  if (rows.length === length) return NONE;
  const isIn = new Uint8Array(length);
  for (const i of rows) isIn[i] = 1;
  return indicesWhere(length, (i) => isIn[i] === 0);
}

const NONE = new Int32Array(0);

/** The encoding, the response and the shape of all rows. */
function finish(learned: Learned, pass: Pass): Encoded {
  const { question, sample } = learned;
  const { family, spill, sums, size, entries, value } = pass;
  const { options } = question;
  const used = sums.rows;
  const label = pass.encoding.response!.label;
  const encoding: Encoding = {
    ...pass.encoding,
    rows: sample.rows,
    used,
    means: Array.from(sumsOfColumns(pass.design, pass.columnSums), (sum) => sum / used),
    omitted: pass.encoding.omitted.map(({ column, rows }) => ({ column, rows: sample.missing.get(column) ?? rows })),
  };
  const meaning = meaningOf({
    family,
    seen: pass.seen,
    value,
    label,
    success: options.success,
    hasTrials: pass.hasTrials,
  });
  const rowOf = (k: number, i: number) => ({ row: k * size + nth(pass.omitted[k]!, i), label });
  const response = responseOf(spill, sums, meaning, family, encoding.intercept, rowOf);
  const starts = Int32Array.from([...spill.places.map(({ first }) => first), used]);
  const assign = Int32Array.from(encoding.assign);
  const terms = { ...termKinds(encoding), assign };
  return {
    encoding,
    response,
    design: { rows: used, columns: encoding.names.length, names: encoding.names, terms, entries: hollow(entries) },
    cut: { size, rows: sample.rows, starts },
  };
}

/** Row i of those that are not left out. */
function nth(omitted: Int32Array, i: number): number {
  let row = i;
  for (const out of omitted) if (out <= row) row++;
  return row;
}

/** The blocks without their numbers. */
function hollow(entries: Design["entries"]): Design["entries"] {
  const { blocks } = entries as Extract<Design["entries"], { kind: "coded" }>;
  const [values, codes] = [new Float64Array(0), new Uint8Array(0)];
  return {
    kind: "coded",
    blocks: blocks.map((block) =>
      block.kind === "numbers" ? { ...block, values } : { ...block, codes, values: block.values && values },
    ),
  };
}
