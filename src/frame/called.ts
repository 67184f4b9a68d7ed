import { readOptions } from "../base/keys.js";
import type { DesignInput } from "../input/design.js";
import type { TableInput } from "./columns.js";
import { designInput } from "./design-input.js";
import { tables } from "./hook.js";
import { isTable } from "./is-table.js";
import type { Called, Verb } from "./table-options.js";

// How a verb is called: with numbers, or with a formula and a table.

/** x, y and the options of a verb, from numbers or from a formula and a table. Options are read once. */
export function called<O extends object>(x: unknown, y: unknown, options: O, verb: Verb): Called<O> {
  if (isFormula(x, y)) return tables().call(x, y as TableInput, options, verb, designInput);
  const own = readOptions(options, verb.keys, verb.name);
  return { x: x as DesignInput, y, options: own, table: undefined };
}

/** Text with "~", or any text before a table: its mistakes are those of a formula. */
function isFormula(x: unknown, y: unknown): x is string {
  return typeof x === "string" && (x.includes("~") || isTable(y));
}
