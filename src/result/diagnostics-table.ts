import { sentence, shownName } from "../base/show.js";
import { significant } from "../words/format.js";
import { column, numbers, type PrintedTable } from "../words/table.js";

/** Number of printed rows: those that move the estimates most. */
const MOST_ROWS = 6;

/** The parts of diagnostics in its table; each is computed when it is read. */
export interface DiagnosticFacts {
  readonly residuals: { readonly deviance: Float64Array | undefined };
  readonly leverage: Float64Array | undefined;
  readonly studentized: Float64Array | undefined;
  readonly cooksDistance: Float64Array | undefined;
  readonly collinearity: {
    readonly condition: number;
    readonly collisions: readonly { readonly index: number; readonly columns: readonly string[] }[];
  };
  readonly separation: { readonly kind: string; readonly rows: readonly number[]; readonly columns: readonly string[] };
  readonly reasons: Readonly<Record<string, string>>;
}

/** A row per row of the data; those that move the estimates most (or are fitted worst) are shown, with the columns' condition and separation. */
export function diagnosticsTable(facts: DiagnosticFacts): PrintedTable {
  const { leverage, studentized, cooksDistance, reasons } = facts;
  const deviance = facts.residuals.deviance;
  const by = cooksDistance ?? deviance;
  const there = [
    { ...numbers("deviance", "deviance residual", 4), values: deviance },
    { ...numbers("studentized", "studentized", 4), values: studentized },
    { ...numbers("leverage", "leverage", 4), values: leverage },
    { ...numbers("cooksDistance", "Cook's distance", 4), values: cooksDistance },
  ].filter(({ values }) => values !== undefined);
  const size = (i: number): number => (Number.isNaN(by![i]!) ? Infinity : Math.abs(by![i]!));
  const all = Array.from(by?.keys() ?? []);
  const used = all.filter((i) => !Number.isNaN(deviance?.[i] ?? 0)); // not those that a table lacks
  const what = cooksDistance ? "Rows that move the estimates most, of" : "Rows that are fitted worst, of";
  return {
    caption: by ? `${what} ${used.length}` : "",
    columns: by ? [column("count", "row", "row"), ...there] : [],
    rows: all.map((i) => ({ row: i, ...Object.fromEntries(there.map(({ key, values }) => [key, values![i]!])) })),
    shown: [...used].sort((a, b) => size(b) - size(a) || a - b).slice(0, MOST_ROWS),
    notes: [
      ...(cooksDistance ? [] : [`influence of rows: none, ${reasons.cooksDistance ?? "see reasons"}`]),
      ...conditionLines(facts.collinearity),
      separationLine(facts.separation),
    ],
  };
}

function conditionLines({ condition, collisions }: DiagnosticFacts["collinearity"]): string[] {
  const names = (columns: readonly string[]): string => columns.map((name) => shownName(name)).join(", ");
  return [
    `condition number of the columns: ${significant(condition, 4)}`,
    ...collisions.map(({ index, columns }) => `condition index ${significant(index, 4)}: ${names(columns)}`),
  ];
}

function separationLine({ kind, rows, columns }: DiagnosticFacts["separation"]): string {
  const which = rows.length > 0 ? `, ${rows.length} rows by ${columns.slice(0, 8).join(", ")}` : "";
  return sentence(`separation: ${kind}${which}`);
}
