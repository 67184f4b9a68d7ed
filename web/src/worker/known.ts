// What a model remembers of its formula, read from its saved form.
import type { Model } from "dropglm";

export type AnyModel = Model<"one"> | Model<"many">;

export interface KnownVariable {
  readonly label: string;
  readonly source: string;
  readonly factor?: { readonly levels: readonly string[]; readonly contrast: string; readonly ref: number };
}

export interface KnownTerm {
  readonly label: string;
  readonly variables: readonly number[];
  readonly codings: readonly string[];
}

/** The encoding of a model of a formula. */
export interface Known {
  readonly formula: string;
  readonly missing: string;
  readonly columns: readonly {
    readonly name: string;
    readonly kind: "number" | "category" | "date" | "logical";
    readonly fill?: number;
  }[];
  readonly terms: readonly KnownTerm[];
  readonly variables: readonly KnownVariable[];
  readonly offsets: readonly KnownVariable[];
  readonly response?: KnownVariable;
  readonly names: readonly string[];
  readonly assign: readonly number[];
  readonly means?: readonly number[];
  readonly roles: Readonly<Record<string, string>>;
  readonly rows: number;
  readonly used: number;
}

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
  const saved = model.toJSON() as unknown as Saved;
  read.set(model, saved);
  return saved;
}

export const isMany = (model: AnyModel): model is Model<"many"> => model.family === "multinomial";

const NAME = /`((?:[^`\\]|\\.)*)`|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|([\p{L}.][\p{L}\p{N}._]*)/gu;

/** The columns that an expression of the formula names. */
function namesIn(source: string, columns: ReadonlySet<string>): string[] {
  const names = [...source.matchAll(NAME)].map(([, quoted, plain]) => quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "");
  return [...new Set(names.filter((name) => columns.has(name)))];
}

const columnNames = ({ columns }: Known): Set<string> => new Set(columns.map(({ name }) => name));

/** The columns of a term. */
export function columnsOfTerm(known: Known, term: KnownTerm): string[] {
  const all = columnNames(known);
  return [...new Set(term.variables.flatMap((v) => namesIn(known.variables[v]!.source, all)))];
}

/** The columns that predictions need, in the order of the formula. */
export function inputNames(known: Known): string[] {
  const all = columnNames(known);
  const sources = [...known.variables, ...known.offsets].flatMap(({ source }) => namesIn(source, all));
  const roles = ["offset", "exposure"].flatMap((role) => known.roles[role] ?? []);
  return [...new Set([...sources, ...roles])];
}

/** The column of the response, or what stands on the left of the formula. */
export const responseName = (known: Known | undefined, otherwise: string): string =>
  known?.response?.label ?? otherwise;

/** The places of the columns of a term among those of the model. */
export function placesOf(known: Known, term: number): number[] {
  return known.assign.flatMap((of, j) => (of === term ? [j] : []));
}
