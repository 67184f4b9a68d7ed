import { checkBoolean, checkNumber, checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import type { Axis, Mark, PlotData, Point, Series } from "./plot-data.js";

const SCALES = ["linear", "log"] as const;
const KINDS = ["line", "band", "dot", "interval", "rule"] as const;
const ROLES = ["data", "context", "reference"] as const;
/** The fields that a point of each kind must have; an interval and a rule have x or y, too. */
const NEEDED = {
  line: ["x", "y"],
  band: ["x", "low", "high"],
  dot: ["x", "y"],
  interval: ["low", "high"],
  rule: [],
} as const;
const NUMBERS = ["x", "y", "low", "high"] as const;

/**
 * A copy of the data of a plot: later changes by the caller are not in the picture.
 *
 * @throws GlmError BAD_OPTION, which names the first place that does not match PlotData.
 */
export function plotDataOf(given: unknown): PlotData {
  const data = record("plot", given, "what a function of plots returns: title, x, y, series, notes");
  const x = axisOf("x", data.x);
  const y = axisOf("y", data.y);
  return {
    title: text("title", data.title),
    x,
    y,
    series: list("series", data.series).map((one, k) => seriesOf(`series[${k}]`, one, x, y)),
    notes: list("notes", data.notes).map((note, k) => text(`notes[${k}]`, note)),
    ...(data.height === undefined ? {} : { height: checkNumber("height", data.height, (v) => v > 0, "a number > 0") }),
  };
}

function axisOf(name: string, given: unknown): Axis {
  const { label, scale, domain, isReversed, ticks, far } = record(name, given, "an axis: label and scale");
  return {
    label: text(`${name}.label`, label),
    scale: checkOneOf(`${name}.scale`, scale, SCALES),
    ...(domain === undefined ? {} : { domain: domainOf(`${name}.domain`, domain, scale === "log") }),
    ...(isReversed === undefined ? {} : { isReversed: checkBoolean(`${name}.isReversed`, isReversed) }),
    ...(ticks === undefined ? {} : { ticks: marksOf(`${name}.ticks`, ticks, scale === "log") }),
    ...(far === undefined ? {} : { far: farOf(`${name}.far`, far) }),
  };
}

function domainOf(name: string, given: unknown, isLog: boolean): readonly [number, number] {
  const ends = list(name, given);
  const [from, to] = [finite(`${name}[0]`, ends[0], isLog), finite(`${name}[1]`, ends[1], isLog)];
  if (!(from < to)) refuse(name, `[${from}, ${to}]`, "two numbers, the smaller one first");
  return [from, to];
}

function farOf(name: string, given: unknown): NonNullable<Axis["far"]> {
  const { label, marks } = record(name, given, "label and marks");
  return {
    label: text(`${name}.label`, label),
    marks: marksOf(`${name}.marks`, marks, false),
  };
}

function marksOf(name: string, given: unknown, isLog: boolean): readonly Mark[] {
  return list(name, given).map((one, k) => {
    const mark = record(`${name}[${k}]`, one, "at and label");
    return { at: finite(`${name}[${k}].at`, mark.at, isLog), label: text(`${name}[${k}].label`, mark.label) };
  });
}

function seriesOf(name: string, given: unknown, x: Axis, y: Axis): Series {
  const series = record(name, given, "name, kind, role and points");
  const kind = checkOneOf(`${name}.kind`, series.kind, KINDS);
  return {
    name: text(`${name}.name`, series.name),
    kind,
    role: checkOneOf(`${name}.role`, series.role, ROLES),
    points: list(`${name}.points`, series.points).map((p, k) => pointOf(`${name}.points[${k}]`, p, kind, x, y)),
  };
}

function pointOf(name: string, given: unknown, kind: Series["kind"], x: Axis, y: Axis): Point {
  const point = record(name, given, `a point of a ${kind}`);
  const out: Record<string, unknown> = {};
  for (const key of NUMBERS) {
    const value = point[key];
    const isNeeded = (NEEDED[kind] as readonly string[]).includes(key);
    if (value === undefined && !isNeeded) continue;
    const lies = kind === "interval" && point.x === undefined; // its ends are along x
    const axis = key === "x" || (lies && key !== "y") ? x : y;
    out[key] = finite(`${name}.${key}`, value, axis.scale === "log");
  }
  const hasPlace = kind !== "rule" && kind !== "interval";
  if (!hasPlace && out.x === undefined && out.y === undefined) refuse(`${name}.x`, undefined, "x or y");
  if (point.label !== undefined) out.label = text(`${name}.label`, point.label);
  return out as Point;
}

function record(name: string, given: unknown, expected: string): Readonly<Record<string, unknown>> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) refuse(name, given, expected);
  return given as Readonly<Record<string, unknown>>;
}

function list(name: string, given: unknown): readonly unknown[] {
  if (!Array.isArray(given)) refuse(name, given, "an array");
  return Array.from(given as unknown[]); // holes become undefined and are refused
}

function text(name: string, given: unknown): string {
  if (typeof given !== "string") refuse(name, given, "a text");
  return given as string;
}

function finite(name: string, given: unknown, isLog: boolean): number {
  const expected = isLog ? "a finite number > 0, as the axis is logarithmic" : "a finite number";
  return checkNumber(name, given, (v) => Number.isFinite(v) && !(isLog && v <= 0), expected);
}

function refuse(name: string, given: unknown, expected: string): never {
  throw new GlmError("BAD_OPTION", `${name} is ${show(given)}; expected ${expected}`, { name });
}
