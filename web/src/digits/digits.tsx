// The digits: what dropout does to the weights of pixels, and how it names what one draws, beside a ridge.
import { useEffect } from "preact/hooks";
import { Maps } from "./maps.js";
import type { FittedDigits, OpenedDigits, SetName, SideOfFit } from "./messages.js";
import { Pad } from "./pad.js";
import { busy, fitted, isOpening, openDigits, opened, slide, strengths, trouble } from "./state.js";
import { Verdict } from "./verdict.js";
import "./digits.css";
import "./maps.css";

const SETS: readonly { readonly name: SetName; readonly title: string }[] = [
  { name: "small", title: "8 \u00d7 8" },
  { name: "mnist", title: "MNIST, 28 \u00d7 28 (0.9\u00a0MB)" },
];

export function Digits() {
  useEffect(() => {
    if (opened.value === undefined) void openDigits("small");
  }, []);
  return (
    <section class="digits" aria-labelledby="digits-title">
      <header>
        <h1 id="digits-title">{headline(fitted.value, opened.value)}</h1>
        <p class="digits-about">{about(opened.value)}</p>
        <p class="digits-state" role="status">
          {busy.value ?? stateOf(fitted.value)}
        </p>
        {trouble.value !== undefined && (
          <p class="digits-trouble" role="alert">
            {trouble.value}
          </p>
        )}
      </header>
      <Choices />
      <div class="digits-drawn">
        <Pad />
        <Verdict />
      </div>
      <Maps />
    </section>
  );
}

/** Percent and its standard error, which no line break parts. */
const withError = ({ accuracy, error }: SideOfFit): string =>
  `${(100 * accuracy).toFixed(1)}\u00a0%\u00a0(\u00b1\u00a0${(100 * error).toFixed(1)})`;

/** What was found. */
export function headline(fit: FittedDigits | undefined, set: OpenedDigits | undefined): string {
  if (fit === undefined || set === undefined) return "Digits, by ridge and by dropout";
  const held = set.held.toLocaleString("en");
  return `Of ${held} held-out digits dropout names ${withError(fit.dropout)} rightly, the ridge ${withError(fit.ridge)}`;
}

function about(set: OpenedDigits | undefined): string {
  if (set === undefined) return "";
  const rows = set.rows.toLocaleString("en");
  const from =
    set.set === "small"
      ? "the last fifth of the set is held out"
      : "the held-out digits are the first 1,000 of MNIST's test set";
  return `Fitted to ${rows} digits of ${set.side} \u00d7 ${set.side} pixels; ${from}. In parentheses, one standard error.`;
}

function stateOf(fit: FittedDigits | undefined): string {
  if (fit === undefined) return "";
  const notes = [
    ...(fit.ridge.note === undefined ? [] : [`ridge: ${fit.ridge.note}`]),
    ...(fit.dropout.note === undefined ? [] : [`dropout: ${fit.dropout.note}`]),
  ];
  return notes.length > 0 ? notes.join("; ") : "both fits converged";
}

function Choices() {
  const { rate, lambda } = strengths.value;
  return (
    <div class="digits-choices">
      <fieldset>
        <legend>Set</legend>
        {SETS.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            aria-pressed={opened.value?.set === name}
            disabled={isOpening.value}
            onClick={() => opened.value?.set !== name && void openDigits(name)}
          >
            {title}
          </button>
        ))}
      </fieldset>
      <Slider
        name="Dropout rate"
        value={rate}
        range={[0, 0.9, 0.02]}
        text={rate.toFixed(2)}
        onMove={(v) => slide({ rate: v })}
      />
      <Slider
        name="Ridge"
        value={Math.log10(lambda)}
        range={[-4, 0, 0.1]}
        text={`${Number(lambda.toPrecision(2))}`}
        onMove={(v) => slide({ lambda: 10 ** v })}
      />
    </div>
  );
}

interface SliderProps {
  readonly name: string;
  readonly value: number;
  readonly range: readonly [number, number, number];
  readonly text: string;
  readonly onMove: (value: number) => void;
}

function Slider({ name, value, range, text, onMove }: SliderProps) {
  const [min, max, step] = range;
  return (
    <label class="digits-slider">
      <span>
        {name} <b aria-hidden="true">{text}</b>
      </span>
      <input
        type="range"
        min={String(min)}
        max={String(max)}
        step={String(step)}
        value={String(value)}
        aria-valuetext={text}
        onInput={({ currentTarget }) => onMove(Number(currentTarget.value))}
      />
    </label>
  );
}
