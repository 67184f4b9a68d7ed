// Two columns, two classes: the rows, and the probability that the model of one track gives to every place.
import { scaleLinear } from "d3-scale";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Compared, Track } from "../messages.js";
import { useWidth } from "../ui/plot.js";
import { between, betweenNumbers, position } from "./position.js";

const CELLS = 40;

type Plane = NonNullable<Compared["plane"]>;

function spanOf(values: readonly number[]): [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor(0.01 * sorted.length)]!, sorted[Math.ceil(0.99 * sorted.length) - 1]!];
  const room = 0.06 * (high - low || 1);
  return [low - room, high + room];
}

export function Boundary({ track, plane }: { readonly track: Track; readonly plane: Plane }): JSX.Element {
  const [box, width] = useWidth();
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = Math.round(width * 0.8);
  const spanA = useMemo(() => spanOf(plane.rows.map(({ a }) => a)), [plane]);
  const spanB = useMemo(() => spanOf(plane.rows.map(({ b }) => b)), [plane]);
  const t = position.value;
  const [first, second] = between(track.coefficients, t) as [number, number];
  const intercept = betweenNumbers(track.intercepts, t);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context === null || context === undefined) return;
    const style = getComputedStyle(canvas.current!);
    const [no, yes] = [rgb(style.getPropertyValue("--c1")), rgb(style.getPropertyValue("--c0"))];
    const image = context.createImageData(CELLS, CELLS);
    for (let i = 0; i < CELLS; i++) {
      const b = (spanB[1] - ((i + 0.5) * (spanB[1] - spanB[0])) / CELLS - plane.centers[1]) / plane.scales[1];
      for (let j = 0; j < CELLS; j++) {
        const a = (spanA[0] + ((j + 0.5) * (spanA[1] - spanA[0])) / CELLS - plane.centers[0]) / plane.scales[0];
        const p = 1 / (1 + Math.exp(-(intercept + first * a + second * b)));
        const colour = p > 0.5 ? yes : no;
        const at = 4 * (i * CELLS + j);
        for (let c = 0; c < 3; c++) image.data[at + c] = colour[c]!;
        image.data[at + 3] = Math.round(130 * Math.abs(2 * p - 1));
      }
    }
    context.putImageData(image, 0, 0);
  }, [first, second, intercept, plane, spanA, spanB, width]);
  const dots = useMemo(() => {
    const x = scaleLinear().domain(spanA).range([0, width]).clamp(true);
    const y = scaleLinear().domain(spanB).range([height, 0]).clamp(true);
    return plane.rows.map(({ a, b, isSuccess }, k) => (
      <circle key={k} cx={x(a)} cy={y(b)} r={2} fill={isSuccess ? "var(--c0)" : "var(--c1)"} fill-opacity={0.75} />
    ));
  }, [plane, width, spanA, spanB, height]);
  const line = lineOf(first, second, intercept, plane, spanA, spanB, width, height);
  return (
    <div
      class="plot boundary"
      ref={box}
      role="img"
      aria-label={`Decision boundary by ${track.method}: ${plane.columns[0]} across, ${plane.columns[1]} upwards`}
    >
      <canvas ref={canvas} width={CELLS} height={CELLS} style={{ height: `${height}px` }} />
      {width > 0 && (
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {dots}
          {line && <line {...line} stroke="var(--ink)" stroke-width={2} />}
        </svg>
      )}
    </div>
  );
}

/** Where the probability is one half, within the picture. */
function lineOf(
  first: number,
  second: number,
  intercept: number,
  { centers, scales }: Plane,
  [a0, a1]: readonly [number, number],
  [b0, b1]: readonly [number, number],
  width: number,
  height: number,
): { x1: number; y1: number; x2: number; y2: number } | undefined {
  const [wa, wb] = [first / scales[0], second / scales[1]];
  const base = intercept - wa * centers[0] - wb * centers[1];
  const points: [number, number][] = [];
  const add = (a: number, b: number): void => {
    if (a >= a0 - 1e-9 && a <= a1 + 1e-9 && b >= b0 - 1e-9 && b <= b1 + 1e-9)
      points.push([((a - a0) / (a1 - a0)) * width, height - ((b - b0) / (b1 - b0)) * height]);
  };
  if (wb !== 0) for (const a of [a0, a1]) add(a, -(base + wa * a) / wb);
  if (wa !== 0) for (const b of [b0, b1]) add(-(base + wb * b) / wa, b);
  const [from, to] = [points[0], points.at(-1)];
  return from === undefined || to === undefined || from === to
    ? undefined
    : { x1: from[0], y1: from[1], x2: to[0], y2: to[1] };
}

function rgb(text: string): [number, number, number] {
  const hex = text.trim().replace("#", "");
  return [0, 2, 4].map((k) => Number.parseInt(hex.slice(k, k + 2), 16)) as [number, number, number];
}
