// Coefficients with their intervals: one line each, on one axis, as ratios where they mean something.
import { scaleLinear, scaleLog } from "d3-scale";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { CoefficientRow, Fitted } from "../messages.js";
import { BottomAxis, fitting, type Scale } from "../ui/axes.js";
import { Card, Segments } from "../ui/card.js";
import { pValue, ratioShown, shown } from "../ui/format.js";
import { type Mark, Plot } from "../ui/plot.js";
import { robustRange } from "./range.js";

const LINE = 26; // px a coefficient
const FIRST = 40; // shown at first
const MANY = 15; // from which on the largest come first
const ORDERS = [
  ["model", "as in the model"],
  ["size", "by size"],
  ["doubt", "by p"],
] as const;
type Order = (typeof ORDERS)[number][0];

/** What is drawn of a coefficient. */
interface Row {
  readonly row: CoefficientRow;
  readonly at: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

function sorted(rows: readonly Row[], order: Order): Row[] {
  if (order === "model") return [...rows];
  const weight =
    order === "size"
      ? ({ row }: Row) => -Math.abs(row.standardError ? row.estimate / row.standardError : row.estimate)
      : ({ row }: Row) => row.p ?? 2;
  return [...rows].sort((a, b) => weight(a) - weight(b));
}

/** "Odds ratios", "Ratios of means". */
const plural = (ratio: string): string => `${ratio[0]!.toUpperCase()}${ratio.slice(1)}`.replace(/ratio\b/i, "$&s");

/** Without the quotes that a formula needs. */
const bare = (name: string): string => name.replaceAll("`", "");

function tipOf({ row, at, low, high }: Row, unit: string, told: typeof shown): string {
  const lines = [`${bare(row.name)}${row.class === undefined ? "" : ` (${row.class})`}`, `${unit} ${told(at)}`];
  if (low !== undefined) lines[1] += ` (${told(low)} to ${told(high)})`;
  if (row.p !== undefined) lines.push(`p ${pValue(row.p)}`);
  if (row.adaptivePenalty !== undefined) lines.push(`adaptive penalty ${shown(row.adaptivePenalty)}`);
  return lines.join("\n");
}

export function Forest({ fitted, stem }: { readonly fitted: Fitted; readonly stem: string }): JSX.Element {
  const [chosenOrder, setOrder] = useState<Order | undefined>(undefined);
  const [asRatio, setAsRatio] = useState(true);
  const [isLong, setLong] = useState(false);
  const classes = [...new Set(fitted.coefficients.map((row) => row.class).filter((name) => name !== undefined))];
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const one = chosen !== undefined && classes.includes(chosen) ? chosen : classes[0];
  const isRatio = asRatio && fitted.ratioName !== undefined;
  const unit = isRatio ? fitted.ratioName! : "coefficient";
  const all = fitted.coefficients
    .filter((row) => row.term !== "(intercept)" && row.class === one)
    .map(
      (row): Row =>
        isRatio
          ? { row, at: row.ratio ?? Math.exp(row.estimate), low: row.ratioLower, high: row.ratioUpper }
          : { row, at: row.estimate, low: row.lower, high: row.upper },
    );
  const order = chosenOrder ?? (all.length > MANY ? "size" : "model");
  const list = sorted(all, order);
  const rows = isLong ? list : list.slice(0, FIRST);
  const hasP = all.some(({ row }) => row.p !== undefined);
  return (
    <Card
      title={isRatio ? plural(unit) : "Coefficients"}
      picture={`${stem}-coefficients`}
      lead={
        all.some(({ low }) => low !== undefined)
          ? "Dot: estimate; line: 95 % interval. Left of the line lowers, right of it raises."
          : "Dot: estimate. This penalty or model has no standard errors, so there are no intervals."
      }
      actions={
        <>
          {classes.length > 1 && (
            <select aria-label="Class" value={one} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
              {classes.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
          {fitted.ratioName !== undefined && (
            <label class="check small">
              <input
                type="checkbox"
                checked={asRatio}
                onChange={({ currentTarget }) => setAsRatio(currentTarget.checked)}
              />
              as ratios
            </label>
          )}
        </>
      }
    >
      <div class="row">
        <Segments label="Order" options={hasP ? ORDERS : ORDERS.slice(0, 2)} value={order} onChange={setOrder} />
      </div>
      {all.length === 0 ? (
        <p class="soft">The model has an intercept only: choose columns that may explain {fitted.responseName}.</p>
      ) : (
        <Drawn rows={rows} isRatio={isRatio} unit={unit} />
      )}
      {list.length > FIRST && (
        <button class="button quiet" type="button" onClick={() => setLong(!isLong)}>
          {isLong ? `Show the first ${FIRST}` : `Show all ${list.length}`}
        </button>
      )}
    </Card>
  );
}

function Drawn({
  rows,
  isRatio,
  unit,
}: {
  readonly rows: readonly Row[];
  readonly isRatio: boolean;
  readonly unit: string;
}): JSX.Element {
  const told = isRatio ? ratioShown : shown;
  const toAxis = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : isRatio ? Math.log(value) : value;
  const range = robustRange(
    rows.map(({ at, low, high }) => ({ at: toAxis(at)!, low: toAxis(low), high: toAxis(high) })),
    0,
  );
  const geometry = (width: number): { readonly left: number; readonly scale: Scale } => {
    const left = Math.min(220, Math.round(width * 0.36));
    const domain = isRatio ? range.map(Math.exp) : range;
    const scale = (isRatio ? scaleLog() : scaleLinear())
      .domain(domain)
      .range([left, width - 84])
      .clamp(true);
    return { left, scale: scale as unknown as Scale };
  };
  const middle = (k: number): number => 14 + LINE * k + LINE / 2;
  const height = 14 + LINE * rows.length + 48;
  const marks = (width: number): Mark[] => {
    const { scale } = geometry(width);
    return rows.map((row, k) => ({ x: scale(row.at), y: middle(k), tip: tipOf(row, unit, told) }));
  };
  const words = rows
    .slice(0, 20)
    .map(
      ({ row, at, low, high }) =>
        `${bare(row.name)} ${told(at)}${low === undefined ? "" : `, ${told(low)} to ${told(high)}`}`,
    )
    .join("; ");
  return (
    <Plot title={`${unit} by column`} description={words} height={height} marks={marks}>
      {(width) => {
        const { left, scale } = geometry(width);
        const [from, to] = [scale.domain()[0]!, scale.domain().at(-1)!];
        const none = scale(isRatio ? 1 : 0);
        return (
          <>
            <BottomAxis
              scale={scale}
              at={height - 44}
              label={isRatio ? `${unit} (log axis)` : unit}
              grid={height - 58}
            />
            <line x1={none} x2={none} y1={8} y2={height - 44} stroke="var(--soft)" stroke-dasharray="3 3" />
            {rows.map((row, k) => (
              <g key={`${row.row.name} ${row.row.class ?? ""}`} transform={`translate(0,${middle(k)})`}>
                <text class="strong" dy="0.32em">
                  {fitting(bare(row.row.name), left - 8)}
                </text>
                {row.low !== undefined && row.high !== undefined && Number.isFinite(row.low) && (
                  <>
                    <line x1={scale(row.low)} x2={scale(row.high)} stroke="var(--accent)" stroke-width={2} />
                    {row.low < from && <path d={`M${scale(from)},0l6,-4v8z`} fill="var(--accent)" />}
                    {row.high > to && <path d={`M${scale(to)},0l-6,-4v8z`} fill="var(--accent)" />}
                  </>
                )}
                <circle
                  cx={scale(row.at)}
                  r={row.row.estimate === 0 ? 3 : 4.5}
                  fill={row.row.estimate === 0 ? "var(--card)" : "var(--accent)"}
                  stroke="var(--accent)"
                />
                <text x={width} dy="0.32em" text-anchor="end" class="strong">
                  {told(row.at)}
                </text>
              </g>
            ))}
          </>
        );
      }}
    </Plot>
  );
}
