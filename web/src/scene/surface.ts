// Losses over a grid of the two coefficients: of the data, of sampled masks, and expected.
import { chanceOf, drawMask, lossOf, MASKS, masked, type Pair, type Point, randomFrom } from "./maths.js";

/** Nodes along one side. */
export const SIDE = 41;
/** The part of the plane of coefficients that is shown. */
export const RANGE = { first: [-1, 1.8], second: [-1, 4] } as const;

const place = (range: readonly [number, number], k: number): number =>
  range[0] + ((range[1] - range[0]) * k) / (SIDE - 1);

/** The coefficients of node k; the second rises from row to row. */
export const betaAt = (k: number): Pair => [place(RANGE.first, k % SIDE), place(RANGE.second, Math.floor(k / SIDE))];

const BETAS: readonly Pair[] = Array.from({ length: SIDE * SIDE }, (_, k) => betaAt(k));

export type Surface = Float64Array;

/** The loss of one row over the grid. Where an entry is 0 the loss is the same along a side of the grid, and is computed once. */
function lossOver(point: Point): Surface {
  const surface = new Float64Array(SIDE * SIDE);
  const [a, b] = point.x;
  for (let k = 0; k < surface.length; k++) {
    if (b === 0 && k >= SIDE) surface[k] = surface[k - SIDE]!;
    else if (a === 0 && k % SIDE > 0) surface[k] = surface[k - 1]!;
    else surface[k] = lossOf(point, BETAS[k]!);
  }
  return surface;
}

/** The loss of every row under every mask, over the grid: averages over masks are sums of these. */
export interface Table {
  readonly rows: number;
  readonly rate: number;
  /** By row and mask; masks that leave the same numbers share one. */
  readonly losses: readonly (readonly Surface[])[];
}

export function tableOf(points: readonly Point[], rate: number): Table {
  const losses = points.map((point) => {
    const found = new Map<string, Surface>();
    return Array.from({ length: MASKS }, (_, mask): Surface => {
      const left = masked(point, mask, rate);
      const name = `${left.x[0]} ${left.x[1]}`;
      const known = found.get(name) ?? lossOver(left);
      found.set(name, known);
      return known;
    });
  });
  return { rows: points.length, rate, losses };
}

/** The mean over rows of losses with a weight for each row and mask. */
function weighted({ rows, losses }: Table, weight: (row: number, mask: number) => number): Surface {
  const sum = new Float64Array(SIDE * SIDE);
  for (let i = 0; i < rows; i++) {
    for (let mask = 0; mask < MASKS; mask++) {
      const w = weight(i, mask) / rows;
      if (w === 0) continue;
      const loss = losses[i]![mask]!;
      for (let k = 0; k < sum.length; k++) sum[k] = sum[k]! + w * loss[k]!;
    }
  }
  return sum;
}

/** The masks of each draw, by row. The draws of a rate are always the same. */
export function drawsOf(rows: number, rate: number, draws: number, seed = 11): Uint8Array[] {
  const random = randomFrom(seed);
  return Array.from({ length: draws }, () => Uint8Array.from({ length: rows }, () => drawMask(random, rate)));
}

/** The average over draws. */
export function averageOf(table: Table, draws: readonly Uint8Array[]): Surface {
  const counts = new Uint16Array(table.rows * MASKS);
  for (const draw of draws) for (const [i, mask] of draw.entries()) counts[i * MASKS + mask]!++;
  return weighted(table, (i, mask) => counts[i * MASKS + mask]! / draws.length);
}

/** The expectation, exactly. */
export function expectedOf(table: Table): Surface {
  return weighted(table, (_, mask) => chanceOf(mask, table.rate));
}

/** The largest distance of two surfaces where the expected loss is at most `top`. */
export function largestGap(a: Surface, b: Surface, top: number): number {
  return a.reduce((most, value, k) => (b[k]! <= top ? Math.max(most, Math.abs(value - b[k]!)) : most), 0);
}

/** The node with the least loss. */
export const lowest = (surface: Surface): Pair =>
  betaAt(surface.reduce((best, v, k) => (v < surface[best]! ? k : best), 0));

export type Segment = readonly [number, number, number, number];

/** The contour of a level as short lines in units of nodes (marching squares; the halves of a saddle are joined as they come). */
export function contour(surface: Surface, level: number): Segment[] {
  const lines: Segment[] = [];
  const cut = (a: number, b: number): number => (level - a) / (b - a);
  for (let r = 0; r + 1 < SIDE; r++) {
    for (let c = 0; c + 1 < SIDE; c++) {
      const k = r * SIDE + c;
      const [sw, se, nw, ne] = [surface[k]!, surface[k + 1]!, surface[k + SIDE]!, surface[k + SIDE + 1]!];
      const ends: number[] = [];
      if (sw > level !== se > level) ends.push(c + cut(sw, se), r);
      if (se > level !== ne > level) ends.push(c + 1, r + cut(se, ne));
      if (nw > level !== ne > level) ends.push(c + cut(nw, ne), r + 1);
      if (sw > level !== nw > level) ends.push(c, r + cut(sw, nw));
      for (let e = 0; e + 3 < ends.length; e += 4) lines.push([ends[e]!, ends[e + 1]!, ends[e + 2]!, ends[e + 3]!]);
    }
  }
  return lines;
}

/** Mean loss of the points as they are. */
export const surfaceOf = (points: readonly Point[]): Surface =>
  averageOf(tableOf(points, 0), [new Uint8Array(points.length)]);
