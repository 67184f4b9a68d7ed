import { GlmError } from "../base/errors.js";
import { checkedText, type Dialect } from "./dialects.js";
import {
  type Bound,
  boundNumber,
  type Cell,
  type Comparison,
  type Condition,
  compare,
  type Expression,
  isNumber,
  number,
} from "./tree.js";

// A tree in SQL. Missing is NULL, which arithmetic and comparisons hand on; functions that would swallow it are not used, but for COALESCE.

/** How tightly a text holds together: a looser one gets parentheses. */
const LEVEL = { or: 0, and: 1, not: 2, compare: 3, sum: 4, product: 5, whole: 6 } as const;

interface Written {
  readonly text: string;
  readonly level: number;
}

const whole = (text: string): Written => ({ text, level: LEVEL.whole });

/** Beyond, e^x has no number: a little less than log of the largest, and log of the smallest one. */
const LARGE = 709.7;
const SMALL = -745;

/** Sums with more parts have groups in parentheses: databases bound how deep an expression is. */
const MOST_PARTS = 50;

export class SqlWriter {
  readonly #dialect: Dialect;
  /** Names of the numbers that a subquery has, and numbers that are written again. */
  readonly #names = new Map<Bound, string | Expression>();
  #count = 0;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** The whole expression, as a number of double precision. */
  static expression(dialect: Dialect, expression: Expression): string {
    return `CAST(${new SqlWriter(dialect).#at(expression, LEVEL.or)} AS ${dialect.real})`;
  }

  #at(expression: Expression, level: number): string {
    return inside(this.#expression(expression), level);
  }

  #expression(expression: Expression): Written {
    switch (expression.kind) {
      case "number":
        return whole(this.#number(expression.value));
      case "cell":
        return this.#cell(expression.cell);
      case "date-part":
        return whole(this.#dialect.datePart(this.#name(expression.cell), expression.part));
      case "filled":
        return whole(`COALESCE(${this.#at(expression.of, LEVEL.or)}, ${this.#number(expression.fill)})`);
      case "nonzero":
        return whole(`NULLIF(${this.#at(expression.of, LEVEL.or)}, 0e+0)`);
      case "sum":
        return { text: this.#sum(expression.parts), level: LEVEL.sum };
      case "product":
        return this.#product(expression.parts);
      case "quotient":
        return { text: `${this.#at(expression.over, LEVEL.product)} / ${this.#at(expression.under, LEVEL.whole)}`, level: LEVEL.product }; // biome-ignore format: one line
      case "power":
        return whole(`POWER(${this.#at(expression.base, LEVEL.or)}, ${this.#at(expression.exponent, LEVEL.or)})`);
      case "function":
        return this.#function(expression);
      case "cases":
        return whole(this.#cases(expression));
      case "let":
        return this.#named(expression.bound, expression.copies, () => this.#expression(expression.body));
      case "bound": {
        const name = this.#names.get(expression.bound)!;
        return typeof name === "string" ? whole(name) : this.#expression(name);
      }
    }
  }

  /** With an exponent: otherwise some databases would read a decimal number of few digits, or a whole number. */
  #number(value: number): string {
    if (!Number.isFinite(value)) return value > 0 ? this.#dialect.infinity : `(-${this.#dialect.infinity})`;
    const text = Math.abs(value).toExponential();
    return value < 0 ? `(-${text})` : text;
  }

  #name({ name }: Pick<Cell, "name">): string {
    return this.#dialect.name(checkedText(name, "the name of a column"));
  }

  #cell(cell: Cell): Written {
    const text = this.#dialect.number(this.#name(cell), cell.kind);
    return { text, level: cell.kind === "date" ? LEVEL.product : LEVEL.whole };
  }

  /** A text that begins with a minus is in parentheses: two of them would begin a comment. */
  #product(parts: readonly Expression[]): Written {
    const [first, ...others] = parts;
    const written = (some: readonly Expression[]): string =>
      some.map((part) => this.#at(part, LEVEL.product)).join(" * ");
    if (!(isNumber(first!) && first.value === -1)) return { text: written(parts), level: LEVEL.product };
    return {
      text: `-${others.length === 1 ? this.#at(others[0]!, LEVEL.whole) : `(${written(others)})`}`,
      level: LEVEL.sum,
    };
  }

  #sum(parts: readonly Expression[]): string {
    if (parts.length > MOST_PARTS) {
      const size = Math.ceil(parts.length / MOST_PARTS);
      const groups = Array.from({ length: Math.ceil(parts.length / size) }, (_, k) => parts.slice(k * size, (k + 1) * size)); // biome-ignore format: one line
      return groups.map((group) => (group.length === 1 ? this.#at(group[0]!, LEVEL.product) : `(${this.#sum(group)})`)).join(" + "); // biome-ignore format: one line
    }
    return parts
      .map((part, k) => {
        const [sign, rest] = k === 0 ? ["", part] : signed(part);
        return `${sign}${this.#at(rest, LEVEL.product)}`;
      })
      .join("");
  }

  #function(expression: Expression & { readonly kind: "function" }): Written {
    const { name, of } = expression;
    const { functions, title, refusesLargeExp } = this.#dialect;
    const known = name in functions ? functions[name] : name.toUpperCase();
    if (known === undefined) {
      const message = `the probit link needs the function ${name}(), which ${title} lacks; expected type: "link": the normal distribution function takes its values to means`;
      throw new GlmError("NOT_SUPPORTED", message, { function: name });
    }
    if (name === "exp" && refusesLargeExp) return this.#boundedExp(of, known);
    return whole(`${known}(${this.#at(of, LEVEL.or)})`);
  }

  /** e^x that is 0 or infinite where a number cannot hold it: the database would refuse the whole query. */
  #boundedExp(of: Expression, name: string): Written {
    const bound: Bound = { value: of };
    const x = boundNumber(bound);
    const when = (operator: Comparison, value: number): string =>
      this.#condition(compare(x, operator, number(value))).text;
    return this.#named(bound, 4, () => {
      const branches = [
        `WHEN ${when(">", LARGE)} THEN ${this.#dialect.infinity}`,
        `WHEN ${when("<", SMALL)} THEN 0e+0`,
        `WHEN ${when("<=", LARGE)} THEN ${name}(${this.#at(x, LEVEL.or)})`,
      ];
      return whole(`CASE ${branches.join(" ")} END`);
    });
  }

  /** A number by a name, which a subquery without a table gives to it; small ones are written as often as they are used. */
  #named(bound: Bound, copies: number, write: () => Written): Written {
    const { value } = bound;
    if (value.kind === "bound" || value.size * copies <= this.#dialect.mostCopied) {
      this.#names.set(bound, value);
      return write();
    }
    const inner = this.#at(value, LEVEL.or);
    const name = `t${++this.#count}`;
    this.#names.set(bound, `${name}.x`);
    return whole(`(SELECT ${inside(write(), LEVEL.or)} FROM (SELECT CAST(${inner} AS ${this.#dialect.real}) AS x) AS ${name})`); // biome-ignore format: one line
  }

  #cases({ branches }: Expression & { readonly kind: "cases" }): string {
    if (branches.length === 0) return "NULL";
    const written = branches.map(
      ({ when, value }) => `WHEN ${inside(this.#condition(when), LEVEL.or)} THEN ${this.#at(value, LEVEL.or)}`,
    );
    return `CASE ${written.join(" ")} END`;
  }

  #condition(condition: Condition): Written {
    switch (condition.kind) {
      case "compare": {
        const { operator, left, right } = condition;
        const sign = operator === "==" ? "=" : operator === "!=" ? "<>" : operator;
        return { text: `${this.#at(left, LEVEL.sum)} ${sign} ${this.#at(right, LEVEL.sum)}`, level: LEVEL.compare };
      }
      case "numbers":
        return oneOf(this.#at(condition.of, LEVEL.sum), condition.values.map((v) => this.#number(v))); // biome-ignore format: one line
      case "texts":
        return this.#texts(condition);
      case "same":
        return { text: `${this.#text(condition.left)} ${condition.isSame ? "=" : "<>"} ${this.#text(condition.right)}`, level: LEVEL.compare }; // biome-ignore format: one line
      case "truth":
        return { text: this.#dialect.truth(this.#name(condition.cell), condition.value), level: LEVEL.not };
      case "missing":
        return this.#missing(condition);
      case "and":
      case "or": {
        const level = LEVEL[condition.kind];
        const parts = condition.parts.map((part) => inside(this.#condition(part), level + 1));
        return { text: parts.join(` ${condition.kind.toUpperCase()} `), level };
      }
      case "constant":
        return { text: condition.value ? "1 = 1" : "1 = 0", level: LEVEL.compare };
      case "level":
        return this.#condition(condition.of);
    }
  }

  #text(cell: Cell): string {
    return this.#dialect.text(this.#name(cell));
  }

  #texts({ cell, texts, isIn }: Condition & { readonly kind: "texts" }): Written {
    if (texts.length === 0) return { text: isIn ? "1 = 0" : `${this.#name(cell)} IS NOT NULL`, level: LEVEL.compare };
    const all = texts.map((text) => this.#dialect.string(checkedText(text, "the level")));
    return oneOf(this.#text(cell), all, isIn);
  }

  /** A number is missing where it cannot be read, too; others where the cell is. */
  #missing({ cell, isMissing }: Condition & { readonly kind: "missing" }): Written {
    const of = cell.kind === "number" ? inside(this.#cell(cell), LEVEL.whole) : this.#name(cell);
    return { text: `${of} IS ${isMissing ? "" : "NOT "}NULL`, level: LEVEL.compare };
  }
}

function oneOf(of: string, values: readonly string[], isIn = true): Written {
  const [one, ...others] = values;
  const list = others.length === 0 ? one : `(${values.join(", ")})`;
  const operator = others.length === 0 ? (isIn ? "=" : "<>") : isIn ? "IN" : "NOT IN";
  return { text: `${of} ${operator} ${list}`, level: LEVEL.compare };
}

function inside({ text, level }: Written, least: number): string {
  return level < least ? `(${text})` : text;
}

/** A part of a sum as " + " or " - " and what is behind it. */
function signed(part: Expression): readonly [sign: string, rest: Expression] {
  if (isNumber(part) && part.value < 0) return [" - ", number(-part.value)];
  if (part.kind !== "product") return [" + ", part];
  const [first, ...others] = part.parts;
  if (!isNumber(first!) || !(first.value < 0)) return [" + ", part];
  if (first.value === -1 && others.length === 1) return [" - ", others[0]!];
  return [" - ", { ...part, parts: [number(-first.value), ...others] }];
}
