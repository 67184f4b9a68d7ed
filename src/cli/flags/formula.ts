import { type Command, InvalidArgumentError, Option } from "commander";
import { GlmError } from "../../index.js";
import { nameList } from "./declare.js";
import { optionOf } from "./penalty.js";

const RULES = ["omit", "error", "indicator"] as const;
const CODINGS = ["contrast", "full"] as const;

// The words of pairs are not checked here: the library does, and names those it knows.
type TypeFlag = "number" | "category" | "date" | readonly string[];
/** The contrast of a factor: its name, or the reference level. */
type ContrastFlag = "treatment" | "sum" | "helmert" | "poly" | "full" | { readonly ref: string };

/** The command line about a formula and its table. */
export interface FormulaFlags {
  readonly formula?: string;
  /** The label whose probability is the mean; also without a formula. */
  readonly success?: string;
  readonly types?: Readonly<Record<string, TypeFlag>>;
  readonly missing?: (typeof RULES)[number];
  readonly contrasts?: Readonly<Record<string, ContrastFlag>>;
  readonly coding?: (typeof CODINGS)[number];
}

/** The second argument of commands that fit, and the options beside it. */
export function addFormulaOptions(command: Command): Command {
  return command
    .argument("[formula]", 'the model in R\'s language, as "low ~ age + lwt + race * smoke"; text columns are factors')
    .option("--formula <text>", "the same as an option, for data on standard input")
    .option("--success <label>", "the label whose probability is the mean (default: of two labels the second)")
    .option(
      "--types <pairs>",
      "formula: what columns are, as zip=category,age=number,when=date; size=small|medium|large names levels in their order",
      typeList,
    )
    .addOption(new Option("--missing <rule>", "formula: rows with a missing cell (default: omit)").choices(RULES))
    .option(
      "--contrasts <pairs>",
      "formula: contrasts of factors, as race=sum,dose=poly; race=ref:white makes white the reference level",
      contrastList,
    )
    .addOption(
      new Option("--coding <name>", "formula: columns of factors (default: full with a penalty or noise)").choices(CODINGS), // biome-ignore format: one line
    );
}

/** Pairs of a name and a value; a name may hold the sign between them, if the value does not. Where levels are the value, they may. */
function pairs<T>(
  text: string,
  before: Readonly<Record<string, T>>,
  example: string,
  read: (pair: string) => readonly [name: string, value: T | ""],
): Record<string, T> {
  const found = nameList(text).map((pair): [string, T] => {
    const [name, value] = read(pair);
    if (name === "" || value === "") throw new InvalidArgumentError(`Expected pairs, as ${example}.`);
    return [name, value];
  });
  return { ...before, ...Object.fromEntries(found) };
}

/** Name and value around the sign at a place; without a sign, a name alone. */
function around<T extends string>(pair: string, at: number): readonly [string, T | ""] {
  return at < 0 ? [pair, ""] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim() as T];
}

export function typeList(text: string, before: Readonly<Record<string, TypeFlag>> = {}): Record<string, TypeFlag> {
  return pairs(text, before, "zip=category,age=number", (pair) => {
    if (!pair.includes("|")) return around<Exclude<TypeFlag, readonly string[]>>(pair, pair.lastIndexOf("="));
    const [name, levels] = around<string>(pair, pair.indexOf("="));
    return [name, levels === "" ? "" : levels.split("|").map((level) => level.trim())];
  });
}

export function contrastList(
  text: string,
  before: Readonly<Record<string, ContrastFlag>> = {},
): Record<string, ContrastFlag> {
  return pairs(text, before, "race=sum,dose=ref:low", (pair) => {
    const at = pair.indexOf("=ref:");
    if (at < 0) return around<Exclude<ContrastFlag, object>>(pair, pair.lastIndexOf("="));
    const level = pair.slice(at + "=ref:".length);
    return [pair.slice(0, at).trim(), level === "" ? "" : { ref: level }];
  });
}

/** The flags with the formula, which may be the second argument. */
export function withFormula<F extends FormulaFlags>(given: string | undefined, flags: F): F {
  if (given === undefined) return flags;
  if (flags.formula === undefined) return { ...flags, formula: given };
  throw new GlmError(
    "BAD_OPTION",
    "a formula as the second argument and as --formula; expected one of them: put the text into quotes",
  );
}

/** What a formula says itself, and how. */
const SAID: Readonly<Record<string, string>> = {
  response: 'the response is on its left, as "y ~ a + b"',
  columns: 'it has the columns, as "y ~ a + b"',
  exclude: 'it leaves columns out, as "y ~ . - a"',
  transform: 'it transforms columns, as "y ~ log1p(a) + b"',
};

/** Options about a table of a formula, which change nothing without one. */
const BESIDE = ["types", "missing", "contrasts", "coding"] as const;

/** What is checked: the flags of any command that takes a formula. */
type Checked = FormulaFlags &
  Readonly<Partial<Record<"response" | "columns" | "exclude" | "transform" | "intercept", unknown>>>;

/** Refuses, before anything is read, options that a formula replaces, and options that need one. */
export function checkFormula(flags: Checked): void {
  const refuse = (message: string): never => {
    throw new GlmError("BAD_OPTION", message);
  };
  if (flags.formula === undefined) {
    const alone = BESIDE.find((name) => flags[name] !== undefined);
    if (alone !== undefined) refuse(`${optionOf(alone)} without a formula; expected both, or neither`);
    return;
  }
  if (!flags.formula.includes("~")) return; // the library says that it is no formula
  const given = Object.keys(SAID).find((name) => flags[name as keyof Checked] !== undefined);
  if (given !== undefined) refuse(`--${given} with a formula; ${SAID[given]}: leave the option out`);
  if (flags.intercept === false) refuse('--no-intercept with a formula; write "y ~ 0 + a" and leave the option out');
}

/** The name on the left side of a formula; text that is no name is the name of no column. */
export function responseIn(formula: string): string | undefined {
  const [, quoted, plain] = /^\s*(?:`([^`]*)`|([^~`]*?))\s*~/.exec(formula) ?? [];
  return quoted ?? plain;
}
