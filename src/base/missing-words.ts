// Words for missing values in files of R, pandas, SAS, Excel and databases. They are compared letter by letter, so "none" and
// "unknown" may be classes.

/** Words that are missing in every column of a file. */
export const MISSING_EVERYWHERE: ReadonlySet<string> = new Set([
  ...["", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "null", "NULL", "None"],
]);

/** Words that are missing beside numbers; elsewhere they may be text. */
export const MISSING_BESIDE_NUMBERS: ReadonlySet<string> = new Set([
  ...["?", ".", "-", "na", "<na>", "#NA", "#N/A N/A", "nan", "NAN", "-NaN", "-nan", "Null"],
  ...["#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN"],
]);

/** Whether a text stands for a missing value, in a column where such words are missing. */
export function isMissingWord(text: string): boolean {
  const bare = text.trim();
  return MISSING_EVERYWHERE.has(bare) || MISSING_BESIDE_NUMBERS.has(bare);
}
