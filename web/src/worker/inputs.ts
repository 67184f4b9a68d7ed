// The columns that predictions need, with what is typical of them.
import { isoDays } from "../../../src/frame/dates.js";
import type { PredictInput } from "../messages.js";
import type { Made } from "./fit.js";
import { type TypedColumn, typedColumns } from "./held.js";
import { inputNames, type Known, savedOf } from "./known.js";

const MOST_SORTED = 20_000;

const isoDay = (days: number): string => new Date(Math.floor(days) * 86_400_000).toISOString().slice(0, 10);

export function inputsOf(made: Made): PredictInput[] {
  const { encoding } = savedOf(made.model);
  if (encoding === undefined) return [];
  const columns = new Map(columnsOfMade(made).map((column) => [column.name, column]));
  return inputNames(encoding).map((name) => {
    const kind = encoding.columns.find((column) => column.name === name)?.kind ?? "number";
    const shown = kind === "logical" ? "category" : kind;
    if (name === encoding.roles.exposure) return { name, kind: "number", typical: "1" };
    const levels = shown === "category" ? levelsOf(encoding, name, columns.get(name)) : undefined;
    const typical = typicalText(encoding, name, columns.get(name), levels);
    return { name, kind: shown, typical, ...(levels === undefined ? {} : { levels }) };
  });
}

/** Columns of the open table as the model takes them; none for a saved model. */
export function columnsOfMade({ held, spec }: Made): TypedColumn[] {
  return held?.kind === "table" ? typedColumns(held, spec.types) : [];
}

/** The levels that the fit has seen. */
export function levelsOf(known: Known, name: string, column: TypedColumn | undefined): readonly string[] {
  const own = known.variables.find(
    ({ label, factor }) => factor !== undefined && (label === name || label === `\`${name}\``),
  );
  if (own?.factor !== undefined) return own.factor.levels;
  return column !== undefined && "levels" in column.column ? column.column.levels : [];
}

function typicalText(
  known: Known,
  name: string,
  column: TypedColumn | undefined,
  levels: readonly string[] | undefined,
): string {
  if (levels !== undefined) return (column === undefined ? undefined : mostFrequent(column)) ?? levels[0] ?? "";
  if (column !== undefined && "values" in column.column) {
    const middle = median(column.column.values);
    if (column.kind === "date") return isoDay(middle);
    return String(Number(middle.toPrecision(3)));
  }
  const j = known.names.indexOf(name);
  const mean = known.means?.[j] ?? 0;
  return known.columns.find((one) => one.name === name)?.kind === "date"
    ? isoDay(mean)
    : String(Number(mean.toPrecision(3)));
}

function mostFrequent({ column }: TypedColumn): string | undefined {
  if (!("levels" in column)) return undefined;
  const counts = new Array<number>(column.levels.length).fill(0);
  for (const code of column.codes) if (code >= 0) counts[code]! += 1;
  return column.levels[counts.indexOf(Math.max(...counts))];
}

/** The median; of very many numbers that of some, evenly spread over the rows. */
function median(values: Float64Array): number {
  const step = Math.max(1, Math.floor(values.length / MOST_SORTED));
  const present = values.filter((value, i) => i % step === 0 && !Number.isNaN(value)).sort();
  return present.length === 0 ? 0 : present[Math.floor((present.length - 1) / 2)]!;
}

/** What was typed in for a column, as a cell; an error says what was expected. */
export function cellOf({ name, kind, levels }: PredictInput, text: string | undefined, takesMissing: boolean): unknown {
  const bare = (text ?? "").trim();
  if (bare === "") {
    if (takesMissing) return undefined;
    throw new Error(`${name} is empty; expected ${wanted(kind, levels)}`);
  }
  if (kind === "category") {
    if (levels === undefined || levels.length === 0 || levels.includes(bare)) return bare;
    throw new Error(`${name} is "${bare}", which the fit has not seen; expected ${wanted(kind, levels)}`);
  }
  if (kind === "date") {
    if (isoDays(bare) !== undefined) return bare;
    throw new Error(`${name} is "${bare}"; expected ${wanted(kind, levels)}`);
  }
  const value = Number(/^[+-]?\d+,\d+$/.test(bare) ? bare.replace(",", ".") : bare);
  if (Number.isFinite(value)) return value;
  throw new Error(`${name} is "${bare}"; expected ${wanted(kind, levels)}`);
}

function wanted(kind: PredictInput["kind"], levels: readonly string[] | undefined): string {
  if (kind === "date") return "a date, as 2024-12-31";
  if (kind === "number") return "a number";
  const some = (levels ?? []).slice(0, 6).join(", ");
  return `one of ${some}${(levels ?? []).length > 6 ? ", ..." : ""}`;
}
