import { checkNumber, checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import { shownName } from "../base/show.js";
import { asLevels, columnNamed, constant, type PredictorColumn } from "../effects/columns.js";
import { dateOf, numbersAs, numbersIn } from "../effects/dates.js";
import type { Cell, Cells, TableInput } from "../frame/columns.js";
import { isoText } from "../frame/dates.js";
import type { Model } from "../result/model.js";
import type { Prediction } from "../result/predict-interval.js";
import { heightOf, levelText, namesAlong, placeOf } from "./by-rows.js";
import { axisOf, besideRows, type ModelTable, modelTable, range, rowsWith } from "./model-table.js";
import type { PlotData, Series } from "./plot-data.js";
import { shortNumber } from "./strength.js";

export interface InteractionPlotOptions {
  /** The column along the axis. */
  readonly x: string;
  /** The column with a line, or a colour, for each level; of numbers for some values: those of `at`, or mean - sd, mean, mean + sd. */
  readonly by: string;
  /** Values of columns, as { age: [20, 40], race: "white" }: several of x and by, one of the others. */
  readonly at?: Readonly<Record<string, unknown>> | undefined;
  /** "mean" (default): predictions of the mean. "link": of the linear predictor, where lines of a model without interaction are parallel. */
  readonly scale?: "mean" | "link" | undefined;
  /** Level of the bands or intervals; default 0.95. */
  readonly level?: number | undefined;
}

/** Values of a column of numbers at which predictions are made. */
const STEPS = 81;
/** Most lines that can be told apart. */
const MOST = 8;

/**
 * Predictions over one column by the levels of another, the other columns held alike: whether the effect of one depends on the other.
 *
 *     x     the column, over its range in the table
 *     y     the prediction, with its interval: of the mean, or of the linear predictor
 *     rest  the weighted means of numbers, the most frequent levels: the notes name them
 *
 * For a factor its levels stand along y, and the predictions with intervals along x.
 *
 * @param model    A fit of a formula with one predictor.
 * @param table    A table with its columns, usually that of the fit.
 * @param options  See InteractionPlotOptions.
 * @throws GlmError BAD_OPTION for names that are no columns of the formula's terms, and values they do not have; NOT_SUPPORTED for models
 *         of numbers, and for two predictors.
 *
 * @example
 * const svg = await toSVG(plots.interaction(model, rows, { x: "age", by: "sex" }));
 */
export function interaction(model: Model, table: TableInput, options: InteractionPlotOptions): PlotData {
  const given = (options ?? {}) as InteractionPlotOptions;
  checkKeys(given, ["x", "by", "at", "scale", "level"], "plots.interaction");
  const level = checkNumber("level", given.level ?? 0.95, (l) => l > 0 && l < 1, "a number in (0, 1)");
  const scale = checkOneOf("scale", given.scale ?? "mean", ["mean", "link"] as const);
  const all = modelTable(model, table, "plots.interaction");
  const [along, by] = [columnNamed(all.columns, given.x, "x"), columnNamed(all.columns, given.by, "by")];
  if (along === by)
    throw new GlmError("BAD_OPTION", `x and by are both ${shownName(by.name)}; expected two columns`, {});
  const { own, rest } = heldAt(all, given.at ?? {}, [along.name, by.name]);
  const known = { ...all, typical: { ...all.typical, ...rest } };
  const groups = groupsOf(known, by, own[by.name]);
  const places = placesAlong(known, along, own[along.name]);
  const found = groups.map((group) => ({
    ...group,
    ...predictionsAt(known, model, along, places, by, group, scale, level),
  }));
  const notes = notesOf(known, [along.name, by.name], found[0]!.lower === undefined ? undefined : level);
  const about = { title: `Predictions over ${along.name}, by ${by.name}`, notes };
  const y = { label: labelOf(known, scale), scale: "linear" } as const;
  if (places.labels === undefined) {
    const series = found.flatMap(({ label, values, lower, upper }): Series[] => {
      const at = (k: number): number => places.values[k]!;
      const band = lower === undefined ? [] : Array.from(lower, (low, k) => ({ x: at(k), low, high: upper![k]! }));
      const points = Array.from(values, (v, k) => ({ x: at(k), y: v }));
      return [{ name: label, kind: "band", role: "data", points: band }, { name: label, kind: "line", role: "data", points }]; // biome-ignore format: one line
    });
    return { ...about, x: axisOf(along, places.values), y, series };
  }
  const series = found.flatMap(({ label, values, lower, upper }, g): Series[] => {
    const at = (k: number): number => placeOf(k, g, found.length);
    const bars = lower === undefined ? [] : Array.from(lower, (low, k) => ({ y: at(k), low, high: upper![k]! }));
    const points = Array.from(values, (v, k) => ({ x: v, y: at(k) }));
    return [{ name: label, kind: "interval", role: "data", points: bars }, { name: label, kind: "dot", role: "data", points }]; // biome-ignore format: one line
  });
  const height = heightOf(places.labels.length, notes.length + 1, groups.length);
  return { ...about, x: y, y: namesAlong(places.labels, along.name), series, height };
}

/** The values of x and by that are given, and one of each other column. */
function heldAt({ columns }: ModelTable, at: object, own: readonly string[]) {
  const found: Record<string, Cell[]> = {};
  const rest: Record<string, Cell> = {};
  for (const [name, value] of Object.entries(at)) {
    const column = columnNamed(columns, name, "at");
    const values: unknown[] = Array.isArray(value) ? value : [value];
    const cells = values.map((one, k) => constant(column, one, 1, `at.${name}[${k}]`)[0]);
    if (own.includes(name) && cells.length > 0) found[name] = cells;
    else if (cells.length === 1) rest[name] = cells[0];
    else {
      const message = `at.${name} has ${cells.length} values; expected one, as it is neither x nor by`;
      throw new GlmError("BAD_OPTION", message, { column: name });
    }
  }
  return { own: found, rest };
}

interface Group {
  readonly label: string;
  readonly cell: Cell;
}

/** What a line stands for. */
function groupsOf({ cells }: ModelTable, by: PredictorColumn, given: readonly Cell[] | undefined): Group[] {
  const levels = asLevels({ cells }, by);
  const all = given ?? levels?.cells ?? numbersAs(by, spread(numbersIn(cells[by.name]!)));
  if (all.length > MOST) {
    const message = `by names ${shownName(by.name)} with ${all.length} levels; expected at most ${MOST}: choose some, as at: { ${by.name}: [...] }`;
    throw new GlmError("BAD_OPTION", message, { column: by.name });
  }
  const names = by.how === "levels" ? "" : `${by.name} = `;
  return Array.from(all, (cell) => ({ label: `${names}${textOf(by, cell)}`, cell }));
}

/** A cell in words: levels by their label. */
function textOf(column: PredictorColumn, cell: Cell): string {
  if (column.how === "levels") return column.labels[column.cells.indexOf(cell)] ?? String(cell);
  if (column.isDate) return isoText(numbersIn([dateOf(cell)])[0]!).slice(0, 10);
  return typeof cell === "number" ? shortNumber(cell) : String(cell);
}

/** mean - sd, mean, mean + sd, within the range. */
function spread(values: Float64Array): Float64Array {
  const present = values.filter((v) => !Number.isNaN(v));
  const mean = present.reduce((sum, v) => sum + v, 0) / present.length;
  const sd = Math.sqrt(present.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, present.length - 1));
  const [low, high] = [present.reduce((a, b) => Math.min(a, b)), present.reduce((a, b) => Math.max(a, b))];
  return Float64Array.from(new Set([Math.max(low, mean - sd), mean, Math.min(high, mean + sd)]));
}

/** What stands along the axis: levels by their labels, or values of numbers. */
interface Places {
  readonly labels: readonly string[] | undefined;
  readonly values: Float64Array;
  readonly cells: Cells;
}

function placesAlong({ cells }: ModelTable, along: PredictorColumn, given: readonly Cell[] | undefined): Places {
  const levels = asLevels({ cells }, along);
  if (levels !== undefined) {
    const own = given ?? levels.cells;
    return { labels: own.map((cell) => textOf(levels, cell)), values: new Float64Array(0), cells: own };
  }
  const values = range(given === undefined ? cells[along.name]! : given, STEPS);
  return { labels: undefined, values, cells: numbersAs(along, values) };
}

interface Predicted {
  readonly values: Float64Array;
  readonly lower: Float64Array | undefined;
  readonly upper: Float64Array | undefined;
}

function predictionsAt(
  known: ModelTable,
  model: Model,
  along: PredictorColumn,
  { cells }: Places,
  by: PredictorColumn,
  { cell }: Group,
  scale: "mean" | "link",
  level: number,
): Predicted {
  const { length } = cells;
  const rows = rowsWith(known, { [along.name]: cells, [by.name]: new Array(length).fill(cell) }) as TableInput;
  const about = { ...besideRows(known, length), type: scale === "mean" ? "response" : "link" } as const;
  if (known.data.covariance === undefined) {
    return { values: model.predict(rows, about) as Float64Array, lower: undefined, upper: undefined };
  }
  const { values, lower, upper } = model.predict(rows, { ...about, interval: level }) as Prediction;
  return { values, lower, upper };
}

/** What the other columns are held at, and what the bands are. */
function notesOf({ typical, columns }: ModelTable, own: readonly string[], level: number | undefined): string[] {
  const rest = Object.entries(typical).filter(([name]) => !own.includes(name));
  const held = rest.map(([name, cell]) => {
    const column = columns.find((each) => each.name === name);
    return `${name} ${column === undefined ? shortNumber(Number(cell)) : textOf(column, cell)}`;
  });
  const bands = level === undefined ? "The fit has no standard errors, so there are no intervals." : `${levelText(level)}intervals.`; // biome-ignore format: one line
  return [...(held.length === 0 ? [] : [`Held alike: ${held.join(", ")}.`]), bands];
}

function labelOf({ data }: ModelTable, scale: "mean" | "link"): string {
  if (scale === "link") return "linear predictor";
  const response = data.encoding.response?.label ?? "the response";
  if (data.family !== "binomial") return `mean of ${response}`;
  const success = data.classes?.[1];
  return success === undefined ? `probability of ${response}` : `probability of ${response} = ${success}`;
}
