import { GlmError } from "../base/errors.js";
import type { Covariance } from "../base/flow.js";
import { chiSquare, fRatio } from "../distributions/index.js";
import { combined, fullOf, quadraticForm, sumOf } from "../stats/linear.js";
import { withScope } from "../wasm/scope.js";
import { pValue, significant } from "../words/format.js";
import { type Printed, printed } from "../words/printed.js";
import type { PrintedTable } from "../words/table.js";
import { type Estimate, estimateColumns, estimatesOf } from "./coefficients.js";

/** Rows of numbers, one per estimate (the intercept first), or records by name, others 0. */
export type ContrastInput = readonly (ArrayLike<number> | Readonly<Record<string, number>>)[];

/** Linear combinations of estimates, each with its test, and the test that all are 0. */
export interface Contrast extends Printed {
  readonly rows: readonly Estimate[];
  /** Wald: (L b)' (L C L')^-1 (L b), divided by df if the dispersion is free (F). NaN if a combination is not unique. */
  readonly statistic: number;
  /** The distribution of the statistic: F if the dispersion is free. */
  readonly distribution: "chi-square" | "F";
  readonly df: number;
  /** Denominator degrees of freedom of F; undefined for chi-square. */
  readonly residualDegreesOfFreedom: number | undefined;
  readonly p: number;
}

/** The estimates, in the order of the covariance. */
export interface Estimated {
  readonly names: readonly string[];
  readonly estimates: readonly number[];
  readonly covariance: Pick<Covariance, "packed" | "aliased">;
  /** Degrees of freedom of t; Infinity for z. */
  readonly df: number;
}

export function contrastOf({ names, estimates, covariance, df }: Estimated, L: ContrastInput, level: number): Contrast {
  const rows = readContrast(L, names);
  const packed = combined(fullOf(covariance.packed, names.length), names.length, rows);
  const values = rows.map((row) => sumOf(estimates, row));
  const aliased = rows.flatMap((row, r) => (covariance.aliased.some((i) => row[i] !== 0) ? [r] : []));
  const labels = L.map((row, r) => ("length" in row ? `contrast ${r + 1}` : labelOf(row as Record<string, number>)));
  const { value, rank } = quadraticForm(packed, values);
  const wald = aliased.length > 0 ? Number.NaN : value;
  const found = {
    rows: estimatesOf(labels, values, { packed, aliased }, df, level),
    ...testOf(wald, rank, df),
  };
  return printed(found, () => tableOf(found, level, df));
}

function tableOf({ rows, ...joint }: ContrastNumbers, level: number, df: number): PrintedTable {
  return {
    caption: "",
    columns: estimateColumns({ df, ratio: undefined, level }),
    rows,
    notes: [`all of them 0: ${statisticText("Wald", joint)}`],
  };
}

/** A test in a line: its name, its statistic with the degrees of freedom, its p-value. */
export function statisticText(name: string, test: JointTest): string {
  const { distribution, df, residualDegreesOfFreedom: residual, statistic, p } = test;
  const on = residual === undefined ? significant(df) : `${significant(df)} and ${significant(residual)}`;
  return `${name} ${distribution} ${significant(statistic)} on ${on} degrees of freedom, p ${pValue(p)}`;
}

type ContrastNumbers = Omit<Contrast, keyof Printed>;
/** The test without the rows. */
export type JointTest = Omit<ContrastNumbers, "rows">;

/** A sum of `df` squares of unit variance with its p-value by chi-square, or of its mean by F. */
export function testOf(sum: number, df: number, residual: number): JointTest {
  return withScope(({ kernel }) => {
    const isF = residual < Infinity;
    const statistic = isF ? sum / df : sum;
    const p = (isF ? fRatio(kernel, df, residual) : chiSquare(kernel, df)).upper(statistic);
    const distribution = isF ? "F" : "chi-square";
    return { statistic, distribution, df, residualDegreesOfFreedom: isF ? residual : undefined, p };
  });
}

function labelOf(row: Readonly<Record<string, number>>): string {
  return Object.entries(row)
    .map(([name, c]) => `${c < 0 ? "- " : "+ "}${Math.abs(c) === 1 ? "" : `${Math.abs(c)} `}${name}`)
    .join(" ")
    .replace(/^\+ /, "");
}

function readContrast(L: ContrastInput, names: readonly string[]): Float64Array[] {
  const refuse = (r: number, what: string): never => {
    const expected = `expected ${names.length} finite numbers, not all 0, or a record of names: ${names.slice(0, 6).join(", ")}`;
    throw new GlmError("BAD_OPTION", `contrast[${r}] ${what}; ${expected}`, { row: r });
  };
  if (!Array.isArray(L) || L.length === 0) refuse(0, "is missing");
  return L.map((given: ContrastInput[number], r) => {
    const row = new Float64Array(names.length);
    if (typeof given !== "object" || given === null) refuse(r, "is no row");
    else if ("length" in given) {
      if (given.length !== names.length) refuse(r, `has length ${given.length}`);
      row.set(given as ArrayLike<number>);
    } else {
      for (const [name, c] of Object.entries(given)) {
        const i = names.indexOf(name);
        if (i < 0) refuse(r, `names "${name}", which is no estimate`);
        row[i] = c;
      }
    }
    if (!row.every(Number.isFinite) || row.every((c) => c === 0)) refuse(r, "holds no numbers to combine");
    return row;
  });
}
