// The slider of a strength: drafts while it moves, a full fit where it is let go.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Spec } from "../messages.js";
import { choose } from "../store.js";
import { shown } from "../ui/format.js";
import { MOST_RATE } from "./methods.js";

interface SliderProps {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  /** The value of a place on the slider. */
  readonly valueAt: (place: number) => number;
  readonly placeOf: (value: number) => number;
  readonly words: (value: number) => string;
  readonly ends: readonly [string, string];
  readonly change: (value: number) => Partial<Spec>;
}

function Slider({ id, label, value, least, most, step, valueAt, placeOf, words, ends, change }: SliderProps) {
  const [moving, setMoving] = useState<number | undefined>(undefined);
  const place = moving ?? Math.max(least, Math.min(most, placeOf(value)));
  const told = moving === undefined ? value : valueAt(moving);
  return (
    <div class="field strength">
      <div class="strength-head">
        <label for={id}>{label}</label>
        <output for={id}>{words(told)}</output>
      </div>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={place}
        aria-valuetext={words(told)}
        onInput={({ currentTarget }) => {
          const next = Number(currentTarget.value);
          setMoving(next);
          choose(change(valueAt(next)), true);
        }}
        onChange={({ currentTarget }) => {
          setMoving(undefined);
          choose(change(valueAt(Number(currentTarget.value))));
        }}
      />
      <div class="strength-ends" aria-hidden="true">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </div>
    </div>
  );
}

/** Powers of ten at the ends of the slider of lambda. */
const [LOW, HIGH] = [-5, 1];

export function LambdaSlider({ spec }: { readonly spec: Spec }): JSX.Element {
  return (
    <Slider
      id="lambda"
      label={spec.noise === "none" ? "Strength" : "Strength of the penalty"}
      value={spec.lambda}
      least={LOW}
      most={HIGH}
      step={0.05}
      valueAt={(place) => Number((10 ** place).toPrecision(3))}
      placeOf={(value) => (value > 0 ? Math.log10(value) : LOW)}
      words={(value) => `lambda ${shown(value, 2)}`}
      ends={[shown(10 ** LOW, 1), shown(10 ** HIGH, 1)]}
      change={(lambda) => ({ lambda })}
    />
  );
}

export function RateSlider({ spec }: { readonly spec: Spec }): JSX.Element {
  const isRate = spec.noise === "dropout";
  const most = MOST_RATE[spec.noise];
  return (
    <Slider
      id="rate"
      label={isRate ? "Rate of dropout" : "Standard deviation of the noise"}
      value={spec.rate}
      least={0}
      most={most}
      step={isRate ? 0.01 : 0.05}
      valueAt={(place) => place}
      placeOf={(value) => value}
      words={(value) => (isRate ? `rate ${shown(value, 2)}` : `sd ${shown(value, 2)}`)}
      ends={["0", String(most)]}
      change={(rate) => ({ rate })}
    />
  );
}
