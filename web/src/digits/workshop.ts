// Fits of one set of digits: a ridge and dropout, at the strengths that are asked for and, while nobody waits, at others.
import { dropout, fit, type Matrix, type Model, matrix, type Prepared, prepare, ridge } from "dropglm";
import { Ladder } from "./ladder.js";
import type { FittedDigits, HeldDigit, SideOfFit, Strengths, Verdict } from "./messages.js";
import type { DigitSet } from "./read.js";

type Kind = "ridge" | "dropout";

/** With dropout a ridge makes sure that there is a minimum. */
export const WEAK = 1e-4;
const TOLERANCE = 1e-4; // beyond it no probability changes that anybody sees
const RUNGS: Readonly<Record<Kind, readonly number[]>> = {
  dropout: [0, 0.9, 0.7, 0.3, 0.8, 0.1],
  ridge: [1, 1e-4, 1e-1, 1e-3],
};

interface Judged {
  readonly said: readonly string[];
  readonly accuracy: number;
}

export class Workshop {
  readonly #x: Prepared;
  readonly #held: Matrix;
  readonly #ladders = {
    dropout: new Ladder((rate) => rate),
    ridge: new Ladder(Math.log),
  };
  #shown: Readonly<Record<Kind, Model<"many">>> | undefined;
  readonly #judged = new WeakMap<Model<"many">, Judged>();
  /** What each model calls the held-out digits. */
  readonly #said: Record<Kind, readonly string[]> = { ridge: [], dropout: [] };
  readonly set: DigitSet;

  constructor(set: DigitSet) {
    const columns = set.side * set.side;
    this.set = set;
    this.#x = prepare(matrix(set.train.pixels, set.train.labels.length, columns, "row"));
    this.#held = matrix(set.held.pixels, set.held.labels.length, columns, "row");
  }

  /** The fits at these strengths; rejects when stopped. */
  async fit(strengths: Strengths, signal: AbortSignal): Promise<FittedDigits> {
    const begun = performance.now();
    await this.#reach("dropout", strengths.rate, signal);
    await this.#reach("ridge", strengths.lambda, signal);
    return this.draft(strengths, false, begun);
  }

  /** What can be said of these strengths without a fit. */
  draft(strengths: Strengths, isDraft = true, begun = performance.now()): FittedDigits {
    const [ridged, dropped] = [this.#ladders.ridge.at(strengths.lambda), this.#ladders.dropout.at(strengths.rate)];
    if (ridged === undefined || dropped === undefined) throw new Error("no digits are fitted yet");
    this.#shown = { ridge: ridged.model, dropout: dropped.model };
    const columns = this.set.side * this.set.side;
    const even = new Float32Array(columns).fill(strengths.lambda);
    const classes = ridged.model.coefficients.length;
    const noised = dropped.model.adaptivePenalty ?? Array.from({ length: classes }, () => new Float32Array(columns));
    return {
      strengths,
      isDraft,
      ridge: this.#side(
        "ridge",
        ridged,
        Array.from({ length: classes }, () => even),
      ),
      dropout: this.#side(
        "dropout",
        dropped,
        noised.map((row) => Float32Array.from(row, (v) => v + WEAK)),
      ),
      ms: performance.now() - begun,
    };
  }

  /** Fits what drafts lie between, until stopped. */
  async fillIn(signal: AbortSignal): Promise<void> {
    for (const kind of ["dropout", "ridge"] as const) {
      for (const strength of RUNGS[kind]) {
        if (signal.aborted) return;
        await this.#reach(kind, strength, signal);
      }
    }
  }

  classify(pixels: Float32Array): Verdict {
    if (this.#shown === undefined) throw new Error("no digits are fitted yet");
    const one = matrix(pixels, 1, pixels.length, "row");
    const chances = (model: Model<"many">): number[] => Array.from(model.predict(one)[0]!);
    return { ridge: chances(this.#shown.ridge), dropout: chances(this.#shown.dropout) };
  }

  digit(after: number, isDisputed: boolean): HeldDigit | undefined {
    const { pixels, labels } = this.set.held;
    const size = this.set.side * this.set.side;
    for (let step = 1; step <= labels.length; step++) {
      const index = (after + step) % labels.length;
      if (isDisputed && this.#said.ridge[index] === this.#said.dropout[index]) continue;
      return { index, pixels: pixels.slice(index * size, (index + 1) * size), label: labels[index]! };
    }
    return undefined;
  }

  dispose(): void {
    this.#x.dispose();
  }

  async #reach(kind: Kind, strength: number, signal: AbortSignal): Promise<void> {
    const ladder = this.#ladders[kind];
    if (ladder.has(strength)) return;
    const start = ladder.at(strength)?.model;
    const model = await fit(this.#x, this.set.train.labels, {
      family: "multinomial",
      solver: "lbfgs",
      tolerance: TOLERANCE,
      standardErrors: false,
      ...(kind === "ridge" ? { penalty: ridge(strength) } : { noise: dropout(strength), penalty: ridge(WEAK) }),
      start,
      signal,
    });
    if (model.status.code === "aborted") throw new Error("stopped");
    ladder.add(strength, model as unknown as Model<"many">);
  }

  #side(
    kind: Kind,
    found: { model: Model<"many">; between: readonly number[] },
    penalty: SideOfFit["penalty"],
  ): SideOfFit {
    const { model, between } = found;
    const judged = this.#judgedBy(model);
    this.#said[kind] = judged.said;
    const { accuracy } = judged;
    return {
      weights: model.coefficients.map((row) => Float32Array.from(row)),
      penalty,
      accuracy,
      error: Math.sqrt((accuracy * (1 - accuracy)) / judged.said.length),
      note: noteOf(model, between),
    };
  }

  /** What a model calls the held-out digits; a model that is shown again, because the other's slider moves, is not asked again. */
  #judgedBy(model: Model<"many">): Judged {
    const known = this.#judged.get(model);
    if (known !== undefined) return known;
    const { labels } = this.set.held;
    const said = Array.from(model.predict(this.#held, { type: "class" }), String);
    const judged = { said, accuracy: labels.filter((label, i) => said[i] === label).length / labels.length };
    this.#judged.set(model, judged);
    return judged;
  }
}

function noteOf({ status }: Model<"many">, between: readonly number[]): string | undefined {
  if (between.length > 0)
    return `draft, by the ${between.length > 1 ? "fits" : "fit"} at ${between.map((v) => Number(v.toPrecision(2))).join(" and ")}`;
  return status.code === "converged" ? undefined : `the fit ended with ${status.code}`;
}
