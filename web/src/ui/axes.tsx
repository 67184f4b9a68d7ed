// Axes, with labels that leave each other room.
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

/** Ticks that fit; a log axis that spans no power of ten gets the ends of its range. */
export function ticksOf(scale: Scale, room = ROOM): number[] {
  const [from, to] = [scale.range()[0]!, scale.range().at(-1)!];
  const count = Math.max(2, Math.floor(Math.abs(to - from) / room));
  let ticks = scale.ticks(count);
  if (ticks.length < 2) ticks = scale.domain();
  const step = Math.ceil(ticks.length / (count + 1));
  return step <= 1 ? ticks : ticks.filter((_, k) => k % step === 0);
}

const plain = (value: number): string => {
  const text = String(Number(value.toPrecision(6)));
  return text.length > 7 ? shown(value, 2) : minus(text);
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

/** Text that fits a width of about `room` px at 12 px letters. */
export function fitting(text: string, room: number): string {
  const most = Math.max(4, Math.floor(room / 6.6));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
