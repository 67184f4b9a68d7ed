// What is seldom changed: other noises, noise together with a penalty, and how the expectation is taken.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { NoiseName, PenaltyName, Spec } from "../messages.js";
import { approximationOf, approximationsFor } from "../spec.js";
import { choose } from "../store.js";
import { chosenMethod, withNoise } from "./methods.js";

const NOISE_WORDS: Readonly<Record<NoiseName, string>> = {
  none: "none",
  dropout: "dropout",
  additive: "additive, normal",
  multiplicative: "multiplicative, normal",
};

const PENALTIES: readonly PenaltyName[] = ["none", "ridge", "lasso"];

const APPROXIMATION_WORDS: Readonly<Record<Spec["approximation"], string>> = {
  quadratic: "quadratic, an adaptive ridge",
  gaussian: "gaussian, of the linear predictor",
};

export function More({ spec }: { readonly spec: Spec }): JSX.Element {
  const possible = approximationsFor(spec.family, spec.link, spec.noise) as readonly Spec["approximation"][];
  const [isOpen] = useState(chosenMethod(spec) === undefined); // at first; then as the visitor has it
  return (
    <details class="more-model" open={isOpen}>
      <summary>More</summary>
      <div class="model-body">
        <label class="field">
          Noise
          <select
            id="noise"
            value={spec.noise}
            onChange={({ currentTarget }) => choose(withNoise(spec, currentTarget.value as NoiseName))}
          >
            {(Object.keys(NOISE_WORDS) as NoiseName[]).map((noise) => (
              <option key={noise} value={noise}>
                {NOISE_WORDS[noise]}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          Penalty
          <select
            id="penalty"
            value={spec.penalty}
            onChange={({ currentTarget }) => choose({ penalty: currentTarget.value as PenaltyName })}
          >
            {PENALTIES.map((penalty) => (
              <option key={penalty} value={penalty}>
                {penalty}
              </option>
            ))}
          </select>
        </label>
        {possible.length > 1 && (
          <label class="field">
            Expectation over the noise
            <select
              id="approximation"
              value={approximationOf(spec)}
              onChange={({ currentTarget }) => choose({ approximation: currentTarget.value as Spec["approximation"] })}
            >
              {possible.map((approximation) => (
                <option key={approximation} value={approximation}>
                  {APPROXIMATION_WORDS[approximation]}
                </option>
              ))}
            </select>
          </label>
        )}
        {approximationOf(spec) === "monte-carlo" && (
          <p class="small soft">
            The expectation over the noise has no formula here: it is the average over random copies of every row.
          </p>
        )}
        {spec.family === "negative-binomial" && (
          <p class="small soft">Its shape, theta, is estimated with the coefficients.</p>
        )}
        {spec.family === "tweedie" && <p class="small soft">Its variance grows with the mean to the power 1.5.</p>}
      </div>
    </details>
  );
}
