// Coefficients of one model at the slider's position, as bars on one scale for all four.
import type { JSX } from "preact";
import type { Track } from "../messages.js";
import { fitting } from "../ui/axes.js";
import { shown } from "../ui/format.js";
import { useWidth } from "../ui/plot.js";
import { COLOURS } from "./loss-slider.js";
import { between, position } from "./position.js";

const LINE = 18;

export function Bars({
  track,
  names,
  columns,
  most,
}: {
  readonly track: Track;
  readonly names: readonly string[];
  readonly columns: readonly number[];
  /** The largest size that fits the bars. */
  readonly most: number;
}): JSX.Element {
  const [box, width] = useWidth();
  const values = between(track.coefficients, position.value);
  const left = Math.min(110, Math.round(width * 0.4));
  const half = (width - left) / 2;
  const middle = left + half;
  const height = LINE * columns.length + 6;
  const words = columns.map((j) => `${names[j]} ${shown(values[j])}`).join(", ");
  return (
    <div class="plot" ref={box} role="img" aria-label={`Coefficients by ${track.method}: ${words}`}>
      {width > 0 && (
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <line x1={middle} x2={middle} y1={0} y2={height} stroke="var(--line)" />
          {columns.map((j, k) => {
            const value = values[j]!;
            const part = Math.max(-1, Math.min(1, value / most));
            return (
              <g key={names[j]} transform={`translate(0,${LINE * k + 3})`}>
                <text y={LINE / 2} dy="0.32em">
                  {fitting(names[j]!, left)}
                </text>
                <rect
                  x={part < 0 ? middle + part * half : middle}
                  y={3}
                  width={Math.abs(part) * half}
                  height={LINE - 7}
                  rx={2}
                  fill={COLOURS[track.method]}
                />
                {value === 0 && <circle cx={middle} cy={LINE / 2} r={2.5} fill="var(--soft)" />}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}
