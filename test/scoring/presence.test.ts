import { describe, expect, it } from "vitest";
import { guarded } from "../../src/scoring/presence.js";
import type { RuleVariable } from "../../src/scoring/terms.js";
import {
  cases,
  cellNumber,
  compare,
  type Expression,
  every,
  filled,
  missing,
  number,
  some,
  sum,
  used,
} from "../../src/scoring/tree.js";

const cell = (name: string) => ({ name, kind: "number" }) as const;
const variable = (name: string, place: number): RuleVariable => ({
  place,
  encoded: { label: name } as RuleVariable["encoded"],
  value: { kind: "numbers", of: cellNumber(cell(name)) },
  needs: [cell(name)],
});
const [a, b] = [cellNumber(cell("a")), cellNumber(cell("b"))];
const positive = (of: Expression) => compare(of, ">", number(0));
const one = number(1);

/** The cells that are asked for around a tree. */
function asked(tree: Expression): string[] {
  const found = guarded(tree, [variable("a", 0), variable("b", 1)], "missing");
  if (found === tree) return [];
  const { when } = (found as Expression & { readonly kind: "cases" }).branches[0]!;
  return [when.kind === "and" ? when.parts : [when]]
    .flat()
    .map((part) => (part as { cell: { name: string } }).cell.name);
}

describe("guarded", () => {
  it.each<[string, Expression, string[]]>([
    ["a sum", sum(a, b), []],
    ["a number", one, ["a", "b"]],
    ["what is filled", sum(a, filled(b, 2)), ["b"]],
    [
      "one case of two",
      cases([
        { when: positive(a), value: b },
        { when: positive(sum(a, one)), value: one },
      ]),
      ["b"],
    ],
    [
      "both cases",
      cases([
        { when: positive(a), value: b },
        { when: positive(b), value: a },
      ]),
      [],
    ],
    ["and", cases([{ when: every([positive(a), positive(b)]), value: one }]), []],
    ["or", cases([{ when: some([positive(a), positive(b)]), value: one }]), ["a", "b"]],
    [
      "a mark",
      cases([
        { when: missing(cell("a")), value: b },
        { when: missing(cell("a"), false), value: b },
      ]),
      ["a"],
    ],
    ["a named number", used(sum(a, b, one, a), 2, (x) => sum(x, x)), []],
  ])("%s", (_name, tree, wanted) => {
    expect(asked(tree)).toEqual(wanted);
  });
});
