// Guesses: what a visitor probably wants to explain, and by what.
import type { ColumnInfo, Opened } from "../messages.js";

const TELLING =
  /^(?:y|label|target|class|classes|outcome|response|survived|species|price|spam|digit|diagnosis|churn|default|income|sales?|quality|charges|mpg|medv)$/i;

/** Columns with more levels are no predictor unless chosen. */
const MOST_LEVELS = 50;
const MOST_CLASSES = 10;

export function suggested(columns: readonly ColumnInfo[], rows: number): Opened["suggested"] {
  const usable = columns.filter(({ distinct }) => distinct > 1);
  const backwards = [...usable].reverse();
  const response = (
    backwards.find(({ name }) => TELLING.test(name)) ??
    classesAtEnd(usable) ??
    backwards.find(({ kind }) => kind === "number") ??
    columns.at(-1)!
  ).name;
  const predictors = usable
    .filter((column) => column.name !== response && isPredictor(column, rows))
    .map(({ name }) => name);
  return { response, predictors };
}

/** The last column, if it may be classes. */
function classesAtEnd(usable: readonly ColumnInfo[]): ColumnInfo | undefined {
  const last = usable.at(-1);
  if (last === undefined || last.distinct > MOST_CLASSES) return undefined;
  return last.kind === "category" || last.distinct === 2 ? last : undefined;
}

/** Not names, which differ in nearly every row, nor categories of very many levels, nor columns that are mostly missing. */
function isPredictor({ kind, distinct, missing, note }: ColumnInfo, rows: number): boolean {
  if (missing > rows / 2) return false;
  if (kind !== "category") return true;
  return distinct <= MOST_LEVELS && note !== "every value differs: an identifier?" && distinct < 0.9 * (rows - missing);
}
