// A spec and the open data become what the library is called with.
import { additive, dropout, lasso, multiplicative, type Noise, type Penalty, ridge, type Sparse } from "dropglm";
import type { Spec } from "../messages.js";
import { approximationOf, formulaOf, linkOf } from "../spec.js";
import { type Held, type HeldTable, LABEL, type TypedColumn, typedColumn, typedColumns } from "./held.js";

/** Options of the library, beside those of strength. */
export type Options = Readonly<Record<string, unknown>>;

/** Data as the library takes them: a formula and a table, or x and y. */
export type Data =
  | { readonly kind: "table"; readonly formula: string; readonly table: Readonly<Record<string, ArrayLike<unknown>>> }
  | { readonly kind: "sparse"; readonly x: Sparse; readonly y: readonly string[] | Float64Array };

export interface Problem {
  readonly data: Data;
  /** Family, link, types, roles: without noise and penalty. */
  readonly base: Options;
  readonly notes: readonly string[];
}

/** Draws of noise where there is no formula for its expectation. */
const COPIES = 40;

export function noiseOf(spec: Spec, rate = spec.rate): Noise | undefined {
  const approximation = approximationOf(spec);
  if (approximation === undefined) return undefined;
  const options = approximation === "monte-carlo" ? { approximation, copies: COPIES, seed: 1 } : { approximation };
  const make = { dropout, additive, multiplicative, none: dropout }[spec.noise];
  return make(rate, options);
}

/** A penalty acts on columns of unit variance, so that its strength means the same for all of them. */
export function penaltyOf(penalty: Spec["penalty"], lambda: number): Options {
  if (penalty === "none") return {};
  const made: Penalty = (penalty === "ridge" ? ridge : lasso)(lambda);
  return { penalty: made, standardize: true };
}

/** All options of the fit of a spec. */
export function optionsOf(spec: Spec, { base }: Problem): Options {
  const noise = noiseOf(spec);
  return { ...base, ...(noise === undefined ? {} : { noise }), ...penaltyOf(spec.penalty, spec.lambda) };
}

export function problemOf(held: Held, spec: Spec): Problem {
  return held.kind === "sparse" ? sparseProblem(held, spec) : tableProblem(held, spec);
}

function sparseProblem({ x, y }: Extract<Held, { kind: "sparse" }>, spec: Spec): Problem {
  if (spec.response !== LABEL)
    throw new Error(`a file of SVMlight has one response, ${LABEL}; ${spec.response} is none`);
  const hasClasses = spec.family === "binomial" || spec.family === "multinomial";
  const labels = hasClasses ? Array.from(y, String) : y;
  return {
    data: { kind: "sparse", x, y: labels },
    base: { family: spec.family, link: linkOf(spec), ...successOf(spec) },
    notes: approximationNotes(spec),
  };
}

const ROLES = ["weights", "offset", "exposure", "trials"] as const;

function tableProblem(held: HeldTable, asked: Spec): Problem {
  const columns = typedColumns(held, asked.types);
  const [spec, left] = withoutConstants(columns, asked);
  const types: Record<string, string> = {};
  for (const { name, told } of columns) if (told !== undefined) types[name] = told;
  const response = columns.find(({ name }) => name === spec.response);
  if (spec.formula === undefined && response === undefined) {
    throw new Error(`${held.name} has no column ${spec.response}; choose another response`);
  }
  const table = Object.fromEntries(columns.map(({ name, cells }) => [name, cells as ArrayLike<unknown>]));
  // a number that is a class by its name
  if (spec.success !== undefined && response?.kind === "number") {
    const raw = held.raw.find(({ name }) => name === spec.response)!;
    table[spec.response] = typedColumn(held, raw, "category").cells as ArrayLike<unknown>;
    types[spec.response] = "category";
  }
  const roles = Object.fromEntries(ROLES.flatMap((role) => (spec[role] === undefined ? [] : [[role, spec[role]]])));
  return {
    data: { kind: "table", formula: formulaOf(spec, columns), table },
    base: {
      family: spec.family,
      link: linkOf(spec),
      types,
      missing: spec.missing,
      ...roles,
      ...successOf(spec),
    },
    notes: [...left, ...approximationNotes(spec)],
  };
}

/** Categories of one level in the rows that are used say nothing, and the library refuses them. */
function withoutConstants(columns: readonly TypedColumn[], spec: Spec): [Spec, string[]] {
  if (spec.formula !== undefined || spec.missing !== "omit") return [spec, []];
  const roles = ROLES.flatMap((role) => spec[role] ?? []);
  const used = columns.filter(
    ({ name }) => name === spec.response || spec.predictors.includes(name) || roles.includes(name),
  );
  const rows = completeRows(used);
  const constant = used.filter(
    ({ name, column }) => name !== spec.response && "codes" in column && !differs(column.codes, rows),
  );
  if (constant.length === 0) return [spec, []];
  const names = constant.map(({ name }) => name);
  const notes = names.map((name) => `${name} has one value only in the rows that are used: it is left out.`);
  return [{ ...spec, predictors: spec.predictors.filter((name) => !names.includes(name)) }, notes];
}

function completeRows(columns: readonly TypedColumn[]): Uint8Array {
  const rows = new Uint8Array(columns[0]?.cells.length ?? 0).fill(1);
  for (const { column } of columns) {
    if ("codes" in column) for (let i = 0; i < rows.length; i++) rows[i]! &= Number(column.codes[i]! >= 0);
    else for (let i = 0; i < rows.length; i++) rows[i]! &= Number(!Number.isNaN(column.values[i]));
  }
  return rows;
}

function differs(codes: Int32Array, rows: Uint8Array): boolean {
  let first: number | undefined;
  for (let i = 0; i < codes.length; i++) {
    if (rows[i] === 0) continue;
    first ??= codes[i]!;
    if (codes[i] !== first) return true;
  }
  return false;
}

function successOf({ family, success, trials }: Spec): Options {
  return family === "binomial" && success !== undefined && trials === undefined ? { success } : {};
}

/** What is said if the noise is not taken as was asked. */
function approximationNotes(spec: Spec): string[] {
  const used = approximationOf(spec);
  if (used === undefined || used === spec.approximation || used === "exact") return [];
  const how = used === "monte-carlo" ? `by ${COPIES} random copies of every row` : `by the ${used} approximation`;
  return [
    `The noise is averaged ${how}: the ${spec.approximation} one does not exist for ${spec.family} with the link ${linkOf(spec)}.`,
  ];
}
