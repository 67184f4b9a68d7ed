import { GlmError } from "../base/errors.js";
import { readOptions } from "../base/keys.js";
import { expandFormula } from "../formula/expand.js";
import { applyFrame } from "./apply.js";
import { namedColumns, type TableInput } from "./columns.js";
import type { MakeDesign } from "./design-input.js";
import type { Encoding } from "./encoding.js";
import { type Frame, learnFrame } from "./frame.js";
import { isTable } from "./is-table.js";
import { type Outcome, outcomeOf, successOf } from "./outcome.js";
import { type Roles, readRoles, roleNames, rowOptions } from "./roles.js";
import { aboutTable, aboutUnlabeled } from "./rows.js";
import type { Called, TableOptions, Verb } from "./table-options.js";
import { termKinds } from "./terms.js";

// A formula and a table become what a verb takes as x, y and options.

const TABLE_KEYS = ["types", "missing", "contrasts", "coding"] as const;

/** x, y and options of a verb, of a formula and a table. `make` makes x of a design. */
export function call<O extends object>(
  formula: string,
  input: TableInput,
  given: O,
  verb: Verb,
  make: MakeDesign,
): Called<O> {
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
  const { options: whole, rows: unlabeled } = withUnlabeled(options, frame.encoding, make);
  const places = { rows: frame.rows, words, unlabeled };
  const found = aboutTable(places, () => outcome(frame, roles, whole));
  return {
    x: make(frame, termKinds(frame.encoding)),
    y: found.y,
    options: found.options as unknown as O,
    table: { encoding: frame.encoding, length: frame.length, columns, roles, ...places },
  };
}

/** The options with rows without labels by the encoding of the rows with labels, and which rows of their table have no missing cell. */
export function withUnlabeled<T extends Options>(
  options: T,
  encoding: Encoding,
  make: MakeDesign,
): { readonly options: T; readonly rows: Int32Array | undefined } {
  const unlabeled = options.unlabeled as { readonly x?: unknown } | null | undefined;
  const table = unlabeled?.x;
  if (typeof unlabeled !== "object" || !isTable(table)) return { options, rows: undefined };
  const frame = aboutUnlabeled(() => applyFrame(encoding, namedColumns(table, "unlabeled.x"), { unseen: "never" }));
  const x = make(frame, termKinds(encoding));
  return { options: { ...options, unlabeled: { ...unlabeled, x } }, rows: frame.rows };
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
function outcome({ encoding, response, rows, offset }: Frame, roles: Roles, options: Options) {
  const all = { ...options, ...rowOptions(roles, rows, offset), intercept: encoding.intercept };
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
