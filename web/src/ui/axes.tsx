// Axes, with labels that leave each other room.
import { scaleLinear } from "d3-scale";
import type { JSX } from "preact";
import { minus, shown } from "./format.js";

/** What axes need of a scale of d3. */
export interface Scale {
  (value: number): number;
  ticks(count?: number): number[];
  domain(): number[];
  range(): number[];
}

export interface AxisProps {
  readonly scale: Scale;
  /** Where the axis stands: y for the bottom axis, x for the left one. */
  readonly at: number;
  readonly label?: string;
  readonly format?: (value: number) => string;
  /** Length of grid lines; 0 for none. */
  readonly grid?: number;
  readonly every?: number;
}

const ROOM = 64; // px for a tick and its number

/** Round ticks that fit, two at least. */
export function ticksOf(scale: Scale, room = ROOM): number[] {
  const [from, to] = [scale.range()[0]!, scale.range().at(-1)!];
  const most = Math.max(2, Math.floor(Math.abs(to - from) / room)) + 1;
  const [low, high] = [scale.domain()[0]!, scale.domain().at(-1)!];
  const ticks = "base" in scale ? logTicks(low, high, most) : ticksUpTo(scale, most);
  return ticks.length < 2 ? [low, high] : ticks;
}

/** The scale's own ticks, as many as there is room for. */
function ticksUpTo(scale: Pick<Scale, "ticks">, most: number): number[] {
  for (let count = most - 1; count > 1; count--) {
    const ticks = scale.ticks(count);
    if (ticks.length <= most) return ticks;
  }
  return scale.ticks(1);
}

/** First digits of the ticks of a log axis, the closest first. */
const DIGITS = [[1, 2, 5], [1, 3], [1]];

/** Powers of ten and round numbers between them; plain ones, where there are hardly any of those. */
function logTicks(low: number, high: number, most: number): number[] {
  const first = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.floor(Math.log10(high)) - first + 1 }, (_, k) => first + k);
  const within = (value: number): boolean => value >= low && value <= high;
  for (const digits of DIGITS) {
    const ticks = powers.flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`))).filter(within);
    if (ticks.length > 2 && ticks.length <= most) return ticks;
  }
  const tens = powers.map((power) => Number(`1e${power}`)).filter(within);
  const step = Math.ceil(tens.length / most);
  return tens.length > most
    ? tens.filter((_, k) => k % step === 0)
    : ticksUpTo(scaleLinear().domain([low, high]), most);
}

const plain = (value: number): string => {
  const text = String(Number(value.toPrecision(6)));
  if (text.length > 7) return shown(value, 2);
  return minus(Math.abs(value) >= 1e4 ? Number(text).toLocaleString("en-US") : text);
};

export function BottomAxis({ scale, at, label, format = plain, grid = 0, every }: AxisProps): JSX.Element {
  const [from, to] = [scale.range()[0]!, scale.range().at(-1)!];
  return (
    <g class="axis">
      {ticksOf(scale, every).map((tick) => (
        <g key={tick} transform={`translate(${scale(tick)},${at})`}>
          {grid > 0 && <line class="grid" y1={-grid} y2={0} />}
          <line y2={5} />
          <text y={19} text-anchor="middle">
            {format(tick)}
          </text>
        </g>
      ))}
      <line x1={from} x2={to} y1={at} y2={at} />
      {label !== undefined && (
        <text x={(from + to) / 2} y={at + 38} text-anchor="middle">
          {label}
        </text>
      )}
    </g>
  );
}

export function LeftAxis({ scale, at, label, format = plain, grid = 0, every = 44 }: AxisProps): JSX.Element {
  const top = Math.min(...scale.range());
  return (
    <g class="axis">
      {ticksOf(scale, every).map((tick) => (
        <g key={tick} transform={`translate(${at},${scale(tick)})`}>
          {grid > 0 && <line class="grid" x2={grid} />}
          <text x={-8} dy="0.32em" text-anchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {label !== undefined && (
        <text x={0} y={Math.max(12, top - 12)} text-anchor="start">
          {label}
        </text>
      )}
    </g>
  );
}

/** Labels at these heights, moved apart by at least `gap`, within [low, high]; in the order given. */
export function spread(heights: readonly number[], gap: number, low: number, high: number): number[] {
  const order = heights.map((_, k) => k).sort((a, b) => heights[a]! - heights[b]!);
  const out = [...heights];
  let last = Number.NEGATIVE_INFINITY;
  for (const k of order) last = out[k] = Math.max(out[k]!, last + gap, low);
  let limit = high;
  for (const k of [...order].reverse()) {
    out[k] = Math.min(out[k]!, limit);
    limit = out[k]! - gap;
  }
  return out;
}

let ruler: CanvasRenderingContext2D | null | undefined;

/** Text that fits a width of `room` px at letters of `size` px. */
export function fitting(text: string, room: number, size = 12): string {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (ruler === null || text === "") return text;
  ruler.font = `${size}px ${getComputedStyle(document.documentElement).fontFamily}`;
  const part = room / ruler.measureText(text).width;
  if (part >= 1) return text;
  let length = Math.min(text.length - 1, Math.ceil(part * text.length));
  while (length > 1 && ruler.measureText(`${text.slice(0, length)}…`).width > room) length -= 1;
  return `${text.slice(0, length)}…`;
}
