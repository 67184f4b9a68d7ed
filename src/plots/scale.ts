import type { Axis } from "./plot-data.js";

/** An axis on paper: its ends, the position of a value between them, its ticks. */
export interface Scale {
  readonly domain: readonly [number, number];
  /** 0 at the left or lower end of the paper, 1 at the other. */
  readonly at: (value: number) => number;
  /** Undefined: chosen by the drawing library. */
  readonly ticks: readonly number[] | undefined;
}

/** Part of the axis that is left free at either end, if the axis has no given ends. */
const ROOM = 0.04;

export function scaleOf(axis: Axis, values: readonly number[]): Scale {
  const isLog = axis.scale === "log";
  const into = isLog ? Math.log10 : (v: number) => v;
  const outOf = isLog ? (v: number) => 10 ** v : (v: number) => v;
  let [low, high] = (axis.domain ?? extent(values, isLog)).map(into) as [number, number];
  if (axis.domain === undefined) {
    const room = high > low ? ROOM * (high - low) : Math.abs(low) / 2 || 1;
    [low, high] = [low - room, high + room];
  }
  const part = (value: number) => (into(value) - low) / (high - low);
  return {
    domain: [outOf(low), outOf(high)],
    at: axis.isReversed ? (value) => 1 - part(value) : part,
    ticks: isLog ? decades(low, high) : undefined,
  };
}

function extent(values: readonly number[], isLog: boolean): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low <= high) return [low, high];
  return isLog ? [1, 10] : [0, 1];
}

/** Powers of ten: some of them if there are many; with steps of 1, 2, 5 between if there are fewer than two. */
function decades(low: number, high: number): number[] {
  const first = Math.floor(low);
  const powers = Array.from({ length: Math.ceil(high) - first + 1 }, (_, k) => first + k);
  const every = Math.ceil((high - low) / 7);
  const steps = high - low < 2 ? [1, 2, 5] : [1];
  return powers
    .filter((power) => power % every === 0)
    .flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
    .filter((tick) => Math.log10(tick) >= low && Math.log10(tick) <= high);
}

/** The text of a tick: short, the same in every country. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential().replace("e+", "e");
  return String(Number(value.toPrecision(12)));
}
