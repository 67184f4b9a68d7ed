// Two columns of numbers and a response of two classes: the rows to draw.
import type { Compared, Spec } from "../messages.js";
import { type Held, typedColumns } from "./held.js";
import { type AnyModel, isMany, savedOf } from "./known.js";
import type { Scale } from "./scales.js";

const MOST_ROWS = 1500;

export function planeOf(
  held: Held,
  spec: Spec,
  columns: readonly [string, string],
  model: AnyModel,
  scale: Scale,
): Compared["plane"] {
  if (held.kind !== "table" || isMany(model) || model.family !== "binomial") return undefined;
  const typed = typedColumns(held, spec.types);
  const find = (name: string) => typed.find((column) => column.name === name)?.column;
  const [a, b, y] = [find(columns[0]), find(columns[1]), find(spec.response)];
  for (const [k, column] of [a, b].entries()) {
    if (column === undefined || !("values" in column))
      throw new Error(`${columns[k]} has no numbers; expected two columns of numbers for the plane`);
  }
  if (a === undefined || b === undefined || y === undefined || !("values" in a) || !("values" in b)) return undefined;
  const success = model.classes === undefined ? "1" : String(model.classes[1]);
  const seen =
    "codes" in y
      ? (i: number) => y.levels[y.codes[i]!]
      : (i: number) => (Number.isNaN(y.values[i]) ? undefined : String(y.values[i]));
  const rows = Array.from({ length: held.rows }, (_, i) => i).filter(
    (i) => !Number.isNaN(a.values[i]) && !Number.isNaN(b.values[i]) && seen(i) !== undefined,
  );
  const step = Math.max(1, Math.ceil(rows.length / MOST_ROWS));
  const places = columns.map((name) =>
    savedOf(model).encoding!.names.findIndex((own) => own.replaceAll("`", "") === name),
  );
  const pair = (values: readonly number[]): [number, number] => [values[places[0]!]!, values[places[1]!]!];
  return {
    columns,
    rows: rows
      .filter((_, k) => k % step === 0)
      .map((i) => ({ a: a.values[i]!, b: b.values[i]!, isSuccess: seen(i) === success })),
    centers: pair(scale.centers),
    scales: pair(scale.scales),
  };
}
