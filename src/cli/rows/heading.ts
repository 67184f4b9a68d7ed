import { shownName } from "../../base/show.js";
import type { Model } from "../../index.js";
import type { DataFlags } from "../flags/data.js";
import { fittedTable } from "./encoding.js";
import type { Rows } from "./verbs.js";

/** Rows of a formula, wherever they are. */
export interface SourceRows {
  readonly source: string;
  readonly formula: string;
  readonly lines: { readonly length: number };
}

/** Numbers of a file that is read a part at a time. */
export interface SourceNumbers {
  readonly source: string;
  readonly response: string;
  readonly x: { readonly rows: number; readonly columns: number };
}

/** Letters of a formula in a heading. */
const LONGEST = 200;

/** A line about the data behind the numbers below it. */
export function headingOf(
  rows: Rows | SourceRows | SourceNumbers,
  flags: DataFlags,
  { columns, used, theta }: Fitted = {},
): string {
  const source = shownName(rows.source);
  const likelihood = likelihoodText(flags, theta);
  if ("formula" in rows) {
    const { length } = rows.lines;
    const some =
      used === undefined ? `table of ${length} rows` : `${used === length ? "" : `${used} of `}${length} rows`;
    const width = columns === undefined ? "" : `, ${columns} ${columns === 1 ? "column" : "columns"} of the model`;
    return `${source}: ${shownName(rows.formula, LONGEST)} (${likelihood}), ${some}${width}`;
  }
  const { response, x } = rows;
  const transform = flags.transform === undefined ? "as given" : flags.transform;
  return `${source}: ${shownName(response)} (${likelihood}), ${x.rows} rows, ${x.columns} columns (${transform})`;
}

/** What only a fit knows. */
interface Fitted {
  readonly theta?: number | undefined;
  /** Columns of the design that a formula makes. */
  readonly columns?: number | undefined;
  /** Rows of a table that are not left out; undefined if not known. */
  readonly used?: number | undefined;
}

/** The same of a saved model. */
export function fittedOf(model: Model): Fitted {
  return { theta: model.theta, columns: model.names.length, used: fittedTable(model)?.used };
}

/** What a model is fitted with, in a line: its formula, or its columns. */
export function contentOf({ formula, names }: Model): string {
  return formula === undefined ? `${names.length} columns` : shownName(formula, LONGEST);
}

/** The family, and its chosen or estimated parameters. */
function likelihoodText({ family, link, power }: DataFlags, theta: number | undefined): string {
  const parts = [family as string];
  if (theta !== undefined) parts.push(`theta ${Number(theta.toPrecision(5))}`);
  if (power !== undefined) parts.push(`power ${power}`);
  if (link !== undefined) parts.push(`${link} link`);
  return parts.join(", ");
}

/** The same as data. */
export function headingData(
  rows: Rows | SourceRows | SourceNumbers,
  flags: DataFlags,
  { columns, used }: Fitted = {},
): object {
  const { family, link, power, transform } = flags;
  const { source: data } = rows;
  if ("formula" in rows)
    return { data, formula: rows.formula, family, link, power, rows: rows.lines.length, used, columns };
  const { response, x } = rows;
  return {
    data,
    response,
    family,
    link,
    power,
    rows: x.rows,
    columns: x.columns,
    transform: transform ?? null,
  };
}
