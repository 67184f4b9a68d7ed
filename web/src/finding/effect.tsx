// What predictions do along one column, the others at their typical values.
import { scaleLinear, scalePoint } from "d3-scale";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { EffectCurve, Fitted } from "../messages.js";
import { ask, key } from "../store.js";
import { useAnswer } from "../ui/answered.js";
import { BottomAxis, fitting, LeftAxis, type Scale, spread } from "../ui/axes.js";
import { Card } from "../ui/card.js";
import { shown } from "../ui/format.js";
import { type Mark, Plot } from "../ui/plot.js";

export function Effect({ fitted, stem }: { readonly fitted: Fitted; readonly stem: string }): JSX.Element | null {
  const [wanted, setWanted] = useState<string | undefined>(undefined);
  const term = wanted !== undefined && fitted.terms.includes(wanted) ? wanted : fitted.terms[0];
  const of = fitted.isDraft || term === undefined ? undefined : `${key.value} ${fitted.json.length} ${term}`;
  const { value, error } = useAnswer(of, () => ask({ kind: "effect", term: term! }, "computing the effect"));
  if (term === undefined) return null;
  return (
    <Card
      title="Effect of a column"
      picture={`${stem}-effect-${term}`}
      lead={value?.note ?? "Predictions along one column, the others at their typical values; shaded: 95 % interval."}
      actions={
        <select aria-label="Column" value={term} onChange={({ currentTarget }) => setWanted(currentTarget.value)}>
          {fitted.terms.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      }
    >
      {error !== undefined && <p class="soft">{error}</p>}
      {value === undefined ? error === undefined && <p class="empty">Computing</p> : <Curves effect={value} />}
    </Card>
  );
}

const PAD = { left: 52, right: 16, top: 26, bottom: 46 } as const;

function Curves({ effect }: { readonly effect: EffectCurve }): JSX.Element {
  const { curves, label, column } = effect;
  const isMany = curves.length > 1;
  const right = isMany ? 96 : PAD.right;
  const all = curves.flatMap(({ points }) =>
    points.flatMap(({ mean, lower, upper }) => [mean, lower ?? mean, upper ?? mean]),
  );
  const finite = all.filter(Number.isFinite);
  const levels = curves[0]!.points.map(({ at }) => at).filter((at) => typeof at === "string");
  const isFactor = levels.length > 0;
  const ats = curves[0]!.points.map(({ at }) => Number(at));
  const place = (
    width: number,
    height: number,
  ): { readonly x: (at: number | string) => number; readonly y: Scale; readonly scale: Scale | undefined } => {
    const range: [number, number] = [PAD.left, width - right];
    const y = scaleLinear()
      .domain([Math.min(...finite), Math.max(...finite)])
      .nice()
      .range([height - PAD.bottom, PAD.top]);
    const scale = scaleLinear()
      .domain([Math.min(...ats), Math.max(...ats)])
      .range(range);
    const points = scalePoint<string>().domain(levels).range(range).padding(0.5);
    return {
      x: isFactor ? (at) => points(String(at))! : (at) => scale(Number(at)),
      y: y as unknown as Scale,
      scale: isFactor ? undefined : (scale as unknown as Scale),
    };
  };
  const atText = (at: number | string): string =>
    effect.kind === "date"
      ? new Date(Number(at) * 864e5).toISOString().slice(0, 10)
      : typeof at === "number"
        ? shown(at)
        : at;
  const marks = (width: number, height: number): Mark[] => {
    const { x, y } = place(width, height);
    return curves.flatMap(({ name, points }) =>
      points
        .filter((_, k) => isFactor || k % Math.ceil(points.length / 24) === 0)
        .map(({ at, mean, lower, upper }) => ({
          x: x(at),
          y: y(mean),
          tip: `${column} ${atText(at)}\n${isMany ? `${name}: ` : ""}${shown(mean)}${lower === undefined ? "" : ` (${shown(lower)} to ${shown(upper)})`}`,
        })),
    );
  };
  const words = curves
    .map(({ name, points }) => {
      const told = isFactor ? points : [points[0]!, points.at(-1)!];
      return `${isMany ? `${name}: ` : ""}${told.map(({ at, mean }) => `${atText(at)}: ${shown(mean)}`).join(", ")}`;
    })
    .join("; ");
  return (
    <Plot
      title={`${label} by ${column}`}
      description={words}
      height={(width) => Math.min(360, Math.max(250, width * 0.6))}
      marks={marks}
    >
      {(width, height) => {
        const { x, y, scale } = place(width, height);
        const ends = spread(
          curves.map(({ points }) => y(points.at(-1)!.mean)),
          14,
          PAD.top,
          height - PAD.bottom,
        );
        const every = Math.ceil((levels.length * 44) / Math.max(1, width - PAD.left - right));
        return (
          <>
            <LeftAxis scale={y} at={PAD.left} label={label} grid={width - PAD.left - right} />
            {scale !== undefined ? (
              <BottomAxis
                scale={scale}
                at={height - PAD.bottom}
                label={column}
                {...(effect.kind === "date" ? { format: atText, every: 90 } : {})}
              />
            ) : (
              <g class="axis">
                {levels.map(
                  (level, k) =>
                    k % every === 0 && (
                      <text key={level} x={x(level)} y={height - PAD.bottom + 19} text-anchor="middle">
                        {fitting(level, ((width - PAD.left - right) / levels.length) * every)}
                      </text>
                    ),
                )}
                <text x={(PAD.left + width - right) / 2} y={height - 8} text-anchor="middle">
                  {column}
                </text>
              </g>
            )}
            {curves.map(({ name, points }, k) => {
              const colour = isMany ? `var(--c${k % 10})` : "var(--accent)";
              const banded = points.filter(({ lower }) => lower !== undefined && Number.isFinite(lower));
              if (isFactor)
                return (
                  <g key={name} fill={colour} stroke={colour}>
                    {points.map(({ at, mean, lower, upper }) => (
                      <g key={String(at)}>
                        {lower !== undefined && (
                          <line x1={x(at)} x2={x(at)} y1={y(lower)} y2={y(upper!)} stroke-width={2} />
                        )}
                        <circle cx={x(at)} cy={y(mean)} r={5} />
                      </g>
                    ))}
                  </g>
                );
              const line = points.map(({ at, mean }, i) => `${i === 0 ? "M" : "L"}${x(at)},${y(mean)}`).join("");
              const band = `M${banded.map(({ at, upper }) => `${x(at)},${y(upper!)}`).join("L")}L${[...banded]
                .reverse()
                .map(({ at, lower }) => `${x(at)},${y(lower!)}`)
                .join("L")}Z`;
              return (
                <g key={name}>
                  {banded.length > 1 && <path d={band} fill={colour} fill-opacity={0.14} />}
                  <path d={line} fill="none" stroke={colour} stroke-width={2.5} />
                </g>
              );
            })}
            {isMany &&
              curves.map(({ name }, k) => (
                <text key={name} x={width - right + 8} y={ends[k]} dy="0.32em" style={{ fill: `var(--c${k % 10})` }}>
                  {fitting(name, right - 10)}
                </text>
              ))}
          </>
        );
      }}
    </Plot>
  );
}
