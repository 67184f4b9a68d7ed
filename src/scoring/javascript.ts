import { type HelperName, helpers } from "./javascript-helpers.js";
import type { Rule } from "./rule.js";
import { type Bound, type Cell, type Condition, type Expression, isNumber } from "./tree.js";

// A rule as a module of JavaScript. Missing is NaN among numbers and undefined among texts. All comparisons are false for NaN.

/** A text of JavaScript that may stand in HTML, too. */
export function literal(text: string): string {
  return JSON.stringify(text).replace(/[<>\p{Zl}\p{Zp}\p{Cs}]/gu, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`); // biome-ignore format: one line
}

/** Conditions within conditions: engines bound how deep an expression is. */
const MOST_NESTED = 50;

class JavaScriptWriter {
  /** Statements before the result, by what they name. */
  readonly #lines: string[] = [];
  readonly #cells = new Map<string, string>();
  readonly #bounds = new Map<Bound, string>();
  readonly #helpers = new Set<HelperName>();

  #helper(name: HelperName): string {
    this.#helpers.add(name);
    return name;
  }

  #constant(prefix: string, text: string): string {
    const name = `${prefix}${this.#lines.length}`;
    this.#lines.push(`const ${name} = ${text};`);
    return name;
  }

  #cell({ name, kind }: Cell): string {
    const key = `${kind} ${name}`;
    const known = this.#cells.get(key);
    if (known !== undefined) return known;
    const reader = ({ number: "numberOf", date: "dayOf", category: "levelOf", logical: "truthOf" } as const)[kind];
    const made = this.#constant("c", `${this.#helper(reader)}(${this.#helper("cellOf")}(row, ${literal(name)}))`);
    this.#cells.set(key, made);
    return made;
  }

  /** Always in parentheses where it is more than a name or a call. */
  expression(expression: Expression): string {
    const of = (part: Expression): string => this.expression(part);
    switch (expression.kind) {
      case "number":
        return numberText(expression.value);
      case "cell":
        return this.#cell(expression.cell);
      case "date-part":
        return `${this.#helper(`${expression.part}Of`)}(${this.#cell(expression.cell)})`;
      case "filled": {
        const x = of(expression.of);
        return `(Number.isNaN(${x}) ? ${numberText(expression.fill)} : ${x})`;
      }
      case "nonzero":
        return `(${of(expression.of)} || NaN)`;
      case "sum":
        return `(${expression.parts.map(of).join(" + ")})`;
      case "product":
        return this.#product(expression.parts);
      case "quotient":
        return `(${of(expression.over)} / ${of(expression.under)})`;
      case "power":
        return `(${of(expression.base)} ** ${of(expression.exponent)})`;
      case "function":
        if (expression.name === "erfc" || expression.name === "log")
          return `${this.#helper(expression.name)}(${of(expression.of)})`;
        return `Math.${expression.name}(${of(expression.of)})`;
      case "cases": {
        const all = expression.branches.map(({ when, value }) => [this.#condition(when), of(value)] as const);
        if (all.length <= MOST_NESTED) return `(${all.map(([when, value]) => `${when} ? ${value} : `).join("")}NaN)`;
        return `(() => { ${all.map(([when, value]) => `if (${when}) return ${value}; `).join("")}return NaN; })()`;
      }
      case "let":
        this.#bound(expression.bound);
        return of(expression.body);
      case "bound":
        return this.#bound(expression.bound);
    }
  }

  #product(parts: readonly Expression[]): string {
    const [first, ...others] = parts;
    const isNegative = isNumber(first!) && first.value === -1 && others.length > 0;
    const text = (isNegative ? others : parts).map((part) => this.expression(part)).join(" * ");
    return isNegative ? `(-(${text}))` : `(${text})`;
  }

  #bound(bound: Bound): string {
    const known = this.#bounds.get(bound);
    if (known !== undefined) return known;
    const made = this.#constant("t", this.expression(bound.value));
    this.#bounds.set(bound, made);
    return made;
  }

  #condition(condition: Condition): string {
    switch (condition.kind) {
      case "compare": {
        const [a, b] = [this.expression(condition.left), this.expression(condition.right)];
        if (condition.operator === "!=") return `(${a} < ${b} || ${a} > ${b})`;
        return `(${a} ${condition.operator === "==" ? "===" : condition.operator} ${b})`;
      }
      case "numbers": {
        const x = this.expression(condition.of);
        return `(${condition.values.map((v) => `${x} === ${numberText(v)}`).join(" || ")})`;
      }
      case "texts": {
        const x = this.#cell(condition.cell);
        const [one, ...others] = condition.texts.map(literal);
        if (condition.isIn && others.length === 0) return one === undefined ? "false" : `${x} === ${one}`;
        const list = `[${[...(one === undefined ? [] : [one]), ...others].join(", ")}].includes(${x})`;
        return condition.isIn ? list : `(${x} !== undefined && !${list})`;
      }
      case "same": {
        const [a, b] = [this.#cell(condition.left), this.#cell(condition.right)];
        if (condition.isSame) return `(${a} !== undefined && ${a} === ${b})`;
        return `(${a} !== undefined && ${b} !== undefined && ${a} !== ${b})`;
      }
      case "truth":
        return `${this.#cell(condition.cell)} === ${condition.value}`;
      case "missing": {
        const isNumbers = condition.cell.kind === "number" || condition.cell.kind === "date";
        const x = this.#cell(condition.cell);
        const isMissing = isNumbers ? `Number.isNaN(${x})` : `(${x} === undefined)`;
        return condition.isMissing ? isMissing : `!${isMissing}`;
      }
      case "and":
      case "or":
        return `(${condition.parts.map((part) => this.#condition(part)).join(condition.kind === "and" ? " && " : " || ")})`; // biome-ignore format: one line
      case "constant":
        return String(condition.value);
      case "level":
        return this.#condition(condition.of);
    }
  }

  /** The functions and statements that the results need. */
  get lines(): string[] {
    const texts = helpers();
    return [...[...this.#helpers].flatMap((name) => texts[name].split("\n")), ...this.#lines];
  }
}

function numberText(value: number): string {
  return value < 0 || Object.is(value, -0) ? `(${value})` : String(value);
}

/** `export function predict(row) { ... }`, and nothing else. */
export function javascriptOf({ classes, predictions }: Rule): string {
  const writer = new JavaScriptWriter();
  const results = predictions.map((one) => writer.expression(one));
  const result = classes === undefined ? results[0]! : `[${results.join(", ")}]`;
  const body = [...writer.lines, `return ${result};`].map((line) => `  ${line}`);
  return `export function predict(row) {\n${body.join("\n")}\n}\n`;
}
