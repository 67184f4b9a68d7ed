import { GlmError } from "../base/errors.js";
import type { Design, Response } from "../base/flow.js";
import { quoted } from "../base/show.js";
import type { Family } from "../families/index.js";
import type { DesignMatrix } from "../frame/design.js";
import { designInput } from "../frame/design-input.js";
import { sumsOfColumns } from "../frame/design-sums.js";
import type { Encoding } from "../frame/encoding.js";
import { termKinds } from "../frame/terms.js";
import type { Value } from "../frame/value.js";
import { readDesign } from "../input/design.js";
import { type PartitionPlan, partitionSize } from "../shard/partitions.js";
import { Fingerprint } from "../source/fingerprint.js";
import { type Group, groupsOf } from "../source/groups.js";
import { Beside } from "./beside.js";
import { addFacts, type FactsSoFar, factsFrom, noFacts, type Outcome } from "./facts.js";
import type { Place, VectorName } from "./layout.js";
import { encodingOf, type Learned, unseenRow } from "./learn.js";
import { type Meaning, meaningOf, Seen } from "./outcome.js";
import { encodePartition, nth, type Recipe } from "./partition.js";
import { responseOf } from "./response.js";
import type { Spill } from "./spill.js";
import type { Steps } from "./steps.js";
import { addTotals, mergeWeights, NO_TOTALS, NO_WEIGHTS, namedSums, type Totals, weightsOf } from "./sums.js";

// The second reading of a source: every partition is encoded and kept in the file.

/** The rows of a source as a fit takes them, without their numbers, which are in the file. */
export interface Encoded {
  readonly encoding: Encoding;
  readonly design: Design;
  readonly response: Response;
  readonly cut: PartitionPlan;
  /** What folds may be made of. */
  readonly beside?: Beside;
}

/** How often the sample may turn out to lack a level that only a computation shows, as of cut(): each costs a reading. */
export const MOST_AGAIN = 20;

export async function encode(
  learned: Learned,
  family: Family,
  spill: Spill,
  steps: Steps,
  /** Gets the place of the first partition: refuses those that are too large. */
  check: (first: Place) => void,
): Promise<Encoded> {
  for (let again = 0; ; again++) {
    const here = { pass: beginPass(learned, family), spill, omitted: [], beside: new Beside() };
    const missed = await read(learned, here, steps, check, again < MOST_AGAIN);
    if (missed === undefined) return finishHere(learned, here);
    learned.sample.keep(missed.group, missed.row);
    spill.clear();
  }
}

/** A reading at work. */
export interface Pass extends Recipe {
  /** The response in the rows of the sample. */
  readonly value: Value;
  readonly entries: Design["entries"];
  readonly size: number;
  readonly seen: Seen;
  /** The design of the sample. */
  readonly design: DesignMatrix;
  totals: Totals;
  weights: typeof NO_WEIGHTS;
  hasTrials: boolean;
  /** Rows in use of each partition. */
  readonly rows: number[];
}

export function beginPass(learned: Learned, family: Family): Pass {
  const { encoding, design, response, rows, length } = encodingOf(learned);
  const { entries, columns } = readDesign(designInput({ design, rows, length }, termKinds(encoding)));
  return {
    ...{ family, encoding, entries, options: learned.question.options },
    value: response!,
    size: partitionSize({ rows: learned.sample.rows, columns, entries }),
    ...{ seen: new Seen(), design, totals: NO_TOTALS, weights: NO_WEIGHTS, hasTrials: false, rows: [] },
  };
}

/** The pass of this machine: its partitions are in the file. */
interface Here {
  readonly pass: Pass;
  readonly spill: Spill;
  /** Of each partition the rows that are left out. */
  readonly omitted: Int32Array[];
  readonly beside: Beside;
}

/** Reads all rows; a row with a level that the sample lacks ends it, if it may. */
async function read(learned: Learned, here: Here, steps: Steps, check: (first: Place) => void, mayEnd: boolean) {
  const { question, names, fingerprint } = learned;
  const { source } = question;
  const now = new Fingerprint();
  for await (const group of again(groupsOf(source, names, here.pass.size), source.name)) {
    now.add(group, fingerprint, source.name);
    try {
      await add(here, group);
    } catch (error) {
      const row = mayEnd ? unseenRow(error, group) : undefined;
      if (row === undefined) throw error;
      return { group, row };
    }
    if (group.first === 0) check(here.spill.places[0]!);
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
    throw vanished(error, name);
  }
}

/** The error of a later reading. */
export function vanished(error: unknown, name: string): unknown {
  if (!(error instanceof GlmError) || error.code !== "BAD_SHAPE" || typeof error.detail.column !== "string")
    return error;
  const message = `${name} had a column ${quoted(error.detail.column)} when it was read first, and has none now; expected the same columns: let nobody write to it during the fit`;
  return new GlmError("SOURCE_CHANGED", message, { column: error.detail.column });
}

async function add({ pass, spill, omitted, beside }: Here, group: Group): Promise<void> {
  const partition = encodePartition(pass, group);
  const { written, rows } = partition;
  pass.hasTrials ||= partition.hasTrials;
  pass.seen.add(written.vectors.y!, rows);
  pass.weights = mergeWeights(pass.weights, weightsOf(partition));
  pass.totals = addTotals(pass.totals, written);
  pass.rows.push(written.rows);
  omitted.push(partition.omitted);
  beside.add(partition);
  await spill.write(pass.design.names.length, written);
}

function finishHere(learned: Learned, { pass, spill, omitted, beside }: Here): Encoded {
  const meaning = meaningIn(learned, pass);
  spill.mean(meaning.numbers);
  const outcome = outcomeIn(pass, meaning);
  let facts = noFacts(outcome, meaning.numbers !== undefined);
  spill.places.forEach((_, k) => {
    facts = addFacts(facts, spill.vectors(k), outcome, (i) => k * pass.size + nth(omitted[k]!, i));
  });
  return {
    ...finish(learned, pass, { meaning, facts, has: spill.pattern.vectors, vector: (name) => spill.vector(name) }),
    beside,
  };
}

/** What y means, known when all rows were read. */
export function meaningIn({ question }: Learned, { family, seen, value, encoding, hasTrials }: Pass): Meaning {
  const { success } = question.options;
  return meaningOf({ family, seen, value, label: encoding.response!.label, success, hasTrials });
}

export function outcomeIn({ family, encoding }: Pass, { classes }: Meaning): Outcome {
  return { family, classes: classes?.length, label: encoding.response!.label };
}

/** What is known of y, and where its vectors are. */
export interface KnownOfY {
  readonly meaning: Meaning;
  readonly facts: FactsSoFar;
  readonly has: readonly VectorName[];
  readonly vector: (name: VectorName) => Float64Array;
}

/** The encoding, the response and the shape of all rows. */
export function finish({ sample }: Learned, pass: Pass, { meaning, facts, has, vector }: KnownOfY): Encoded {
  const { family, size, entries } = pass;
  const starts = Int32Array.from({ length: pass.rows.length + 1 }, () => 0);
  pass.rows.forEach((n, k) => {
    starts[k + 1] = starts[k]! + n;
  });
  const used = starts[pass.rows.length]!;
  const encoding: Encoding = {
    ...pass.encoding,
    rows: sample.rows,
    used,
    means: Array.from(sumsOfColumns(pass.design, pass.totals.columns), (sum) => sum / used),
    omitted: pass.encoding.omitted.map(({ column, rows }) => ({ column, rows: sample.missing.get(column) ?? rows })),
  };
  const { classes } = meaning;
  const all = factsFrom(facts, family, classes, encoding.intercept, encoding.response!.label);
  const response = responseOf({ facts: all, sums: namedSums(pass.totals, pass.weights), classes }, has, vector);
  const assign = Int32Array.from(encoding.assign);
  const terms = { ...termKinds(encoding), assign };
  return {
    encoding,
    response,
    design: { rows: used, columns: encoding.names.length, names: encoding.names, terms, entries: hollow(entries) },
    cut: { size, rows: sample.rows, starts },
  };
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
