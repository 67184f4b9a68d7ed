import { isKnown, type RuleVariable, type Unseen } from "./terms.js";
import { type Bound, type Cell, type Condition, cases, type Expression, every } from "./tree.js";

// A row with a missing cell has no prediction. Most trees see to it by themselves: they are missing where a cell is missing. What a tree
// does not see, as a number that is used in some cases only, is asked for around it.

type Needs = ReadonlySet<string>;

const NONE: Needs = new Set();

const cellKey = ({ name }: Cell): string => `cell ${name}`;
const levelKey = (variable: number): string => `level ${variable}`;

function union(parts: readonly Needs[]): Needs {
  return new Set(parts.flatMap((part) => [...part]));
}

function common(parts: readonly Needs[]): Needs {
  const [first = NONE, ...others] = parts;
  return new Set([...first].filter((need) => others.every((other) => other.has(need))));
}

/** What makes a number missing where it is missing itself. */
function needsOf(expression: Expression, known: ReadonlyMap<Bound, Needs> = new Map()): Needs {
  const of = (part: Expression): Needs => needsOf(part, known);
  switch (expression.kind) {
    case "number":
    case "filled":
      return NONE;
    case "cell":
    case "date-part":
      return new Set([cellKey(expression.cell)]);
    case "sum":
    case "product":
      return union(expression.parts.map(of));
    case "quotient":
      return union([of(expression.over), of(expression.under)]);
    case "power":
      return union([of(expression.base), of(expression.exponent)]);
    case "function":
    case "nonzero":
      return of(expression.of);
    case "cases":
      return common(expression.branches.map(({ when, value }) => union([rejects(when, of), of(value)])));
    case "bound":
      return known.get(expression.bound) ?? NONE;
    case "let":
      return needsOf(expression.body, new Map([...known, [expression.bound, of(expression.bound.value)]]));
  }
}

/** What keeps a condition from being true where it is missing. */
function rejects(condition: Condition, of: (part: Expression) => Needs): Needs {
  switch (condition.kind) {
    case "compare":
      return union([of(condition.left), of(condition.right)]);
    case "numbers":
      return of(condition.of);
    case "texts":
    case "truth":
      return new Set([cellKey(condition.cell)]);
    case "same":
      return new Set([cellKey(condition.left), cellKey(condition.right)]);
    case "missing":
      return condition.isMissing ? NONE : new Set([cellKey(condition.cell)]);
    case "and":
      return union(condition.parts.map((part) => rejects(part, of)));
    case "or":
      return common(condition.parts.map((part) => rejects(part, of)));
    case "constant":
      return NONE;
    case "level":
      return union([rejects(condition.of, of), new Set([levelKey(condition.variable)])]);
  }
}

/** Whether a tree with these needs is missing wherever a variable has no value. */
function sees(seen: Needs, { value, encoded, place, needs }: RuleVariable, unseen: Unseen): boolean {
  if (value.kind !== "levels") return needs.every((cell) => seen.has(cellKey(cell)));
  if (unseen === "missing") return seen.has(levelKey(place));
  return encoded.factor!.marksMissing || needs.every((cell) => seen.has(cellKey(cell)));
}

/** The tree, missing where one of the variables has no value. */
export function guarded(expression: Expression, variables: readonly RuleVariable[], unseen: Unseen): Expression {
  const seen = needsOf(expression);
  const hidden = variables.filter((variable) => !sees(seen, variable, unseen));
  if (hidden.length === 0) return expression;
  return cases([{ when: every(hidden.map((variable) => isKnown(variable, unseen))), value: expression }]);
}
