import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import { indicesWhere } from "../base/typed.js";
import type { NamedColumns } from "./columns.js";
import { type DesignMatrix, designOf, sumOfOffsets } from "./design.js";
import { ENCODING_VERSION, type EncodedVariable, type Encoding } from "./encoding.js";
import { columnsAs } from "./in-use.js";
import { MISSING } from "./levels.js";
import { type Beside, columnReader, flagsOf, isMissingIn, meanOfPresent } from "./missing.js";
import { namesIn } from "./names-in.js";
import { inRows } from "./part.js";
import { type Value, valueRows } from "./value.js";
import { applyVariable, relearned, type UnseenRule } from "./variables.js";

// The design of other rows, by the encoding of a fit.

export interface ApplyOptions {
  /** "never": an error, where nothing else can be asked for. */
  readonly unseen?: UnseenRule | "never";
  /** Whether the response is read, too: rows without it are left out. */
  readonly response?: boolean;
  /** Vectors of the rows, by name: where one is missing, the row is left out. */
  readonly beside?: Beside;
}

/** The design of the rows of a table in which nothing is missing. */
export interface AppliedFrame {
  /** Rows of the table. */
  readonly length: number;
  /** The complete rows, in their order. */
  readonly rows: Int32Array;
  /** Of these rows, as all below. */
  readonly design: DesignMatrix;
  readonly response: Value | undefined;
  readonly offset: Float64Array | undefined;
}

export function applyFrame(encoding: Encoding, table: NamedColumns, options: ApplyOptions = {}): AppliedFrame {
  const { unseen = "error", response: wantsResponse = false } = options;
  const { variables, offsets, response, columns, terms, coding } = checkedVersion(encoding);
  const own = [...variables, ...offsets, ...(wantsResponse && response !== undefined ? [response] : [])];
  const typed = columnsAs(table, namesIn(own), columns);
  const scope = { rows: table.length, column: columnReader(typed, columns) };
  const valued = (filled: boolean) => {
    return (encoded: EncodedVariable) => ({ encoded, ...applyVariable(encoded, scope, filled, unseen) });
  };
  const values = variables.map(valued(true));
  const outcome = wantsResponse && response !== undefined ? applyVariable(response, scope, false, "never") : undefined;
  const added = offsets.map(valued(false));
  const needed = [...values, ...added].map(({ value }) => value);
  const rows = presentRows(table.length, outcome === undefined ? needed : [...needed, outcome.value], options.beside);
  for (const { check } of [...values, ...added, ...(outcome === undefined ? [] : [outcome])]) check(rows);
  const flags = flagsOf(columns, typed, rows);
  const design = designOf(rows.length, values.map(inRows(rows)), terms, flags, coding);
  if (design.names.length !== encoding.names.length) {
    const message = `the encoding makes ${design.names.length} columns and names ${encoding.names.length}; expected as many: the model was changed`;
    throw new GlmError("BAD_MODEL", message, {});
  }
  return {
    length: table.length,
    rows,
    design,
    response: outcome && valueRows(outcome.value, rows),
    offset: sumOfOffsets(added.map(inRows(rows))),
  };
}

/** The rows in which no value and no vector beside them is missing. */
function presentRows(length: number, values: readonly Value[], beside: Beside = new Map()): Int32Array {
  const isMissing = new Uint8Array(length);
  const look = (holds: (i: number) => boolean): void => {
    for (let i = 0; i < length; i++) if (holds(i)) isMissing[i] = 1;
  };
  for (const value of values) {
    if (value.kind === "factor") look((i) => value.codes[i] === MISSING);
    else if (value.kind === "numbers") look((i) => Number.isNaN(value.values[i]));
    else for (const column of value.columns) look((i) => Number.isNaN(column[i]));
  }
  for (const vector of beside.values()) look((i) => isMissingIn(vector, i));
  return indicesWhere(length, (i) => isMissing[i] === 0);
}

/**
 * The encoding of the same columns and levels whose transforms, and means in place of missing numbers, are learned from some rows only, as
 * the training rows of a fold. Without the means of its columns: nobody asks a fold for parts of terms.
 */
export function relearnFrame(
  encoding: Encoding,
  table: NamedColumns,
  rows: Int32Array,
  weights?: ArrayLike<number>,
): Encoding {
  const { variables, offsets, response } = checkedVersion(encoding);
  const all = [...variables, ...offsets, ...(response === undefined ? [] : [response])];
  const typed = columnsAs(table, namesIn(all), encoding.columns);
  const columns = encoding.columns.map((encoded) => {
    const column = typed.get(encoded.name);
    if (encoded.fill === undefined || column === undefined || !("values" in column)) return encoded;
    return { ...encoded, fill: meanOfPresent(encoded.name, column.values, rows, weights) };
  });
  const scope = { rows: table.length, column: columnReader(typed, columns) };
  const again = (filled: boolean) => (encoded: EncodedVariable) => relearned(encoded, scope, filled, rows);
  const { means: _ofAll, ...rest } = encoding;
  return {
    ...rest,
    columns,
    variables: variables.map(again(true)),
    offsets: offsets.map(again(false)),
    ...(response !== undefined && { response: again(false)(response) }),
  };
}

/** Whether some column depends on the rows it was learned from: levels and intervals do not count. */
export function isLearned({ variables, columns }: Encoding): boolean {
  const isOf = ({ states }: EncodedVariable): boolean => states.some(({ transform }) => transform !== "cut");
  return variables.some(isOf) || columns.some(({ fill }) => fill !== undefined);
}

function checkedVersion(encoding: Encoding): Encoding {
  if (encoding.version === ENCODING_VERSION) return encoding;
  const message = `the encoding has version ${show(encoding.version)}; expected ${ENCODING_VERSION}: open the model with a newer version of this library`;
  throw new GlmError("BAD_MODEL", message, { version: encoding.version });
}
