import { add, PAIRS, type Pair, sub } from "./arithmetic.js";
import { type Basis, moved } from "./basis.js";
import { domainOf, EXPONENT, loss } from "./loss.js";
import type { Objective } from "./objective.js";
import type { LossRow } from "./rows.js";

const A = PAIRS;

export interface Local {
  /** Slopes of the smooth part of F along the directions of the basis, per class. */
  readonly g: number[];
  /** Its second derivatives, or what stands for them where F is not convex (multinomial with noise). */
  readonly H: number[][];
}

/** Differences in double-double: with steps of 1e-7 a slope has 14 digits, a curvature as many. */
const STEP = 1e-7;
/** The same where a row is known to the digits of a double only: nine digits, for steps whose worth F itself decides. */
const COARSE = 1e-4;

/** A length on which the loss of a row does not change much. */
export function scaleAt(objective: Objective, eta: number): number {
  const { link, family } = objective.form;
  const { low, high } = domainOf(objective.form);
  const room = Math.min(eta - low, high - eta);
  if (Number.isFinite(room) && family !== "multinomial")
    return family === "binomial" && link === "log" ? Math.min(1, Math.max(room, 1e-290)) : Math.max(room, 1e-290);
  if ((family === "gaussian" || family === "tweedie") && link === "identity")
    return Math.max(1e-290, Math.abs(eta), objective.yScale);
  if (EXPONENT[link] === -1) return Math.max(Math.abs(eta), 1e-290);
  if (link === "probit") return 1 / (1 + Math.abs(eta));
  return 1;
}

export function derivativesOf(objective: Objective, basis: Basis, point: readonly Pair[]): Local {
  const r = basis.directions.length;
  const d = r * objective.classes;
  const g = Array<number>(d).fill(0);
  const H = Array.from({ length: d }, () => Array<number>(d).fill(0));
  if (objective.classes > 1) classDerivatives(objective, basis, point, g, H);
  else {
    objective.lossRows.forEach((row, i) => {
      addLoss(objective, row, basis.rows[i]!, point, g, H);
    });
    const n = objective.lossRows.length;
    objective.noiseRows.forEach((row, i) => {
      addNoise(objective, basis, row, basis.rows[n + i]!, point, g, H);
    });
  }
  objective.lambda.forEach((lambda, j) => {
    if (lambda === 0) return;
    for (let k = 0; k < objective.classes; k++) {
      const b = point[k * objective.block + 1 + j]!;
      for (let s = 0; s < r; s++) {
        const ts = basis.directions[s]![j + 1]!.h;
        g[k * r + s]! += lambda * b.h * ts;
        for (let t = 0; t < r; t++) H[k * r + s]![k * r + t]! += lambda * ts * basis.directions[t]![j + 1]!.h;
      }
    }
  });
  return { g, H };
}

function addOuter(H: number[][], factor: number, a: readonly number[], b: readonly number[], at = 0, bt = at): void {
  if (factor === 0) return;
  for (let s = 0; s < a.length; s++) {
    const fa = factor * a[s]!;
    if (fa === 0) continue;
    const line = H[at + s]!;
    for (let t = 0; t < b.length; t++) line[bt + t]! += fa * b[t]!;
  }
}

/** l' and l'' of a row. */
export function rowDerivatives(objective: Objective, y: number, eta: Pair): [number, number] {
  const h = A.of(STEP * scaleAt(objective, eta.h));
  const f = (e: Pair): Pair => loss(A, objective.form, y, e);
  const [up, middle, down] = [f(add(eta, h)), f(eta), f(sub(eta, h))];
  const slope = sub(up, down).h / (2 * h.h);
  const curvature = sub(sub(up, middle), sub(middle, down)).h / h.h / h.h;
  return [slope, curvature];
}

function addLoss(
  objective: Objective,
  row: LossRow,
  q: readonly number[],
  point: readonly Pair[],
  g: number[],
  H: number[][],
): void {
  const [slope, curvature] = rowDerivatives(objective, row.y, objective.eta(row, point));
  q.forEach((v, s) => {
    g[s]! += row.c * slope * v;
  });
  addOuter(H, row.c * curvature, q, q);
}

function addNoise(
  objective: Objective,
  basis: Basis,
  row: LossRow,
  q: readonly number[],
  point: readonly Pair[],
  g: number[],
  H: number[][],
): void {
  const noise = objective.noise!;
  const eta = objective.eta(row, point);
  const s = objective.noiseArgument(row, point);
  const unit = scaleAt(objective, eta.h);
  const part = noise.isPaired ? STEP : COARSE;
  const he = part * unit;
  const hs = part * Math.max(Math.min(s.h, 1), 1e-3 * unit * unit, 1e-290);
  // s is not negative: differences ahead where it is small
  const near = s.h > 2 * hs ? 0 : hs;
  const f = (a: number, b: number): Pair => noise.penalty(row.y, add(eta, A.of(a * he)), add(s, A.of(near + b * hs)));
  const [nn, n0, np] = [f(-1, -1), f(-1, 0), f(-1, 1)];
  const [zn, z0, zp] = [f(0, -1), f(0, 0), f(0, 1)];
  const [pn, p0, pp] = [f(1, -1), f(1, 0), f(1, 1)];
  const fe = sub(p0, n0).h / (2 * he);
  const fs0 = sub(zp, zn).h / (2 * hs);
  const fee = sub(sub(p0, z0), sub(z0, n0)).h / he / he;
  const fes = sub(sub(pp, pn), sub(np, nn)).h / (4 * he * hs);
  const fss = sub(sub(zp, z0), sub(z0, zn)).h / hs / hs;
  // slopes and curvatures of s in each coefficient
  const p = objective.p;
  const ds = Array<number>(p).fill(0);
  const dds = Array<number>(p).fill(0);
  for (let j = 0; j < p; j++) {
    const b = point[1 + j]!;
    const h = STEP * Math.max(1e-3, Math.abs(b.h));
    const [up, middle, down] = [1, 0, -1].map((k) => objective.noisePart(row, j, add(b, A.of(k * h)))) as [
      Pair,
      Pair,
      Pair,
    ];
    ds[j] = sub(up, down).h / (2 * h);
    dds[j] = sub(sub(up, middle), sub(middle, down)).h / h / h;
  }
  const along = basis.directions.map((t) => ds.reduce((sum, v, j) => sum + v * t[j + 1]!.h, 0));
  const c = row.c;
  q.forEach((v, k) => {
    g[k]! += c * (fe * v + fs0 * along[k]!);
  });
  addOuter(H, c * fee, q, q);
  addOuter(H, c * fes, q, along);
  addOuter(H, c * fes, along, q);
  addOuter(H, c * fss, along, along);
  dds.forEach((v, j) => {
    const t = basis.directions.map((direction) => direction[j + 1]!.h);
    addOuter(H, c * fs0 * v, t, t);
  });
}

/** Softmax, in doubles. Of the noise only slopes are taken: it is not convex, and F itself decides what a step is worth. */
function classDerivatives(
  objective: Objective,
  basis: Basis,
  point: readonly Pair[],
  g: number[],
  H: number[][],
): void {
  const K = objective.classes;
  const r = basis.directions.length;
  objective.lossRows.forEach((row, i) => {
    const etas = Array.from({ length: K }, (_, k) => objective.eta(row, point, k));
    const top = etas.reduce((m, e) => (e.h > m.h ? e : m));
    const e = etas.map((v) => Math.exp(sub(v, top).h));
    const total = e.reduce((s, v) => s + v, 0);
    const q = basis.rows[i]!;
    for (let k = 0; k < K; k++) {
      const pk = e[k]! / total;
      const others = e.reduce((s, v, l) => (l === k ? s : s + v), 0) / total;
      const slope = k === row.y ? -others : pk;
      q.forEach((v, s) => {
        g[k * r + s]! += row.c * slope * v;
      });
      for (let l = 0; l < K; l++) {
        addOuter(H, row.c * (k === l ? pk * others : (-pk * e[l]!) / total), q, q, k * r, l * r);
      }
    }
  });
  if (objective.noiseRows.length === 0) return;
  for (let s = 0; s < g.length; s++) {
    const at = (h: number): Pair => {
      const gamma = Array<number>(g.length).fill(0);
      gamma[s] = h;
      return objective.noiseValue(moved(point, basis, gamma, K));
    };
    const h = 1e-6;
    const [up, middle, down] = [at(h), at(0), at(-h)];
    g[s]! += sub(up, down).h / (2 * h);
    H[s]![s]! += Math.max(0, sub(sub(up, middle), sub(middle, down)).h / h / h);
  }
}
