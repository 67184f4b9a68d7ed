// What a model remembers of its formula, read from its saved form.
import type { Model } from "dropglm";
import type { EncodedTerm, Encoding } from "../../../src/frame/encoding.js";
import { encoding as saved } from "../../../src/frame/encoding-schema.js";
import { namesIn } from "../../../src/frame/names-in.js";

export type AnyModel = Model<"one"> | Model<"many">;

/** The encoding of a model of a formula. */
export type Known = Encoding;
export type KnownTerm = EncodedTerm;

/** The parts of a saved model that the page reads. */
export interface Saved {
  readonly hasIntercept: boolean;
  readonly observations: number;
  readonly encoding?: Known;
  readonly isQuasi: boolean;
  readonly recipe?: {
    readonly noises: readonly { readonly kind: string; readonly strengths: readonly number[] }[];
    readonly approximation?: string;
    readonly square?: readonly number[];
    readonly absolute?: readonly number[];
    readonly shaped?: { readonly penalty: string };
    readonly grouped?: { readonly penalty: string };
    readonly constraint?: unknown;
    readonly bounds?: unknown;
    readonly biasReduction?: string;
    readonly standardize?: boolean;
  };
}

const read = new WeakMap<AnyModel, Saved>();

export function savedOf(model: AnyModel): Saved {
  const known = read.get(model);
  if (known !== undefined) return known;
  const json = model.toJSON() as unknown as Saved;
  const found = json.encoding === undefined ? json : { ...json, encoding: saved.read(json.encoding, "encoding") };
  read.set(model, found);
  return found;
}

export const isMany = (model: AnyModel): model is Model<"many"> => model.family === "multinomial";

/** The columns of a term. */
export function columnsOfTerm(known: Known, term: KnownTerm): string[] {
  return [...namesIn(term.variables.map((v) => known.variables[v]!))];
}

/** The columns that predictions need, in the order of the formula. */
export function inputNames(known: Known): string[] {
  const roles = ["offset", "exposure"].flatMap((role) => known.roles[role] ?? []);
  return [...new Set([...namesIn([...known.variables, ...known.offsets]), ...roles])];
}

/** The column of the response, or what stands on the left of the formula. */
export const responseName = (known: Known | undefined, otherwise: string): string =>
  known?.response?.label ?? otherwise;

/** The places of the columns of a term among those of the model. */
export function placesOf(known: Known, term: number): number[] {
  return known.assign.flatMap((of, j) => (of === term ? [j] : []));
}
