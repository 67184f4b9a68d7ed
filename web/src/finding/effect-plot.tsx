// The curves of an effect: lines with bands over numbers and dates, dots with intervals over levels.
import { scaleLinear, scalePoint } from "d3-scale";
import type { JSX } from "preact";
import type { EffectCurve } from "../messages.js";
import { BottomAxis, fitting, LeftAxis, type Scale, spread } from "../ui/axes.js";
import { shown } from "../ui/format.js";
import { type Mark, Plot } from "../ui/plot.js";

const PAD = { left: 56, right: 16, top: 26, bottom: 46, names: 96 } as const;
const MARKS = 24; // places that tell, of a curve
const BETWEEN = 44; // px between two levels that are named

type Curve = EffectCurve["curves"][number];

/** What all parts of the picture need. */
interface Frame {
  readonly effect: EffectCurve;
  readonly width: number;
  readonly height: number;
  readonly right: number;
  readonly levels: readonly string[];
  readonly x: (at: number | string) => number;
  readonly y: Scale;
  /** Of numbers and dates. */
  readonly scale: Scale | undefined;
}

function frameOf(effect: EffectCurve, width: number, height: number): Frame {
  const { curves } = effect;
  const right = curves.length > 1 ? PAD.names : PAD.right;
  const heights = curves
    .flatMap(({ points }) => points.flatMap(({ mean, lower, upper }) => [mean, lower ?? mean, upper ?? mean]))
    .filter(Number.isFinite);
  const places = curves[0]!.points.map(({ at }) => at);
  const levels = places.filter((at) => typeof at === "string");
  const range: [number, number] = [PAD.left, width - right];
  const y = scaleLinear()
    .domain([Math.min(...heights), Math.max(...heights)])
    .nice()
    .range([height - PAD.bottom, PAD.top]) as unknown as Scale;
  if (levels.length > 0) {
    const points = scalePoint<string>().domain(levels).range(range).padding(0.5);
    return { effect, width, height, right, levels, y, x: (at) => points(String(at))!, scale: undefined };
  }
  const numbers = places.map(Number);
  const scale = scaleLinear()
    .domain([Math.min(...numbers), Math.max(...numbers)])
    .range(range) as unknown as Scale;
  return { effect, width, height, right, levels, y, x: (at) => scale(Number(at)), scale };
}

const DAY = 864e5;

function placeText({ kind }: EffectCurve, at: number | string): string {
  if (typeof at === "string") return at;
  return kind === "date" ? new Date(at * DAY).toISOString().slice(0, 10) : shown(at);
}

export function EffectPlot({ effect }: { readonly effect: EffectCurve }): JSX.Element {
  const { curves, label, column } = effect;
  const isMany = curves.length > 1;
  const marks = (width: number, height: number): Mark[] => {
    const { x, y, levels } = frameOf(effect, width, height);
    return curves.flatMap(({ name, points }) =>
      points
        .filter((_, k) => levels.length > 0 || k % Math.ceil(points.length / MARKS) === 0)
        .map(({ at, mean, lower, upper }) => ({
          x: x(at),
          y: y(mean),
          tip: `${column} ${placeText(effect, at)}\n${isMany ? `${name}: ` : ""}${shown(mean)}${Number.isFinite(lower) && Number.isFinite(upper) ? ` (${shown(lower)} to ${shown(upper)})` : ""}`,
        })),
    );
  };
  const words = curves.map(({ name, points }) => {
    const told = typeof points[0]!.at === "string" ? points : [points[0]!, points.at(-1)!];
    return `${isMany ? `${name}: ` : ""}${told.map(({ at, mean }) => `${placeText(effect, at)}: ${shown(mean)}`).join(", ")}`;
  });
  return (
    <Plot
      title={`${label} by ${column}`}
      description={words.join("; ")}
      height={(width) => Math.min(360, Math.max(250, width * 0.6))}
      marks={marks}
    >
      {(width, height) => {
        const frame = frameOf(effect, width, height);
        return (
          <>
            <Axes frame={frame} />
            {curves.map((curve, k) => {
              const colour = isMany ? `var(--c${k % 10})` : "var(--accent)";
              return frame.levels.length > 0 ? (
                <Dots key={curve.name} curve={curve} frame={frame} colour={colour} />
              ) : (
                <Line key={curve.name} curve={curve} frame={frame} colour={colour} />
              );
            })}
            {isMany && <Names frame={frame} />}
          </>
        );
      }}
    </Plot>
  );
}

function Axes({ frame }: { readonly frame: Frame }): JSX.Element {
  const { effect, width, height, right, levels, x, y, scale } = frame;
  const inner = width - PAD.left - right;
  const every = Math.ceil((levels.length * BETWEEN) / Math.max(1, inner));
  const dates = { format: (at: number) => placeText(effect, at), every: 90 };
  return (
    <>
      <LeftAxis scale={y} at={PAD.left} label={effect.label} grid={inner} />
      {scale !== undefined ? (
        <BottomAxis
          scale={scale}
          at={height - PAD.bottom}
          label={effect.column}
          {...(effect.kind === "date" ? dates : {})}
        />
      ) : (
        <g class="axis">
          {levels.map(
            (level, k) =>
              k % every === 0 && (
                <text key={level} x={x(level)} y={height - PAD.bottom + 19} text-anchor="middle">
                  {fitting(level, (inner / levels.length) * every)}
                </text>
              ),
          )}
          <text x={(PAD.left + width - right) / 2} y={height - 8} text-anchor="middle">
            {effect.column}
          </text>
        </g>
      )}
    </>
  );
}

interface CurveProps {
  readonly curve: Curve;
  readonly frame: Frame;
  readonly colour: string;
}

function Dots({ curve: { points }, frame: { x, y }, colour }: CurveProps): JSX.Element {
  return (
    <g fill={colour} stroke={colour}>
      {points.map(({ at, mean, lower, upper }) => (
        <g key={String(at)}>
          {Number.isFinite(lower) && Number.isFinite(upper) && (
            <line x1={x(at)} x2={x(at)} y1={y(lower!)} y2={y(upper!)} stroke-width={2} />
          )}
          <circle cx={x(at)} cy={y(mean)} r={5} />
        </g>
      ))}
    </g>
  );
}

function Line({ curve: { points }, frame: { x, y }, colour }: CurveProps): JSX.Element {
  const banded = points.filter(({ lower, upper }) => Number.isFinite(lower) && Number.isFinite(upper));
  const line = points.map(({ at, mean }) => `${x(at)},${y(mean)}`);
  const top = banded.map(({ at, upper }) => `${x(at)},${y(upper!)}`);
  const bottom = [...banded].reverse().map(({ at, lower }) => `${x(at)},${y(lower!)}`);
  return (
    <g>
      {banded.length > 1 && <polygon points={[...top, ...bottom].join(" ")} fill={colour} fill-opacity={0.14} />}
      <polyline points={line.join(" ")} fill="none" stroke={colour} stroke-width={2.5} />
    </g>
  );
}

/** Of several curves, at their ends. */
function Names({ frame: { effect, width, height, right, y } }: { readonly frame: Frame }): JSX.Element {
  const ends = effect.curves.map(({ points }) => y(points.at(-1)!.mean));
  const places = spread(ends, 14, PAD.top, height - PAD.bottom);
  return (
    <>
      {effect.curves.map(({ name }, k) => (
        <text key={name} x={width - right + 8} y={places[k]} dy="0.32em" style={{ fill: `var(--c${k % 10})` }}>
          {fitting(name, right - 10)}
        </text>
      ))}
    </>
  );
}
