import Papa from "papaparse";
import { sentence, shownName } from "../../base/show.js";
import type { Diagnostics, Separation } from "../../index.js";
import { listed } from "../../table/table.js";
import { align, significant } from "../../words/format.js";
import { title, warnOfFormulas } from "../output/output.js";
import { isTable, predictRows, residualsOfRows } from "../rows/verbs.js";
import { type Diagnosis, RESIDUALS, reasonOf } from "./row-plots.js";

/** Influence of rows, in the words of the library. */
const INFLUENCE = ["leverage", "standardized", "studentized", "cooksDistance", "dffits", "covarianceRatio"] as const;

/** Which rows move the estimates, which columns collide, and whether something separates the response. */
export function diagnosisText(all: Diagnosis, most: number): string {
  const { found } = all;
  return [influenceText(all, most), collinearityText(found), separationText(found.separation as Separation)].join(
    "\n\n",
  );
}

/** Numbers of the rows that move the estimates most, the first worst; or of the rows fitted worst, if there is no influence. */
function worstOf({ data, found: { cooksDistance, residuals } }: Diagnosis, most: number): number[] {
  const values = cooksDistance ?? residuals.deviance;
  if (values === undefined) return [];
  const size = (i: number): number => (Number.isNaN(values[i]!) ? Infinity : Math.abs(values[i]!));
  const isLeftOut = (i: number): boolean => isTable(data) && Number.isNaN(residuals.deviance?.[i]);
  return Array.from(values.keys())
    .filter((i) => !isLeftOut(i))
    .sort((a, b) => size(b) - size(a) || a - b)
    .slice(0, most);
}

function influenceText(all: Diagnosis, most: number): string {
  const { data, found } = all;
  const rows = worstOf(all, most);
  const none = found.cooksDistance ? [] : [sentence(`influence of rows: none, ${reasonOf(all, "cooksDistance")}`)];
  if (rows.length === 0) return none.join();
  const columns = [
    ["deviance residual", found.residuals.deviance],
    ["studentized", found.studentized],
    ["leverage", found.leverage],
    ["Cook's distance", found.cooksDistance],
    ["dffits", found.dffits],
  ] as const;
  const shown = columns.flatMap(([name, values]) => (values === undefined ? [] : [{ name, values }]));
  const header = ["row", "line", ...shown.map(({ name }) => name)];
  const lines = rows.map((i) => [
    String(i),
    String(data.lines[i]),
    ...shown.map(({ values }) => significant(values[i]!, 4)),
  ]);
  const what = found.cooksDistance ? "Rows that move the estimates most" : "Rows that are fitted worst";
  return [...none, title(`${what} (rows counted from 0)`), ...align([header, ...lines]), ...warningLines(found)].join(
    "\n",
  );
}

function warningLines({ warnings }: Diagnostics): string[] {
  return warnings.map(({ message }) => `warning: ${message}`);
}

function collinearityText({ collinearity: { condition, collisions } }: Diagnostics): string {
  const lines = collisions.map(
    ({ index, columns }) =>
      `condition index ${significant(index, 4)}: ${columns.map((name) => shownName(name)).join(", ")}`,
  );
  return [
    title(`Condition number of the columns: ${significant(condition, 4)}`),
    ...(lines.length > 0 ? lines : ["no columns collide"]),
  ].join("\n");
}

function separationText({ kind, rows, columns }: Separation): string {
  const what = {
    none: "no direction separates the response: maximum likelihood has a finite fit",
    undecided: "undecided because of rounding: the columns have very different sizes; rescale them",
    complete: `every row is separated, by ${listed(columns)}`,
    "quasi-complete": `${rows.length} rows are separated, by ${listed(columns)}`,
  };
  return [title(`Separation: ${kind}`), what[kind]].join("\n");
}

/** One line per row of the file with its numbers, blank if one could not be computed. */
export function rowsCsv({ model, data, found }: Diagnosis): string {
  const columns = new Map<string, ArrayLike<number>>([
    ["row", Array.from(data.lines.keys())],
    ["line", data.lines],
  ]);
  const many = model.classes as readonly unknown[] | undefined;
  if (model.family === "multinomial") {
    const add = (name: string, rows: readonly Float64Array[]): void =>
      many!.forEach((label, k) => {
        columns.set(
          `${name} ${String(label)}`,
          rows.map((row) => row[k]!),
        );
      });
    add("fitted", predictRows(model, data, { type: "response" }) as unknown as Float64Array[]);
    for (const type of ["response", "pearson"] as const) {
      add(type, residualsOfRows(model, data, type) as unknown as Float64Array[]);
    }
  } else {
    columns.set("fitted", predictRows(model, data, { type: "response" }) as Float64Array);
    for (const name of RESIDUALS) if (found.residuals[name] !== undefined) columns.set(name, found.residuals[name]);
    for (const name of INFLUENCE) if (found[name] !== undefined) columns.set(name, found[name]);
  }
  const rows = Array.from(data.lines, (_, i) =>
    [...columns.values()].map((values) => (Number.isNaN(values[i]!) ? "" : values[i]!)),
  );
  warnOfFormulas(columns.keys());
  return `${Papa.unparse({ fields: [...columns.keys()], data: rows }, { newline: "\n" })}\n`;
}

export function diagnosisData(all: Diagnosis, most: number): object {
  const { data, found } = all;
  const { condition, collisions } = found.collinearity;
  const { kind, rows, columns, direction, residual, margin, slack } = found.separation as Separation;
  const influence = worstOf(all, most).map((i) => ({
    row: i,
    line: data.lines[i],
    residuals: Object.fromEntries(RESIDUALS.map((name) => [name, found.residuals[name]?.[i] ?? null])),
    ...Object.fromEntries(INFLUENCE.map((name) => [name, found[name]?.[i] ?? null])),
  }));
  const plain = (value: number | Float64Array): unknown => (typeof value === "number" ? value : Array.from(value));
  const towards = direction && { intercept: plain(direction.intercept), coefficients: listOf(direction.coefficients) };
  return {
    influence,
    warnings: found.warnings,
    collinearity: { condition, collisions },
    separation: { kind, rows, columns, direction: towards ?? null, residual, margin, slack },
    reasons: found.reasons,
  };
}

/** One list of numbers, or for multinomial one per class. */
function listOf(values: Float64Array | readonly Float64Array[]): unknown {
  return values instanceof Float64Array ? Array.from(values) : values.map((own) => Array.from(own));
}
