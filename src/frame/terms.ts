import type { Terms } from "../base/flow.js";
import type { Coding } from "../formula/coding.js";
import type { EncodedVariable, Encoding } from "./encoding.js";

// Terms and the columns that they have in the design.

/** The terms of a design, but for their columns. */
export type TermKinds = Omit<Terms, "assign">;

export function termKinds(encoding: Pick<Encoding, "terms" | "columns" | "variables">): TermKinds {
  const { terms, variables } = encoding;
  const places = (isMeant: (variable: EncodedVariable, coding: Coding) => boolean): Set<number> =>
    new Set(
      terms.flatMap((term, t) => (term.variables.some((v, k) => isMeant(variables[v]!, term.codings[k]!)) ? [t] : [])),
    );
  return {
    labels: termLabels(encoding),
    wide: places((variable, coding) => isBasis(variable) || isContrasted(variable, coding)),
    bases: places(isBasis),
  };
}

function isBasis({ states }: EncodedVariable): boolean {
  return states.some(({ transform }) => BASES.has(transform));
}

const BASES: ReadonlySet<string> = new Set(["poly", "bs", "ns"]);

/** Whether a level has several entries, as sum and Helmert contrasts. */
function isContrasted({ factor }: EncodedVariable, coding: Coding): boolean {
  return coding === "contrast" && factor !== undefined && !["treatment", "full"].includes(factor.contrast);
}

/** The labels of all terms in the order of their columns: those of the formula, then the marks of missing numbers. */
export function termLabels({ terms, columns }: Pick<Encoding, "terms" | "columns">): string[] {
  const flags = columns.flatMap(({ name, fill }) => (fill === undefined ? [] : [flagName(name)]));
  return [...terms.map(({ label }) => label), ...flags];
}

/** The names of the columns of every term, by its label. */
export function termGroups(encoding: Encoding): Record<string, string[]> {
  const labels = termLabels(encoding);
  const groups = labels.map((label): [string, string[]] => [label, []]);
  encoding.assign.forEach((t, j) => {
    groups[t]![1].push(encoding.names[j]!);
  });
  return Object.fromEntries(groups.filter(([, names]) => names.length > 0));
}

/** The name of the column that marks missing cells. */
export function flagName(column: string): string {
  return `${column}[missing]`;
}
