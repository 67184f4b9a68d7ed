import { GlmError } from "../base/errors.js";
import { shownName } from "../base/show.js";
import type { TransformState } from "./transforms.js";

/** What the transforms of one variable have learned, in the order in which they are evaluated. */
export interface Memory {
  /** The next state: learned now, or at the fit. */
  readonly recall: (transform: string, learn: () => TransformState) => TransformState;
  /** The values to learn from. */
  readonly learning: (x: Float64Array) => Float64Array;
}

/** A memory that learns from some rows, or from all, and what it has learned so far. */
export function learningMemory(rows?: Int32Array): Memory & { readonly states: readonly TransformState[] } {
  const states: TransformState[] = [];
  return {
    states,
    recall: (_transform, learn) => {
      const state = learn();
      states.push(state);
      return state;
    },
    learning: (x) => (rows === undefined ? x : Float64Array.from(rows, (i) => x[i]!)),
  };
}

/** A memory of what was learned at a fit. */
export function learnedMemory(states: readonly TransformState[], label: string): Memory {
  let at = 0;
  const recall = (transform: string): TransformState => {
    const state = states[at++];
    if (state?.transform === transform) return state;
    const message = `the encoding of ${shownName(label)} has no numbers for ${transform}(); expected what the fit learned: the model was changed`;
    throw new GlmError("BAD_MODEL", message, { variable: label });
  };
  return { recall, learning: (x) => x };
}
