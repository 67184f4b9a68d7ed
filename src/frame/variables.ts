import { GlmError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import { quoted, shownName } from "../base/show.js";
import type { Variable } from "../formula/ast.js";
import type { ContrastName } from "../formula/contrast-names.js";
import { sourceOf } from "../formula/source.js";
import type { EncodedFactor, EncodedVariable } from "./encoding.js";
import { evaluate, type Scope } from "./evaluate.js";
import { missingCells, noLevel, rowsWhere } from "./failures.js";
import { codesOf, MISSING, UNSEEN } from "./levels.js";
import { learnedMemory, learningMemory } from "./memory.js";
import type { Block, Factor, Numbers, Value } from "./value.js";

// Variables of the formula: what is learned of them at the fit, and their values by what was learned.

/** The columns of a table, and how many rows they have. */
export type Columns = Pick<Scope, "rows" | "column">;

/** The contrast of a variable in the options: its name, or the reference level of treatment contrasts. */
export type ContrastOption = ContrastName | { readonly ref: string };

/** A cell with a level that the fit has not seen is an error, missing, or counts as the reference level. */
export type UnseenRule = "error" | "missing" | "reference";

export interface LearnedVariable {
  readonly encoded: EncodedVariable;
  /** In all rows of the table; codes of factors are places among the encoded levels. */
  readonly value: Value;
}

/** How a variable is learned. */
interface Learning {
  readonly columns: Columns;
  readonly filled: boolean;
  /** The rows that are used. */
  readonly kept: Int32Array;
  readonly option: ContrastOption | undefined;
  readonly marksMissing: boolean;
  /** The formula. */
  readonly text: string;
}

export function learnVariable({ label, expression }: Variable, how: Learning): LearnedVariable {
  const { columns, filled, kept } = how;
  const memory = learningMemory();
  const value = evaluate(expression, { ...columns, label, memory, filled });
  const encoded = { label, source: sourceOf(expression, how.text), expression, states: memory.states };
  if (value.kind !== "factor") {
    refuseMissing(label, value, kept);
    if (how.option === undefined) return { encoded, value };
    const message = `contrasts: ${shownName(label)} has no levels; expected a factor: write factor(), or leave the option out`;
    throw new GlmError("BAD_OPTION", message, { variable: label });
  }
  const outside = rowsWhere(kept.length, (k) => value.codes[kept[k]!] === UNSEEN);
  if (outside !== undefined) {
    const rows = outside.rows.map((k) => kept[k]!);
    throw noLevel(label, undefined, value.levels, { rows, first: rows[0]! }, "add a level, or widen the breaks");
  }
  const factor = encodedFactor(label, value, how);
  return { encoded: { ...encoded, factor }, value: { ...value, ...placed(value, factor) } };
}

/** Truth values that are missing have no mean: within arithmetic they cannot be marked. */
function refuseMissing(label: string, value: Numbers | Block, kept: Int32Array): void {
  const columns = value.kind === "block" ? value.columns : [value.values];
  const found = rowsWhere(kept.length, (k) => columns.some((column) => Number.isNaN(column[kept[k]!])));
  if (found === undefined) return;
  const rows = found.rows.map((k) => kept[k]!);
  throw missingCells(
    label,
    { rows, first: rows[0]! },
    "make it a term without arithmetic, where a mark can stand for it",
  );
}

/** The levels that occur, and how they are coded. */
function encodedFactor(label: string, value: Factor, { kept, option, marksMissing }: Learning): EncodedFactor {
  const counts = new Int32Array(value.levels.length);
  let hasMissing = false;
  for (const i of kept) {
    const code = value.codes[i]!;
    if (code >= 0) counts[code]!++;
    else hasMissing = true;
  }
  const levels = value.isLogical ? value.levels : value.levels.filter((_, k) => counts[k]! > 0);
  const optionContrast = typeof option === "object" ? "treatment" : option;
  const optionRef = typeof option === "object" ? option.ref : undefined;
  const ref = value.contrast === undefined ? optionRef : value.ref;
  const at = ref === undefined ? 0 : levels.indexOf(ref);
  if (at < 0) {
    const close = nearest(ref!, levels);
    const hint =
      close === undefined ? `expected ${levels.slice(0, 5).map(quoted).join(", ")}` : `did you mean ${quoted(close)}?`;
    throw new GlmError("BAD_OPTION", `${shownName(label)}: ref = ${quoted(ref!)} is none of the levels; ${hint}`, {
      ref,
    });
  }
  const contrast = value.contrast ?? optionContrast ?? "treatment";
  return { levels, contrast, ref: at, marksMissing: marksMissing && hasMissing };
}

/** The codes by the places of the encoded levels. Missing cells are behind them if they are marked. */
function placed({ levels, codes }: Factor, factor: EncodedFactor): Pick<Factor, "levels" | "codes"> {
  const places = codesOf(levels, factor.levels);
  const missing = factor.marksMissing ? factor.levels.length : MISSING;
  const place = (code: number): number => (code === MISSING ? missing : code < 0 ? code : places[code]!);
  return { levels: factor.levels, codes: codes.map(place) };
}

/** A variable in a table by what was learned. */
export interface Applied {
  readonly value: Value;
  /** Refuses a level that the fit has not seen in one of these rows. */
  readonly check: (rows: Int32Array) => void;
}

export function applyVariable(
  { label, expression, states, factor }: EncodedVariable,
  columns: Columns,
  filled: boolean,
  unseen: UnseenRule | "never",
): Applied {
  const value = evaluate(expression, { ...columns, label, memory: learnedMemory(states, label), filled });
  if ((value.kind === "factor") !== (factor !== undefined)) {
    const message = `the encoding of ${shownName(label)} ${factor === undefined ? "has no levels" : "has levels"}; expected otherwise: the model was changed`;
    throw new GlmError("BAD_MODEL", message, { variable: label });
  }
  if (value.kind !== "factor" || factor === undefined) return { value, check: () => {} };
  const { levels, codes } = placed(value, factor);
  if (unseen === "missing") {
    const known = codes.map((code) => (code === UNSEEN ? MISSING : code));
    return { value: { ...value, levels, codes: known }, check: () => {} };
  }
  const check = (rows: Int32Array): void => refuseUnseen(label, value, codes, factor, rows, unseen === "error");
  return { value: { ...value, levels, codes }, check: unseen === "reference" ? () => {} : check };
}

function refuseUnseen(
  label: string,
  { levels, codes }: Factor,
  places: Int32Array,
  factor: EncodedFactor,
  rows: Int32Array,
  hasOption: boolean,
): void {
  const first = rows.find((i) => places[i] === UNSEEN);
  if (first === undefined) return;
  const code = codes[first]!;
  const isUsed = new Set(rows);
  const found = rowsWhere(codes.length, (i) => codes[i] === code && isUsed.has(i))!;
  const other = hasOption ? 'set unseen: "missing" or "reference"' : "leave the row out";
  const advice = `the fit has seen no other: correct the cell, or ${other}`;
  throw noLevel(label, levels[code], factor.levels, found, advice);
}

/** What the transforms of a variable learn from some rows; levels stay, those of cut() too. */
export function relearned(
  encoded: EncodedVariable,
  columns: Columns,
  filled: boolean,
  rows: Int32Array,
): EncodedVariable {
  const memory = learningMemory(rows);
  evaluate(encoded.expression, { ...columns, label: encoded.label, memory, filled });
  const states = memory.states.map((state, k) => (state.transform === "cut" ? encoded.states[k]! : state));
  return { ...encoded, states };
}
