// How much a comparison computes: fewer steps, fewer folds and a sample of the rows where all of them would take minutes.

import { takeRows } from "dropglm";
import { mulberry32, shuffled } from "../../../src/base/random.js";
import type { Spec } from "../messages.js";
import { clipOf, FOLDS, measureFor } from "./judge.js";
import type { Options, Problem } from "./problem.js";

export interface Plan {
  readonly problem: Problem;
  /** Rows of the table that is compared on. */
  readonly rows: number;
  /** Of every cross-validation. */
  readonly common: Options;
  readonly lambdasTo: (largest: number) => readonly number[];
  readonly rates: readonly number[];
  /** What is not done in full, as words. */
  readonly note: string | undefined;
}

const RATES = [0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8];
const FEW_RATES = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8];

/** Multiplications of one pass that still let all steps be computed in seconds; those beyond which there are fewer folds; and a sample of the rows. */
const [SWIFT, SLOW, MOST] = [4e6, 1.5e7, 4e7];
const FEW_FOLDS = 3;
const LAMBDAS = 20;
const FEW_LAMBDAS = 12;
/** The least lambda as a part of the largest. */
const LEAST = 1e-4;
/** Rows that a sample has at least. */
const LEAST_ROWS = 300;

export function planOf(problem: Problem, spec: Spec): Plan {
  const { data } = problem;
  const all = data.kind === "sparse" ? data.x.rows : (Object.values(data.table)[0]?.length ?? 0);
  const cost = costOf(problem, spec);
  const rows = cost * all <= MOST ? all : Math.min(all, Math.max(LEAST_ROWS, Math.floor(MOST / cost)));
  const [isSwift, isSlow] = [cost * rows <= SWIFT, cost * rows > SLOW];
  const count = isSwift ? LAMBDAS : FEW_LAMBDAS;
  const folds = isSlow ? FEW_FOLDS : FOLDS;
  const words = (n: number): string => n.toLocaleString("en-US");
  const sample = rows < all ? `on a sample of ${words(rows)} of ${words(all)} rows, ` : "";
  const note = !isSlow && rows === all ? undefined : `${sample}by ${folds} folds`;
  return {
    problem: rows < all ? sampled(problem, all, rows) : problem,
    rows,
    common: {
      folds,
      measure: measureFor(spec).measure,
      tolerance: isSlow ? 1e-3 : 1e-4,
      ...(data.kind === "table" ? { coding: "full" } : {}),
      ...clipOf(spec),
    },
    lambdasTo: (largest) => Array.from({ length: count }, (_, k) => largest * LEAST ** (1 - (k + 1) / count)),
    rates: isSwift ? RATES : FEW_RATES,
    note,
  };
}

/** Multiplications for one row: columns, squared as far as a matrix of them is made, times classes. */
function costOf({ data }: Problem, spec: Spec): number {
  if (data.kind === "sparse") return 20 * Math.ceil(data.x.values.length / data.x.rows);
  const response = spec.family === "multinomial" ? new Set(Array.from(data.table[spec.response] ?? [])).size : 1;
  const columns = spec.formula === undefined ? spec.predictors.length : Math.max(spec.predictors.length, 1);
  return columns * Math.min(columns, 60) * response * (response > 1 ? 3 : 1);
}

function sampled(problem: Problem, all: number, count: number): Problem {
  const order = shuffled(
    Array.from({ length: all }, (_, i) => i),
    mulberry32(1),
  );
  const rows = order.slice(0, count).sort((a, b) => a - b);
  const { data } = problem;
  if (data.kind === "sparse") {
    const y =
      data.y instanceof Float64Array
        ? Float64Array.from(rows, (i) => (data.y as Float64Array)[i]!)
        : rows.map((i) => data.y[i] as string);
    return { ...problem, data: { kind: "sparse", x: takeRows(data.x, rows) as typeof data.x, y } };
  }
  const table = Object.fromEntries(
    Object.entries(data.table).map(([name, cells]) => [
      name,
      cells instanceof Float64Array ? Float64Array.from(rows, (i) => cells[i]!) : rows.map((i) => cells[i]),
    ]),
  );
  return { ...problem, data: { ...data, table } };
}
