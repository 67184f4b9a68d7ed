import { GlmError } from "../base/errors.js";
import {
  damaged,
  finite,
  flag,
  listOf,
  number,
  oneOf,
  optional,
  type Reader,
  record,
  text,
  whole,
  wrong,
} from "../base/schema.js";
import { CONTRAST_NAMES } from "../formula/contrast-names.js";
import { readSource } from "../formula/source.js";
import { ENCODING_VERSION, type EncodedVariable, type Encoding } from "./encoding.js";
import { ROLES } from "./roles.js";

// The encoding of a saved model: how a table becomes the columns of x. Expressions are read by the parser of formulas.

const coding = oneOf(["contrast", "full"]);
const finites = listOf(finite);
const scale = number("a finite number other than 0", (v) => Number.isFinite(v) && v !== 0);
const positive = number("a finite number > 0", (v) => v > 0 && v < Infinity);
/** Powers of a polynomial beyond these have no digits. */
const MOST = 100;
const degree = number("a whole number from 1 to 100", (v) => Number.isInteger(v) && v >= 1 && v <= MOST);

const BREAK = 'a finite number, "-Inf" or "Inf"';
const endless: Reader<number | "-Inf" | "Inf"> = {
  expects: BREAK,
  read: (value, at) => {
    if (value === "-Inf" || value === "Inf") return value;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw wrong(value, at, BREAK);
  },
};

/** What a transform learned, by its name. */
export const STATES: Readonly<Record<string, Reader<object>>> = {
  poly: record({
    transform: text,
    degree,
    center: optional(finite),
    alpha: optional(finites),
    norm: optional(listOf(positive)),
  }),
  scale: record({ transform: text, center: finite, scale }),
  center: record({ transform: text, center: finite, scale }),
  bs: record({ transform: text, degree, knots: finites, boundary: finites, intercept: flag }),
  ns: record({ transform: text, degree, knots: finites, boundary: finites, intercept: flag }),
  cut: record({ transform: text, breaks: listOf(endless), labels: listOf(text), right: flag, lowest: flag }),
};

export const state: Reader<object> = {
  expects: `an object with transform, one of ${Object.keys(STATES).join(", ")}, and what it learned`,
  read: (value, at) => {
    const name: unknown =
      typeof value === "object" && value !== null ? (value as { transform?: unknown }).transform : undefined;
    const known = typeof name === "string" && Object.hasOwn(STATES, name) ? STATES[name] : undefined;
    if (known === undefined) throw wrong(value, at, state.expects);
    return known.read(value, at);
  },
};

const variable = record({
  label: text,
  source: text,
  states: listOf(state),
  factor: optional(record({ levels: listOf(text), contrast: oneOf(CONTRAST_NAMES), ref: whole, marksMissing: flag })),
});

/** Only the version that is known: a later one may mean something else by the same fields. */
const version = number(`${ENCODING_VERSION}; later ones need a later dropglm`, (v) => v === ENCODING_VERSION);

export const roles: Reader<Readonly<Record<string, string>>> = {
  expects: `an object of names of columns, by ${ROLES.join(", ")}`,
  read: (value, at) => {
    const fields = Object.fromEntries(ROLES.map((role) => [role, optional(text)]));
    return record(fields).read(value, at) as Record<string, string>;
  },
};

const plain = record({
  version,
  formula: text,
  intercept: flag,
  missing: oneOf(["omit", "error", "indicator"]),
  coding,
  columns: listOf(
    record({ name: text, kind: oneOf(["number", "category", "date", "logical"]), fill: optional(finite) }),
  ),
  variables: listOf(variable),
  terms: listOf(record({ label: text, variables: listOf(whole), codings: listOf(coding) })),
  offsets: listOf(variable),
  response: optional(variable),
  names: listOf(text),
  assign: listOf(whole),
  means: optional(listOf(finite)),
  roles,
  vectors: listOf(oneOf(ROLES)),
  rows: whole,
  used: whole,
  omitted: listOf(record({ column: text, rows: whole })),
  fromText: listOf(text),
});

/** The encoding of a model, checked field by field, with the expressions of its variables. */
export const encoding: Reader<Encoding> = {
  ...plain,
  read: (value, at) => {
    version.read((value as { version?: unknown } | null)?.version, `${at}.version`); // before fields that a later version may have
    const read = plain.read(value, at);
    checkPlaces(read, at);
    const columns = new Set(read.columns.map(({ name }) => name));
    const whole = (own: (typeof read.variables)[number], where: string): EncodedVariable => {
      checkFactor(own, where);
      own.states.forEach((state, k) => {
        checkLengths(state as Lists, `${where}.states[${k}]`);
      });
      return { ...own, expression: expressionOf(own.source, columns, `${where}.source`) } as unknown as EncodedVariable;
    };
    return {
      ...read,
      variables: read.variables.map((own, k) => whole(own, `${at}.variables[${k}]`)),
      offsets: read.offsets.map((own, k) => whole(own, `${at}.offsets[${k}]`)),
      ...(read.response && { response: whole(read.response, `${at}.response`) }),
    } as Encoding;
  },
};

type Plain = ReturnType<typeof plain.read>;

/** Places among variables and terms that exist, and one term for every column. */
function checkPlaces({ variables, terms, columns, names, assign, means }: Plain, at: string): void {
  terms.forEach((term, t) => {
    const bad = term.variables.findIndex((v) => v >= variables.length);
    if (bad >= 0) {
      const place = `${at}.terms[${t}].variables[${bad}]`;
      throw damaged(place, `is ${term.variables[bad]}`, `a number below ${variables.length}, the number of variables`);
    }
    if (term.codings.length === term.variables.length) return;
    const place = `${at}.terms[${t}].codings`;
    throw damaged(place, `has length ${term.codings.length}`, `${term.variables.length}, one for each variable`);
  });
  if (assign.length !== names.length) {
    throw damaged(`${at}.assign`, `has length ${assign.length}`, `${names.length}, one for each column`);
  }
  if (means !== undefined && means.length !== names.length) {
    throw damaged(`${at}.means`, `has length ${means.length}`, `${names.length}, one for each column`);
  }
  const most = terms.length + columns.filter(({ fill }) => fill !== undefined).length;
  const j = assign.findIndex((t) => t >= most);
  if (j >= 0) throw damaged(`${at}.assign[${j}]`, `is ${assign[j]}`, `a number below ${most}, the number of terms`);
}

function checkFactor({ factor }: Plain["variables"][number], at: string): void {
  if (factor === undefined) return;
  const { levels, ref } = factor;
  if (new Set(levels).size < levels.length)
    throw damaged(`${at}.factor.levels`, "holds a level twice", "different ones");
  if (levels.length > 0 && ref >= levels.length) {
    throw damaged(`${at}.factor.ref`, `is ${ref}`, `a number below ${levels.length}, the number of levels`);
  }
}

/** The lists of a transform, those that it has. */
type Lists = Partial<Readonly<Record<"alpha" | "norm" | "boundary" | "labels" | "breaks", readonly unknown[]>>> & {
  readonly degree?: number;
};

/** Lists of a transform that depend on each other. */
function checkLengths({ degree, alpha, norm, boundary, labels, breaks }: Lists, at: string): void {
  const check = (name: string, list: readonly unknown[] | undefined, wanted: number, why: string): void => {
    if (list === undefined || list.length === wanted) return;
    throw damaged(`${at}.${name}`, `has length ${list.length}`, `${wanted}, ${why}`);
  };
  check("alpha", alpha, degree!, "the degree");
  check("norm", norm, degree! + 1, "one more than the degree");
  check("boundary", boundary, 2, "the two boundary knots");
  if (breaks !== undefined) check("labels", labels, breaks.length - 1, "one for each interval between breaks");
}

function expressionOf(source: string, columns: ReadonlySet<string>, at: string) {
  try {
    return readSource(source, columns);
  } catch (error) {
    if (!(error instanceof GlmError)) throw error;
    throw damaged(
      at,
      `cannot be read (${error.message.split("\n")[0]})`,
      "a term of a formula over the columns of the encoding",
    );
  }
}
