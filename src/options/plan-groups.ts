import { checkNumber } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { reading } from "../base/keys.js";
import { show } from "../base/show.js";
import type { Penalty } from "../penalties/index.js";
import type { Columns } from "./per-column.js";

const EXPECTED = 'one label per column, as ["a", "b", "b"]';

/** Number of the group of every column, in order of first appearance, and its factor for every column. */
export function planGroups({ penalty: name, groups, factors }: Penalty, columns: Columns, expected: string) {
  const { columns: p, terms } = columns;
  const byTerm = groups === undefined && terms !== undefined;
  const labels = byTerm ? Array.from(terms.assign, (t) => terms.labels[t]!) : readLabels(name, groups, p);
  const numbers = new Map<string, number>();
  const of = Int32Array.from(labels, (label) => {
    if (!numbers.has(label)) numbers.set(label, numbers.size);
    return numbers.get(label)!;
  });
  const sizes = new Float64Array(numbers.size);
  for (const g of of) sizes[g]!++;
  const own = sizes.map(Math.sqrt);
  for (const [label, factor] of readFactors(name, factors)) {
    const at = `${name} factors[${JSON.stringify(label)}]`;
    const g = numbers.get(label);
    if (g === undefined) {
      const known = [...numbers.keys()].slice(0, 8).join(", ");
      throw new GlmError("BAD_OPTION", `${at} is of no group; expected one of the labels in groups: ${known}`, {
        label,
      });
    }
    own[g] = checkNumber(at, factor, (f) => f >= 0, expected);
  }
  return { groups: of, factors: Float64Array.from(of, (g) => own[g]!) };
}

function readLabels(name: string, groups: unknown, p: number): string[] {
  if (!(Array.isArray(groups) || ArrayBuffer.isView(groups))) {
    throw new GlmError("BAD_OPTION", `${name} groups is ${show(groups)}; expected ${EXPECTED}`, { name });
  }
  return reading(`${name} groups`, () => {
    const given = groups as ArrayLike<unknown>;
    if (given.length !== p) {
      const message = `${name} groups has length ${given.length}; expected ${p}, one label per column of x`;
      throw new GlmError("BAD_SHAPE", message, { name, got: given.length, want: p });
    }
    return Array.from(given, (label, j) => {
      if (typeof label === "string" || (typeof label === "number" && Number.isFinite(label))) return String(label);
      throw new GlmError("BAD_OPTION", `${name} groups[${j}] is ${show(label)}; expected a number or text`, {
        column: j,
      });
    });
  });
}

function readFactors(name: string, factors: unknown): [string, unknown][] {
  if (factors === undefined) return [];
  if (typeof factors !== "object" || factors === null || Array.isArray(factors) || ArrayBuffer.isView(factors)) {
    const message = `${name} factors is ${show(factors)}; expected an object of factors by label, as { region: 0 }`;
    throw new GlmError("BAD_OPTION", message, { name });
  }
  return reading(`${name} factors`, () => Object.entries(factors));
}
