import { GlmError } from "../base/errors.js";
import { reading } from "../base/keys.js";
import { show } from "../base/show.js";

/** Names of columns by a name for the group. */
export type ColumnGroups = Readonly<Record<string, readonly string[]>>;

/** A group by the places of its columns. */
export interface NamedColumns {
  readonly name: string;
  readonly columns: number[];
}

/** The groups as numbers of columns, and every other column as its own group. */
export function readGroups(given: ColumnGroups | undefined, names: readonly string[]): NamedColumns[] {
  if (given !== undefined && (typeof given !== "object" || given === null || Array.isArray(given))) {
    throw new GlmError("BAD_OPTION", `groups is ${show(given)}; expected names of columns by group`, {});
  }
  const taken = new Set<number>();
  const groups = Object.entries(given ?? {}).map(([name, members]) => ({
    name,
    columns: listOfMembers(name, members).map((member) => {
      const j = names.indexOf(member);
      if (j >= 0 && !taken.has(j)) {
        taken.add(j);
        return j;
      }
      const expected = j < 0 ? `expected a column of the model: ${names.join(", ")}` : "expected it in one group only";
      throw new GlmError("BAD_OPTION", `groups.${name} has ${show(member)}; ${expected}`, { group: name, member });
    }),
  }));
  const rest = names.flatMap((name, j) => (taken.has(j) ? [] : [{ name, columns: [j] }]));
  return [...groups, ...rest].sort((a, b) => a.columns[0]! - b.columns[0]!);
}

function listOfMembers(name: string, members: unknown): string[] {
  if (Array.isArray(members)) return reading(`groups.${name}`, () => Array.from(members as string[]));
  throw new GlmError("BAD_OPTION", `groups.${name} is ${show(members)}; expected names of columns, as ["x1"]`, {
    name,
  });
}
