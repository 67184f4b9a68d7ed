// One slider, four models. All their fits are made before it moves.
import "./compare.css";
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Compared, Spec, Track } from "../messages.js";
import { ask, choose, opened, show, spec } from "../store.js";
import { useAnswer } from "../ui/answered.js";
import { Card } from "../ui/card.js";
import { shown } from "../ui/format.js";
import { Unanswered } from "../ui/unanswered.js";
import { Bars } from "./bars.js";
import { Boundary } from "./boundary.js";
import { COLOURS, LossSlider } from "./loss-slider.js";
import { betweenNumbers, placeOfStep, position, strengthAt, tellingColumns } from "./position.js";

const MOST_BARS = 12;

/** What the four models depend on: all but the method and its strength. */
function keyOf(of: Spec | undefined, id: number | undefined): string | undefined {
  if (of === undefined || id === undefined) return undefined;
  const { noise: _, rate: __, penalty: ___, lambda: ____, ...rest } = of;
  return `${id} ${JSON.stringify(rest)}`;
}

export function CompareView(): JSX.Element {
  const key = keyOf(spec.value, opened.value?.id);
  const answered = useAnswer(key, () =>
    ask({ kind: "compare", spec: spec.value! }, "fitting four models along their axes"),
  );
  const { value } = answered;
  return (
    <div class="stack">
      <div>
        <h1>One slider, four models</h1>
        <p class="soft">
          From no penalty to much: coefficients of columns of unit variance, and the loss on held-out rows. Drag in the
          plot; the dot on a line is its best place.
        </p>
      </div>
      {value === undefined && <Unanswered answered={answered} doing="Four models are being fitted along their axes" />}
      {value !== undefined && <Shown compared={value} />}
      {value !== undefined && <PlaneCard />}
    </div>
  );
}

function Shown({ compared }: { readonly compared: Compared }): JSX.Element {
  const columns = useMemo(() => tellingColumns(compared, MOST_BARS), [compared]);
  const most = useMemo(() => sizeOf(compared, columns), [compared, columns]);
  const hidden = compared.names.length - columns.length;
  return (
    <>
      <section class="card sticky-slider" aria-label="Held-out loss">
        <LossSlider compared={compared} />
        <div class="row">
          {compared.tracks
            .filter(({ losses }) => losses.length > 1)
            .map((track) => (
              <button
                key={track.method}
                class="button quiet small"
                style={{ color: COLOURS[track.method] }}
                type="button"
                onClick={() => (position.value = placeOfStep(track, track.best))}
              >
                best {track.method}
              </button>
            ))}
        </div>
      </section>
      <div class="multiples">
        {compared.tracks.map((track) => (
          <section class="card" key={track.method} aria-label={track.method}>
            <TrackHead track={track} measure={compared.measure} />
            <Bars track={track} names={compared.names} columns={columns} most={most} />
            <button class="button small" type="button" onClick={() => take(track)}>
              Take this model
            </button>
          </section>
        ))}
      </div>
      {hidden > 0 && (
        <p class="soft small">
          The {columns.length} columns with the largest coefficients of {compared.names.length}.
        </p>
      )}
    </>
  );
}

/** The size that fits bars: of all but the wildest coefficients. */
function sizeOf({ tracks }: Compared, columns: readonly number[]): number {
  const sizes = tracks
    .flatMap(({ coefficients }) => coefficients.slice(Math.floor(coefficients.length / 4)))
    .flatMap((row) => columns.map((j) => Math.abs(row[j] ?? 0)))
    .filter((size) => Number.isFinite(size) && size > 0)
    .sort((a, b) => a - b);
  return sizes[Math.floor(0.995 * (sizes.length - 1))] ?? 1;
}

function TrackHead({ track, measure }: { readonly track: Track; readonly measure: string }): JSX.Element {
  const t = position.value;
  const kept = track.method === "lasso" ? ` · ${countAt(track, t)} columns kept` : "";
  return (
    <div>
      <h2 style={{ color: COLOURS[track.method] }}>{track.method}</h2>
      <p class="small soft">
        {track.method === "maximum likelihood"
          ? "no penalty"
          : `${track.method === "dropout" ? "rate" : "lambda"} ${shown(strengthAt(track, t), 2)}${kept}`}
      </p>
      <p>
        held-out {measure} <strong>{shown(betweenNumbers(track.losses, t))}</strong>
      </p>
      {track.status !== "" && track.status !== "converged" && <p class="small soft">{track.status}</p>}
    </div>
  );
}

function countAt({ coefficients }: Track, t: number): number {
  const k = Math.round(t * (coefficients.length - 1));
  return coefficients[k]!.filter((value) => value !== 0).length;
}

/** The chosen model of a track becomes the model of the page. */
function take(track: Track): void {
  const strength = Number(strengthAt(track, position.value).toPrecision(3));
  const { method } = track;
  choose({
    noise: method === "dropout" ? "dropout" : "none",
    penalty: method === "ridge" || method === "lasso" ? method : "none",
    ...(method === "dropout" ? { rate: strength } : {}),
    ...(method === "ridge" || method === "lasso" ? { lambda: strength } : {}),
  });
  show("finding");
}

/** Two columns of numbers against a response of two classes: boundaries. */
function PlaneCard(): JSX.Element | null {
  const numbers = (opened.value?.columns ?? [])
    .filter(({ kind, name }) => kind === "number" && name !== spec.value?.response)
    .map(({ name }) => name);
  const used = numbers.filter((name) => spec.value?.predictors.includes(name));
  const usual = [...used, ...numbers.filter((name) => !used.includes(name))];
  const [pair, setPair] = useState<readonly [string, string] | undefined>(undefined);
  const [a, b] = pair?.every((name) => numbers.includes(name)) ? pair : [usual[0], usual[1]];
  const isPossible =
    spec.value?.family === "binomial" && a !== undefined && b !== undefined && spec.value.trials === undefined;
  const key = isPossible ? `${keyOf(spec.value, opened.value?.id)} ${a} ${b}` : undefined;
  const answered = useAnswer(key, () =>
    ask({ kind: "compare", spec: spec.value!, plane: [a!, b!] }, "fitting two columns"),
  );
  const { value } = answered;
  if (!isPossible) return null;
  const menu = (label: string, chosen: string, set: (name: string) => void): JSX.Element => (
    <label class="check small">
      {label}
      <select value={chosen} onChange={({ currentTarget }) => set(currentTarget.value)}>
        {numbers.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
  return (
    <Card
      title="Two columns: where the models part the rows"
      lead="The same slider. Shading: how sure the model is; line: one half."
      actions={
        <>
          {menu("across", a, (name) => setPair([name, b]))}
          {menu("upwards", b, (name) => setPair([a, name]))}
        </>
      }
    >
      {a === b ? (
        <p class="soft">Choose two different columns.</p>
      ) : value?.plane === undefined ? (
        <Unanswered answered={answered} doing="Two columns are being fitted" />
      ) : (
        <div class="multiples">
          {value.tracks.map((track) => (
            <figure key={track.method}>
              <figcaption style={{ color: COLOURS[track.method] }}>{track.method}</figcaption>
              <Boundary track={track} plane={value.plane!} />
            </figure>
          ))}
        </div>
      )}
    </Card>
  );
}
