// The coefficients, look by look, each on a scale of its own.
import { scaleLinear } from "d3-scale";
import type { JSX } from "preact";
import { BottomAxis, fitting, LeftAxis, spread } from "../ui/axes.js";
import { minus, shown } from "../ui/format.js";
import { Plot } from "../ui/plot.js";
import type { PictureProps } from "./surface-picture.js";
import { whole } from "./whole.js";

const PAD = { left: 44, top: 34, bottom: 48 };
const LETTERS = 17; // px between two names
/** More lines than these are not told apart. */
const MOST = 10;

export function PointsPicture({ steps, at, onMark }: PictureProps): JSX.Element {
  const { names, rows } = steps;
  const walk = rows.map((row, k) => ({ ...row, k })).filter(({ verdict }) => verdict !== "rejected");
  const sizes = names.map((_, j) =>
    Math.max(...walk.map(({ point }) => Math.abs(point[j]!)).filter(Number.isFinite), 0),
  );
  const shownOnes = names
    .map((_, j) => j)
    .filter((j) => sizes[j]! > 0)
    .slice(0, MOST);
  const left = names.length - shownOnes.length;
  const right = (width: number): number => Math.min(140, width * 0.32);
  const scalesOf = (width: number, height: number) => ({
    x: scaleLinear([0, Math.max(1, rows.length - 1)], [PAD.left, width - right(width)]),
    y: scaleLinear([-1.05, 1.05], [height - PAD.bottom, PAD.top]),
  });
  const end = walk.at(-1)!;
  return (
    <div>
      <Plot
        title="The coefficients on their way"
        description={shownOnes.map((j) => `${names[j]} ends at ${shown(end.point[j])}`).join(", ")}
        height={280}
        onMark={onMark}
        marks={(width, height) => {
          const { x, y } = scalesOf(width, height);
          return rows.map(({ why }, k) => ({ x: x(k), y: y(0), tip: minus(why) }));
        }}
      >
        {(width, height) => {
          const { x, y } = scalesOf(width, height);
          const ends = shownOnes.map((j) => y(end.point[j]! / sizes[j]!));
          const heights = spread(ends, LETTERS, PAD.top, height - PAD.bottom);
          return (
            <g>
              <line class="steps-cursor" x1={x(at)} x2={x(at)} y1={PAD.top} y2={height - PAD.bottom} />
              {shownOnes.map((j, c) => (
                <g key={j} class={`steps-way c${c % 10}`}>
                  <path
                    d={walk
                      .map(
                        ({ point, k }, i) =>
                          `${i === 0 ? "M" : "L"}${x(k).toFixed(1)} ${y(point[j]! / sizes[j]!).toFixed(1)}`,
                      )
                      .join("")}
                  />
                  {walk.map(({ point, k }) => (
                    <circle key={k} cx={x(k)} cy={y(point[j]! / sizes[j]!)} r={k === at ? 5 : 3} />
                  ))}
                  <text x={width - right(width) + 10} y={heights[c]!} dy="0.32em">
                    {fitting(names[j]!, right(width) - 12, 13)}
                  </text>
                </g>
              ))}
              <BottomAxis scale={whole(x)} at={height - PAD.bottom} label="look at the rows" />
              <LeftAxis scale={y} at={PAD.left} label="part of its largest size" />
            </g>
          );
        }}
      </Plot>
      {left > 0 && (
        <p class="small soft">
          The first {shownOnes.length} of {names.length} coefficients that differ from 0.
        </p>
      )}
    </div>
  );
}
