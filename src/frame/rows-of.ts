import { checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { readOptions } from "../base/keys.js";
import type { DesignInput } from "../input/design.js";
import { designInput } from "./design-input.js";
import type { Encoding } from "./encoding.js";
import { tables } from "./hook.js";
import { isTable } from "./is-table.js";
import type { Rows } from "./rows-types.js";
import type { UnseenRule } from "./variables.js";

// The rows that a verb is given with a model: numbers, or a table that is read by the encoding of the fit.

/** What a model remembers of its table. */
interface Fitted {
  readonly encoding: Encoding | undefined;
}

type Options = Readonly<Record<string, unknown>>;

/** The options of the rows of a fit that a model takes from the table again. */
export const OF_FIT = ["weights", "trials", "offset", "exposure"] as const;
export const OF_PREDICTION = ["offset", "exposure"] as const;
const UNSEEN: readonly UnseenRule[] = ["error", "missing", "reference"];

/** Rows to predict. `options` have been read. */
export function rowsToPredict<O extends object>(fitted: Fitted, x: unknown, options: O): Rows<O> {
  const { unseen, ...plain } = options as Options;
  const { encoding } = fitted;
  if (encoding === undefined || !isTable(x)) {
    if (unseen === undefined) return { x: x as DesignInput, y: undefined, options, table: undefined };
    const message = `unseen is ${JSON.stringify(unseen)} for numbers; expected a table for a model of a formula: leave it out`;
    throw new GlmError("BAD_OPTION", message, { unseen });
  }
  const rule = checkOneOf("unseen", unseen ?? "error", UNSEEN);
  const how = { remembered: OF_PREDICTION, unseen: rule, hasResponse: false };
  return tables().again(encoding, x, plain, how, designInput) as Rows<O>;
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
  const how = { remembered: OF_FIT, unseen: "never", hasResponse: true } as const;
  return tables().again(encoding, x, own, how, designInput) as Rows<O>;
}
