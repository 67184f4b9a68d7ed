import type { CodedColumns } from "../base/coded-entries.js";
import { GlmError } from "../base/errors.js";
import { shownName } from "../base/show.js";
import type { Coding } from "../formula/coding.js";
import { blocksOf, columnNames } from "./blocks.js";
import type { EncodedTerm } from "./encoding.js";
import { type DesignVariable, partOf } from "./part.js";

// Terms become columns.

/** The matrix of a model without its intercept. */
export interface DesignMatrix {
  readonly rows: number;
  readonly names: readonly string[];
  /** The term of each column, by its place. */
  readonly assign: Int32Array;
  readonly blocks: readonly CodedColumns[];
}

/** Each column has a name, a coefficient and more. */
const MOST = 2 ** 20;

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
  refuseWide(count, terms, widths);
  return {
    rows,
    names: [...parts.flatMap(columnNames), ...flags.keys()],
    assign: Int32Array.from([
      ...widths.flatMap((width, t) => Array<number>(width).fill(t)),
      ...Array.from(flags, (_, k) => terms.length + k),
    ]),
    blocks: [
      ...parts.flatMap((of) => blocksOf(rows, of)),
      ...Array.from(flags.values(), (values): CodedColumns => ({ kind: "numbers", values })),
    ],
  };
}

function refuseWide(count: number, terms: readonly EncodedTerm[], widths: readonly number[]): void {
  if (count < MOST) return;
  const widest = widths.indexOf(Math.max(...widths));
  const message = `the design has ${count} columns, ${widths[widest]} of them of ${shownName(terms[widest]!.label)}; expected fewer than ${MOST}: leave this term out, or join levels`;
  throw new GlmError("OUT_OF_MEMORY", message, { columns: count, term: terms[widest]!.label });
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
