// Weights and penalties of models whose columns are the pixels of a square picture.
import type { Pixels } from "../messages.js";
import { type AnyModel, isMany } from "./known.js";

/** The side of the picture, and the place of every column in it; undefined if the columns are no pixels. */
function placesOf(names: readonly string[]): { readonly side: number; readonly places: readonly number[] } | undefined {
  const cells = names.map((name) => /^p(\d)(\d)$/.exec(name) ?? /^(?:p|pixel|px)_?(\d+)[x_](\d+)$/.exec(name));
  if (names.length >= 16 && cells.every((cell) => cell !== null)) {
    const rows = cells.map((cell) => [Number(cell[1]), Number(cell[2])] as const);
    const side = 1 + Math.max(...rows.flat());
    return { side, places: rows.map(([row, column]) => side * row + column) };
  }
  const numbers = names.map((name) => /^(?:p|pixel|px)_?(\d+)$/i.exec(name)?.[1]).map(Number);
  if (names.length < 16 || numbers.some((number) => Number.isNaN(number))) return undefined;
  const first = Math.min(1, ...numbers);
  const side = Math.ceil(Math.sqrt(Math.max(...numbers) - first + 1));
  return { side, places: numbers.map((number) => number - first) };
}

export function pixelsOf(model: AnyModel): Pixels[] | undefined {
  const found = placesOf(model.names);
  if (found === undefined) return undefined;
  const placed = (values: ArrayLike<number>): number[] => {
    const out = new Array<number>(found.side ** 2).fill(0);
    found.places.forEach((place, j) => {
      out[place] = values[j]!;
    });
    return out;
  };
  const of = (title: string, weights: Float64Array, penalty: Float64Array | undefined): Pixels => ({
    title,
    weights: placed(weights),
    ...(penalty === undefined ? {} : { penalty: placed(penalty) }),
  });
  if (!isMany(model)) return [of("all", model.coefficients, model.adaptivePenalty)];
  return model.classes.map((name, k) => of(String(name), model.coefficients[k]!, model.adaptivePenalty?.[k]));
}
