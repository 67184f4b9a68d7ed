import {
  type EffectOptions,
  type Effects,
  GlmError,
  type MarginalMeans,
  type MeanOptions,
  type Model,
  marginalEffects,
  marginalMeans,
} from "../../index.js";
import { toNumber } from "../../table/cells.js";
import type { TableData } from "./table-data.js";
import { inferRows } from "./verbs.js";

// Effects and means of a model of a formula, in the rows of its fit.

/** What effects and means are asked for alike. */
export interface Common {
  /** A number that stands for the exposure of every row. */
  readonly exposure: number | undefined;
  /** The kind of the standard errors; undefined: those of the model. */
  readonly errors: Parameters<typeof inferRows>[2] | undefined;
}

/** Beside the table: the options of the library, but for the names of columns, which the table's options have. */
type Asked<O> = Omit<O, "weights" | "offset" | "exposure" | "trials" | "covariance"> & Common;

export function effectsOfRows(model: Model, rows: TableData, asked: Asked<EffectOptions>): Effects {
  return marginalEffects(model, rows.table, optionsOf(model, rows, asked));
}

export function meansOfRows(model: Model, rows: TableData, asked: Asked<MeanOptions>): MarginalMeans {
  return marginalMeans(model, rows.table, optionsOf(model, rows, asked));
}

function optionsOf<O extends object>(model: Model, rows: TableData, { errors, exposure, ...asked }: Asked<O>): O {
  const { cluster: _, cluster2: _2, times: _3, ...named } = rows.options;
  const covariance = errors === undefined ? undefined : inferRows(model, rows, errors);
  const every = exposure === undefined ? {} : { exposure };
  return { ...named, ...asked, ...every, covariance } as unknown as O;
}

/** What a fit remembers of a column of its table. */
interface KnownColumn {
  readonly name: string;
  readonly kind: string;
}

/**
 * Values at which columns are held, by texts as age=30,40. A name may hold the sign, if it is a column of the model; values are numbers in
 * columns of numbers.
 */
export function atOf(
  model: Model,
  texts: readonly string[],
  list: (text: string) => string[],
): Record<string, unknown> {
  const { columns } = model.toJSON().encoding as { readonly columns: readonly KnownColumn[] };
  const at = new Map<string, unknown[]>();
  for (const text of texts) {
    const known = columns
      .filter(({ name }) => text.startsWith(`${name}=`))
      .sort((a, b) => b.name.length - a.name.length);
    const end = known[0]?.name.length ?? text.indexOf("=");
    if (end < 1) {
      throw new GlmError("BAD_OPTION", `--at ${text}; expected a column and its values, as --at age=30,40`);
    }
    const name = text.slice(0, end);
    if (at.has(name))
      throw new GlmError("BAD_OPTION", `--at ${name} twice; expected all values in one, as --at age=30,40`);
    const isNumber = known[0]?.kind === "number";
    at.set(
      name,
      list(text.slice(end + 1)).map((value) => (isNumber ? (toNumber(value) ?? value) : value)),
    );
  }
  return Object.fromEntries(at);
}
