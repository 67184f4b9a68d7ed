// From the text of a formula to its terms, as R's terms.formula() does it (Wilkinson & Rogers 1973; Chambers & Hastie 1992, chapter 2).
// Every operator maps sets of products to a set of products, see products.ts. Some things differ from R, on purpose:
//
//   - mistakes here are an offset that is subtracted (R keeps it), the response among the terms (R keeps it, and drops it later with a warning),
//     a power that is no whole number (R rounds it down), and columns that do not exist, even if their terms are removed;
//   - 1 * b is b, as b * 1 is; in R it is nothing;
//   - (a + b)^1 is a + b; R refuses it.
import type { Expression, Formula, Place, Term, Variable } from "./ast.js";
import { deparse } from "./deparse.js";
import { mistake } from "./mistakes.js";
import { COMPARISONS, parseFormula } from "./parse.js";
import { crossed, interactions, NONE, nested, type Products, power, setOf, single, within } from "./products.js";
import { checkedVariable, type Known } from "./variables.js";

/** The variables found so far, and what the sums of terms have said of the intercept. */
interface Reading extends Known {
  readonly response: Variable | undefined;
  /** Columns that `.` stands for. */
  readonly dot: readonly string[];
  readonly variables: Variable[];
  readonly indexOf: Map<string, number>;
  /** The arguments of offset(), by the index that the whole call has among the variables. */
  readonly offsets: Map<number, Variable>;
  intercept: boolean;
  /** Pairs of products that have been formed. */
  pairs: number;
}

/** Pairs of products that one formula forms at most: the interactions of 700 columns. Beyond it, no formula is meant. */
const MOST_PAIRS = 500_000;

/** Expressions within expressions of terms. */
const DEEPEST = 1000;

/**
 * Reads a formula over columns of these names. `.` stands for all of them but those of the response and those in `except`.
 * Throws `GlmError` `BAD_FORMULA` with the place of a mistake.
 */
export function expandFormula(text: string, columns: readonly string[], except: readonly string[] = []): Formula {
  const { left, right } = parseFormula(text);
  const known: Known = { text, columns: new Set(columns) };
  const used = new Set<string>(except);
  const response = left === undefined ? undefined : responseOf(left, known, used);
  const reading: Reading = {
    ...known,
    response,
    dot: [...known.columns].filter((name) => !used.has(name)),
    variables: [],
    indexOf: new Map(),
    offsets: new Map(),
    intercept: true,
    pairs: 0,
  };
  const products = [...termsOf(right, reading, true, 0).values()];
  const { variables, offsets, intercept } = reading;
  const terms = products
    .filter((product) => !product.some((index) => offsets.has(index)))
    .sort((a, b) => a.length - b.length)
    .map((product) => termOf(product.map((index) => variables[index]!)));
  refuseResponse(reading, terms);
  return { text, response, intercept, terms, offsets: [...offsets.values()] };
}

function responseOf(left: Expression, known: Known, used: Set<string>): Variable {
  const names = new Set<string>();
  const expression = checkedVariable(left, known, names);
  for (const name of names) used.add(name);
  return { label: deparse(left), expression };
}

function termOf(variables: readonly Variable[]): Term {
  return { label: variables.map(({ label }) => label).join(":"), variables };
}

/** A response cannot explain itself. */
function refuseResponse({ text, response }: Reading, terms: readonly Term[]): void {
  const found = terms.flatMap(({ variables }) => variables).find(({ label }) => label === response?.label);
  if (found === undefined) return;
  throw mistake(text, found.expression, "this is the response; a term must be something else");
}

/** The terms of an expression; within a subtraction `isAdded` is false, and 1 and 0 change places. */
function termsOf(expression: Expression, reading: Reading, isAdded: boolean, depth: number): Products {
  if (depth > DEEPEST) {
    throw mistake(reading.text, expression, `more than ${DEEPEST} operations stand within each other; write less`);
  }
  switch (expression.kind) {
    case "binary":
      if (COMPARISONS.includes(expression.operator)) return variable(expression, reading);
      return isSum(expression)
        ? sum(expression, reading, isAdded, depth)
        : operation(expression, reading, isAdded, depth);
    case "unary": {
      const isPlus = expression.operator === "+";
      const terms = termsOf(expression.operand, reading, isPlus === isAdded, depth + 1);
      return isPlus ? terms : NONE;
    }
    case "number":
      return constant(expression, reading, isAdded);
    case "name":
      return expression.name === "." ? everyOther(expression, reading) : variable(expression, reading);
    case "call":
      return expression.name === "offset" ? offset(expression, reading, isAdded) : variable(expression, reading);
    default:
      throw mistake(reading.text, expression, "a value is no term; write names of columns, 0 or 1");
  }
}

type Binary = Expression & { readonly kind: "binary" };

function isSum(expression: Expression): expression is Binary {
  return expression.kind === "binary" && (expression.operator === "+" || expression.operator === "-");
}

/** A sum of any length: its left sides are taken one after the other, not one within the other. */
function sum(expression: Binary, reading: Reading, isAdded: boolean, depth: number): Products {
  const parts: Binary[] = [];
  let first: Expression = expression;
  while (isSum(first)) {
    parts.push(first);
    first = first.left;
  }
  const terms = new Map(termsOf(first, reading, isAdded, depth + 1));
  for (const { operator, right } of parts.reverse()) {
    const isPlus = operator === "+";
    for (const [key, product] of termsOf(right, reading, isPlus === isAdded, depth + 1)) {
      if (!isPlus) terms.delete(key);
      else terms.set(key, product); // a product that is there keeps its place
    }
  }
  return terms;
}

const OPERATIONS: ReadonlyMap<string, (left: Products, right: Products) => Products> = new Map([
  [":", interactions],
  ["*", crossed],
  ["/", nested],
  ["%in%", within],
]);

function operation(expression: Binary, reading: Reading, isAdded: boolean, depth: number): Products {
  const { operator } = expression;
  const left = termsOf(expression.left, reading, isAdded, depth + 1);
  const apply = OPERATIONS.get(operator);
  if (apply === undefined) return raised(left, expression, reading);
  const right = termsOf(expression.right, reading, isAdded, depth + 1);
  spend(left.size * right.size, expression, reading);
  return apply(left, right);
}

function raised(base: Products, expression: Binary, reading: Reading): Products {
  const { right } = expression;
  if (right.kind !== "number" || !Number.isInteger(right.value) || right.value < 1) {
    const words = "a power of terms is a whole number >= 1, as (a + b)^2; for a power of numbers write I(a^b)";
    throw mistake(reading.text, right, words);
  }
  return power(base, right.value, (pairs) => spend(pairs, expression, reading));
}

function spend(pairs: number, expression: Expression, reading: Reading): void {
  reading.pairs += pairs;
  if (reading.pairs <= MOST_PAIRS) return;
  const words = `the formula makes more than ${MOST_PAIRS} products here; name the terms that are needed`;
  throw mistake(reading.text, expression, words);
}

/** 1 and 0 say whether there is an intercept; the last of them decides. */
function constant(expression: Expression & { kind: "number" }, reading: Reading, isAdded: boolean): Products {
  if (expression.value !== 0 && expression.value !== 1) {
    const words = "a number is no term, except 0 and 1 for the intercept; for arithmetic write I(), as I(a + 2)";
    throw mistake(reading.text, expression, words);
  }
  reading.intercept = (expression.value === 1) === isAdded;
  return NONE;
}

/** `.`: the columns that it stands for get its place. */
function everyOther({ at, end }: Place, reading: Reading): Products {
  const indices = reading.dot.map((name) => {
    const expression: Expression = { kind: "name", name, at, end };
    return install(reading, { label: deparse(expression), expression });
  });
  return setOf(indices.map((index) => [index]));
}

/** The set of one variable: a name, a call or a comparison. Parentheses around a term mean nothing, and its label has none. */
function variable(expression: Expression, reading: Reading): Products {
  const bare = withoutParentheses(expression);
  return single(install(reading, madeOf(bare, reading)));
}

function madeOf(written: Expression, reading: Known): Variable {
  const expression = checkedVariable(written, reading, new Set());
  return { label: deparse(written), expression };
}

function withoutParentheses(expression: Expression): Expression {
  const { parentheses: _, ...bare } = expression;
  return bare;
}

/** The index of a variable; the first one with its label keeps it. */
function install({ indexOf, variables }: Reading, variable: Variable): number {
  const found = indexOf.get(variable.label);
  if (found !== undefined) return found;
  indexOf.set(variable.label, variables.length);
  variables.push(variable);
  return variables.length - 1;
}

/** An offset is a variable whose products are no terms. */
function offset(call: Expression & { kind: "call" }, reading: Reading, isAdded: boolean): Products {
  const [argument, ...more] = call.args;
  if (argument === undefined || more.length > 0) {
    throw mistake(reading.text, call, "offset() takes one expression, as offset(log(t))");
  }
  if (!isAdded) throw mistake(reading.text, call, "an offset cannot be subtracted from terms; leave it out");
  const inside = madeOf(argument.value, reading);
  const index = install(reading, { label: deparse(withoutParentheses(call)), expression: inside.expression });
  reading.offsets.set(index, inside);
  return single(index);
}
