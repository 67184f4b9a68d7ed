import { GlmError } from "../base/errors.js";
import type { DesignInput } from "../input/design.js";
import { applyFrame } from "./apply.js";
import { withOutcome, withUnlabeled } from "./call.js";
import { namedColumns, type TableInput } from "./columns.js";
import type { MakeDesign } from "./design-input.js";
import type { Encoding } from "./encoding.js";
import { outcomeOf } from "./outcome.js";
import { readRoles, rowOptions } from "./roles.js";
import { aboutTable } from "./rows.js";
import type { Rows, Wanted } from "./rows-types.js";
import { termKinds } from "./terms.js";

// A model and a table: x, y and options by the encoding of the fit.

type Options = Readonly<Record<string, unknown>>;

/** The columns of a model alone, in the rows of a table that have them. */
export function columnsOfTable(encoding: Encoding, input: TableInput, make: MakeDesign): DesignInput {
  return make(applyFrame(encoding, namedColumns(input)), termKinds(encoding));
}

/** x, y and options of a verb by the encoding of the fit. `make` makes x of a design. */
export function again(
  encoding: Encoding,
  input: TableInput,
  options: Options,
  { remembered, unseen, hasResponse }: Wanted,
  make: MakeDesign,
): Rows<Options> {
  const columns = namedColumns(input);
  const named = Object.entries(encoding.roles).filter(([role]) => remembered.includes(role));
  const asked: Options = { ...Object.fromEntries(named), ...options };
  const { options: given, rows: unlabeled } = withUnlabeled(asked, encoding, make);
  for (const role of remembered) {
    if (!encoding.vectors.includes(role) || given[role] !== undefined) continue;
    const message = `the model was fitted with ${role} beside the table; give them again, as ${role}: [...] or the name of a column`;
    throw new GlmError("BAD_OPTION", message, { role });
  }
  const roles = readRoles(columns, given);
  const frame = applyFrame(encoding, columns, { unseen, response: hasResponse, beside: roles.vectors });
  const { rows, length, offset, response } = frame;
  const all: Options = { ...given, ...rowOptions(roles, rows, offset) };
  const label = encoding.response?.label;
  const words = { ...roles.columns, ...(label !== undefined && { y: label }) };
  const x = make(frame, termKinds(encoding));
  const table = { rows, length, words, unlabeled };
  if (response === undefined) return { x, y: undefined, options: all, table };
  const { y, options: whole } = aboutTable(table, () => withOutcome(all, outcomeOf(response, label!)));
  const { success: _known, ...own } = whole; // the model knows its labels
  return { x, y, options: own, table };
}
