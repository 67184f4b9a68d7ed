import { GlmError } from "../base/errors.js";
import type { Cells } from "../frame/columns.js";
import type { Setting } from "./at.js";
import { asLevels, type LevelsColumn, type PredictorColumn } from "./columns.js";
import { columnMean, numbersAs } from "./dates.js";
import { meanOffset, type Population, type Quantity, sceneOf, weightedSum } from "./population.js";

// Every combination of levels, with numbers at their means: what marginal means are averages over.

export interface GridCell {
  readonly label: string;
  /** The same without the names of the factors. */
  readonly short: string;
  readonly levels: Readonly<Record<string, unknown>>;
  /** The average linear predictor. */
  readonly quantity: Quantity;
}

/** The cells of every setting, one setting after the other. */
export interface Grid {
  readonly cells: readonly GridCell[];
}

/** More rows than this are not made. */
const MOST = 200_000;

export function gridOf(
  population: Population,
  columns: readonly PredictorColumn[],
  of: readonly LevelsColumn[],
  settings: readonly Setting[],
  average: "equal" | "proportional",
): Grid {
  const held = new Set(Object.keys(settings[0]!.values));
  const twice = of.find(({ name }) => held.has(name));
  if (twice !== undefined) {
    throw new GlmError("BAD_OPTION", `at and of both name ${twice.name}; expected it in one of them`, {
      column: twice.name,
    });
  }
  const free = columns.filter(({ name }) => !held.has(name) && !of.some((each) => each.name === name));
  const others = free.flatMap((column) => asLevels(population, column) ?? []);
  const own = combinations(of);
  const rest = combinations(others);
  const rows = own.length * rest.length;
  if (rows > MOST) {
    const message = `the means are averages over ${rows} combinations of levels; expected at most ${MOST}: hold factors by at: { ${others[0]?.name}: ... }`;
    throw new GlmError("OUT_OF_MEMORY", message, { rows });
  }
  const shares = average === "equal" ? rest.map(() => 1 / rest.length) : proportions(population, others, rest);
  const cells = settings.flatMap((setting) => {
    const grid = gridRows(population, columns, [...of, ...others], own.flatMap((a) => rest.map((b) => [...a, ...b])), setting); // biome-ignore format: one line
    const scene = sceneOf(grid);
    return own.map((places, k): GridCell => {
      const v = new Float64Array(rows);
      v.set(shares, k * rest.length);
      const levels = Object.fromEntries(of.map(({ name, labels }, f) => [name, labels[places[f]!]!]));
      const short = Object.values(levels).join(", ");
      const label = [...Object.entries(levels).map(([name, value]) => `${name} = ${value}`), ...(setting.label === "" ? [] : [setting.label])].join(", "); // biome-ignore format: one line
      return { label, short, levels: { ...levels, ...setting.values }, quantity: weightedSum(scene, v, "link") };
    });
  });
  return { cells };
}

/** All combinations of places of levels, the last factor changing fastest. */
function combinations(factors: readonly LevelsColumn[]): number[][] {
  return factors.reduce<number[][]>(
    (all, { labels }) => all.flatMap((before) => labels.map((_, k) => [...before, k])),
    [[]],
  );
}

/** Rows with these levels, numbers and offsets at their means over the rows of the fit, and the values of the setting. */
function gridRows(
  population: Population,
  columns: readonly PredictorColumn[],
  factors: readonly LevelsColumn[],
  combined: readonly (readonly number[])[],
  setting: Setting,
): Population {
  const { cells, weights, vectors } = population;
  const { length } = combined;
  const plain = weights.map((w) => (w > 0 ? 1 : 0)); // as emmeans, which does not weigh covariates
  const own = Object.entries(cells).map(([name, values]): [string, Cells] => {
    const f = factors.findIndex((each) => each.name === name);
    if (f >= 0) return [name, combined.map((places) => factors[f]!.cells[places[f]!])];
    const held = setting.cells[name];
    if (held !== undefined) return [name, repeated(held, length)];
    const column = columns.find((each) => each.name === name);
    return [name, numbersAs(column ?? { isDate: false }, new Float64Array(length).fill(columnMean(values, plain)))];
  });
  const beside = Object.entries(vectors).map(([role, values]) => [role, new Float64Array(length).fill(values[0]!)]);
  return {
    ...population,
    length,
    cells: Object.fromEntries(own),
    weights: new Float64Array(length).fill(1),
    vectors: Object.fromEntries(beside),
    fixedOffset: meanOffset(population, plain),
  };
}

function repeated(held: Cells, length: number): Cells {
  return held instanceof Float64Array ? new Float64Array(length).fill(held[0]!) : new Array(length).fill(held[0]);
}

/** How often the combinations of the other factors occur. */
function proportions(
  { cells, weights }: Population,
  factors: readonly LevelsColumn[],
  rest: readonly (readonly number[])[],
): number[] {
  const places = new Map(rest.map((each, k) => [each.join(), k]));
  const totals = rest.map(() => 0);
  let total = 0;
  weights.forEach((w, i) => {
    const own = factors.map(({ name, labels }) => labels.indexOf(labelOf(cells[name]![i])));
    const k = places.get(own.join());
    if (k === undefined) return;
    totals[k] = totals[k]! + w;
    total += w;
  });
  return totals.map((w) => w / total);
}

/** The label of a level as a cell has it. */
function labelOf(cell: unknown): string {
  return typeof cell === "boolean" ? (cell ? "TRUE" : "FALSE") : String(cell);
}
