// The objective on a grid around the walk of a solver, for models of two coefficients, or of three with one of them held.
import type { StepRow, Steps } from "../messages.js";

type Surface = NonNullable<Steps["surface"]>;

/** Points along each side; half as many where a value costs so much that people would wait. */
const SIZE = 33;
export const PATIENCE = 2500; // ms
/** Around the walk, as a part of its extent. */
const MARGIN = 0.1;
/** Part of the fall of the walk that a side of the picture rises by, and how often its reach is doubled for that. */
const RISE = 0.25;
const DOUBLINGS = 6;

export async function surfaceOf(
  names: readonly string[],
  rows: readonly StepRow[],
  hasIntercept: boolean,
  objectiveAt: (point: readonly number[]) => Promise<number>,
  patience: number,
): Promise<Surface | undefined> {
  const p = names.length - Number(hasIntercept);
  if (p < 1 || p > 2 || names.length < 2) return undefined;
  const end = rows.at(-1)!.point;
  if (!rows.every(({ verdict, point }) => verdict === "rejected" || point.every(Number.isFinite))) return undefined;
  const columns: readonly [number, number] = names.length === 2 ? [0, 1] : [1, 2];
  const held = names.length === 3 ? `${names[0]} stays at ${Number(end[0]!.toPrecision(3))}` : undefined;
  const ranges: [number, number][] = [];
  for (const column of columns) ranges.push(await rangeOf(rows, column, objectiveAt));
  const [low, high] = [0, 1].map((side) => [ranges[0]![side]!, ranges[1]![side]!] as const) as [
    [number, number],
    [number, number],
  ];
  const begun = performance.now();
  await objectiveAt(end);
  await objectiveAt(end);
  const each = (performance.now() - begun) / 2;
  const size = each * SIZE * SIZE <= patience ? SIZE : Math.floor(Math.sqrt(patience / each));
  if (size < 9) return undefined;
  const values: number[] = [];
  for (let b = 0; b < size; b++) {
    for (let a = 0; a < size; a++) {
      const point = [...end];
      point[columns[0]] = low[0] + ((high[0] - low[0]) * a) / (size - 1);
      point[columns[1]] = low[1] + ((high[1] - low[1]) * b) / (size - 1);
      values.push(await objectiveAt(point));
    }
  }
  return { columns, low, high, size, values, ...(held === undefined ? {} : { held }) };
}

/**
 * From the least to the largest coefficient of the accepted points, and at least as far from the end as the objective takes to rise by a
 * part of what the walk has gone down, so that the bowl is seen; with a margin.
 */
async function rangeOf(
  rows: readonly StepRow[],
  column: number,
  objectiveAt: (point: readonly number[]) => Promise<number>,
): Promise<[number, number]> {
  const end = rows.at(-1)!;
  const walk = rows.filter(({ verdict }) => verdict !== "rejected").map(({ point }) => point[column]!);
  const [least, most] = [Math.min(...walk), Math.max(...walk)];
  const center = end.point[column]!;
  const goal = RISE * (rows[0]!.objective - end.objective);
  let reach = Math.max(most - least, 1e-3 * Math.abs(center)) / 4 || 1;
  for (let k = 0; k < DOUBLINGS && goal > 0; k++) {
    const sides = [center - reach, center + reach].map((v) =>
      objectiveAt(end.point.map((own, j) => (j === column ? v : own))),
    );
    const [left, right] = await Promise.all(sides);
    if (Math.min(left!, right!) - end.objective >= goal || !Number.isFinite(left! + right!)) break;
    reach *= 2;
  }
  const [low, high] = [Math.min(least, center - reach), Math.max(most, center + reach)];
  return [low - MARGIN * (high - low), high + MARGIN * (high - low)];
}
