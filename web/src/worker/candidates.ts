// What a finding may be about: the terms of one column, each with its largest difference.
import type { CoefficientRow } from "../messages.js";
import type { Made } from "./fit.js";
import { columnsOfMade } from "./inputs.js";
import { columnsOfTerm, type Known, type KnownTerm, placesOf, savedOf } from "./known.js";
import { niceStep } from "./words.js";

/** An interval on the scale of the link. */
export interface Difference {
  readonly estimate: number;
  readonly lower?: number;
  readonly upper?: number;
}

export type Candidate = Difference & {
  readonly column: string;
  /** |z|, or the standardized size where there are no errors. */
  readonly size: number;
} & (
    | { readonly kind: "levels"; readonly level: string; readonly against: string }
    /** `estimate` is of this many units more. */
    | { readonly kind: "number"; readonly unit: number; readonly isDate: boolean; readonly isBinary: boolean }
  );

type Contrasting = {
  contrast(rows: readonly Record<string, number>[]): {
    readonly rows: readonly (Difference & { readonly standardError: number })[];
  };
};

/** Candidates, the strongest first. */
export function candidatesOf(made: Made, rows: readonly CoefficientRow[]): Candidate[] {
  const { encoding } = savedOf(made.model);
  const own = rows.filter(({ term }) => term !== "(intercept)");
  const found =
    encoding === undefined
      ? own.map((row) => numberOf(row, row.name, { unit: 1, spread: 1, isDate: false, isBinary: false }))
      : ofFormula(made, encoding, own);
  // beside others, an estimate without an error is one that is not unique
  const hasErrors = own.some(({ standardError }) => standardError !== undefined);
  return found
    .filter(({ estimate, lower }) => Number.isFinite(estimate) && estimate !== 0 && (!hasErrors || lower !== undefined))
    .sort((a, b) => b.size - a.size);
}

function ofFormula(made: Made, encoding: Known, rows: readonly CoefficientRow[]): Candidate[] {
  const spreads = spreadsOf(made);
  return encoding.terms.flatMap((term, t): Candidate[] => {
    const [column, ...others] = columnsOfTerm(encoding, term);
    if (column === undefined || others.length > 0 || term.variables.length !== 1) return [];
    const places = placesOf(encoding, t);
    const { factor } = encoding.variables[term.variables[0]!]!;
    if (factor !== undefined) return levelsOf({ made, encoding, term, rows, places, column });
    const isPlain = places.length === 1 && encoding.names[places[0]!]!.replaceAll("`", "") === column;
    if (!isPlain) return [];
    const spread = spreads.get(column) ?? 1;
    const isDate = encoding.columns.some(({ name, kind }) => name === column && kind === "date");
    const isBinary = isZeroOne(made, column);
    return [numberOf(rows[places[0]!]!, column, { unit: isBinary ? 1 : niceStep(spread), spread, isDate, isBinary })];
  });
}

interface About {
  /** A step of about one standard deviation; one, for numbers that are 0 and 1. */
  readonly unit: number;
  readonly spread: number;
  readonly isDate: boolean;
  readonly isBinary: boolean;
}

function numberOf(row: CoefficientRow, column: string, about: About): Candidate {
  const { unit, spread, isDate, isBinary } = about;
  const { estimate, lower, upper } = row;
  const interval = lower === undefined || upper === undefined ? {} : { lower: lower * unit, upper: upper * unit };
  return {
    kind: "number",
    column,
    unit,
    isDate,
    isBinary,
    estimate: estimate * unit,
    ...interval,
    size: sizeOf(row, spread),
  };
}

const sizeOf = ({ estimate, standardError }: CoefficientRow, spread: number): number =>
  Math.abs(standardError === undefined || standardError === 0 ? estimate * spread : estimate / standardError);

function isZeroOne(made: Made, name: string): boolean {
  const typed = columnsOfMade(made).find((column) => column.name === name)?.column;
  return (
    typed !== undefined &&
    "values" in typed &&
    typed.values.every((value) => Number.isNaN(value) || value === 0 || value === 1)
  );
}

interface OfFactor {
  readonly made: Made;
  readonly encoding: Known;
  readonly term: KnownTerm;
  readonly rows: readonly CoefficientRow[];
  readonly places: readonly number[];
  readonly column: string;
}

/** The largest difference between levels: from the reference where there is one, else between the highest and the lowest. */
function levelsOf(given: OfFactor): Candidate[] {
  const { made, encoding, term, rows, places, column } = given;
  const { levels, contrast, ref } = encoding.variables[term.variables[0]!]!.factor!;
  const isFull = term.codings[0] === "full";
  const nameOf = (j: number): string => encoding.names[j]!;
  const levelOf = (j: number): string | undefined => levels.find((level) => nameOf(j).endsWith(`[${level}]`));
  const named = places.filter((j) => levelOf(j) !== undefined);
  if (named.length === 0 || (!isFull && contrast !== "treatment")) return [];
  const spread = (j: number): number => {
    const mean = encoding.means?.[j] ?? 0.5;
    return Math.sqrt(Math.max(0, mean * (1 - mean)));
  };
  if (!isFull) {
    const best = named.reduce((a, b) => (sizeOf(rows[b]!, spread(b)) > sizeOf(rows[a]!, spread(a)) ? b : a));
    return [oriented(column, levelOf(best)!, levels[ref]!, rows[best]!, sizeOf(rows[best]!, spread(best)))];
  }
  const [low, high] = [
    named.reduce((a, b) => (rows[b]!.estimate < rows[a]!.estimate ? b : a)),
    named.reduce((a, b) => (rows[b]!.estimate > rows[a]!.estimate ? b : a)),
  ];
  if (low === high) return [];
  const plain: Difference = { estimate: rows[high]!.estimate - rows[low]!.estimate };
  if (rows[high]!.standardError === undefined) {
    return [
      oriented(column, levelOf(high)!, levelOf(low)!, plain, plain.estimate * Math.min(spread(low), spread(high))),
    ];
  }
  const [tested] = (made.model as unknown as Contrasting).contrast([{ [nameOf(high)]: 1, [nameOf(low)]: -1 }]).rows;
  return [oriented(column, levelOf(high)!, levelOf(low)!, tested!, Math.abs(tested!.estimate / tested!.standardError))];
}

/** The level with more comes first. */
function oriented(column: string, level: string, against: string, difference: Difference, size: number): Candidate {
  const { estimate, lower, upper } = difference;
  const has = lower !== undefined && upper !== undefined;
  if (estimate >= 0)
    return { kind: "levels", column, level, against, estimate, size, ...(has ? { lower, upper } : {}) };
  return {
    kind: "levels",
    column,
    level: against,
    against: level,
    estimate: -estimate,
    size,
    ...(has ? { lower: -upper, upper: -lower } : {}),
  };
}

/** Standard deviations of the columns of numbers. */
function spreadsOf(made: Made): Map<string, number> {
  return new Map(
    columnsOfMade(made).flatMap(({ name, column }) =>
      "values" in column ? [[name, spreadOf(column.values)] as const] : [],
    ),
  );
}

export function spreadOf(values: ArrayLike<number>): number {
  let [n, mean, square] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    n += 1;
    const step = value - mean;
    mean += step / n;
    square += step * (value - mean);
  }
  return n === 0 ? 0 : Math.sqrt(square / n);
}
