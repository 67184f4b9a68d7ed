// Made-up data and choices, for tests of the page.
import type { ColumnInfo, Opened, Spec } from "../../web/src/messages.js";

export const specOf = (change: Partial<Spec>): Spec => ({
  response: "y",
  predictors: [],
  types: {},
  missing: "omit",
  family: "gaussian",
  noise: "none",
  rate: 0.3,
  approximation: "quadratic",
  penalty: "none",
  lambda: 0.01,
  ...change,
});

export const columnOf = (name: string, change: Partial<ColumnInfo> = {}): ColumnInfo => ({
  name,
  kind: "number",
  given: "number",
  missing: 0,
  distinct: 50,
  ...change,
});

export function openedOf(columns: readonly ColumnInfo[], change: Partial<Opened> = {}): Opened {
  return {
    id: 1,
    name: "made.csv",
    rows: 100,
    complete: 80,
    columns,
    head: [],
    notes: [],
    suggested: { response: columns.at(-1)!.name, predictors: columns.slice(0, -1).map(({ name }) => name) },
    ...change,
  };
}
