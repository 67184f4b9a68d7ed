import { coneDirection, wholeRows } from "./exact-cone.js";
import { EXPONENT, type JudgedForm, powerOf } from "./loss.js";
import { varianceOf } from "./noise.js";
import type { Objective } from "./objective.js";
import type { LossRow } from "./rows.js";

// Whether F falls for ever along some direction: docs/objective.md, "When there is no minimizer".

/** +1 where the loss of a row falls for ever as eta rises, -1 as it falls, 0 where neither. */
export function wayOf(form: JudgedForm, y: number, eta: number): number {
  const { family, link } = form;
  if (family === "binomial") {
    if (link === "identity") return 0;
    if (y === 0) return -1;
    return y === 1 && link !== "log" ? 1 : 0;
  }
  if (family === "negative-binomial") return link === "log" && y === 0 ? -1 : 0;
  const q = EXPONENT[link]!;
  const p = powerOf(form);
  if (p === 0 && link === "inverse") {
    if (y === 0) return Math.sign(eta);
    return eta > 0 === y < 0 ? Math.sign(eta) : 0; // mu goes to 0 from the side on which y is not
  }
  if (p >= 2 || q > 0) return 0;
  const isLow = p === 0 ? y <= 0 : y === 0;
  return isLow ? (q === 0 ? -1 : 1) : 0;
}

export interface Recession {
  /** Whether F falls for ever somewhere; undefined where this is not decided. */
  readonly recedes: boolean | undefined;
  /** b, beta_1, ..., beta_p per class. */
  readonly direction: readonly number[] | undefined;
  /** The largest z_i u as a part of sum |z_ij u_j|, over rows that move: where it is small, rounding decides. */
  readonly margin: number;
}

export interface Sight {
  /** Rows of a smaller share of the weight do not count. */
  readonly least?: number;
  /** Entries are rounded to so many bits of their column's largest. */
  readonly bits?: number;
}

/** The cone of directions along which no row with weight, no noise, penalty, ball or bound raises F for ever. */
export function recessionOf(objective: Objective, etas: readonly number[], { least = 0, bits }: Sight = {}): Recession {
  const { problem, classes, block, p } = objective;
  const d = block * classes;
  const sides: number[][] = [];
  const equal: number[][] = [];
  const limits: number[][] = [];
  const round = rounder(objective, bits);
  const unit = (at: number, sign = 1): number[] => Array.from({ length: d }, (_, k) => (k === at ? sign : 0));
  const noises = objective.noiseRows.length === 0 ? [] : problem.noises!;
  const isQuadratic = noises.length > 0 && problem.approximation === "quadratic";
  if (problem.unlabeled !== undefined) return { recedes: undefined, direction: undefined, margin: 0 };
  /** Columns of a row that noise shakes. */
  const shaken = (row: LossRow): number[] =>
    Array.from({ length: p }, (_, j) => j).filter((j) =>
      noises.some(({ noise, strength }) => varianceOf(noise, row.x[j]!, strength[j]!) > 0),
    );
  objective.lossRows.forEach((row, i) => {
    if (!(row.c > least)) return;
    const z = [1, ...row.x.map(round)];
    if (classes > 1) {
      for (let k = 0; k < classes; k++) if (k !== row.y) sides.push(spread(z, row.y, k, block, d));
      return;
    }
    const way = wayOf(objective.form, row.y, etas[i]!);
    const isExact = problem.approximation === "exact" && objective.form.family === "poisson" && noises.length > 0;
    if (way === 0) equal.push(z);
    else for (const line of isExact ? extremes(objective, row, z) : [z]) sides.push(line.map((v) => v * way));
    for (const j of shaken(row)) {
      const isReachable = noises.every(
        ({ noise, strength }) => strength[j] === 0 || noise === "dropout" || noise === "poisson",
      );
      if (way === 0 || !((isExact && isReachable) || isQuadratic)) equal.push(unit(1 + j));
    }
  });
  for (let k = 0; k < classes; k++) {
    if (!problem.intercept) equal.push(unit(k * block));
    for (let j = 0; j < p; j++) {
      const at = k * block + 1 + j;
      const isLow = (problem.bounds?.lower[j] ?? -Infinity) > -Infinity;
      const isHigh = (problem.bounds?.upper[j] ?? Infinity) < Infinity;
      const isPenalized = objective.lambda[j]! > 0 || objective.kappa[j]! > 0 || objective.excluded[j]!;
      if (isPenalized || (problem.constraint !== undefined && objective.unit[j]! > 0)) equal.push(unit(at));
      else if (isLow && isHigh) equal.push(unit(at));
      else if (isLow || isHigh) limits.push(unit(at, isLow ? 1 : -1));
    }
  }
  const cone = solvedCone(sides, limits, equal, d);
  if (cone.direction === undefined || !isQuadratic) return cone;
  // noise of the quadratic form vanishes where a row recedes; a row that rests must not feel it
  const rests =
    classes > 1 ||
    objective.lossRows.some((row) => {
      const u = cone.direction!;
      const m = row.x.reduce((s, v, j) => s + v * u[1 + j]!, u[0]!);
      return m === 0 && shaken(row).some((j) => u[1 + j] !== 0);
    });
  return rests ? { ...cone, recedes: undefined } : cone;
}

/** z_i (u_y - u_k) */
function spread(z: readonly number[], y: number, k: number, block: number, d: number): number[] {
  const line = Array<number>(d).fill(0);
  z.forEach((v, j) => {
    line[y * block + j] = v;
    line[k * block + j] = -v;
  });
  return line;
}

function solvedCone(sides: number[][], limits: number[][], equal: number[][], d: number): Recession {
  const none = { recedes: false, direction: undefined, margin: 0 };
  if (sides.length === 0) return none;
  const { whole, unit } = wholeRows([...sides, ...limits, ...equal], d);
  const [a, b] = [sides.length, sides.length + limits.length];
  const found = coneDirection(whole.slice(0, a), whole.slice(a, b), whole.slice(b), d);
  if (found === undefined) return none;
  const top = found.reduce((m, v) => (v < 0n ? (-v > m ? -v : m) : v > m ? v : m), 1n);
  const direction = found.map((v, j) => (Number((v << 200n) / top) / 2 ** 200) * unit[j]!);
  let margin = 0;
  for (const row of whole.slice(0, a)) {
    const exact = row.reduce((s, v, j) => s + v * found[j]!, 0n);
    const size = row.reduce((s, v, j) => s + absolute(v * found[j]!), 0n);
    if (exact > 0n) margin = Math.max(margin, ratio(exact, size));
  }
  return { recedes: true, direction, margin };
}

const absolute = (v: bigint): bigint => (v < 0n ? -v : v);
const ratio = (a: bigint, b: bigint): number => Number((a << 60n) / b) / 2 ** 60;

/** What the noised copies of a row may be, as far as a direction goes that must not raise any of them. */
function extremes(objective: Objective, row: LossRow, z: readonly number[]): number[][] {
  let out: number[][] = [[...z]];
  for (let j = 0; j < objective.p; j++) {
    for (const { noise, strength } of objective.problem.noises!) {
      const h = strength[j]!;
      if (h === 0 || row.x[j] === 0) continue;
      if (noise === "dropout") {
        out = out.flatMap((line) =>
          [0, 1].map((kept) =>
            line.map((v, k) => (k === j + 1 ? v + (kept ? row.x[j]! / (1 - h) - row.x[j]! : -row.x[j]!) : v)),
          ),
        );
      } else if (noise === "poisson") {
        out = out.flatMap((line) =>
          [-1, 1e9].map((part) => line.map((v, k) => (k === j + 1 ? v + part * row.x[j]! : v))),
        );
      }
    }
  }
  return out;
}

function rounder(objective: Objective, bits: number | undefined): (v: number, j: number) => number {
  if (bits === undefined) return (v) => v;
  const top = Array.from({ length: objective.p }, (_, j) =>
    Math.max(1e-300, ...objective.lossRows.map((row) => Math.abs(row.x[j]!))),
  );
  return (v, j) => (Math.round((v / top[j]!) * 2 ** bits) / 2 ** bits) * top[j]!;
}
