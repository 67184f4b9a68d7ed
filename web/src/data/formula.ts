// A formula written by hand.
import type { Opened, Spec } from "../messages.js";
import { withResponse } from "../spec.js";

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** The column on the left side of a formula, if it is a mere name. */
export function responseOf(formula: string): string | undefined {
  const [, quoted, plain] = /^\s*(?:`((?:[^`\\]|\\.)*)`|([^~`()]*?))\s*~/.exec(formula) ?? [];
  return quoted === undefined ? plain : quoted.replace(/\\(.)/g, (_, letter: string) => ESCAPED[letter] ?? letter);
}

/** The change that a formula makes; no text means the choice of columns again. */
export function withFormula(spec: Spec, data: Opened, text: string): Partial<Spec> {
  const formula = text.trim();
  if (formula === "") return { formula: undefined };
  const response = responseOf(formula);
  const isOther = response !== spec.response && data.columns.some(({ name }) => name === response);
  return isOther ? { ...withResponse(spec, data, response!), formula } : { formula };
}
