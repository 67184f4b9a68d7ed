// What a person sees of a table: its columns, with what is in them.

import { textOfCell } from "../../../src/table/typed.js";
import type { ColumnInfo, Opened, Spec } from "../messages.js";
import { type Held, type HeldSparse, type HeldTable, LABEL, type TypedColumn, typedColumns } from "./held.js";
import { suggested } from "./suggest.js";
import { seldom, type Tools } from "./tools.js";

const BINS = 24;
const SHOWN_LEVELS = 12;
const MOST_DISTINCT = 1000;
const HEAD = 12;

export async function describe(held: Held, types: Spec["types"], tools: Tools): Promise<Opened> {
  return held.kind === "sparse" ? describeSparse(held) : describeTable(held, types, tools);
}

async function describeTable(held: HeldTable, types: Spec["types"], tools: Tools): Promise<Opened> {
  const wait = seldom(tools);
  const incomplete = new Uint8Array(held.rows);
  const columns: ColumnInfo[] = [];
  const typed: TypedColumn[] = [];
  for (const [j, raw] of held.raw.entries()) {
    tools.tell("describing the columns", j / held.raw.length);
    await wait();
    const [one] = typedColumns({ ...held, raw: [raw] }, types);
    typed.push(one!);
    columns.push(infoOf(one!, incomplete));
  }
  const count = Math.min(HEAD, held.rows);
  return {
    id: held.id,
    name: held.name,
    rows: held.rows,
    complete: incomplete.reduce((sum, is) => sum - is, held.rows),
    columns,
    head: Array.from({ length: count }, (_, i) => held.raw.map(({ cells }) => textOfCell(cells[i]))),
    notes: held.notes,
    suggested: suggested(columns, held.rows),
  };
}

function describeSparse({ id, name, rows, x, y, notes }: HeldSparse): Opened {
  const info = infoOf(
    {
      name: LABEL,
      kind: "number",
      given: "number",
      cells: y,
      told: undefined,
      note: undefined,
      column: { kind: "number", values: y },
    },
    new Uint8Array(rows),
  );
  return {
    id,
    name,
    rows,
    complete: rows,
    columns: [info],
    head: Array.from({ length: Math.min(HEAD, rows) }, (_, i) => [String(y[i])]),
    sparseColumns: x.columns,
    notes,
    suggested: { response: LABEL, predictors: [] },
  };
}

/** Describes a column, and marks the rows in which it is missing. */
function infoOf(typed: TypedColumn, incomplete: Uint8Array): ColumnInfo {
  const { name, kind, given, column } = typed;
  const about = "values" in column ? numbersInfo(column.values, incomplete) : levelsInfo(column, incomplete);
  const note = typed.note ?? noteOf(kind, about, incomplete.length);
  return { name, kind, given, ...about, ...(note === undefined ? {} : { note }) };
}

type About = Pick<ColumnInfo, "missing" | "distinct" | "histogram" | "mean" | "levels" | "others">;

function numbersInfo(values: Float64Array, incomplete: Uint8Array): About {
  let [missing, low, high, sum] = [0, Infinity, -Infinity, 0];
  const seen = new Set<number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) {
      missing += 1;
      incomplete[i] = 1;
      continue;
    }
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
    if (seen.size < MOST_DISTINCT) seen.add(value);
  }
  if (missing === values.length) return { missing, distinct: 0 };
  const counts = new Array<number>(BINS).fill(0);
  const width = (high - low) / BINS;
  for (const value of values) {
    if (!Number.isNaN(value)) counts[width > 0 ? Math.min(BINS - 1, Math.floor((value - low) / width)) : 0]! += 1;
  }
  return { missing, distinct: seen.size, histogram: { low, high, counts }, mean: sum / (values.length - missing) };
}

function levelsInfo(
  column: { readonly levels: readonly string[]; readonly codes: Int32Array },
  incomplete: Uint8Array,
): About {
  const counts = new Array<number>(column.levels.length).fill(0);
  let missing = 0;
  column.codes.forEach((code, i) => {
    if (code >= 0) counts[code]! += 1;
    else {
      missing += 1;
      incomplete[i] = 1;
    }
  });
  const sorted = column.levels
    .map((name, k) => ({ name, count: counts[k]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const levels = sorted.slice(0, SHOWN_LEVELS);
  const others = sorted.slice(SHOWN_LEVELS).reduce((sum, { count }) => sum + count, 0);
  return { missing, distinct: Math.min(sorted.length, MOST_DISTINCT), levels, others };
}

function noteOf(kind: ColumnInfo["kind"], { missing, distinct, others }: About, rows: number): string | undefined {
  if (missing === rows) return "every cell is missing";
  if (distinct === 1) return "one value only";
  const isEach = distinct >= Math.min(rows - missing, MOST_DISTINCT) && rows - missing > 2;
  if (kind === "category" && isEach) return "every value differs: an identifier?";
  return kind === "category" && distinct > 50 && others! > 0
    ? `${distinct === MOST_DISTINCT ? "1,000 or more" : distinct} different words`
    : undefined;
}
