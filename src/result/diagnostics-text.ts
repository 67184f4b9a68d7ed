import { sentence, shownName } from "../base/show.js";
import { align, significant } from "./format.js";

/** Number of printed rows: those that move the estimates most. */
const MOST_ROWS = 6;

/** The parts of diagnostics in the text; each is computed when it is read. */
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

/** The rows that move the estimates most (or are fitted worst), the condition of the columns, and separation. */
export function diagnosticsText(facts: DiagnosticFacts): string {
  const { leverage, studentized, cooksDistance, collinearity, separation, reasons } = facts;
  const deviance = facts.residuals.deviance;
  const by = cooksDistance ?? deviance;
  const columns = [
    ["deviance residual", deviance],
    ["studentized", studentized],
    ["leverage", leverage],
    ["Cook's distance", cooksDistance],
  ] as const;
  const there = columns.flatMap(([name, values]) => (values === undefined ? [] : [{ name, values }]));
  const size = (i: number): number => (Number.isNaN(by![i]!) ? Infinity : Math.abs(by![i]!));
  const used = Array.from(by?.keys() ?? []).filter((i) => !Number.isNaN(deviance?.[i] ?? 0)); // not those that a table lacks
  const worst = [...used].sort((a, b) => size(b) - size(a) || a - b).slice(0, MOST_ROWS);
  const table = worst.map((i) => [String(i), ...there.map(({ values }) => significant(values[i]!, 4))]);
  const what = cooksDistance ? "Rows that move the estimates most, of" : "Rows that are fitted worst, of";
  const rows = by ? [`${what} ${used.length}`, ...align([["row", ...there.map(({ name }) => name)], ...table])] : [];
  const { kind } = separation;
  return [
    ...rows,
    ...(cooksDistance ? [] : [`influence of rows: none, ${reasons.cooksDistance ?? "see reasons"}`]),
    "",
    `condition number of the columns: ${significant(collinearity.condition, 4)}`,
    ...collinearity.collisions.map(
      ({ index, columns: own }) =>
        `condition index ${significant(index, 4)}: ${own.map((name) => shownName(name)).join(", ")}`,
    ),
    sentence(
      `separation: ${kind}${separation.rows.length > 0 ? `, ${separation.rows.length} rows by ${separation.columns.slice(0, 8).join(", ")}` : ""}`,
    ),
  ].join("\n");
}
