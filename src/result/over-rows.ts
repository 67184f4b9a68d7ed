import { aboutTable, placed } from "../frame/rows.js";
import { rowsToPredict } from "../frame/rows-of.js";
import type { DesignInput } from "../input/design.js";
import { matrix } from "../input/matrix.js";
import type { Frame } from "./data.js";

type Work<O, T> = (x: DesignInput, options: O) => T;

/** Predictions of x by `work`. Of a table, `work` sees the complete rows; the others have NaN in the result, or undefined among labels. */
export function overRows<O extends object>(
  frame: Pick<Frame, "encoding" | "names">,
  x: unknown,
  given: O,
  work: Work<O, unknown>,
): unknown {
  return overRowsEach(frame, x, given, (own, options) => [work(own, options)])[0];
}

/** The same for several fits at once. */
export function overRowsEach<O extends object>(
  frame: Pick<Frame, "encoding" | "names">,
  x: unknown,
  given: O,
  work: Work<O, readonly unknown[]>,
): readonly unknown[] {
  const { x: own, options, table } = rowsToPredict(frame, x, given);
  const isBlank = table !== undefined && table.rows.length === 0 && table.length > 0;
  const found = isBlank ? work(...oneRow(frame, options)) : aboutTable(table, () => work(own, options));
  return table === undefined ? found : found.map((one) => placed(one, table));
}

/** A row in place of none, for the kind of the result: every row of the table has a missing cell. */
function oneRow<O extends object>({ names }: Pick<Frame, "names">, options: O): [DesignInput, O] {
  const given = Object.entries(options).map(([name, value]) => [name, ArrayBuffer.isView(value) ? [1] : value]);
  const x = matrix(new Float64Array(names.length), 1, names.length, "column", names);
  return [x, Object.fromEntries(given) as O];
}
