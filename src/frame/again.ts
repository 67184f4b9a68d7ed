import { checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { readOptions } from "../base/keys.js";
import type { DesignInput } from "../input/design.js";
import { applyFrame } from "./apply.js";
import { withOutcome, withUnlabeled } from "./call.js";
import { namedColumns, type TableInput } from "./columns.js";
import { designInput } from "./design-input.js";
import type { Encoding } from "./encoding.js";
import { isTable } from "./is-table.js";
import { outcomeOf } from "./outcome.js";
import { readRoles } from "./roles.js";
import { aboutTable, type Places, pickRows } from "./rows.js";
import { termLabels } from "./terms.js";
import type { UnseenRule } from "./variables.js";

// A model and a table: x, y and options by the encoding of the fit.

/** What a verb reads of the rows. */
export interface Rows<O> {
  readonly x: DesignInput;
  readonly y: unknown;
  readonly options: O;
  /** Where the rows are in the table; undefined if the verb was given numbers. */
  readonly table: TableRows | undefined;
}

export interface TableRows extends Places {
  /** Rows of the table. */
  readonly length: number;
}

/** What a model remembers of its table. */
interface Fitted {
  readonly encoding: Encoding | undefined;
}

type Options = Readonly<Record<string, unknown>>;

/** The options of the rows of a fit that a model takes from the table again. */
const OF_FIT = ["weights", "trials", "offset", "exposure"] as const;
const OF_PREDICTION = ["offset", "exposure"] as const;
const UNSEEN: readonly UnseenRule[] = ["error", "missing", "reference"];

/** The columns of a model alone, in the rows of a table that have them. */
export function columnsOfTable(encoding: Encoding, input: TableInput): DesignInput {
  return designInput(applyFrame(encoding, namedColumns(input)).design, termLabels(encoding));
}

/** Rows to predict. `options` have been read. */
export function rowsToPredict<O extends object>(fitted: Fitted, x: unknown, options: O): Rows<O> {
  const { unseen, ...plain } = options as Options;
  const { encoding } = fitted;
  if (encoding === undefined || !isTable(x)) {
    if (unseen === undefined) return { x: x as DesignInput, y: undefined, options, table: undefined };
    const message = `unseen is ${JSON.stringify(unseen)} for numbers; expected a table for a model of a formula: leave it out`;
    throw new GlmError("BAD_OPTION", message, { unseen });
  }
  return applied(encoding, x, plain, OF_PREDICTION, checkOneOf("unseen", unseen ?? "error", UNSEEN)) as Rows<O>;
}

/**
 * x, y and options of a verb(model, x, y, options), or of verb(model, table, options) for a model of a formula. Options are read once.
 */
export function rowsOfFit<O extends object>(
  fitted: Fitted,
  [x, y, options]: readonly [unknown, unknown, unknown],
  keys: readonly string[],
  verb: string,
): Rows<O> {
  const { encoding } = fitted;
  if (encoding === undefined || !isTable(x)) {
    return {
      x: x as DesignInput,
      y,
      options: readOptions((options === undefined ? {} : options) as O, keys, verb),
      table: undefined,
    };
  }
  if (options !== undefined) {
    const message = `${verb} of a model of a formula: the table has the response; expected the table, then the options`;
    throw new GlmError("BAD_OPTION", message, {});
  }
  const own = readOptions((y === undefined ? {} : y) as O, keys, verb) as Options;
  return applied(encoding, x, own, OF_FIT, "error", true) as Rows<O>;
}

function applied(
  encoding: Encoding,
  input: TableInput,
  options: Options,
  remembered: readonly string[],
  unseen: UnseenRule,
  hasResponse = false,
): Rows<Options> {
  const columns = namedColumns(input);
  const again = Object.entries(encoding.roles).filter(([role]) => remembered.includes(role));
  const given = withUnlabeled({ ...Object.fromEntries(again), ...options } as Options, encoding);
  for (const role of remembered) {
    if (!encoding.vectors.includes(role) || (given as Options)[role] !== undefined) continue;
    const message = `the model was fitted with ${role} beside the table; give them again, as ${role}: [...] or the name of a column`;
    throw new GlmError("BAD_OPTION", message, { role });
  }
  const roles = readRoles(columns, given);
  const frame = applyFrame(encoding, columns, { unseen, response: hasResponse, beside: roles.vectors });
  const { rows, length, offset, response } = frame;
  const picked: Record<string, unknown> = {};
  for (const [role, values] of roles.vectors) picked[role] = pickRows(values, rows);
  if (offset !== undefined) {
    const more = picked.offset as ArrayLike<number> | undefined;
    picked.offset = more === undefined ? offset : offset.map((v, i) => v + more[i]!);
  }
  const all: Options = { ...given, ...picked };
  const label = encoding.response?.label;
  const words = { ...roles.columns, ...(label !== undefined && { y: label }) };
  const x = designInput(frame.design, termLabels(encoding));
  const table = { rows, length, words };
  if (response === undefined) return { x, y: undefined, options: all, table };
  const { y, options: whole } = aboutTable(table, () => withOutcome(all, outcomeOf(response, label!)));
  const { success: _known, ...own } = whole; // the model knows its labels
  return { x, y, options: own, table };
}
