// Fits of one kind at rising strengths. Between two of them lie drafts, which cost nothing: a slider moves along fits that are there.
import { Model, type ModelJSON } from "dropglm";

export interface Rung {
  readonly strength: number;
  readonly model: Model<"many">;
}

/** Every rung once more as numbers, for drafts. */
interface Kept extends Rung {
  readonly json: ModelJSON;
}

type Blendable = { intercepts: number[]; coefficients: number[][]; adaptivePenalty?: number[][] };

export class Ladder {
  readonly #rungs: Kept[] = [];
  readonly #scale: (strength: number) => number;

  /** @param scale  Where a strength stands on its slider. */
  constructor(scale: (strength: number) => number) {
    this.#scale = scale;
  }

  add(strength: number, model: Model<"many">): void {
    const at = this.#rungs.findIndex((rung) => rung.strength >= strength);
    const rung = { strength, model, json: model.toJSON() };
    if (at < 0) this.#rungs.push(rung);
    else this.#rungs.splice(at, Number(this.#rungs[at]!.strength === strength), rung);
  }

  has(strength: number): boolean {
    return this.#rungs.some((rung) => rung.strength === strength);
  }

  /** The fit at a strength, or a draft between its neighbours, or the nearest; undefined while there is none. */
  at(strength: number): { readonly model: Model<"many">; readonly between: readonly number[] } | undefined {
    const above = this.#rungs.find((rung) => rung.strength >= strength);
    const below = this.#rungs.filter((rung) => rung.strength <= strength).at(-1);
    if (above === undefined || below === undefined || above === below) {
      const only = above ?? below;
      return only && { model: only.model, between: only.strength === strength ? [] : [only.strength] };
    }
    const [low, high] = [this.#scale(below.strength), this.#scale(above.strength)];
    const t = (this.#scale(strength) - low) / (high - low);
    return { model: blend(below.json, above.json, t), between: [below.strength, above.strength] };
  }
}

/** The model whose numbers lie between those of two others. */
function blend(from: ModelJSON, to: ModelJSON, t: number): Model<"many"> {
  const [a, b] = [from as unknown as Blendable, to as unknown as Blendable];
  const line = (one: readonly number[], other: readonly number[]): number[] =>
    one.map((v, j) => v + t * (other[j]! - v));
  const [low, high] = [a.adaptivePenalty, b.adaptivePenalty]; // a fit at rate 0 has none
  const penalty = (high ?? low)?.map((row, k) =>
    row.map((_, j) => (1 - t) * (low?.[k]?.[j] ?? 0) + t * (high?.[k]?.[j] ?? 0)),
  );
  return Model.fromJSON<"many">({
    ...(high === undefined ? from : to),
    intercepts: line(a.intercepts, b.intercepts),
    coefficients: a.coefficients.map((row, k) => line(row, b.coefficients[k]!)),
    ...(penalty === undefined ? {} : { adaptivePenalty: penalty }),
  });
}
