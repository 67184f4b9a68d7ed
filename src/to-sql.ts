import { checkOneOf } from "./base/check.js";
import { GlmError } from "./base/errors.js";
import { readOptions } from "./base/keys.js";
import { show } from "./base/show.js";
import { Model } from "./result/model.js";
import { checkedText, DIALECT_NAMES, DIALECTS, type DialectName } from "./scoring/dialects.js";
import { readScoring, type ScoringOptions } from "./scoring/options.js";
import { ruleOf } from "./scoring/rule.js";
import { SqlWriter } from "./scoring/sql.js";

/** Options of `toSQL`. */
export interface SqlOptions extends ScoringOptions {
  /** The database. */
  readonly dialect: DialectName;
  /** The name of a table: the result is a whole SELECT of its columns and the prediction. */
  readonly table?: string | undefined;
}

/**
 * The scoring rule of a model as an expression in SQL. It has the predictions of `predict`, to rounding: what the encoding of a formula
 * remembers is in it, as levels, contrasts, and the knots and coefficients of transforms.
 *
 * A row in which a column is NULL that the rule needs has the prediction NULL. Columns whose coefficients are all 0, as after a lasso, are
 * not in the rule. Offsets and exposures are, if they are columns.
 *
 * @param model  A fit of a formula, or of columns of numbers, which are then columns of the table by their names.
 * @param options.dialect  "duckdb", "postgres", "sqlite" (with its mathematical functions) or "bigquery".
 * @param options.type  "response" (default): means; "link": the linear predictor.
 * @param options.table  A table: the result is `SELECT *, ... AS prediction FROM table`.
 * @param options.unseen  What a level is that the fit has not seen: "missing" (default) or "reference".
 * @returns  The text. For multinomial one expression for each class, by label; with `table` the columns are prediction_<class>.
 * @throws GlmError NOT_SUPPORTED for what the database lacks (probit: type "link" goes on), for offsets that were vectors, and for names
 *         that SQL cannot write; BAD_OPTION for an unknown dialect.
 *
 * @example
 * const rows = [{ y: 1, dose: 1 }, { y: 3, dose: 2 }, { y: 4, dose: 3 }];
 * toSQL(fitSync("y ~ dose", rows), { dialect: "duckdb", table: "patients" });
 */
export function toSQL(model: Model, options: SqlOptions): string;
export function toSQL(model: Model<"many">, options: SqlOptions & { readonly table: string }): string;
export function toSQL(model: Model<"many">, options: SqlOptions): Record<string, string>;
export function toSQL(model: Model | Model<"many">, options: SqlOptions): string | Record<string, string> {
  const given = readOptions(options, ["dialect", "type", "table", "unseen"], "toSQL");
  const dialect = DIALECTS[checkOneOf("dialect", given.dialect, DIALECT_NAMES)]();
  const { classes, predictions } = ruleOf(Model.dataOf(model), { ...readScoring(given), isShared: false });
  const expressions = predictions.map((one) => SqlWriter.expression(dialect, one));
  const { table } = given;
  if (table === undefined) {
    return classes === undefined ? expressions[0]! : Object.fromEntries(classes.map((label, k) => [String(label), expressions[k]!])); // biome-ignore format: one line
  }
  if (typeof table !== "string" || table === "") {
    throw new GlmError("BAD_OPTION", `table is ${show(table) || '""'}; expected the name of a table`, {});
  }
  const name = (text: string, what: string): string => dialect.name(checkedText(text, what));
  const columns = expressions.map((expression, k) => {
    const column = classes === undefined ? "prediction" : `prediction_${classes[k]!}`;
    return `  ${expression} AS ${name(column, "the class")}`;
  });
  return `SELECT *,\n${columns.join(",\n")}\nFROM ${name(table, "table")}`;
}
