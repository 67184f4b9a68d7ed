// The objective as lines of equal height, with the walk of the solver on it.
import { scaleLinear } from "d3-scale";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Steps } from "../messages.js";
import { BottomAxis, LeftAxis } from "../ui/axes.js";
import { minus, shown } from "../ui/format.js";
import { Plot } from "../ui/plot.js";
import { standing } from "./accepted.js";
import { contour, finer, levelsOf } from "./contours.js";

const LINES = 12;
/** Steps in place of one of the grid, for smooth lines. */
const FINER = 4;
const PAD = { left: 64, right: 16, top: 34, bottom: 48 };

export interface PictureProps {
  readonly steps: Steps;
  readonly at: number;
  readonly onMark: (k: number | undefined) => void;
}

export function SurfacePicture({ steps, at, onMark }: PictureProps): JSX.Element {
  const { names, rows, surface } = steps;
  const { columns, low, high, size, held } = surface!;
  const lines = useMemo(() => {
    const lowest = Math.min(...rows.map(({ objective }) => objective).filter(Number.isFinite));
    const grid = finer(surface!, FINER);
    return levelsOf(grid, lowest, LINES).map((level) => contour(grid, level));
  }, [surface, rows]);
  const stood = useMemo(() => standing(rows), [rows]);
  const scalesOf = (width: number, height: number) => ({
    x: scaleLinear([low[0], high[0]], [PAD.left, width - PAD.right]),
    y: scaleLinear([low[1], high[1]], [height - PAD.bottom, PAD.top]),
  });
  const end = rows.at(-1)!;
  return (
    <Plot
      title="The walk on the objective"
      description={`Lines of equal objective over ${names[columns[0]]} and ${names[columns[1]]}; ${rows.length} looks lead to ${shown(end.point[columns[0]])} and ${shown(end.point[columns[1]])}${held === undefined ? "" : `; ${held}`}`}
      height={(width) => Math.max(300, Math.min(460, Math.round(width * 0.72)))}
      onMark={onMark}
      marks={(width, height) => {
        const { x, y } = scalesOf(width, height);
        return rows.map(({ point, why }) => ({
          x: Math.max(PAD.left, Math.min(width - PAD.right, x(point[columns[0]]!))),
          y: Math.max(PAD.top, Math.min(height - PAD.bottom, y(point[columns[1]]!))),
          tip: minus(why),
        }));
      }}
    >
      {(width, height) => {
        const { x, y } = scalesOf(width, height);
        const place = (k: number): [number, number] => [x(rows[k]!.point[columns[0]]!), y(rows[k]!.point[columns[1]]!)];
        const across = scaleLinear([0, FINER * (size - 1)], x.range() as [number, number]);
        const up = scaleLinear([0, FINER * (size - 1)], y.range() as [number, number]);
        return (
          <g>
            <clipPath id="walk-frame">
              <rect
                x={PAD.left}
                y={PAD.top}
                width={width - PAD.left - PAD.right}
                height={height - PAD.top - PAD.bottom}
              />
            </clipPath>
            <g clip-path="url(#walk-frame)">
              {lines.map((pieces, k) => (
                <path
                  key={k}
                  class="steps-line"
                  d={pieces
                    .map(
                      ([a, b, c, d]) =>
                        `M${across(a).toFixed(1)} ${up(b).toFixed(1)}L${across(c).toFixed(1)} ${up(d).toFixed(1)}`,
                    )
                    .join("")}
                />
              ))}
              <WalkOn rows={rows} stood={stood} at={at} place={place} />
            </g>
            <BottomAxis scale={x} at={height - PAD.bottom} label={names[columns[0]]!} />
            <LeftAxis scale={y} at={PAD.left} label={names[columns[1]]!} />
          </g>
        );
      }}
    </Plot>
  );
}

interface WalkProps {
  readonly rows: Steps["rows"];
  readonly stood: readonly number[];
  readonly at: number;
  readonly place: (k: number) => [number, number];
}

/** The points that were accepted, the trials that were not, and a ring around the one that is looked at. */
function WalkOn({ rows, stood, at, place }: WalkProps): JSX.Element {
  const [cx, cy] = place(at);
  return (
    <g>
      {rows.map((row, k) => {
        if (row.verdict === "start" || row.verdict === "end") return null;
        const [fromX, fromY] = place(stood[k]!);
        const [toX, toY] = place(k);
        return (
          <line
            key={k}
            class={`steps-leg ${row.verdict} ${k > at ? "later" : ""}`}
            x1={fromX}
            y1={fromY}
            x2={toX}
            y2={toY}
          />
        );
      })}
      {rows.map((row, k) => {
        const [px, py] = place(k);
        return (
          <circle
            key={k}
            class={`steps-dot ${row.verdict} ${k > at ? "later" : ""}`}
            cx={px}
            cy={py}
            r={row.verdict === "end" ? 6 : 4}
          />
        );
      })}
      <g class="steps-here" style={{ transform: `translate(${cx}px, ${cy}px)` }}>
        <circle r={10} />
      </g>
    </g>
  );
}
