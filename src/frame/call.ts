import { GlmError } from "../base/errors.js";
import { readOptions } from "../base/keys.js";
import type { Coding } from "../formula/coding.js";
import { expandFormula } from "../formula/expand.js";
import type { DesignInput } from "../input/design.js";
import { applyFrame } from "./apply.js";
import { type NamedColumns, namedColumns, type TableInput } from "./columns.js";
import { designInput } from "./design-input.js";
import type { Encoding, MissingRule } from "./encoding.js";
import { type Frame, learnFrame } from "./frame.js";
import type { ColumnTypes } from "./in-use.js";
import { isTable } from "./is-table.js";
import { type Outcome, outcomeOf, successOf } from "./outcome.js";
import { type LabelRole, type NumberRole, type Roles, readRoles, roleNames } from "./roles.js";
import { aboutTable, type Places, pickRows } from "./rows.js";
import { termLabels } from "./terms.js";
import type { ContrastOption } from "./variables.js";

// A verb that is called with a formula and a table: what it takes as x, y and options.

/** Options of a verb that is called with a formula and a table. */
export interface TableOptions {
  /** What columns are, where their cells do not say it: { zip: "category", age: "number", when: "date" }. */
  readonly types?: ColumnTypes | undefined;
  /**
   * Rows with a missing cell in a column that is used: "omit" (default) leaves them out, "error" refuses them, "indicator" keeps them: missing
   * is a level of its own for a factor; for a number, the weighted mean takes its place beside a column that marks it.
   */
  readonly missing?: MissingRule | undefined;
  /** Contrasts by variable, as { race: "sum", dose: "poly" } or { race: { ref: "white" } }. Default: treatment, the first level as reference. */
  readonly contrasts?: Readonly<Record<string, ContrastOption>> | undefined;
  /**
   * "full": every factor without a contrast of its own has a column for each level. "contrast": R's rule. Default: "full" with a penalty, a
   * ball or noise, because the fit would depend on which level is the reference; "contrast" without.
   */
  readonly coding?: Coding | undefined;
}

const TABLE_KEYS = ["types", "missing", "contrasts", "coding"] as const;

/** The options of a verb when it is called with a table: columns may be named, and the formula has the intercept. */
export type WithTable<O> = TableOptions & {
  readonly [K in keyof Omit<O, "intercept">]: K extends "weights" | "trials" | "offset" | "exposure" | "times"
    ? NumberRole | undefined
    : K extends "groups" | "cluster"
      ? LabelRole | undefined
      : K extends "folds"
        ? number | LabelRole | undefined
        : K extends "unlabeled"
          ? { readonly x: DesignInput | TableInput; readonly weight?: number } | undefined
          : O[K];
};

/** What a verb works with. */
export interface Called<O> {
  readonly x: DesignInput;
  readonly y: unknown;
  readonly options: O;
  /** Undefined if the verb was given numbers. */
  readonly table: CalledTable | undefined;
}

export interface CalledTable extends Places {
  readonly encoding: Encoding;
  /** Rows of the table. */
  readonly length: number;
  readonly columns: NamedColumns;
  readonly roles: Roles;
}

/** How a verb is called. */
interface Verb {
  readonly name: string;
  readonly keys: readonly string[];
  /** Whether it always has a penalty or noise, as a path. */
  readonly isPenalized?: boolean;
  /** Whether it asks about the columns alone; a response may still say which rows are complete. */
  readonly hasNoResponse?: boolean;
}

/** x, y and the options of a verb, from numbers or from a formula and a table. Options are read once. */
export function called<O extends object>(x: unknown, y: unknown, options: O, verb: Verb): Called<O> {
  if (isFormula(x, y)) return fromTable(x, y as TableInput, options, verb);
  const own = readOptions(options, verb.keys, verb.name);
  return { x: x as DesignInput, y, options: own, table: undefined };
}

/** Text with "~", or any text before a table: its mistakes are those of a formula. */
function isFormula(x: unknown, y: unknown): x is string {
  return typeof x === "string" && (x.includes("~") || isTable(y));
}

function fromTable<O extends object>(formula: string, input: TableInput, given: O, verb: Verb): Called<O> {
  const all = readOptions(given, [...verb.keys, ...TABLE_KEYS], verb.name) as O &
    TableOptions &
    Record<string, unknown>;
  if (all.intercept !== undefined) {
    const message = `intercept is ${String(all.intercept)} with a formula, which says it: write 0 + ... for none, and leave the option out`;
    throw new GlmError("BAD_OPTION", message, { intercept: all.intercept });
  }
  const { types, missing, contrasts, coding, ...options } = all;
  const columns = namedColumns(input);
  const roles = readRoles(columns, options);
  const expanded = expandFormula(formula, columns.names, roleNames(options));
  checkSides(expanded.response !== undefined, verb);
  const isHeld = verb.isPenalized || [all.penalty, all.noise, all.constraint].some((option) => option !== undefined);
  const frame = learnFrame(columns, expanded, {
    ...(types !== undefined && { types }),
    ...(missing !== undefined && { missing }),
    ...(contrasts !== undefined && { contrasts }),
    coding: coding ?? (isHeld ? "full" : "contrast"),
    roles,
  });
  const words = { ...roles.columns, ...(expanded.response && { y: expanded.response.label }) };
  const places = { rows: frame.rows, words };
  const found = aboutTable(places, () => outcome(frame, roles, withUnlabeled(options, frame.encoding)));
  return {
    x: designInput(frame.design, frame.terms),
    y: found.y,
    options: found.options as unknown as O,
    table: { encoding: frame.encoding, length: frame.length, columns, roles, ...places },
  };
}

/** Rows without labels of a table by the encoding of the rows with labels; those with a missing cell are left out. */
export function withUnlabeled<T extends Options>(options: T, encoding: Encoding): T {
  const unlabeled = options.unlabeled as { readonly x?: unknown } | null | undefined;
  if (typeof unlabeled !== "object" || unlabeled === null || !isTable(unlabeled.x)) return options;
  const { design } = applyFrame(encoding, namedColumns(unlabeled.x, "unlabeled.x"));
  return { ...options, unlabeled: { ...unlabeled, x: designInput(design, termLabels(encoding)) } };
}

function checkSides(hasResponse: boolean, { name, hasNoResponse = false }: Verb): void {
  if (hasResponse || hasNoResponse) return;
  throw new GlmError(
    "BAD_FORMULA",
    `${name}: the formula has no response; expected one on the left of "~", as "y ~ a + b"`,
  );
}

/** Options as values by name. */
type Options = Readonly<Record<string, unknown>>;

/** y, and the options with vectors of the rows in use. */
function outcome({ encoding, response, rows, offset }: Frame, { vectors }: Roles, options: Options) {
  const picked: Record<string, unknown> = {};
  for (const [role, values] of vectors) picked[role] = pickRows(values, rows);
  if (offset !== undefined) picked.offset = added(offset, picked.offset as Float64Array | undefined);
  const all = { ...options, ...picked, intercept: encoding.intercept };
  if (response === undefined) return { y: undefined, options: all };
  const { label } = encoding.response!;
  return withOutcome(all, outcomeOf(response, label), (asked) => successOf(asked, response, label));
}

/** The options with what the left side of the formula says. `checked` refuses a success that is no level. */
export function withOutcome(options: Options, given: Outcome, checked = (asked: unknown): unknown => asked) {
  const { y, trials, success, hasTrials } = given;
  if (trials !== undefined && options.trials !== undefined) {
    throw new GlmError("BAD_OPTION", "trials with cbind(successes, failures), which has them; expected one of the two");
  }
  const isMany = options.family === "multinomial";
  const asked = options.success === undefined ? (isMany ? undefined : success) : checked(options.success);
  const weights = options.weights as ArrayLike<number> | undefined;
  const counted = hasTrials?.map((has, i) => has * (weights?.[i] ?? 1));
  return {
    y,
    options: {
      ...options,
      ...(trials && { trials }),
      ...(counted && { weights: counted }),
      ...(asked !== undefined && { success: asked }),
    },
  };
}

function added(offset: Float64Array, more: ArrayLike<number> | undefined): Float64Array {
  return more === undefined ? offset : offset.map((v, i) => v + more[i]!);
}
