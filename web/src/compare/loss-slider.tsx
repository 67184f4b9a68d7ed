// The held-out loss of the four models along the slider; the plot is the slider.
import { scaleLinear } from "d3-scale";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Compared, Track } from "../messages.js";
import { LeftAxis, type Scale, spread } from "../ui/axes.js";
import { shown } from "../ui/format.js";
import { useWidth } from "../ui/plot.js";
import { betweenNumbers, placeOfStep, position, strengthAt } from "./position.js";

export const COLOURS: Readonly<Record<Track["method"], string>> = {
  "maximum likelihood": "var(--c7)",
  ridge: "var(--c0)",
  lasso: "var(--c1)",
  dropout: "var(--c2)",
};

const PAD = { left: 52, top: 24, bottom: 34 } as const;
const STEP = 0.02; // of the slider by an arrow key

const strengthText = (track: Track, t: number): string =>
  track.method === "maximum likelihood"
    ? "no penalty"
    : `${track.method === "dropout" ? "rate" : "lambda"} ${shown(strengthAt(track, t), 2)}`;

export const readOut = (track: Track, t: number): string =>
  `${track.method}: ${strengthText(track, t)}, held-out loss ${shown(betweenNumbers(track.losses, t))}`;

/** The losses that matter: those of the unpenalized end and of the strongest may be far off. */
function rangeOf(tracks: readonly Track[]): [number, number] {
  const best = tracks.map(({ losses }) => Math.min(...losses.filter(Number.isFinite)));
  const low = Math.min(...best);
  const ends = tracks.flatMap(({ losses }) => losses.filter(Number.isFinite));
  const sorted = ends.sort((a, b) => a - b);
  const high = Math.max(sorted[Math.floor(0.85 * (sorted.length - 1))]!, low * 1.02, ...best);
  return [low - 0.06 * (high - low), high + 0.1 * (high - low)];
}

export function LossSlider({ compared }: { readonly compared: Compared }): JSX.Element {
  const [box, width] = useWidth();
  const height = Math.round(Math.min(300, Math.max(190, width * 0.36)));
  const right = width < 560 ? 20 : 150;
  const x = scaleLinear()
    .domain([0, 1])
    .range([PAD.left, Math.max(PAD.left + 10, width - right)])
    .clamp(true) as unknown as Scale;
  const y = scaleLinear()
    .domain(rangeOf(compared.tracks))
    .range([height - PAD.bottom, PAD.top])
    .clamp(true) as unknown as Scale;
  const move = ({ clientX, currentTarget, pointerId, type }: PointerEvent): void => {
    const node = currentTarget as HTMLElement;
    if (type === "pointerdown") node.setPointerCapture(pointerId);
    else if (!node.hasPointerCapture(pointerId)) return;
    const at = clientX - node.getBoundingClientRect().left;
    position.value = Math.max(0, Math.min(1, (at - PAD.left) / (width - right - PAD.left)));
  };
  const key = (event: KeyboardEvent): void => {
    const by = { ArrowRight: STEP, ArrowUp: STEP, ArrowLeft: -STEP, ArrowDown: -STEP, PageUp: 0.1, PageDown: -0.1 }[
      event.key
    ];
    const to = { Home: 0, End: 1 }[event.key] ?? (by === undefined ? undefined : position.value + by);
    if (to === undefined) return;
    event.preventDefault();
    position.value = Math.max(0, Math.min(1, to));
  };
  const still = useMemo(
    () => <Lines compared={compared} x={x} y={y} width={width} height={height} right={right} />,
    [compared, width],
  );
  return (
    <div class="plot loss-slider" ref={box}>
      {width > 0 && (
        <div
          id="strength"
          role="slider"
          tabIndex={0}
          aria-label="Strength of the penalties"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(100 * position.value)}
          aria-valuetext={compared.tracks.map((track) => readOut(track, position.value)).join("; ")}
          onPointerDown={move}
          onPointerMove={move}
          onKeyDown={key}
        >
          <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            {still}
            <Handle compared={compared} x={x} y={y} height={height} />
          </svg>
        </div>
      )}
    </div>
  );
}

interface LinesProps {
  readonly compared: Compared;
  readonly x: Scale;
  readonly y: Scale;
  readonly width: number;
  readonly height: number;
  readonly right: number;
}

function Lines({ compared, x, y, width, height, right }: LinesProps): JSX.Element {
  const { tracks, measure } = compared;
  const ends = spread(
    tracks.map(({ losses }) => y(losses.at(-1)!)),
    15,
    PAD.top,
    height - PAD.bottom,
  );
  return (
    <>
      <LeftAxis scale={y} at={PAD.left} label={`held-out ${measure}`} grid={width - PAD.left - right} />
      <text x={PAD.left} y={height - 10}>
        none
      </text>
      <text x={width - right} y={height - 10} text-anchor="end">
        much
      </text>
      <text x={(PAD.left + width - right) / 2} y={height - 10} text-anchor="middle">
        penalty
      </text>
      {tracks.map((track, k) => {
        const { method, losses, best } = track;
        const path = losses.map((loss, s) => `${x(placeOfStep(track, s)).toFixed(1)},${y(loss).toFixed(1)}`);
        const isFlat = losses.length === 1;
        return (
          <g key={method} stroke={COLOURS[method]} fill={COLOURS[method]}>
            {isFlat ? (
              <line x1={x(0)} x2={x(1)} y1={y(losses[0]!)} y2={y(losses[0]!)} stroke-width={2} stroke-dasharray="5 4" />
            ) : (
              <polyline points={path.join(" ")} fill="none" stroke-width={2.5} />
            )}
            {!isFlat && <circle cx={x(placeOfStep(track, best))} cy={y(losses[best]!)} r={5} />}
            {right > 60 && (
              <text x={width - right + 10} y={ends[k]} dy="0.32em" stroke="none" style={{ fill: COLOURS[method] }}>
                {method}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

function Handle({ compared, x, y, height }: Omit<LinesProps, "width" | "right">): JSX.Element {
  const t = position.value;
  return (
    <g>
      <line x1={x(t)} x2={x(t)} y1={PAD.top - 6} y2={height - PAD.bottom} stroke="var(--ink)" stroke-width={1.5} />
      <rect x={x(t) - 11} y={height - PAD.bottom - 11} width={22} height={22} rx={11} fill="var(--ink)" />
      <path
        d={`M${x(t) - 3},${height - PAD.bottom - 4}l-4,4l4,4M${x(t) + 3},${height - PAD.bottom - 4}l4,4l-4,4`}
        fill="none"
        stroke="var(--page)"
        stroke-width={1.5}
      />
      {compared.tracks.map((track) => (
        <circle
          key={track.method}
          cx={x(t)}
          cy={y(betweenNumbers(track.losses, t))}
          r={4.5}
          fill={COLOURS[track.method]}
          stroke="var(--card)"
          stroke-width={1.5}
        />
      ))}
    </g>
  );
}
