// The mathematics of the opening scene: logistic loss of two columns without intercept, and its exact expectation under dropout. Two
// coefficients need no kernel, and the page's first picture cannot wait for one; test/web/scene.test.ts holds these numbers to the library's.

export type Pair = readonly [number, number];

export interface Point {
  readonly x: Pair;
  /** 1 or 0. */
  readonly y: number;
}

/** A row that stands for a share of the data. */
export interface Weighted extends Point {
  readonly weight: number;
}

/** Numbers in [0, 1) that a seed determines (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ROWS = 60;
const EVERY = 5; // the rare column is not 0 in every fifth row
const COMMON_WEIGHT = 0.8;
const ODD_ROW = 20; // the one row in which the rare column misleads, so that there is a minimum without dropout

/** Points of two classes. The first column is common and tells a little; the second is mostly 0, and tells nearly all where it is not. */
export function makePoints(seed = 4): Point[] {
  const random = randomFrom(seed);
  return Array.from({ length: ROWS }, (_, i): Point => {
    const common = (random() + random() + random() - 1.5) * 2;
    const size = 0.9 + 0.9 * random();
    const chance = random();
    if (i % EVERY !== 0) return { x: [common, 0], y: Number(chance < mean(COMMON_WEIGHT * common)) };
    const side = (i / EVERY) % 2 === 0 ? 1 : -1;
    const y = Number(side > 0);
    return { x: [common, side * (i === ODD_ROW ? 0.6 : size)], y: i === ODD_ROW ? 1 - y : y };
  });
}

const mean = (eta: number): number => 1 / (1 + Math.exp(-eta));

/** -log of the probability of y. */
export function lossOf({ x, y }: Point, [a, b]: Pair): number {
  const against = (y === 1 ? -1 : 1) * (a * x[0] + b * x[1]);
  return Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
}

export const evenly = (points: readonly Point[]): Weighted[] =>
  points.map((point) => ({ ...point, weight: 1 / points.length }));

/** Number of masks of a row: bit 0 drops the first entry, bit 1 the second. */
export const MASKS = 4;

/** A row as a mask leaves it: an entry is dropped, or divided by the chance to stay. */
export function masked({ x, y }: Point, mask: number, rate: number): Point {
  const kept = 1 / (1 - rate);
  return { x: [mask & 1 ? 0 : x[0] * kept, mask & 2 ? 0 : x[1] * kept], y };
}

/** How likely a mask is. */
export const chanceOf = (mask: number, rate: number): number =>
  (mask & 1 ? rate : 1 - rate) * (mask & 2 ? rate : 1 - rate);

/** Every row under every mask, with its probability: the mean loss of these rows is the expected loss, exactly. */
export function expanded(points: readonly Point[], rate: number): Weighted[] {
  return points.flatMap((point) =>
    Array.from({ length: MASKS }, (_, mask) => ({
      ...masked(point, mask, rate),
      weight: chanceOf(mask, rate) / points.length,
    })),
  );
}

/** The mask of one row in a draw. */
export const drawMask = (random: () => number, rate: number): number =>
  Number(random() < rate) | (Number(random() < rate) << 1);

export interface Derivatives {
  readonly value: number;
  readonly gradient: Pair;
  /** Entries 11, 12 and 22. */
  readonly hessian: readonly [number, number, number];
}

/** Weighted loss with its derivatives. */
export function objectiveAt(rows: readonly Weighted[], beta: Pair): Derivatives {
  let [value, g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0, 0];
  for (const row of rows) {
    const [u, v] = row.x;
    const p = mean(beta[0] * u + beta[1] * v);
    const slope = row.weight * (p - row.y);
    const bend = row.weight * p * (1 - p);
    value += row.weight * lossOf(row, beta);
    g0 += slope * u;
    g1 += slope * v;
    h00 += bend * u * u;
    h01 += bend * u * v;
    h11 += bend * v * v;
  }
  return { value, gradient: [g0, g1], hessian: [h00, h01, h11] };
}

const SMALL = 1e-16; // of the squared length of the gradient
const MOST_STEPS = 40;

/** The points of Newton's method from a start to the minimum; a step that does not go down is halved. */
export function newton(rows: readonly Weighted[], start: Pair = [0, 0]): Pair[] {
  const trace: Pair[] = [start];
  let at = start;
  for (let k = 0; k < MOST_STEPS; k++) {
    const { value, gradient, hessian } = objectiveAt(rows, at);
    const [g0, g1] = gradient;
    if (g0 * g0 + g1 * g1 < SMALL) break;
    const [h00, h01, h11] = hessian;
    const size = h00 * h11 - h01 * h01;
    const step: Pair = [(h11 * g0 - h01 * g1) / size, (h00 * g1 - h01 * g0) / size];
    let part = 1;
    let next: Pair = at;
    do {
      next = [at[0] - part * step[0], at[1] - part * step[1]];
      part /= 2;
    } while (objectiveAt(rows, next).value > value && part > 1e-6);
    at = next;
    trace.push(at);
  }
  return trace;
}

/** What dropout is to second order: the ridge of each column, rate / (1 - rate) times the mean of p (1 - p) x^2. */
export function adaptiveRidge(points: readonly Point[], beta: Pair, rate: number): Pair {
  const [h00, , h11] = objectiveAt(evenly(points), beta).hessian;
  const odds = rate / (1 - rate);
  return [odds * h00, odds * h11];
}

/** The penalty of Wager, Wang and Liang (2013): half of the sum of these ridges times the squared coefficients. */
export function quadraticPenalty(points: readonly Point[], beta: Pair, rate: number): number {
  const [first, second] = adaptiveRidge(points, beta, rate);
  return (first * beta[0] ** 2 + second * beta[1] ** 2) / 2;
}
