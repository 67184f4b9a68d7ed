// Which dummies a factor gets in a term: all levels, or contrasts, where the levels' mean is in the model already. R's rule, TermCode() of
// terms.formula and the correction of model.matrix() without intercept (Chambers & Hastie 1992, section 2.4.1):
//
//   - variable v of term T is coded by contrasts if T without v, its margin, is empty or is part of a term before T, else in full;
//   - without intercept the first factor of the terms is coded in full. Here, other than in R, not if its margin is a term of the model, as in
//     0 + x + x:a: R's columns are then dependent, and span what the contrasts span.
import type { Formula, Term } from "./ast.js";

export type Coding = "contrast" | "full";

/**
 * The coding of every variable of every term, `[term][variable]`. `isFactor` says of a variable's label whether it is a factor; the coding
 * of other variables means nothing.
 */
export function codingOf(formula: Formula, isFactor: (label: string) => boolean): readonly (readonly Coding[])[] {
  const { terms, intercept } = formula;
  const sets = terms.map(labelsOf);
  const having = termsByVariable(terms);
  const codes = terms.map(
    (term, t) =>
    term.variables.map(({ label }): Coding => (isInEarlier(without(sets[t]!, label), sets, having, t) ? "contrast" : "full")), // biome-ignore format: one line
  );
  const first = intercept ? -1 : terms.findIndex((term) => term.variables.some(({ label }) => isFactor(label)));
  if (first < 0) return codes;
  const variable = terms[first]!.variables.findIndex(({ label }) => isFactor(label));
  const margin = without(sets[first]!, terms[first]!.variables[variable]!.label);
  if (!sets.some((set) => margin.length > 0 && set.size === margin.length && holds(set, margin))) {
    codes[first]![variable] = "full";
  }
  return codes;
}

function labelsOf({ variables }: Term): ReadonlySet<string> {
  return new Set(variables.map(({ label }) => label));
}

function without(labels: ReadonlySet<string>, label: string): string[] {
  return [...labels].filter((each) => each !== label);
}

function holds(set: ReadonlySet<string>, labels: readonly string[]): boolean {
  return labels.every((label) => set.has(label));
}

/** The indices of the terms that have a variable, ascending, by its label. */
function termsByVariable(terms: readonly Term[]): ReadonlyMap<string, readonly number[]> {
  const having = new Map<string, number[]>();
  for (const [t, { variables }] of terms.entries()) {
    for (const { label } of variables) {
      const found = having.get(label);
      if (found === undefined) having.set(label, [t]);
      else found.push(t);
    }
  }
  return having;
}

/** Whether a margin is empty or part of one of the terms before the one at `end`. */
function isInEarlier(
  margin: readonly string[],
  sets: readonly ReadonlySet<string>[],
  having: ReadonlyMap<string, readonly number[]>,
  end: number,
): boolean {
  const [first] = margin;
  if (first === undefined) return true;
  for (const t of having.get(first)!) {
    if (t >= end) return false;
    if (holds(sets[t]!, margin)) return true;
  }
  return false;
}
