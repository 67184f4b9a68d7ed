// Lines of equal height of numbers on a grid, by marching squares.

/** Numbers on a grid: size x size of them, the first index across. */
export interface Grid {
  readonly size: number;
  readonly values: readonly number[];
}

/** A piece of a line, in steps of the grid: from (x1, y1) to (x2, y2). */
export type Piece = readonly [number, number, number, number];

/** Pieces of the line where the heights are `level`. Cells with a corner that is not finite have none. */
export function contour({ size, values }: Grid, level: number): Piece[] {
  const pieces: Piece[] = [];
  for (let y = 0; y + 1 < size; y++) {
    for (let x = 0; x + 1 < size; x++) {
      const corners = [
        values[y * size + x]!,
        values[y * size + x + 1]!,
        values[(y + 1) * size + x + 1]!,
        values[(y + 1) * size + x]!,
      ] as const;
      if (!corners.every(Number.isFinite)) continue;
      const crossings = crossingsOf(corners, level);
      // a saddle has four: its ends are joined in the order of the sides
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        const [a, b] = [crossings[k]!, crossings[k + 1]!];
        pieces.push([x + a[0], y + a[1], x + b[0], y + b[1]]);
      }
    }
  }
  return pieces;
}

/** Where the line crosses the sides of a cell: bottom, right, top, left; corners in that order from (0, 0). */
function crossingsOf([a, b, c, d]: readonly [number, number, number, number], level: number): [number, number][] {
  const found: [number, number][] = [];
  const at = (from: number, to: number): number | undefined =>
    from < level !== to < level ? (level - from) / (to - from) : undefined;
  const [bottom, right, top, left] = [at(a, b), at(b, c), at(d, c), at(a, d)];
  if (bottom !== undefined) found.push([bottom, 0]);
  if (right !== undefined) found.push([1, right]);
  if (top !== undefined) found.push([top, 1]);
  if (left !== undefined) found.push([0, left]);
  return found;
}

/** Levels between the lowest height and the highest: evenly apart on a bowl, as their distances grow like squares. */
export function levelsOf({ values }: Grid, lowest: number, count: number): number[] {
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b);
  const high = finite[Math.floor(0.97 * (finite.length - 1))] ?? lowest;
  return Array.from({ length: count }, (_, k) => lowest + (high - lowest) * ((k + 0.5) / count) ** 2);
}

/** The grid with `parts` steps in place of one, by cubics through its numbers: narrow valleys keep their form. */
export function finer({ size, values }: Grid, parts: number): Grid {
  const rows = Array.from({ length: size }, (_, y) => finerLine(values.slice(y * size, (y + 1) * size), parts));
  const columns = rows[0]!.map((_, x) =>
    finerLine(
      rows.map((row) => row[x]!),
      parts,
    ),
  );
  const long = columns.length;
  return {
    size: long,
    values: Array.from({ length: long * long }, (_, k) => columns[k % long]![Math.floor(k / long)]!),
  };
}

/** Catmull and Rom's cubics, which leave parabolas as they are; so are its ends continued. */
function finerLine(line: readonly number[], parts: number): number[] {
  const last = line.length - 1;
  const beyond = (a: number, b: number, c: number): number => 3 * a - 3 * b + c;
  const at = (k: number): number => {
    if (k < 0) return beyond(line[0]!, line[1]!, line[2]!);
    return k > last ? beyond(line[last]!, line[last - 1]!, line[last - 2]!) : line[k]!;
  };
  return Array.from({ length: last * parts + 1 }, (_, i) => {
    const k = Math.min(Math.floor(i / parts), last - 1);
    const t = i / parts - k;
    const [p, q, r, s] = [at(k - 1), at(k), at(k + 1), at(k + 2)];
    return q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
  });
}
