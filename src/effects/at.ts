import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import type { Cells } from "../frame/columns.js";
import { daysOf, isoText } from "../frame/dates.js";
import { columnNamed, constant, type PredictorColumn } from "./columns.js";

// Values at which effects and means are computed.

/** A value for some columns, or several: all combinations of them. */
export type AtValues = Readonly<Record<string, unknown>>;

/** One combination, and the columns with its values. */
export interface Setting {
  /** "age = 30, race = white"; "" for the rows as they are. */
  readonly label: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly cells: Readonly<Record<string, Cells>>;
}

/** More combinations are a mistake. */
const MOST = 10_000;

export function settingsOf(at: unknown, columns: readonly PredictorColumn[], length: number): Setting[] {
  if (at === undefined) return [{ label: "", values: {}, cells: {} }];
  if (typeof at !== "object" || at === null || Array.isArray(at)) {
    throw new GlmError("BAD_OPTION", `at is ${show(at)}; expected values by column, as { age: [30, 40] }`, {});
  }
  let settings: Setting[] = [{ label: "", values: {}, cells: {} }];
  for (const [name, given] of Object.entries(at as AtValues)) {
    const column = columnNamed(columns, name, "at");
    const values: unknown[] =
      Array.isArray(given) || ArrayBuffer.isView(given) ? Array.from(given as ArrayLike<unknown>) : [given];
    if (values.length === 0)
      throw new GlmError("BAD_OPTION", `at.${name} is empty; expected a value or several`, { column: name });
    settings = settings.flatMap((setting) =>
      values.map((value, k) => {
        const cells = constant(column, value, length, `at.${name}[${k}]`);
        return {
          label: `${setting.label === "" ? "" : `${setting.label}, `}${name} = ${value instanceof Date ? isoText(daysOf(value)) : String(value)}`,
          values: { ...setting.values, [name]: value },
          cells: { ...setting.cells, [name]: cells },
        };
      }),
    );
    if (settings.length > MOST)
      throw new GlmError("BAD_OPTION", `at has more than ${MOST} combinations; expected fewer values`, {});
  }
  return settings;
}
