// Weights and penalties of every class as pictures, and the numbers of the pixel that is looked at.
import type { FittedDigits, OpenedDigits } from "./messages.js";
import { PixelPicture } from "./pixel-picture.js";
import { fitted, opened, pixel } from "./state.js";

const SEEN = 0.995; // a few far numbers would leave the others pale

/** The number that most of the sizes stay below. */
export function mostOf(rows: readonly ArrayLike<number>[]): number {
  const all = rows.flatMap((row) => Array.from(row, Math.abs)).sort((a, b) => a - b);
  return all[Math.floor(SEEN * (all.length - 1))] || all.at(-1) || 1;
}

const shortly = (v: number): string => (v === 0 ? "0" : Math.abs(v) < 0.001 ? v.toExponential(0) : v.toPrecision(2));

/** Where the pixel goes by a key; undefined for other keys. */
export function moved(at: number, key: string, side: number): number | undefined {
  const [row, column] = [Math.floor(at / side), at % side];
  const within = (v: number): number => Math.min(Math.max(v, 0), side - 1);
  if (key === "ArrowLeft") return row * side + within(column - 1);
  if (key === "ArrowRight") return row * side + within(column + 1);
  if (key === "ArrowUp") return within(row - 1) * side + column;
  if (key === "ArrowDown") return within(row + 1) * side + column;
  return undefined;
}

export function Maps() {
  const [fit, set] = [fitted.value, opened.value];
  if (fit === undefined || set === undefined) return <div class="digits-maps digits-empty" />;
  const weight = mostOf([...fit.ridge.weights, ...fit.dropout.weights]);
  const penalty = mostOf([...fit.dropout.penalty, fit.ridge.penalty[0]!]);
  const point = (event: PointerEvent): void => {
    if (!(event.target instanceof HTMLCanvasElement)) return;
    const { left, top, width, height } = event.target.getBoundingClientRect();
    const place = (v: number): number => Math.min(Math.max(Math.floor(v * set.side), 0), set.side - 1);
    pixel.value = place((event.clientY - top) / height) * set.side + place((event.clientX - left) / width);
  };
  const at = pixel.value ?? Math.floor(set.side / 2) * (set.side + 1);
  const key = (event: KeyboardEvent): void => {
    const next = moved(at, event.key, set.side);
    if (next === undefined) return;
    event.preventDefault();
    pixel.value = next;
  };
  const place = { "--row": Math.floor(at / set.side), "--column": at % set.side, "--side": set.side };
  return (
    <div class="digits-maps">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot take the focus */}
      <div
        class="digits-rows"
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the pixel
        tabIndex={0}
        aria-label="Weights and penalties by pixel; arrow keys choose a pixel, its numbers are in the table after this"
        style={place}
        onPointerMove={point}
        onPointerDown={point}
        onKeyDown={key}
      >
        <Row title="Ridge: weights" kind="weights" most={weight} rows={fit.ridge.weights} set={set} />
        <Row title="Dropout: weights" kind="weights" most={weight} rows={fit.dropout.weights} set={set} />
        <Row title="Ridge: penalty" kind="penalty" most={penalty} rows={fit.ridge.penalty} set={set} />
        <Row title="Dropout: penalty" kind="penalty" most={penalty} rows={fit.dropout.penalty} set={set} />
      </div>
      <Numbers fit={fit} set={set} at={at} />
    </div>
  );
}

interface RowProps {
  readonly title: string;
  readonly kind: "weights" | "penalty";
  readonly most: number;
  readonly rows: readonly ArrayLike<number>[];
  readonly set: OpenedDigits;
}

function Row({ title, kind, most, rows, set }: RowProps) {
  return (
    <section>
      <h2>{title}</h2>
      <div class="digits-row">
        {rows.map((values, k) => (
          <figure key={set.classes[k]}>
            <div class="digits-frame">
              <PixelPicture
                values={values}
                side={set.side}
                most={most}
                kind={kind}
                text={`${title} of ${set.classes[k]}`}
              />
            </div>
            <figcaption>{set.classes[k]}</figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}

function Numbers({ fit, set, at }: { readonly fit: FittedDigits; readonly set: OpenedDigits; readonly at: number }) {
  const { ridge, dropout } = fit;
  return (
    <table class="digits-numbers">
      <caption aria-live="polite">
        Pixel in row {Math.floor(at / set.side) + 1}, column {(at % set.side) + 1}
      </caption>
      <thead>
        <tr>
          <td />
          <th scope="colgroup" colSpan={2}>
            weight
          </th>
          <th scope="colgroup" colSpan={2}>
            penalty
          </th>
        </tr>
        <tr>
          <th scope="col">digit</th>
          <th scope="col">ridge</th>
          <th scope="col">dropout</th>
          <th scope="col">ridge</th>
          <th scope="col">dropout</th>
        </tr>
      </thead>
      <tbody>
        {set.classes.map((name, k) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {[ridge.weights, dropout.weights, ridge.penalty, dropout.penalty].map((rows, j) => (
              <td key={j}>{shortly(rows[k]![at]!)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
