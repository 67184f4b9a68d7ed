// How many rows take part, as far as is known: from the missing cells of each column, or from the fit.
import type { Fitted, Opened, Spec } from "../messages.js";
import { columnsInUse } from "../spec.js";
import { whole } from "../ui/format.js";

export interface Complete {
  readonly least: number;
  readonly most: number;
}

/** Rows without a missing cell in the columns in use. A formula's columns are known after its fit. */
export function completeRows(
  { rows, columns, complete }: Opened,
  spec: Spec,
  fitted: Pick<Fitted, "rows" | "omitted" | "isDraft"> | undefined,
): Complete | undefined {
  if (fitted !== undefined && !fitted.isDraft && spec.missing === "omit" && fitted.rows + fitted.omitted === rows)
    return { least: fitted.rows, most: fitted.rows };
  if (spec.formula !== undefined) return undefined;
  const used = new Set(columnsInUse(spec));
  const missing = columns.filter(({ name }) => used.has(name)).map((column) => column.missing);
  if (missing.length === columns.length) return { least: complete, most: complete };
  const most = rows - Math.max(0, ...missing);
  const sum = missing.reduce((a, b) => a + b, 0);
  return { least: Math.max(complete, rows - sum), most };
}

/** "1,046 of 1,309 rows are complete", or its bounds. */
export function completeSentence(rows: number, found: Complete | undefined): string {
  if (found === undefined) return "How many rows are complete is told after the fit";
  const { least, most } = found;
  const where = "in the columns in use";
  if (least === rows) return `All ${whole(rows)} rows are complete ${where}`;
  if (least === most) return `${whole(most)} of ${whole(rows)} rows are complete ${where}`;
  return `At least ${whole(least)} and at most ${whole(most)} of ${whole(rows)} rows are complete ${where}`;
}
