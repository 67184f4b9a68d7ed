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

/** Ticks that fit. On a log axis powers of ten, or 1, 2 and 5 of each where they span little; the ends, where there are none. */
export function ticksOf(scale: Scale, room = ROOM): number[] {
  const [from, to] = [scale.range()[0]!, scale.range().at(-1)!];
  const count = Math.max(2, Math.floor(Math.abs(to - from) / room));
  const ticks = "base" in scale ? logTicks(scale.domain(), count) : scale.ticks(count);
  if (ticks.length < 2) return scale.domain();
  const step = Math.ceil(ticks.length / (count + 1));
  return step <= 1 ? ticks : ticks.filter((_, k) => k % step === 0);
}

function logTicks(domain: readonly number[], count: number): number[] {
  const [low, high] = [Math.min(...domain), Math.max(...domain)];
  const inside = (steps: readonly number[]): number[] => {
    const found: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
      for (const step of steps) found.push(Number(`${step}e${power}`));
    return found.filter((tick) => tick >= low && tick <= high);
  };
  const tens = inside([1]);
  if (tens.length > count) {
    const every = Math.ceil(tens.length / count);
    return tens.filter((tick) => Math.round(Math.log10(tick)) % every === 0); // 1 is among them
  }
  const [finest, fine] = [inside([1, 1.5, 2, 3, 4, 5, 7]), inside([1, 2, 5])];
  if (finest.length <= count) return finest;
  return fine.length <= count + 1 || tens.length < 2 ? fine : tens;
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
