// The four models that are one move away, and what each is in a spec.
import type { NoiseName, PenaltyName, Spec } from "../messages.js";
import type { Method } from "../spec.js";

interface Parts {
  readonly noise: NoiseName;
  readonly penalty: PenaltyName;
}

export const METHODS: Readonly<Record<Method, Parts>> = {
  "maximum likelihood": { noise: "none", penalty: "none" },
  ridge: { noise: "none", penalty: "ridge" },
  lasso: { noise: "none", penalty: "lasso" },
  dropout: { noise: "dropout", penalty: "none" },
};

/** The method of a spec; undefined: noise together with a penalty, or another noise. */
export function chosenMethod({ noise, penalty }: Spec): Method | undefined {
  return (Object.keys(METHODS) as Method[]).find(
    (name) => METHODS[name].noise === noise && METHODS[name].penalty === penalty,
  );
}

/** The largest rate of dropout, and the largest standard deviation of other noise, on the slider. */
export const MOST_RATE: Readonly<Record<NoiseName, number>> = { none: 0, dropout: 0.9, additive: 3, multiplicative: 3 };

const USUAL_RATE = 0.3;

/** The change to another noise: its strength within what the slider has. */
export function withNoise(spec: Spec, noise: NoiseName): Partial<Spec> {
  if (noise === "none") return { noise };
  const isUseless = spec.rate > MOST_RATE[noise] || (spec.noise === "none" && spec.rate === 0);
  return { noise, rate: isUseless ? USUAL_RATE : spec.rate };
}

export function withMethod(spec: Spec, method: Method): Partial<Spec> {
  const { noise, penalty } = METHODS[method];
  return { ...withNoise(spec, noise), penalty };
}
