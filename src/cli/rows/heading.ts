import { shownName } from "../../base/show.js";
import type { DataFlags } from "../flags/data.js";
import type { Data } from "./data.js";

/** A line about the data behind the numbers below it; `theta` is that of a fit to them. */
export function headingOf({ source, response, x }: Data, flags: DataFlags, theta?: number): string {
  const transform = flags.transform === undefined ? "as given" : flags.transform;
  return `${shownName(source)}: ${shownName(response)} (${likelihoodText(flags, theta)}), ${x.rows} rows, ${x.columns} columns (${transform})`;
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
export function headingData({ source, response, x }: Data, flags: DataFlags): object {
  const { family, link, power, transform } = flags;
  return {
    data: source,
    response,
    family,
    link,
    power,
    rows: x.rows,
    columns: x.columns,
    transform: transform ?? null,
  };
}
