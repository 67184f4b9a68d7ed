import { GlmError } from "../base/errors.js";
import { shownName } from "../base/show.js";
import type { Coding } from "../formula/coding.js";
import { contrastColumns } from "./contrasts.js";
import type { EncodedTerm, EncodedVariable } from "./encoding.js";
import { MISSING, MISSING_LEVEL, UNSEEN } from "./levels.js";
import { type Value, valueRows } from "./value.js";

// Terms become columns: the products of the columns of their variables, those of the first variable changing fastest.

/** A variable and its value in the rows of the design. */
export interface DesignVariable {
  readonly encoded: EncodedVariable;
  readonly value: Value;
}

/** The same variable in some rows. */
export function inRows(rows: Int32Array): (variable: DesignVariable) => DesignVariable {
  return ({ encoded, value }) => ({ encoded, value: valueRows(value, rows) });
}

/** The matrix of a model without its intercept. */
export interface DesignMatrix {
  readonly rows: number;
  readonly names: readonly string[];
  /** The term of each column, by its place. */
  readonly assign: Int32Array;
  /** Column after column. */
  readonly data: Float64Array;
}

/** The columns of one variable in one term: how many, their names, and how to write one into an array. */
interface Part {
  readonly names: readonly string[];
  readonly entry: (column: number, row: number) => number;
}

/** More do not fit into the memory of the kernel. */
const MOST = 2 ** 29;

/** `flags`: columns that mark missing numbers, by their names; each is a term of its own behind the others. */
export function designOf(
  rows: number,
  variables: readonly DesignVariable[],
  terms: readonly EncodedTerm[],
  flags: ReadonlyMap<string, Float64Array>,
  coding: Coding,
): DesignMatrix {
  const parts = terms.map((term) => term.variables.map((v, k) => partOf(variables[v]!, term.codings[k]!, coding)));
  const widths = parts.map((of) => of.reduce((width, part) => width * part.names.length, 1));
  const count = widths.reduce((sum, width) => sum + width, flags.size);
  refuseLarge(rows, count, terms, widths);
  const data = new Float64Array(rows * count);
  const assign = new Int32Array(count);
  const names: string[] = [];
  for (const [t, of] of parts.entries()) {
    for (let j = 0; j < widths[t]!; j++) {
      const at = names.length;
      const name = writeProduct(of, j, data.subarray(at * rows, (at + 1) * rows));
      assign[at] = t;
      names.push(name);
    }
  }
  let term = terms.length;
  for (const [name, flag] of flags) {
    data.set(flag, names.length * rows);
    assign[names.length] = term++;
    names.push(name);
  }
  return { rows, names, assign, data };
}

function refuseLarge(rows: number, count: number, terms: readonly EncodedTerm[], widths: readonly number[]): void {
  if (rows * count < MOST) return;
  const widest = widths.indexOf(Math.max(...widths));
  const message = `the design has ${rows} rows and ${count} columns, ${widths[widest]} of them of ${shownName(terms[widest]!.label)}; expected fewer than ${MOST} entries: leave this term out, or join levels`;
  throw new GlmError("OUT_OF_MEMORY", message, { rows, columns: count, term: terms[widest]!.label });
}

/** Writes column j of a term and returns its name. */
function writeProduct(parts: readonly Part[], j: number, target: Float64Array): string {
  const names: string[] = [];
  let rest = j;
  target.fill(1);
  for (const { names: own, entry } of parts) {
    const column = rest % own.length;
    rest = Math.floor(rest / own.length);
    names.push(own[column]!);
    for (let i = 0; i < target.length; i++) target[i]! *= entry(column, i);
  }
  return names.join(":");
}

function partOf({ encoded, value }: DesignVariable, inTerm: Coding, coding: Coding): Part {
  const { label } = encoded;
  const named = (suffixes: readonly string[]): string[] => suffixes.map((suffix) => `${label}[${suffix}]`);
  if (value.kind === "numbers") return { names: [label], entry: (_column, i) => value.values[i]! };
  if (value.kind === "block") {
    const names = value.columns.length === 1 ? [label] : named(value.suffixes);
    return { names, entry: (column, i) => value.columns[column]![i]! };
  }
  const { levels, contrast, ref, marksMissing } = encoded.factor!;
  if (inTerm === "contrast" && levels.length < 2 && !marksMissing) throw oneLevel(label, levels);
  const { suffixes, entry: coded } = contrastColumns(inTerm === "full" ? "full" : contrast, levels, ref);
  const names = named(marksMissing ? [...suffixes, MISSING_LEVEL] : suffixes);
  const isReference = inTerm === "full" && coding === "contrast" && contrast === "treatment";
  const { codes } = value;
  const entry = (column: number, i: number): number => {
    const code = codes[i]!;
    if (code === MISSING) return Number.NaN;
    if (code === UNSEEN) return isReference && column === ref ? 1 : 0;
    if (column === suffixes.length) return code === levels.length ? 1 : 0;
    return code === levels.length ? 0 : coded(code, column);
  };
  return { names, entry };
}

function oneLevel(label: string, levels: readonly string[]): GlmError {
  const found = levels.length === 0 ? "no level" : `one level only (${shownName(levels[0]!)})`;
  const message = `${shownName(label)} has ${found} in the rows that are used; expected two or more: leave it out of the formula`;
  return new GlmError("ONE_CLASS", message, { variable: label, levels });
}

/** The sum of the offsets in every row. */
export function sumOfOffsets(offsets: readonly DesignVariable[]): Float64Array | undefined {
  let sum: Float64Array | undefined;
  for (const { encoded, value } of offsets) {
    if (value.kind !== "numbers") {
      const message = `offset(${shownName(encoded.label)}) is no column of numbers; expected one, as log(exposure)`;
      throw new GlmError("BAD_VALUE", message, { variable: encoded.label });
    }
    const before: Float64Array | undefined = sum;
    sum = before === undefined ? value.values.slice() : before.map((v, i) => v + value.values[i]!);
  }
  return sum;
}
