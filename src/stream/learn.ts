import { GlmError } from "../base/errors.js";
import { quoted } from "../base/show.js";
import type { Expression, Formula } from "../formula/ast.js";
import { expandFormula } from "../formula/expand.js";
import { cellsOf } from "../frame/columns.js";
import type { Encoding } from "../frame/encoding.js";
import { type Frame, learnFrame } from "../frame/frame.js";
import { namesIn } from "../frame/names-in.js";
import { ROLES, readRoles, roleNames } from "../frame/roles.js";
import { aboutTable } from "../frame/rows.js";
import type { TableOptions } from "../frame/table-options.js";
import { Fingerprint } from "../source/fingerprint.js";
import { type Group, groupsOf, namesOf } from "../source/groups.js";
import { Sample } from "../source/sample.js";
import type { Source } from "../source/source.js";
import type { Steps } from "./steps.js";

// The first reading of a source: what its columns are, their levels, what transforms learn, how many rows there are.

/** Rows that are looked at together. */
const ROWS = 2 ** 13;

/** A source, and what is asked of it. */
export interface Question {
  readonly source: Source;
  readonly formula: string;
  /** All options; those of one value per row are names of columns. */
  readonly options: TableOptions & Readonly<Record<string, unknown>>;
  /** Whether factors have a column for each level by default. */
  readonly isHeld: boolean;
  readonly seed: number;
}

/** What the first reading has found. */
export interface Learned {
  readonly question: Question;
  readonly expanded: Formula;
  /** The columns that are used. */
  readonly names: readonly string[];
  readonly sample: Sample;
  readonly fingerprint: Fingerprint;
}

/** Reads a source once. */
export async function learn(question: Question, steps: Steps): Promise<Learned> {
  const { source, formula, options } = question;
  refuseVectors(options);
  const all = await namesOf(source);
  const expanded = expandFormula(formula, all, roleNames(options));
  if (expanded.response === undefined) {
    const message = 'fit: the formula has no response; expected one on the left of "~", as "y ~ a + b"';
    throw new GlmError("BAD_FORMULA", message, {});
  }
  const predicting = expanded.terms.flatMap(({ variables }) => variables);
  const outcome = namesIn([expanded.response, ...expanded.offsets]);
  const roles = roleNames(options);
  const names = [...new Set([...outcome, ...namesIn(predicting), ...roles])];
  needColumns(all, names, (name) => (roles.includes(name) ? roleOf(options, name) : "the formula"));
  const sample = new Sample(
    {
      names,
      needed: new Set(options.missing === "indicator" ? [...outcome, ...roles] : names),
      levels: leveled([expanded.response, ...predicting]),
      types: options.types ?? {},
      isComputed: options.missing === "indicator" || hasCalls([...predicting, expanded.response, ...expanded.offsets]),
    },
    question.seed,
  );
  const fingerprint = new Fingerprint();
  for await (const group of groupsOf(source, names, ROWS)) {
    sample.add(group);
    fingerprint.add(group);
    steps.rows(group.first + group.length);
  }
  fingerprint.end();
  if (sample.rows === 0) throw new GlmError("EMPTY", `${source.name} has no rows; expected one or more`, {});
  return { question, expanded, names, sample, fingerprint };
}

/** Refuses a column that a source has not; `askerOf` says who asks for it. */
export function needColumns(
  all: readonly string[],
  names: Iterable<string>,
  askerOf: (name: string) => string = () => "the formula",
): void {
  const table = { length: 0, names: all, cells: (name: string) => (all.includes(name) ? [] : undefined) };
  for (const name of names) cellsOf(table, name, askerOf(name));
}

/** The encoding by the rows that were kept. Its numbers of rows are those of the sample. */
export function encodingOf({ question, expanded, sample }: Learned): Frame {
  const { options, isHeld } = question;
  const { table, rows } = sample.table();
  const { types, missing, contrasts, coding } = options;
  return aboutTable({ rows, words: {} }, () =>
    learnFrame(table, expanded, {
      ...(types !== undefined && { types }),
      ...(missing !== undefined && { missing }),
      ...(contrasts !== undefined && { contrasts }),
      coding: coding ?? (isHeld ? "full" : "contrast"),
      roles: readRoles(table, options),
    }),
  );
}

/** Whether something is learned of the sample that other rows would change. */
export function isOfSample({ variables, columns }: Encoding): boolean {
  return variables.some(({ states }) => states.length > 0) || columns.some(({ fill }) => fill !== undefined);
}

/** The row of a group that has a level which the sample has not; undefined if an error is about something else. */
export function unseenRow(error: unknown, { length }: Group): number | undefined {
  if (!(error instanceof GlmError) || error.code !== "OUT_OF_DOMAIN" || !("level" in error.detail)) return undefined;
  const [row] = (error.detail.rows ?? []) as readonly number[];
  return row !== undefined && row < length ? row : undefined;
}

function refuseVectors(options: Readonly<Record<string, unknown>>): void {
  const isVector = (name: string): boolean =>
    options[name] !== undefined &&
    typeof options[name] !== "string" &&
    !(name === "folds" && Number.isFinite(options[name]));
  const role = ROLES.find(isVector);
  if (role === undefined) return;
  const message = `${role} is not the name of a column; expected one: a source is not in memory, so what belongs to its rows is read with them`;
  throw new GlmError("NOT_SUPPORTED", message, { role });
}

function roleOf(options: Readonly<Record<string, unknown>>, name: string): string {
  return ROLES.find((role) => options[role] === name) ?? quoted(name);
}

/** Whether there are functions in some variables. */
function hasCalls(variables: readonly { readonly expression: Expression }[]): boolean {
  return variables.some(({ expression }) => JSON.stringify(expression).includes('"kind":"call"'));
}

/** Functions that look at numbers as numbers; in others, as factor(), they may become levels. */
const LEVELS = new Set(["factor", "ordered", "C"]);

/** The columns in calls that make levels of them. */
function leveled(variables: readonly { readonly expression: Expression }[]): Set<string> {
  const found = new Set<string>();
  const walk = (expression: Expression): void => {
    if (expression.kind === "unary") walk(expression.operand);
    else if (expression.kind === "binary") [expression.left, expression.right].forEach(walk);
    else if (expression.kind === "call") {
      const inner = expression.args.map(({ value }) => ({ expression: value }));
      if (LEVELS.has(expression.name)) for (const name of namesIn(inner)) found.add(name);
      for (const { value } of expression.args) walk(value);
    }
  };
  for (const { expression } of variables) walk(expression);
  return found;
}
