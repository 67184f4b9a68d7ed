import { GlmError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import { show, shownName } from "../base/show.js";
import type { Formula, Variable } from "../formula/ast.js";
import type { Coding } from "../formula/coding.js";
import { readTable, type TableInput } from "./columns.js";
import { CONTRAST_NAMES } from "./contrasts.js";
import { type DesignMatrix, type DesignVariable, designOf } from "./design.js";
import { ENCODING_VERSION, type EncodedColumn, type EncodedTerm, type Encoding, type MissingRule } from "./encoding.js";
import { type ColumnTypes, namesIn, typedColumns } from "./in-use.js";
import { completeRows, filled, flagName, flagOf, meanOfPresent, type Omitted } from "./missing.js";
import { type Column, isMissingAt } from "./types.js";
import { type Value, valueRows } from "./value.js";
import { type ContrastOption, type LearnedVariable, learnVariable } from "./variables.js";

// A table and a formula become a design, and what must be remembered to do the same with other rows.

/** How the variables of each term are coded by R's rule of marginality: by a contrast, or with a column for each level. */
export type CodingRule = (formula: Formula, isFactor: (label: string) => boolean) => readonly (readonly Coding[])[];

export interface FrameOptions {
  /** What columns are, where their cells do not say it. */
  readonly types?: ColumnTypes;
  /** Contrasts by the labels of variables. The formula goes before: C(race, sum). */
  readonly contrasts?: Readonly<Record<string, ContrastOption>>;
  /** "full": factors have a column for each level, unless a contrast was asked for. */
  readonly coding?: Coding;
  readonly missing?: MissingRule;
  /** For the means that replace missing numbers. */
  readonly weights?: ArrayLike<number>;
  /** Vectors of the rows, by name: where one is NaN, the row is left out. */
  readonly beside?: ReadonlyMap<string, ArrayLike<number>>;
}

export interface Frame {
  readonly encoding: Encoding;
  /** Rows of the table. */
  readonly length: number;
  /** The rows that are used, in their order. */
  readonly rows: Int32Array;
  readonly omitted: readonly Omitted[];
  /** Columns of text that were read as numbers or dates. */
  readonly fromText: readonly string[];
  /** Of the rows that are used, as all below. */
  readonly design: DesignMatrix;
  /** The labels of the terms; `design.assign` has their places. */
  readonly terms: readonly string[];
  /** Undefined if the formula has none. Codes of a factor are places among its levels. */
  readonly response: Value | undefined;
  /** The sum of all offsets; undefined if the formula has none. */
  readonly offset: Float64Array | undefined;
}

/** The design of a table, and its encoding. Transforms learn from all rows in which their column is present, as in R. */
export function learnFrame(input: TableInput, formula: Formula, coding: CodingRule, options: FrameOptions = {}): Frame {
  const { missing = "omit", weights, beside = new Map() } = options;
  const table = readTable(input);
  const predictors = distinctVariables(formula);
  const outcome = formula.response === undefined ? formula.offsets : [formula.response, ...formula.offsets];
  const [predicting, needed] = [namesIn(predictors), namesIn(outcome)];
  const { columns, fromText } = typedColumns(table, new Set([...needed, ...predicting]), options.types ?? {});
  const isNeeded = ([name]: [string, Column]): boolean => missing !== "indicator" || needed.has(name);
  const asked = new Map([...columns].filter(isNeeded));
  const { rows, omitted } = completeRows(table.length, asked, beside, missing === "error" ? "error" : "omit");
  const isFilled = missing === "indicator";
  const encodedColumns = [...columns].map(([name, column]): EncodedColumn => {
    const isMarked = isFilled && predicting.has(name) && rows.some((row) => isMissingAt(column, row));
    const fill = isMarked && "values" in column ? meanOfPresent(name, column.values, rows, weights) : undefined;
    return { name, kind: column.kind, ...(fill !== undefined && { fill }) };
  });
  const scope = { rows: table.length, column: columnReader(columns, encodedColumns) };
  const contrasts = checkedContrasts(options.contrasts ?? {}, predictors);
  const learn = (variable: Variable, isPredictor: boolean): LearnedVariable => {
    const marksMissing = isFilled && isPredictor;
    const option = isPredictor ? contrasts.get(variable.label) : undefined;
    return learnVariable(variable, { columns: scope, filled: isPredictor, kept: rows, option, marksMissing });
  };
  const learned = predictors.map((variable) => learn(variable, true));
  const response = formula.response && learn(formula.response, false);
  const offsets = formula.offsets.map((variable) => learn(variable, false));
  const terms = encodedTerms(formula, learned, coding, options);
  const flags = flagsOf(encodedColumns, columns, rows);
  const picked = learned.map(({ encoded, value }): DesignVariable => ({ encoded, value: valueRows(value, rows) }));
  const design = designOf(rows.length, picked, terms, flags, options.coding ?? "contrast");
  return {
    encoding: {
      version: ENCODING_VERSION,
      formula: formula.text,
      intercept: formula.intercept,
      missing,
      coding: options.coding ?? "contrast",
      columns: encodedColumns,
      variables: learned.map(({ encoded }) => encoded),
      terms,
      offsets: offsets.map(({ encoded }) => encoded),
      ...(response !== undefined && { response: response.encoded }),
      names: design.names,
    },
    length: table.length,
    rows,
    omitted,
    fromText,
    design,
    terms: [...terms.map(({ label }) => label), ...flags.keys()],
    response: response && valueRows(response.value, rows),
    offset: sumOf(offsets.map(({ encoded, value }) => ({ encoded, value: valueRows(value, rows) }))),
  };
}

/** The variables of all terms, each once. */
function distinctVariables({ terms }: Formula): Variable[] {
  const known = new Map<string, Variable>();
  for (const variable of terms.flatMap(({ variables }) => variables)) {
    if (!known.has(variable.label)) known.set(variable.label, variable);
  }
  return [...known.values()];
}

/** Columns by name, with missing numbers filled where that is wanted. */
export function columnReader(
  columns: ReadonlyMap<string, Column>,
  encoded: readonly EncodedColumn[],
): (name: string, isFilled: boolean) => Column {
  const fills = new Map<string, Column>();
  for (const { name, fill } of encoded) {
    const column = columns.get(name);
    if (fill === undefined || column === undefined || !("values" in column)) continue;
    fills.set(name, { ...column, values: filled(column.values, fill) });
  }
  return (name, isFilled) => {
    const column = (isFilled ? fills.get(name) : undefined) ?? columns.get(name);
    if (column !== undefined) return column;
    const message = `the encoding uses the column ${shownName(name)}, which it does not name; expected the encoding of a fit: the model was changed`;
    throw new GlmError("BAD_MODEL", message, { column: name });
  };
}

/** The columns that mark missing numbers in some rows. */
export function flagsOf(
  encoded: readonly EncodedColumn[],
  columns: ReadonlyMap<string, Column>,
  rows: Int32Array,
): Map<string, Float64Array> {
  const flags = new Map<string, Float64Array>();
  for (const { name, fill } of encoded) {
    const column = columns.get(name);
    if (fill === undefined || column === undefined || !("values" in column)) continue;
    flags.set(flagName(name), flagOf(Float64Array.from(rows, (i) => column.values[i]!)));
  }
  return flags;
}

function checkedContrasts(
  given: Readonly<Record<string, ContrastOption>>,
  variables: readonly Variable[],
): Map<string, ContrastOption> {
  const labels = variables.map(({ label }) => label);
  return new Map(
    Object.keys(given).map((label) => {
      const option = given[label]!;
      const place = `contrasts.${shownName(label)}`;
      if (!labels.includes(label)) {
        const close = nearest(label, labels);
        const hint =
          close === undefined
            ? `expected one of ${labels.map((name) => shownName(name)).join(", ")}`
            : `did you mean ${shownName(close)}?`;
        throw new GlmError("BAD_OPTION", `${place} is no variable of the formula; ${hint}`, { variable: label });
      }
      const isRef = typeof option === "object" && option !== null && typeof option.ref === "string";
      if (isRef || CONTRAST_NAMES.includes(option as never)) return [label, option];
      const message = `${place} = ${show(option)}; expected ${CONTRAST_NAMES.join(", ")}, or { ref: "a level" }`;
      throw new GlmError("BAD_OPTION", message, { variable: label });
    }),
  );
}

function encodedTerms(
  formula: Formula,
  learned: readonly LearnedVariable[],
  coding: CodingRule,
  { coding: whole, contrasts = {} }: FrameOptions,
): EncodedTerm[] {
  const places = new Map(learned.map(({ encoded }, k) => [encoded.label, k]));
  const factors = new Set(
    learned.filter(({ encoded }) => encoded.factor !== undefined).map(({ encoded }) => encoded.label),
  );
  const codings = coding(formula, (label) => factors.has(label));
  return formula.terms.map(({ label, variables }, t) => ({
    label,
    variables: variables.map((variable) => places.get(variable.label)!),
    codings: variables.map((variable, k): Coding => {
      const { value } = learned[places.get(variable.label)!]!;
      const isAsked =
        Object.hasOwn(contrasts, variable.label) || (value.kind === "factor" && value.contrast !== undefined);
      return whole === "full" && !isAsked ? "full" : codings[t]![k]!;
    }),
  }));
}

/** The sum of the offsets in every row. */
export function sumOf(offsets: readonly DesignVariable[]): Float64Array | undefined {
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
