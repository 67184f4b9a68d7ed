import type { Encoding } from "./encoding.js";

// Terms and the columns that they have in the design.

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
