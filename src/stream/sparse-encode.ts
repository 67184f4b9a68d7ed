import { GlmError } from "../base/errors.js";
import type { Design, Response } from "../base/flow.js";
import type { Family } from "../families/index.js";
import { numbers } from "../frame/value.js";
import { writeCsc, writeCsr } from "../input/csr.js";
import { checkColumns, numbered } from "../input/design.js";
import { sparse } from "../input/sparse.js";
import { type PartitionPlan, planPartitions } from "../shard/partitions.js";
import { Fingerprint, ofNumber } from "../source/fingerprint.js";
import { type SparseGroup, type SvmlightSource, sparseGroups, widthIn } from "../source/svmlight.js";
import { BY_ROWS } from "../wasm/design.js";
import { addFacts, type FactsSoFar, factsFrom, noFacts } from "./facts.js";
import type { Place, Written } from "./layout.js";
import { meaningOf, Seen } from "./outcome.js";
import { responseOf } from "./response.js";
import type { Spill } from "./spill.js";
import type { Steps } from "./steps.js";
import { addTotals, NO_TOTALS, NO_WEIGHTS, namedSums } from "./sums.js";

// The two readings of a file of sparse rows. The first counts, because the partitions of a sparse x depend on its rows, columns and entries;
// the second makes the partitions.

/** What the first reading has found. */
export interface Counted {
  readonly source: SvmlightSource;
  readonly rows: number;
  readonly entries: number;
  readonly columns: number;
  readonly zeroBased: boolean;
  readonly seen: Seen;
  readonly fingerprint: Fingerprint;
}

/** Reads the file once. */
export async function count(source: SvmlightSource, steps: Steps): Promise<Counted> {
  const [seen, fingerprint] = [new Seen(), new Fingerprint()];
  let [rows, entries] = [0, 0];
  let bounds: SparseGroup["bounds"] = { hasZero: false, largest: { index: -1, line: 0, column: 0 } };
  for await (const group of sparseGroups(source)) {
    fingerprint.add(hashed(group));
    seen.add(
      group.y,
      group.y.map((_, i) => group.first + i),
    );
    rows += group.y.length;
    entries += group.values.length;
    bounds = group.bounds;
    steps.rows(rows);
  }
  fingerprint.end();
  const width = widthIn(source, rows, bounds);
  checkColumns(width.columns, source.name);
  return { source, rows, entries, seen, fingerprint, ...width };
}

/** A number for each row. */
function hashed({ first, y, indptr, indices, values }: SparseGroup): Parameters<Fingerprint["add"]>[0] {
  const all = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    let hash = ofNumber(y[i]!, 0);
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++)
      hash = Math.imul(hash ^ ofNumber(values[k]!, indices[k]!), 0x85ebca6b);
    all[i] = hash;
  }
  return { first, length: y.length, cells: new Map([["row", all]]) };
}

/** What a fit asks of y. */
interface Asked {
  readonly family: Family;
  readonly success: unknown;
  /** Whether a fit to y of one class is to be refused. */
  readonly needsBoth: boolean;
}

/** The rows as a fit takes them, without their numbers, which are in the file. */
export interface SparseRows {
  readonly design: Design;
  readonly response: Response;
  readonly cut: PartitionPlan;
}

/** What messages call the labels. */
const LABEL = "y";

/** Reads the file again; `check` gets the place of the first partition and refuses those that are too large. */
export async function encodeSparse(
  counted: Counted,
  { family, success, needsBoth }: Asked,
  spill: Spill,
  steps: Steps,
  check: (first: Place) => void,
): Promise<SparseRows> {
  const { source, seen } = counted;
  const design = designOf(counted);
  const cut = planPartitions(design);
  const value = numbers(new Float64Array(0));
  const meaning = meaningOf({
    family,
    seen,
    value,
    label: LABEL,
    success,
    hasTrials: false,
    labelsOf: source.labelsOf,
  });
  const outcome = { family, classes: meaning.classes?.length, label: LABEL };
  let facts: FactsSoFar = noFacts(outcome, meaning.numbers !== undefined);
  let totals = NO_TOTALS;
  const now = new Fingerprint();
  for await (const group of sparseGroups(source, cut.size)) {
    now.add(hashed(group), counted.fingerprint, source.name);
    const y =
      meaning.numbers === undefined ? group.y : group.y.map((v) => meaning.numbers!.get(v) ?? changed(counted, group));
    const written: Written = { rows: y.length, blocks: [], lines: linesOf(counted, group), vectors: { y } };
    facts = addFacts(facts, { y, weight: undefined, offset: undefined }, outcome, (i) => group.first + i);
    totals = addTotals(totals, written);
    await spill.write(design.columns, written);
    if (group.first === 0) check(spill.places[0]!);
    steps.rows(group.first + y.length);
  }
  now.end(counted.fingerprint, source.name);
  const all = factsFrom(facts, family, meaning.classes, needsBoth, LABEL);
  const known = { facts: all, sums: namedSums(totals, NO_WEIGHTS), classes: meaning.classes };
  return { design, cut, response: responseOf(known, ["y"], (name) => spill.vector(name)) };
}

/** The shape of x; its entries are in the file of partitions. */
function designOf({ source, rows, columns, entries, zeroBased }: Counted): Design {
  const { nameOf } = source;
  const write = (): never => {
    throw new Error("the entries of a source are in its partitions");
  };
  return {
    ...{ rows, columns },
    names: nameOf === undefined ? numbered(columns) : Array.from({ length: columns }, (_, j) => nameOf(j, zeroBased)),
    entries: { kind: "sparse", count: entries, write, writeRows: write },
  };
}

/** The entries of some rows; by columns, if memory has them so. */
function linesOf(counted: Counted, group: SparseGroup): NonNullable<Written["lines"]> {
  const { columns, entries, zeroBased } = counted;
  const { y, indptr, values } = group;
  const shift = zeroBased ? 0 : 1;
  const indices = group.indices.map((index) => index - shift);
  if (indices.some((j) => j < 0 || j >= columns)) changed(counted, group);
  const x = sparse({ format: "csr", rows: y.length, columns, indptr, indices, values });
  const isByRow = entries <= BY_ROWS.most;
  const own = {
    starts: new Int32Array((isByRow ? y.length : columns) + 1),
    indices: new Int32Array(values.length),
    values: new Float64Array(values.length),
  };
  (isByRow ? writeCsr : writeCsc)(x, own.starts, own.indices, own.values);
  return { kind: "sparse", isByRow, ...own };
}

/** The rows are not those of the first reading. */
function changed({ source }: Counted, { first, y }: SparseGroup): never {
  const message = `${source.name}: rows ${first} to ${first + y.length - 1} are not what they were when they were read first; expected the same rows in the same order: let nobody write to it during the fit`;
  throw new GlmError("SOURCE_CHANGED", message, { from: first, to: first + y.length - 1 });
}
