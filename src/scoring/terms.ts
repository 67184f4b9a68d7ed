import type { Coding } from "../formula/coding.js";
import type { EncodedVariable } from "../frame/encoding.js";
import { levelColumns } from "../frame/part.js";
import {
  type Branch,
  type Cell,
  type Condition,
  cases,
  type Expression,
  every,
  isNumber,
  isZero,
  keyOf,
  levelOf,
  missing,
  number,
  product,
  some,
  sum,
  times,
  ZERO,
} from "./tree.js";
import type { Levels, Value } from "./value.js";

// A term of the formula with its coefficients: a factor becomes the cases of its levels, with the rest of the term in each.

/** What a level becomes that the fit has not seen: a missing one, or the reference. */
export type Unseen = "missing" | "reference";

/** A variable of the model, and the cells without which it has no value. */
export interface RuleVariable {
  readonly place: number;
  readonly encoded: EncodedVariable;
  readonly value: Value;
  readonly needs: readonly Cell[];
}

export interface Codings {
  /** Of the whole formula. */
  readonly coding: Coding;
  readonly unseen: Unseen;
}

/** A variable in a term, by the number of its columns. */
interface Part extends RuleVariable {
  readonly width: number;
  readonly inTerm: Coding;
}

export function partOf(variable: RuleVariable, inTerm: Coding, { coding }: Codings): Part {
  const { encoded, value } = variable;
  const width = value.kind === "curve" ? value.width : value.kind === "numbers" ? 1 : levelColumns(encoded, inTerm, coding).suffixes.length; // biome-ignore format: one line
  return { ...variable, width, inTerm };
}

/** The coefficients of a term over the columns of its parts, the first part changing fastest. */
export function termOf(parts: readonly Part[], coefficients: readonly number[], codings: Codings): Expression {
  if (coefficients.every((c) => c === 0)) return ZERO;
  if (parts.length === 0) return number(coefficients[0]!);
  const at = nextOf(parts);
  const part = parts[at]!;
  const rest = parts.filter((_, k) => k !== at);
  /** The rest of the term, its coefficients summed over the columns of the part. */
  const weighted = (weights: (column: number) => number): Expression =>
    termOf(rest, contracted(parts, coefficients, at, weights), codings);
  const { value } = part;
  if (value.kind === "numbers") return scaled(weighted(() => 1), value.of); // biome-ignore format: one line
  if (value.kind === "levels") return levelCases(part, value, codings, weighted);
  if (rest.length === 0) return value.combine(coefficients);
  const one = (column: number) => (k: number): number => Number(k === column); // biome-ignore format: one line
  const columns = Array.from({ length: part.width }, (_, k) => k);
  return sum(...columns.map((k) => scaled(weighted(one(k)), value.combine(columns.map(one(k)))))); // biome-ignore format: one line
}

function scaled(by: Expression, of: Expression): Expression {
  return isNumber(by) ? times(by.value, of) : product(by, of);
}

/** Factors first, then numbers: a curve that is left alone is one expression. */
function nextOf(parts: readonly Part[]): number {
  const first = (kind: Value["kind"]): number => parts.findIndex(({ value }) => value.kind === kind);
  return [first("levels"), first("numbers"), first("curve")].find((at) => at >= 0)!;
}

function contracted(
  parts: readonly Part[],
  coefficients: readonly number[],
  at: number,
  weight: (column: number) => number,
): number[] {
  const widthOf = (some: readonly Part[]): number => some.reduce((all, { width }) => all * width, 1);
  const [inner, own] = [widthOf(parts.slice(0, at)), parts[at]!.width];
  const out = new Array<number>(coefficients.length / own).fill(0);
  coefficients.forEach((c, j) => {
    const column = Math.floor(j / inner) % own;
    const w = weight(column);
    if (w !== 0) out[(j % inner) + inner * Math.floor(j / (inner * own))]! += w * c;
  });
  return out;
}

/** One case for all levels with the same value. */
function levelCases(
  { encoded, inTerm, place, needs }: Part,
  value: Levels,
  { coding, unseen }: Codings,
  weighted: (weights: (column: number) => number) => Expression,
): Expression {
  const { levels, marksMissing } = encoded.factor!;
  const columns = levelColumns(encoded, inTerm, coding);
  const ofLevel = (code: number): Expression => weighted((column) => columns.entry(code, column));
  const groups = new Map<string, { readonly levels: string[]; readonly value: Expression }>();
  levels.forEach((level, code) => {
    const own = ofLevel(code);
    const key = keyOf(own);
    if (!groups.has(key)) groups.set(key, { levels: [], value: own });
    groups.get(key)!.levels.push(level);
  });
  const branches: Branch[] = [...groups.values()].map((group) => ({
    when: levelOf(place, value.among(group.levels)),
    value: group.value,
  }));
  if (marksMissing) branches.push({ when: levelOf(place, anyMissing(needs)), value: ofLevel(levels.length) });
  if (unseen === "reference")
    branches.push({ when: levelOf(place, nonMissing(needs)), value: ofLevel(columns.unseen) });
  return branches.every((branch) => isZero(branch.value)) ? ZERO : cases(branches);
}

export function anyMissing(cells: readonly Cell[]): Condition {
  return some(cells.map((cell) => missing(cell)));
}

export function nonMissing(cells: readonly Cell[]): Condition {
  return every(cells.map((cell) => missing(cell, false)));
}

/** Where a variable has a value that the model can use. */
export function isKnown({ encoded, value, needs, place }: RuleVariable, unseen: Unseen): Condition {
  if (value.kind !== "levels") return nonMissing(needs);
  const { levels, marksMissing } = encoded.factor!;
  const seen = unseen === "reference" ? nonMissing(needs) : value.among(levels);
  return levelOf(place, marksMissing ? some([seen, anyMissing(needs)]) : seen);
}
