import type { Problem } from "../problem.js";
import { add, mul, PAIRS, type Pair, sub } from "./arithmetic.js";
import { type Basis, basisOf, moved } from "./basis.js";
import { isAllowed, normOf } from "./constraints.js";
import { derivativesOf } from "./derivatives.js";
import { inward, ownStart } from "./interior.js";
import { eigen } from "./linear.js";
import { bestLoss, CONVEX } from "./loss.js";
import { type Scale, scaleOf } from "./measure.js";
import { Objective, type Point } from "./objective.js";
import { descend } from "./search.js";

const A = PAIRS;

export const pointFrom = (numbers: readonly number[]): Pair[] => numbers.map(A.of);

/** A problem with the judge's objects, at one theta. */
export class Case {
  readonly objective: Objective;
  /** The same without noise, penalty, bounds and ball: for the deviance. */
  readonly plain: Objective;
  readonly basis: Basis;
  readonly isConvex: boolean;

  constructor(problem: Problem, theta?: number) {
    this.objective = new Objective(problem, theta);
    const { noises: _, penalty: __, constraint: ___, bounds: ____, unlabeled: _____, ...rest } = problem;
    this.plain = new Objective(rest, theta);
    this.basis = basisOf(this.objective, this.freeColumns());
    const { family } = this.objective.form;
    const isQuadratic = problem.approximation === "quadratic" && this.objective.noiseRows.length > 0;
    this.isConvex = CONVEX(this.objective.form) && (!isQuadratic || family === "gaussian");
  }

  private freeColumns(): boolean[] {
    const { bounds } = this.objective.problem;
    return this.objective.excluded.map(
      (out, j) => !out && !(bounds !== undefined && bounds.lower[j]! >= bounds.upper[j]!),
    );
  }

  /** F, Infinity where the point is not allowed. */
  value(point: Point, slack = 0): Pair {
    return isAllowed(this.objective, point, slack) ? this.objective.value(point) : A.of(Infinity);
  }

  plainScale(point: Point): Scale {
    return scaleOf(this.plain, point);
  }

  scale(point: Point): Scale {
    return scaleOf(this.objective, point);
  }

  /** The judge's own least F, from points that are known, and from a start of its own where that is wanted or there is no other. */
  search(from: readonly Point[], unit: number, isThorough: boolean): { at: Point; F: Pair }[] {
    const safe = ownStart(this.objective);
    const near = from.flatMap((point) => {
      const start = inward(this.objective, point, safe);
      return start === undefined ? [] : [start];
    });
    const starts = safe !== undefined && (isThorough || near.length === 0) ? [...near, safe] : near;
    return starts
      .map((start) => descend(this.objective, this.basis, start, unit))
      .map(({ point, F }) => ({ at: point, F }))
      .filter(({ F }) => Number.isFinite(F.h));
  }

  /**
   * A descent that begins at the point itself: along the Newton step, along a direction of negative curvature, or off a kink
   * or bound. Returns the decrease of F, in steps that all go down.
   */
  fallFrom(point: Point): number {
    const { objective } = this;
    const held = objective.excluded.map((_, j) => this.isAtEdge(point, j));
    const basis = basisOf(
      objective,
      this.freeColumns().map((free, j) => free && !held[j]),
    );
    const { g, H } = derivativesOf(objective, basis, point);
    if (!g.every(Number.isFinite) || !H.every((row) => row.every(Number.isFinite))) return 0;
    this.addKinks(point, basis, g);
    const { values, vectors } = eigen(H);
    const top = Math.max(...values.map(Math.abs), 0);
    let best = 0;
    const along = (gamma: readonly number[]): void => {
      best = Math.max(
        best,
        this.fallAlong((t) =>
          moved(
            point,
            basis,
            gamma.map((v) => v * t),
            objective.classes,
          ),
        ),
      );
    };
    const slopes = vectors.map((v) => v.reduce((s, e, i) => s + e * g[i]!, 0));
    const step = g.map(
      (_, i) =>
        -vectors.reduce((s, v, k) => s + (v[i]! * slopes[k]!) / Math.max(Math.abs(values[k]!), 1e-10 * top, 1e-300), 0),
    );
    along(step);
    values.forEach((value, k) => {
      if (!(value < -1e-7 * top)) return;
      for (const sign of [1, -1]) along(vectors[k]!.map((v) => sign * v * 0.1));
    });
    for (let at = 0; at < point.length; at++) {
      const j = (at % objective.block) - 1;
      if (j < 0 || !held[j] || !this.freeColumns()[j]) continue;
      for (const sign of [1, -1])
        best = Math.max(
          best,
          this.fallAlong((t) => this.off(point, at, (sign * t) / (objective.sd[j]! || 1))),
        );
    }
    return best;
  }

  /** Moves one coefficient, and the intercept, so that the mean of eta stays. */
  private off(point: Point, at: number, by: number): Point {
    const j = (at % this.objective.block) - 1;
    const k = at - 1 - j;
    const out = [...point];
    out[at] = add(out[at]!, A.of(by));
    if (this.objective.problem.intercept) out[k] = sub(out[k]!, mul(A.of(by), A.of(this.objective.mean[j]!)));
    return out;
  }

  private isAtEdge(point: Point, j: number): boolean {
    const { problem, classes, block, kappa } = this.objective;
    for (let k = 0; k < classes; k++) {
      const b = point[k * block + 1 + j]!.h;
      if (kappa[j]! > 0 && b === 0) return true;
      if (problem.bounds !== undefined && (b <= problem.bounds.lower[j]! || b >= problem.bounds.upper[j]!)) return true;
    }
    if (problem.constraint === undefined) return false;
    return normOf(this.objective, point) >= problem.constraint.radius * (1 - 1e-6);
  }

  private addKinks(point: Point, basis: Basis, g: number[]): void {
    const r = basis.directions.length;
    for (let k = 0; k < this.objective.classes; k++) {
      this.objective.kappa.forEach((kappa, j) => {
        const b = point[k * this.objective.block + 1 + j]!.h;
        if (kappa > 0 && b !== 0)
          basis.directions.forEach((t, s) => {
            g[k * r + s]! += kappa * Math.sign(b) * t[j + 1]!.h;
          });
      });
    }
  }

  private fallAlong(at: (t: number) => Point): number {
    let before = this.objective.value(at(0)); // which may be outside a ball by its slack
    const first = before;
    let fall = 0;
    for (const t of [1e-6, 1e-4, 0.01, 0.1, 0.3, 1, 3, 10]) {
      const now = this.value(at(t));
      if (!(sub(now, before).h < 0)) break;
      fall = -sub(now, first).h;
      before = now;
    }
    return fall;
  }

  /** D, and the sum of its absolute terms. */
  deviance(point: Point): { D: Pair; size: number } {
    const { plain, objective } = this;
    let sum = A.of(0);
    let size = 0;
    const { W } = objective;
    for (const row of plain.lossRows) {
      const l =
        plain.classes > 1
          ? plain.classLoss(row, point)
          : plain.lossAt(row.y, plain.eta(row, point), plain.etaSize(row, point));
      const best = bestLoss(A, plain.form, row.y);
      sum = add(sum, mul(A.of(2 * row.c * W), sub(l, best)));
      size += 2 * row.c * W * Math.abs(best.h);
    }
    return { D: sum, size };
  }
}
