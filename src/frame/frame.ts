import { GlmError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import { show, shownName } from "../base/show.js";
import type { Formula, Variable } from "../formula/ast.js";
import { type Coding, codingOf } from "../formula/coding.js";
import { CONTRAST_NAMES } from "../formula/contrast-names.js";
import type { NamedColumns } from "./columns.js";
import { type DesignMatrix, designOf, sumOfOffsets } from "./design.js";
import { columnMeans } from "./design-sums.js";
import { ENCODING_VERSION, type EncodedColumn, type EncodedTerm, type Encoding, type MissingRule } from "./encoding.js";
import { type ColumnTypes, typedColumns } from "./in-use.js";
import { columnReader, completeRows, flagsOf, meanOfPresent } from "./missing.js";
import { namesIn } from "./names-in.js";
import { inRows } from "./part.js";
import type { Roles } from "./roles.js";
import { type Column, isMissingAt } from "./types.js";
import { type Value, valueRows } from "./value.js";
import { type ContrastOption, type LearnedVariable, learnVariable } from "./variables.js";

// A table and a formula become a design, and what must be remembered to do the same with other rows.

export interface FrameOptions {
  /** What columns are, where their cells do not say it. */
  readonly types?: ColumnTypes;
  /** Contrasts by the labels of variables. The formula goes before: C(race, sum). */
  readonly contrasts?: Readonly<Record<string, ContrastOption>>;
  /** "full": factors have a column for each level, unless a contrast was asked for. */
  readonly coding?: Coding;
  readonly missing?: MissingRule;
  /** Vectors of the rows: where one is missing, the row is left out. The weights are those of the means that replace missing numbers. */
  readonly roles?: Roles;
}

export interface Frame {
  readonly encoding: Encoding;
  /** Rows of the table. */
  readonly length: number;
  /** The rows that are used, in their order. */
  readonly rows: Int32Array;
  /** Of the rows that are used, as all below. */
  readonly design: DesignMatrix;
  /** Undefined if the formula has none. Codes of a factor are places among its levels. */
  readonly response: Value | undefined;
  /** The sum of all offsets; undefined if the formula has none. */
  readonly offset: Float64Array | undefined;
}

const NO_ROLES: Roles = { columns: {}, vectors: new Map() };

/** The design of a table, and its encoding. Transforms learn from all rows in which their column is present, as in R. */
export function learnFrame(table: NamedColumns, formula: Formula, options: FrameOptions = {}): Frame {
  const { missing = "omit", roles = NO_ROLES } = options;
  const predictors = distinctVariables(formula);
  const outcome = formula.response === undefined ? formula.offsets : [formula.response, ...formula.offsets];
  const [predicting, needed] = [namesIn(predictors), namesIn(outcome)];
  const { columns, fromText } = typedColumns(table, new Set([...needed, ...predicting]), options.types ?? {});
  const isNeeded = ([name]: [string, Column]): boolean => missing !== "indicator" || needed.has(name);
  const asked = new Map([...columns].filter(isNeeded));
  const { rows, omitted } = completeRows(table.length, asked, roles.vectors, missing === "error" ? "error" : "omit");
  const isFilled = missing === "indicator";
  const weights = roles.vectors.get("weights") as ArrayLike<number> | undefined;
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
    return learnVariable(variable, {
      columns: scope,
      filled: isPredictor,
      kept: rows,
      option,
      marksMissing,
      text: formula.text,
    });
  };
  const learned = predictors.map((variable) => learn(variable, true));
  const response = formula.response && learn(formula.response, false);
  const offsets = formula.offsets.map((variable) => learn(variable, false));
  const terms = encodedTerms(formula, learned, options);
  const flags = flagsOf(encodedColumns, columns, rows);
  const design = designOf(rows.length, learned.map(inRows(rows)), terms, flags, options.coding ?? "contrast");
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
      assign: Array.from(design.assign),
      means: columnMeans(design),
      roles: roles.columns,
      vectors: [...roles.vectors.keys()].filter((role) => !Object.hasOwn(roles.columns, role)),
      rows: table.length,
      used: rows.length,
      omitted,
      fromText,
    },
    length: table.length,
    rows,
    design,
    response: response && valueRows(response.value, rows),
    offset: sumOfOffsets(offsets.map(inRows(rows))),
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
  { coding: whole, contrasts = {} }: FrameOptions,
): EncodedTerm[] {
  const places = new Map(learned.map(({ encoded }, k) => [encoded.label, k]));
  const factors = new Set(
    learned.filter(({ encoded }) => encoded.factor !== undefined).map(({ encoded }) => encoded.label),
  );
  const codings = codingOf(formula, (label) => factors.has(label));
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
