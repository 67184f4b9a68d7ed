// The headline of a model of several classes: which column separates them most, and how many rows are told right.
import { confusion } from "dropglm";
import type { CoefficientRow } from "../messages.js";
import { spreadOf } from "./candidates.js";
import type { Made } from "./fit.js";
import { columnsOfMade } from "./inputs.js";
import { columnsOfTerm, isMany, type Known, savedOf } from "./known.js";
import { problemOf } from "./problem.js";
import { percentText } from "./words.js";

export function classesFinding(made: Made, rows: readonly CoefficientRow[]): string {
  const { model } = made;
  const strongest = widest(made, rows);
  const right = made.isDraft ? undefined : accuracyOf(made);
  const response = savedOf(model).encoding?.response?.label ?? made.spec.response;
  const kept = made.spec.penalty === "lasso" ? `The lasso kept ${keptOf(rows)} of ${model.names.length} columns. ` : "";
  const about =
    strongest === undefined
      ? `No column tells the classes of ${response} apart.`
      : `${strongest} separates the classes of ${response} most.`;
  const share = right === undefined ? "" : ` ${percentText(right)} % of the rows of the fit are told right.`;
  return `${kept}${about}${share}`;
}

const keptOf = (rows: readonly CoefficientRow[]): number =>
  new Set(rows.filter(({ term, estimate }) => term !== "(intercept)" && estimate !== 0).map(({ name }) => name)).size;

/** The column whose standardized weights differ most between classes. */
function widest(made: Made, rows: readonly CoefficientRow[]): string | undefined {
  const { encoding } = savedOf(made.model);
  const spread = spreads(made, encoding);
  const ranges = new Map<string, [low: number, high: number]>();
  for (const { name, term, estimate } of rows) {
    if (term === "(intercept)") continue;
    const size = estimate * spread(name);
    const [low, high] = ranges.get(name) ?? [size, size];
    ranges.set(name, [Math.min(low, size), Math.max(high, size)]);
  }
  let [best, most]: [string | undefined, number] = [undefined, 0];
  for (const [name, [low, high]] of ranges) {
    if (high - low > most) [best, most] = [name, high - low];
  }
  return best === undefined ? undefined : asWords(best, encoding);
}

/** "Sex = MALE" for the column Sex[MALE]. */
function asWords(name: string, encoding: Known | undefined): string {
  const term = encoding?.terms[encoding.assign[encoding.names.indexOf(name)]!];
  const [column, ...others] = encoding === undefined || term === undefined ? [] : columnsOfTerm(encoding, term);
  if (column === undefined || others.length > 0 || !name.endsWith("]")) return name.replaceAll("`", "");
  const from = name.lastIndexOf("[");
  return name.slice(0, from).replaceAll("`", "") === column ? `${column} = ${name.slice(from + 1, -1)}` : name;
}

function spreads(made: Made, encoding: Known | undefined): (name: string) => number {
  const columns = new Map(columnsOfMade(made).map(({ name, column }) => [name, column]));
  const known = new Map<string, number>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const column = columns.get(name.replaceAll("`", ""));
    const mean = encoding?.means?.[encoding.names.indexOf(name)] ?? 0.5;
    const own =
      column !== undefined && "values" in column ? spreadOf(column.values) : Math.sqrt(Math.max(0, mean * (1 - mean)));
    known.set(name, own);
    return own;
  };
}

/** Share of the rows of the fit that are predicted as what they are. */
function accuracyOf({ held, spec, model }: Made): number | undefined {
  if (held === undefined || !isMany(model)) return undefined;
  const { data } = problemOf(held, spec);
  if (data.kind === "sparse")
    return confusion(model.predict(data.x as never, { type: "class" }) as string[], data.y as readonly string[])
      .accuracy;
  return model.score(data.table as never).accuracy;
}
