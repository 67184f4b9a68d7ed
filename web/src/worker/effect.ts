// The effect of one term: predictions along its column, the others held at what is typical.
import type { EffectCurve } from "../messages.js";
import type { Made } from "./fit.js";
import { cellOf, columnsOfMade, inputsOf } from "./inputs.js";
import { columnsOfTerm, isMany, type Known, savedOf } from "./known.js";
import { answerOf, predictionName } from "./predict.js";

const STEPS = 61;

/** Terms with an effect to draw: those of one column whose values are known. A column has one effect, whatever its terms. */
export function termsOf(made: Made): string[] {
  const { encoding } = savedOf(made.model);
  if (encoding === undefined) return [];
  const seen = new Set<string>();
  return encoding.terms.flatMap((term) => {
    const [column, ...others] = columnsOfTerm(encoding, term);
    if (column === undefined || others.length > 0 || seen.has(column)) return [];
    if (made.held === undefined && kindOf(encoding, column) !== "category") return [];
    seen.add(column);
    return [term.label];
  });
}

function kindOf({ columns }: Known, name: string): "number" | "category" | "date" {
  const kind = columns.find((column) => column.name === name)!.kind;
  return kind === "logical" ? "category" : kind;
}

export function effectOf(made: Made, term: string): EffectCurve {
  const { model } = made;
  const { encoding } = savedOf(model);
  const found = encoding?.terms.find(({ label }) => label === term);
  if (encoding === undefined || found === undefined)
    throw new Error(
      `${term} is no term of the model; its terms are ${(encoding?.terms ?? []).map(({ label }) => label).join(", ")}`,
    );
  const columns = columnsOfTerm(encoding, found);
  if (columns.length !== 1) throw new Error(`${term} is of ${columns.length} columns; expected a term of one`);
  const column = columns[0]!;
  const kind = kindOf(encoding, column);
  const inputs = inputsOf(made);
  const places = placesAlong(made, column, inputs.find(({ name }) => name === column)!.levels);
  const rows = Object.fromEntries(
    inputs.map((input) => {
      const cells = input.name === column ? places : places.map(() => cellOf(input, input.typical, true));
      return [input.name, kind === "date" && input.name === column ? (cells as number[]).map(dateOf) : cells];
    }),
  );
  const answers = answerOf(model, made.spec.response, rows);
  const names = isMany(model) ? model.classes.map(String) : [predictionName(model, made.spec.response)];
  const others = inputs.filter(({ name }) => name !== column);
  return {
    term,
    column,
    kind,
    label: predictionName(model, made.spec.response),
    curves: names.map((name, k) => ({
      name,
      points: places.map((at, i) => {
        const { value, lower, upper } = answers[i]!.values[k]!;
        return { at, mean: value, ...(lower === undefined || upper === undefined ? {} : { lower, upper }) };
      }),
    })),
    ...(others.length === 0 ? {} : { note: noteOf(others) }),
  };
}

const dateOf = (days: number): Date => new Date(days * 86_400_000);

function noteOf(others: readonly { readonly name: string; readonly typical: string }[]): string {
  const shown = others.slice(0, 6).map(({ name, typical }) => `${name} ${typical}`);
  const more = others.length > 6 ? ` and ${others.length - 6} more at their middle or commonest value` : "";
  return `With ${shown.join(", ")}${more}.`;
}

/** Levels, or numbers over the range of the column; days for dates. */
function placesAlong(made: Made, name: string, levels: readonly string[] | undefined): (number | string)[] {
  if (levels !== undefined) return [...levels];
  const typed = columnsOfMade(made).find((column) => column.name === name)?.column;
  if (typed === undefined || !("values" in typed)) {
    throw new Error(`a saved model does not know the range of ${name}; open its data to draw the effect`);
  }
  const present = typed.values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = [...new Set(present.subarray(0, 5000))];
  if (distinct.length <= 12 && present.length <= 5000) return distinct;
  const [low, high] = [present[0]!, present.at(-1)!];
  return Array.from({ length: STEPS }, (_, k) => low + ((high - low) * k) / (STEPS - 1));
}
