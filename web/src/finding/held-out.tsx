// The model on rows that it was not fitted to.
import { scaleLinear } from "d3-scale";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Judged, PlotPoint } from "../messages.js";
import { BottomAxis, LeftAxis, type Scale } from "../ui/axes.js";
import { Card, Segments } from "../ui/card.js";
import { percent, shown, whole } from "../ui/format.js";
import { type Mark, Plot } from "../ui/plot.js";

type Tab = "calibration" | "roc" | "confusion" | "scatter";
const TITLES: Readonly<Record<Tab, string>> = {
  calibration: "Calibration",
  roc: "ROC",
  confusion: "Confusion",
  scatter: "Predicted and seen",
};

export function HeldOut({
  judged,
  stem,
  responseName,
}: {
  readonly judged: Judged | undefined;
  readonly stem: string;
  readonly responseName: string;
}): JSX.Element {
  const [wanted, setWanted] = useState<Tab>("calibration");
  if (judged === undefined)
    return (
      <Card title="On held-out rows" lead="How well it predicts rows that it was not fitted to.">
        <p class="empty">Being judged by cross-validation</p>
      </Card>
    );
  const tabs = (Object.keys(TITLES) as Tab[]).filter((name) => judged[name] !== undefined);
  const tab = tabs.includes(wanted) ? wanted : tabs[0];
  return (
    <Card
      title="On held-out rows"
      id="held-out"
      lead={`${judged.sentence} Each row is predicted by a model fitted without it, in ${judged.folds} folds.`}
      {...(tab === undefined || tab === "confusion" ? {} : { picture: `${stem}-held-out-${tab}` })}
    >
      {tabs.length > 1 && (
        <Segments
          label="What to show of held-out rows"
          options={tabs.map((name) => [name, TITLES[name]] as const)}
          value={tab!}
          onChange={setWanted}
        />
      )}
      {tab === "roc" && <RocPlot roc={judged.roc!} />}
      {tab === "calibration" && <Calibration bins={judged.calibration!} />}
      {tab === "confusion" && <Confusion confusion={judged.confusion!} />}
      {tab === "scatter" && <Scatter points={judged.scatter!} name={responseName} />}
    </Card>
  );
}

const square = (width: number): number => Math.min(360, Math.max(240, width * 0.75));
const PAD = { left: 56, right: 14, top: 26, bottom: 46 } as const;

function scales(
  width: number,
  height: number,
  x: readonly [number, number],
  y: readonly [number, number],
): [Scale, Scale] {
  return [
    scaleLinear()
      .domain(x)
      .range([PAD.left, width - PAD.right]) as unknown as Scale,
    scaleLinear()
      .domain(y)
      .range([height - PAD.bottom, PAD.top]) as unknown as Scale,
  ];
}

interface PlaneProps {
  readonly title: string;
  readonly description: string;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly labels: readonly [string, string];
  readonly points: readonly (PlotPoint & { readonly tip: string })[];
  readonly draw: (x: Scale, y: Scale) => JSX.Element;
  readonly isDiagonal?: boolean;
}

/** Two axes and marks that tell. */
function Plane({ title, description, x, y, labels, points, draw, isDiagonal = true }: PlaneProps): JSX.Element {
  const marks = (width: number, height: number): Mark[] => {
    const [toX, toY] = scales(width, height, x, y);
    return points.map((point) => ({ x: toX(point.x), y: toY(point.y), tip: point.tip }));
  };
  return (
    <Plot title={title} description={description} height={square} marks={marks}>
      {(width, height) => {
        const [toX, toY] = scales(width, height, x, y);
        return (
          <>
            <BottomAxis scale={toX} at={height - PAD.bottom} label={labels[0]} />
            <LeftAxis scale={toY} at={PAD.left} label={labels[1]} grid={width - PAD.left - PAD.right} />
            {isDiagonal && (
              <line
                x1={toX(Math.max(x[0], y[0]))}
                y1={toY(Math.max(x[0], y[0]))}
                x2={toX(Math.min(x[1], y[1]))}
                y2={toY(Math.min(x[1], y[1]))}
                stroke="var(--soft)"
                stroke-dasharray="3 3"
              />
            )}
            {draw(toX, toY)}
          </>
        );
      }}
    </Plot>
  );
}

const pathOf = (points: readonly PlotPoint[], x: Scale, y: Scale): string =>
  points.map((point, k) => `${k === 0 ? "M" : "L"}${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join("");

function RocPlot({ roc }: { readonly roc: NonNullable<Judged["roc"]> }): JSX.Element {
  const step = Math.max(1, Math.floor(roc.points.length / 40));
  const told = roc.points
    .filter((_, k) => k % step === 0)
    .map((point) => ({
      ...point,
      tip: `finds ${percent(point.y)} of the successes\nwith ${percent(point.x)} false alarms`,
    }));
  return (
    <Plane
      title="ROC curve on held-out rows"
      description={`area under the curve ${shown(roc.area)}`}
      x={[0, 1]}
      y={[0, 1]}
      labels={["false alarms", "successes found"]}
      points={told}
      draw={(x, y) => (
        <>
          <path d={pathOf(roc.points, x, y)} fill="none" stroke="var(--accent)" stroke-width={2.5} />
          <text class="strong" x={x(0.98)} y={y(0.06)} text-anchor="end">
            area under the curve {shown(roc.area)}
          </text>
        </>
      )}
    />
  );
}

function Calibration({ bins }: { readonly bins: NonNullable<Judged["calibration"]> }): JSX.Element {
  const most = Math.max(...bins.map(({ rows }) => rows), 1);
  return (
    <Plane
      title="Calibration on held-out rows"
      description={bins
        .map(({ predicted, seen }) => `predicted ${percent(predicted)}, seen ${percent(seen)}`)
        .join("; ")}
      x={[0, 1]}
      y={[0, 1]}
      labels={["predicted probability", "share seen"]}
      points={bins.map(({ predicted, seen, rows }) => ({
        x: predicted,
        y: seen,
        tip: `predicted ${percent(predicted, 1)}\nseen ${percent(seen, 1)} of ${whole(rows)} rows`,
      }))}
      draw={(x, y) => (
        <>
          <path
            d={pathOf(
              bins.map(({ predicted, seen }) => ({ x: predicted, y: seen })),
              x,
              y,
            )}
            fill="none"
            stroke="var(--accent)"
            stroke-width={2}
          />
          {bins.map(({ predicted, seen, rows }) => (
            <circle
              key={predicted}
              cx={x(predicted)}
              cy={y(seen)}
              r={3 + 5 * Math.sqrt(rows / most)}
              fill="var(--accent)"
            />
          ))}
        </>
      )}
    />
  );
}

function Scatter({ points, name }: { readonly points: readonly PlotPoint[]; readonly name: string }): JSX.Element {
  const ends = (values: readonly number[]): [number, number] => {
    const list = values.filter(Number.isFinite).sort((a, b) => a - b);
    const [low, high] = [list[Math.floor(0.002 * list.length)] ?? 0, list[Math.ceil(0.998 * list.length) - 1] ?? 1];
    const room = 0.04 * (high - low || 1);
    return [low - room, high + room];
  };
  const [x, y] = [ends(points.map((point) => point.x)), ends(points.map((point) => point.y))];
  const inside = points.filter((point) => point.x >= x[0] && point.x <= x[1] && point.y >= y[0] && point.y <= y[1]);
  return (
    <Plane
      title="Predicted and seen on held-out rows"
      description={`${whole(points.length)} rows; predicted from ${shown(x[0])} to ${shown(x[1])}, seen from ${shown(y[0])} to ${shown(y[1])}`}
      x={x}
      y={y}
      labels={[`predicted ${name}`, `${name} as seen`]}
      points={inside
        .slice(0, 400)
        .map((point) => ({ ...point, tip: `predicted ${shown(point.x)}\nseen ${shown(point.y)}` }))}
      draw={(toX, toY) => (
        <>
          {inside.map((point, k) => (
            <circle key={k} cx={toX(point.x)} cy={toY(point.y)} r={2.5} fill="var(--accent)" fill-opacity={0.45} />
          ))}
        </>
      )}
    />
  );
}

function Confusion({
  confusion: { classes, counts },
}: {
  readonly confusion: NonNullable<Judged["confusion"]>;
}): JSX.Element {
  const all = counts.flat().reduce((sum, count) => sum + count, 0);
  const right = counts.reduce((sum, row, k) => sum + row[k]!, 0);
  return (
    <>
      <p>
        {whole(right)} of {whole(all)} held-out rows are predicted right ({percent(right / Math.max(1, all), 1)}).
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll" aria-label="Table of seen and predicted classes" tabIndex={0}>
        <table class="confusion">
          <thead>
            <tr>
              <th scope="col">seen ↓ predicted →</th>
              {classes.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((name, k) => {
              const of = counts[k]!.reduce((sum, count) => sum + count, 0);
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {counts[k]!.map((count, j) => (
                    <td
                      key={classes[j]}
                      style={{
                        background: `color-mix(in srgb, ${j === k ? "var(--accent)" : "var(--bad)"} ${Math.round((35 * count) / Math.max(1, of))}%, transparent)`,
                      }}
                    >
                      {whole(count)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </>
  );
}
