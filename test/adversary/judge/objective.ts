import type { Problem } from "../problem.js";
import { add, mul, PAIRS, type Pair, sub } from "./arithmetic.js";
import { domainOf, type JudgedForm, loss, lossAtBorder, sizeOf, softplus } from "./loss.js";
import { exponential, logMoment, type RowNoise, rowNoise, varianceOf } from "./noise.js";
import { copiesOf, type LossRow, spreadOf } from "./rows.js";

// F of docs/objective.md at a point, in double-double, by plain loops.

const A = PAIRS;
const ZERO = A.of(0);

/** A point: per class b, beta_1, ..., beta_p. */
export type Point = readonly Pair[];

export class Objective {
  readonly form: JudgedForm;
  readonly p: number;
  readonly classes: number;
  readonly block: number;
  readonly W: number;
  readonly weight: readonly number[];
  readonly lossRows: readonly LossRow[];
  readonly noiseRows: readonly LossRow[];
  readonly noise: RowNoise | undefined;
  readonly kappa: readonly number[];
  readonly lambda: readonly number[];
  readonly excluded: readonly boolean[];
  /** The unit of columns in a ball: their standard deviation with `standardize`, else 1. */
  readonly unit: readonly number[];
  readonly sd: readonly number[];
  readonly mean: readonly number[];
  /** Size of y and offset. */
  readonly yScale: number;
  readonly problem: Problem;

  constructor(problem: Problem, theta?: number) {
    this.problem = problem;
    const { form, y, x } = problem;
    const shape = typeof form.theta === "number" ? form.theta : theta;
    this.form = {
      family: form.family,
      link: form.link,
      ...(form.power === undefined ? {} : { power: form.power }),
      ...(shape === undefined ? {} : { theta: shape }),
    };
    this.p = x[0]?.length ?? 0;
    this.classes = form.family === "multinomial" ? Math.max(...y) + 1 : 1;
    this.block = this.p + 1;
    this.weight = y.map((_, i) => (problem.weights?.[i] ?? 1) * (problem.trials?.[i] ?? 1));
    const counted = this.weight.map((w, i) => w * (problem.repeat?.[i] ?? 1));
    // weights may be so small that their sum is subnormal: divided by the largest first
    const most = Math.max(...counted);
    const relative = counted.map((w) => w / most);
    const sum = relative.reduce((s, w) => s + w, 0);
    this.W = sum * most;
    const share = relative.map((w) => w / sum);
    const proportion = y.map((v, i) => (problem.trials === undefined ? v : v / problem.trials[i]!));
    const offset = y.map((_, i) => (problem.offset?.[i] ?? 0) + Math.log(problem.exposure?.[i] ?? 1));
    const plain = y.flatMap((_, i) =>
      share[i] === 0 ? [] : [{ x: x[i]!, y: proportion[i]!, o: offset[i]!, c: share[i]!, from: i }],
    );
    const noises = problem.noises?.filter(({ strength }) => strength.some((h) => h !== 0)) ?? [];
    const isSampled = noises.length > 0 && problem.approximation === "monte-carlo";
    this.lossRows = isSampled ? plain.flatMap((row) => copiesOf(problem, row)) : plain;
    this.noise =
      noises.length === 0 || isSampled || this.classes > 1 ? undefined : rowNoise(this.form, problem.approximation!);
    const a = problem.unlabeled?.weight ?? 0;
    const m = problem.unlabeled?.x.length ?? 0;
    const k = this.W / (this.W + a * m);
    this.noiseRows =
      noises.length === 0 || isSampled
        ? []
        : [
            ...plain.map((row) => ({ ...row, c: row.c * k })),
            ...(problem.unlabeled?.x ?? []).map((u) => ({ x: u, y: 1, o: 0, c: (k * a) / this.W, from: -1 })),
          ];
    this.yScale = Math.max(1e-300, ...proportion.map(Math.abs), ...offset.map(Math.abs));
    const spreads = Array.from({ length: this.p }, (_, j) =>
      spreadOf(
        x.map((row) => row[j]!),
        share,
      ),
    );
    this.sd = spreads.map(({ sd }) => sd);
    this.mean = spreads.map(({ mean }) => mean);
    const { lambda = 0, share: part = 0, factors, scale = "mean" } = problem.penalty ?? {};
    const strength = scale === "sum" ? lambda / this.W : lambda;
    const factor = (j: number): number => factors?.[j] ?? 1;
    const unit = this.sd.map((s) => (problem.standardize ? s : 1));
    this.unit = unit;
    this.excluded = unit.map((_, j) => factor(j) === Number.POSITIVE_INFINITY);
    this.kappa = unit.map((u, j) => (this.excluded[j] ? 0 : strength * factor(j) * part * u));
    this.lambda = unit.map((u, j) => (this.excluded[j] ? 0 : strength * factor(j) * (1 - part) * u * u));
  }

  /** eta of a row for one class, exactly summed. */
  eta(row: LossRow, point: Point, k = 0): Pair {
    let sum = add(point[k * this.block]!, A.of(row.o));
    for (let j = 0; j < this.p; j++) {
      const v = row.x[j]!;
      if (v !== 0) sum = add(sum, mul(point[k * this.block + 1 + j]!, A.of(v)));
    }
    return sum;
  }

  /**
   * |o| + |b| + sum |x_ij beta_j|, and with an intercept sum |c_j beta_j|, c_j the mean of the column: what rounding of eta is
   * measured by. Solvers work on centred columns (docs/objective.md, "The solver's coordinates").
   */
  etaSize(row: LossRow, point: Point, k = 0): number {
    let sum = Math.abs(point[k * this.block]!.h) + Math.abs(row.o);
    for (let j = 0; j < this.p; j++) {
      const center = this.problem.intercept ? Math.abs(this.mean[j]!) : 0;
      sum += (Math.abs(row.x[j]!) + center) * Math.abs(point[k * this.block + 1 + j]!.h);
    }
    return sum;
  }

  /** The second number that the noise penalty of a row depends on: s, or sum_j m_ij(a beta_j). */
  noiseArgument(row: LossRow, point: Point): Pair {
    let sum = ZERO;
    for (let j = 0; j < this.p; j++) sum = add(sum, this.noisePart(row, j, point[1 + j]!));
    return sum;
  }

  noisePart(row: LossRow, j: number, beta: Pair): Pair {
    const { noises, approximation } = this.problem;
    const exact = approximation === "exact" ? exponential(this.form) : undefined;
    let sum = ZERO;
    for (const { noise, strength } of noises!) {
      const h = strength[j]!;
      if (h === 0) continue;
      const part =
        exact === undefined
          ? mul(A.of(varianceOf(noise, row.x[j]!, h)), mul(beta, beta))
          : logMoment(A, noise, row.x[j]!, h, mul(A.of(exact.a), beta));
      sum = add(sum, part);
    }
    return sum;
  }

  /**
   * l; within the rounding of eta at the border its limit, and NaN where that is infinite: then the reported numbers do not say
   * on which side they are. Infinity outside. `a` is the size of eta.
   */
  lossAt(y: number, eta: Pair, a: number): Pair {
    const { low, high } = domainOf(this.form);
    const slack = 16 * Number.EPSILON * a;
    for (const [room, isHigh] of [
      [eta.h - low, false],
      [high - eta.h, true],
    ] as const) {
      // biome-ignore format: two ends
      if (room > slack) continue;
      if (room < -slack) return A.of(Infinity);
      const limit = lossAtBorder(this.form, y, isHigh);
      if (!Number.isFinite(limit)) return A.of(Number.NaN);
      return room > 0 ? loss(A, this.form, y, eta) : A.of(limit);
    }
    return loss(A, this.form, y, eta);
  }

  /** F without bounds and balls, which the caller checks. */
  value(point: Point): Pair {
    let sum = ZERO;
    for (const row of this.lossRows) {
      sum = add(
        sum,
        mul(
          A.of(row.c),
          this.classes > 1
            ? this.classLoss(row, point)
            : this.lossAt(row.y, this.eta(row, point), this.etaSize(row, point)),
        ),
      );
      if (!Number.isFinite(sum.h)) return sum;
    }
    sum = add(sum, this.noiseValue(point));
    return add(sum, this.penaltyValue(point));
  }

  penaltyValue(point: Point): Pair {
    let sum = ZERO;
    for (let k = 0; k < this.classes; k++) {
      for (let j = 0; j < this.p; j++) {
        const b = point[k * this.block + 1 + j]!;
        if (this.lambda[j] !== 0) sum = add(sum, mul(A.of(this.lambda[j]! / 2), mul(b, b)));
        if (this.kappa[j] !== 0) sum = add(sum, mul(A.of(this.kappa[j]!), b.h < 0 ? sub(ZERO, b) : b));
      }
    }
    return sum;
  }

  noiseValue(point: Point): Pair {
    let sum = ZERO;
    for (const row of this.noiseRows) {
      const r =
        this.classes > 1
          ? this.classNoise(row, point)
          : this.noise!.penalty(row.y, this.eta(row, point), this.noiseArgument(row, point));
      sum = add(sum, mul(A.of(row.c), r));
    }
    return sum;
  }

  /** log sum_l e^eta_l - eta_y, from differences to the largest. */
  classLoss(row: LossRow, point: Point): Pair {
    const etas = Array.from({ length: this.classes }, (_, k) => this.eta(row, point, k));
    const own = etas[row.y]!;
    if (etas.length === 2) return softplus(A, sub(etas[1 - row.y]!, own));
    const top = etas.reduce((m, e) => (e.h > m.h ? e : m));
    let sum = ZERO;
    for (const e of etas) if (e !== top) sum = add(sum, A.exp(sub(e, top)));
    return add(A.log1p(sum), sub(top, own));
  }

  /** r = 1/2 sum_kl W_kl s_kl */
  private classNoise(row: LossRow, point: Point): Pair {
    const K = this.classes;
    const etas = Array.from({ length: K }, (_, k) => this.eta(row, point, k));
    const top = etas.reduce((m, e) => (e.h > m.h ? e : m));
    const e = etas.map((v) => A.exp(sub(v, top)));
    const total = e.reduce((s, v) => add(s, v), ZERO);
    const p = e.map((v) => A.div(v, total));
    const shared = (this.problem.mask ?? "shared") === "shared";
    let sum = ZERO;
    for (let j = 0; j < this.p; j++) {
      let v = 0;
      for (const { noise, strength } of this.problem.noises!) v += varianceOf(noise, row.x[j]!, strength[j]!);
      if (v === 0) continue;
      const b = Array.from({ length: K }, (_, k) => point[k * this.block + 1 + j]!);
      const mean = b.reduce((s, v2, k) => add(s, mul(p[k]!, v2)), ZERO);
      let part = ZERO; // shared: the variance of b under p
      b.forEach((bk, k) => {
        const d = shared ? sub(bk, mean) : bk;
        const w = shared ? p[k]! : mul(p[k]!, sub(A.of(1), p[k]!));
        part = add(part, mul(w, mul(d, d)));
      });
      sum = add(sum, mul(A.of(v / 2), part));
    }
    return sum;
  }

  /** Sum of the absolute terms of F: what the rounding of a sum in doubles is measured by. */
  size(point: Point): number {
    let sum = Math.abs(this.penaltyValue(point).h);
    for (const row of this.lossRows) {
      if (this.classes > 1) {
        sum += row.c;
        for (let k = 0; k < this.classes; k++) sum += row.c * Math.abs(this.eta(row, point, k).h);
        continue;
      }
      const term = sizeOf(this.form, row.y, this.eta(row, point).h);
      if (Number.isFinite(term)) sum += row.c * term;
    }
    for (const row of this.noiseRows) {
      if (this.classes > 1) continue;
      const r = this.noise!.penalty(row.y, this.eta(row, point), this.noiseArgument(row, point)).h;
      if (Number.isFinite(r)) sum += row.c * Math.abs(r);
      // p (1 - p) is rounded like 1 where p is near 1
      if (this.problem.approximation === "quadratic" && this.form.family === "binomial")
        sum += row.c * this.noiseArgument(row, point).h;
    }
    return sum;
  }
}
