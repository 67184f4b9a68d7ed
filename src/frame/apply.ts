import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import { readTable, type TableInput } from "./columns.js";
import { type DesignMatrix, type DesignVariable, designOf } from "./design.js";
import { ENCODING_VERSION, type EncodedVariable, type Encoding } from "./encoding.js";
import { columnReader, flagsOf, sumOf } from "./frame.js";
import { columnsAs, namesIn } from "./in-use.js";
import { MISSING } from "./levels.js";
import { meanOfPresent } from "./missing.js";
import type { Value } from "./value.js";
import { applyVariable, relearned, type UnseenRule } from "./variables.js";

// The design of other rows, by the encoding of a fit.

export interface ApplyOptions {
  readonly unseen?: UnseenRule;
  /** Whether the response is read, too. */
  readonly response?: boolean;
}

/** The design of all rows of a table. A row with a missing cell is NaN. */
export interface AppliedFrame {
  readonly design: DesignMatrix;
  /** 1 for the rows in which a predictor is missing. */
  readonly isMissing: Uint8Array;
  readonly response: Value | undefined;
  readonly offset: Float64Array | undefined;
}

export function applyFrame(encoding: Encoding, input: TableInput, options: ApplyOptions = {}): AppliedFrame {
  const { unseen = "error", response: wantsResponse = false } = options;
  const { variables, offsets, response, columns, terms, coding } = checkedVersion(encoding);
  const table = readTable(input);
  const own = [...variables, ...offsets, ...(wantsResponse && response !== undefined ? [response] : [])];
  const typed = columnsAs(table, namesIn(own), columns);
  const scope = { rows: table.length, column: columnReader(typed, columns) };
  const valued = (filled: boolean) => {
    return (encoded: EncodedVariable): DesignVariable => ({
      encoded,
      value: applyVariable(encoded, scope, filled, unseen),
    });
  };
  const values = variables.map(valued(true));
  const everyRow = Int32Array.from({ length: table.length }, (_, i) => i);
  const flags = flagsOf(columns, typed, everyRow);
  const design = designOf(table.length, values, terms, flags, coding);
  if (design.names.length !== encoding.names.length) {
    const message = `the encoding makes ${design.names.length} columns and names ${encoding.names.length}; expected as many: the model was changed`;
    throw new GlmError("BAD_MODEL", message, {});
  }
  const isMissing = missingRows(values, table.length);
  for (let j = 0; j < design.names.length; j++) {
    for (let i = 0; i < table.length; i++) if (isMissing[i] === 1) design.data[j * table.length + i] = Number.NaN;
  }
  return {
    design,
    isMissing,
    response: wantsResponse && response !== undefined ? applyVariable(response, scope, false, "error") : undefined,
    offset: sumOf(offsets.map(valued(false))),
  };
}

function missingRows(variables: readonly DesignVariable[], rows: number): Uint8Array {
  const isMissing = new Uint8Array(rows);
  for (const { value } of variables) {
    const look = (holds: (i: number) => boolean): void => {
      for (let i = 0; i < rows; i++) if (holds(i)) isMissing[i] = 1;
    };
    if (value.kind === "factor") look((i) => value.codes[i] === MISSING);
    else if (value.kind === "numbers") look((i) => Number.isNaN(value.values[i]));
    else for (const column of value.columns) look((i) => Number.isNaN(column[i]));
  }
  return isMissing;
}

/**
 * The encoding of the same columns and levels whose transforms, and means in place of missing numbers, are learned from some rows only, as
 * the training rows of a fold.
 */
export function relearnFrame(
  encoding: Encoding,
  input: TableInput,
  rows: Int32Array,
  weights?: ArrayLike<number>,
): Encoding {
  const { variables, offsets, response } = checkedVersion(encoding);
  const table = readTable(input);
  const all = [...variables, ...offsets, ...(response === undefined ? [] : [response])];
  const typed = columnsAs(table, namesIn(all), encoding.columns);
  const columns = encoding.columns.map((encoded) => {
    const column = typed.get(encoded.name);
    if (encoded.fill === undefined || column === undefined || !("values" in column)) return encoded;
    return { ...encoded, fill: meanOfPresent(encoded.name, column.values, rows, weights) };
  });
  const scope = { rows: table.length, column: columnReader(typed, columns) };
  const again = (filled: boolean) => (encoded: EncodedVariable) => relearned(encoded, scope, filled, rows);
  return {
    ...encoding,
    columns,
    variables: variables.map(again(true)),
    offsets: offsets.map(again(false)),
    ...(response !== undefined && { response: again(false)(response) }),
  };
}

function checkedVersion(encoding: Encoding): Encoding {
  if (encoding.version === ENCODING_VERSION) return encoding;
  const message = `the encoding has version ${show(encoding.version)}; expected ${ENCODING_VERSION}: open the model with a newer version of this library`;
  throw new GlmError("BAD_MODEL", message, { version: encoding.version });
}
