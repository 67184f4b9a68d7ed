// How far the objective and its slopes are from the end, look by look, on an axis of powers of ten.
import { scaleLinear, scaleLog } from "d3-scale";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { StepRow } from "../messages.js";
import { BottomAxis, LeftAxis } from "../ui/axes.js";
import { minus, shown } from "../ui/format.js";
import { Plot } from "../ui/plot.js";
import { gapsOf } from "./accepted.js";
import type { PictureProps } from "./surface-picture.js";
import { whole } from "./whole.js";

const PAD = { left: 56, right: 16, top: 16, bottom: 48 };
/** Differences of objectives below this part of them are rounding, and not drawn. */
const ROUNDING = 1e-16;

const power = (value: number): string => {
  const k = Math.round(Math.log10(value));
  return k >= -2 && k <= 3
    ? String(Number(value.toPrecision(1)))
    : `10${String(k)
        .replace("-", "⁻")
        .replace(/\d/g, (d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(d)]!)}`;
};

export function GapPicture({ steps, at, onMark }: PictureProps): JSX.Element {
  const { rows, tolerance } = steps;
  const gaps = useMemo(() => gapsOf(rows), [rows]);
  const isDrawn = (k: number): boolean => rows[k]!.verdict !== "rejected" && rows[k]!.verdict !== "end";
  const floor = ROUNDING * Math.max(1, Math.abs(rows.at(-1)!.objective));
  const all = rows
    .flatMap(({ optimality }, k) => (isDrawn(k) ? [gaps[k]!, optimality] : []))
    .filter((v) => v > floor && v < Number.POSITIVE_INFINITY);
  const [least, most] = [Math.min(tolerance || 1, ...all), Math.max(1, ...all)];
  const scalesOf = (width: number, height: number) => ({
    x: scaleLinear([0, Math.max(1, rows.length - 1)], [PAD.left, width - PAD.right]),
    y: scaleLog([least / 3, most * 2], [height - PAD.bottom, PAD.top]),
  });
  const series = [
    { name: "objective above its end", kind: "gap", of: (_: StepRow, k: number) => gaps[k]! },
    { name: "largest slope (optimality)", kind: "slope", of: (row: StepRow) => row.optimality },
  ] as const;
  const first = rows[0]!;
  return (
    <div>
      <ul class="steps-legend">
        {series.map(({ name, kind }) => (
          <li key={kind} class={kind}>
            {name}
          </li>
        ))}
        <li class="limit">tolerance {shown(tolerance, 1)}</li>
      </ul>
      <Plot
        title="How far from the end"
        description={`The largest slope falls from ${shown(first.optimality)} to ${shown(rows.at(-1)!.optimality)} in ${rows.length} looks; the tolerance is ${shown(tolerance, 1)}`}
        height={260}
        onMark={onMark}
        marks={(width, height) => {
          const { x, y } = scalesOf(width, height);
          return rows.map((row, k) => ({ x: x(k), y: y(Math.max(row.optimality, least)), tip: minus(row.why) }));
        }}
      >
        {(width, height) => {
          const { x, y } = scalesOf(width, height);
          return (
            <g>
              <line class="steps-cursor" x1={x(at)} x2={x(at)} y1={PAD.top} y2={height - PAD.bottom} />
              {tolerance > 0 && (
                <line class="steps-limit" x1={PAD.left} x2={width - PAD.right} y1={y(tolerance)} y2={y(tolerance)} />
              )}
              {series.map(({ kind, of }) => {
                const points = rows
                  .map((row, k) => [k, of(row, k)] as const)
                  .filter(([k, v]) => isDrawn(k) && v > floor && v < Number.POSITIVE_INFINITY);
                return (
                  <g key={kind} class={`steps-series ${kind}`}>
                    <path
                      d={points
                        .map(([k, v], i) => `${i === 0 ? "M" : "L"}${x(k).toFixed(1)} ${y(v).toFixed(1)}`)
                        .join("")}
                    />
                    {points.map(([k, v]) => (
                      <circle key={k} cx={x(k)} cy={y(v)} r={k === at ? 6 : 3.5} />
                    ))}
                  </g>
                );
              })}
              <BottomAxis scale={whole(x)} at={height - PAD.bottom} label="look at the rows" />
              <LeftAxis scale={y} at={PAD.left} format={power} grid={width - PAD.left - PAD.right} />
            </g>
          );
        }}
      </Plot>
    </div>
  );
}
