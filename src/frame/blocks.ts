import type { CodedColumns, Codes } from "../base/coded-entries.js";
import { doubles } from "../base/typed.js";
import { type FactorPart, isFactorPart, type NumberPart, type Part } from "./part.js";

// The columns of a term: the products of the columns of its variables, those of the first variable changing fastest. A factor is one code
// per row; factors together are a factor of their combined levels.

/** Contrasts with more entries are not written out. */
const MOST_ENTRIES = 2 ** 22;

export function blocksOf(rows: number, parts: readonly Part[]): CodedColumns[] {
  const factors = parts.filter(isFactorPart);
  const numbers = parts.filter((part): part is NumberPart => !isFactorPart(part));
  const products = productsOf(rows, numbers);
  if (factors.length === 0) return products.map((values) => ({ kind: "numbers", values: values ?? ones(rows) }));
  const joint = factors.reduce(joined);
  const width = joint.names.length;
  if (isFirst(parts) && (joint.places !== undefined || joint.levels * width <= MOST_ENTRIES)) {
    const contrasts = joint.places === undefined ? written(joint, range(width)) : undefined;
    return products.map((values) => ({ kind: "factor", ...coded(joint), columns: width, contrasts, values }));
  }
  return range(parts.reduce((count, { names }) => count * names.length, 1)).map((j) => {
    const [f, n] = placesIn(parts, j);
    const values = products[n];
    return { kind: "factor", ...coded(joint), places: undefined, columns: 1, contrasts: written(joint, [f]), values };
  });
}

/** Names of the columns of a term. */
export function columnNames(parts: readonly Part[]): string[] {
  return parts.reduce<string[]>(
    (names, part) => part.names.flatMap((name) => names.map((before) => (before === "" ? name : `${before}:${name}`))),
    [""],
  );
}

function range(length: number): number[] {
  return Array.from({ length }, (_, k) => k);
}

function ones(rows: number): Float64Array {
  return new Float64Array(rows).fill(1);
}

/** The products of columns of numbers, the first changing fastest; undefined is 1 in every row. */
function productsOf(rows: number, parts: readonly NumberPart[]): (Float64Array | undefined)[] {
  return parts.reduce<(Float64Array | undefined)[]>(
    (products, { columns }) =>
      columns.flatMap((column) =>
        products.map((before) => (before === undefined ? column : doubles(rows, (i) => before[i]! * column[i]!))),
      ),
    [undefined],
  );
}

/** Whether the columns of all factors change before those of numbers. */
function isFirst(parts: readonly Part[]): boolean {
  const wide = parts.filter(({ names }) => names.length > 1).map(isFactorPart);
  return wide.lastIndexOf(true) < (wide.includes(false) ? wide.indexOf(false) : Infinity);
}

/** Two factors as one, of all pairs of levels. */
function joined(a: FactorPart, b: FactorPart): FactorPart {
  const [levels, width] = [a.levels * b.levels, a.names.length];
  return {
    names: columnNames([a, b]),
    codes: a.codes.map((code, i) => code + a.levels * b.codes[i]!),
    levels,
    places: a.places && b.places && jointPlaces(a.places, b.places, width),
    entry: (level, column) =>
      a.entry(level % a.levels, column % width) * b.entry(Math.floor(level / a.levels), Math.floor(column / width)),
  };
}

function jointPlaces(a: Int32Array, b: Int32Array, width: number): Int32Array {
  const places = new Int32Array(a.length * b.length);
  for (let k = 0; k < places.length; k++) {
    const [i, j] = [a[k % a.length]!, b[Math.floor(k / a.length)]!];
    places[k] = i < 0 || j < 0 ? -1 : i + width * j;
  }
  return places;
}

/** The codes in the smallest type. */
function coded({ codes, levels, places }: FactorPart): { codes: Codes; levels: number; places?: Int32Array } {
  const Kind = levels <= 256 ? Uint8Array : levels <= 65_536 ? Uint16Array : Int32Array;
  return { codes: new Kind(codes), levels, ...(places && { places }) };
}

/** Some columns of the contrasts, level by level. */
function written({ levels, entry }: FactorPart, columns: readonly number[]): Float64Array {
  const width = columns.length;
  const out = new Float64Array(levels * width);
  for (let l = 0; l < levels; l++) for (let k = 0; k < width; k++) out[l * width + k] = entry(l, columns[k]!);
  return out;
}

/** Column j of a term: its place among the columns of the factors, and among the products of numbers. */
function placesIn(parts: readonly Part[], j: number): [factor: number, number: number] {
  let rest = j;
  const at = [0, 0];
  const widths = [1, 1];
  for (const part of parts) {
    const k = isFactorPart(part) ? 0 : 1;
    const width = part.names.length;
    at[k]! += (rest % width) * widths[k]!;
    widths[k]! *= width;
    rest = Math.floor(rest / width);
  }
  return [at[0]!, at[1]!];
}
