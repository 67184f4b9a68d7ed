// The group lasso against a minimizer of the test's own: proximal gradient steps with a block soft threshold, in plain loops.
import { describe, expect, it } from "vitest";
import {
  additive,
  crossValidate,
  dropout,
  elasticNet,
  type FitOptions,
  fit,
  fitSync,
  groupLasso,
  l1Ball,
  l2Ball,
  lasso,
  Model,
  mcp,
  path,
  pathSync,
  ridge,
  scad,
} from "../../src/index.js";
import { normals } from "../helpers/numeric.js";
import {
  type Answer,
  descend,
  LOSSES,
  type Loss,
  lossAt,
  type Point,
  pointOf,
  type Rows,
  sdOf,
} from "../helpers/proximal.js";
import { STORAGES } from "../helpers/storages.js";
import { expectRefusal } from "../helpers/thrown.js";

/** At which some groups are 0, where the usual one is too small. */
const LAMBDAS: Record<string, number> = { poisson: 0.25, gamma: 0.1, "negative binomial": 0.15 };

const N = 150;
/** Groups that are not neighbours, one without a penalty, one that says nothing of y. */
const GROUPS = ["a", "b", "a", "none", "b", "alone", "free", "none", "none"];
const FACTORS = { free: 0, b: 1.1 };
const P = GROUPS.length;
const BETA = [1, -0.5, 0.4, 0, 0.3, 0.5, 0.3, 0, 0];
const factorOf = (group: string): number =>
  (FACTORS as Record<string, number>)[group] ?? Math.sqrt(GROUPS.filter((g) => g === group).length);

function dataOf({ draw }: Loss) {
  const normal = normals(5);
  const x = Array.from({ length: N }, () =>
    Array.from({ length: P }, (_, j) => (normal() > 0.8 ? 0 : Math.fround((0.5 + 0.15 * j) * normal()))),
  );
  const weights = Array.from({ length: N }, () => 0.5 + Math.abs(normal()));
  const offset = Array.from({ length: N }, () => 0.2 * normal());
  const y = x.map((row, i) =>
    draw(
      row.reduce((sum, v, j) => sum + v * BETA[j]!, 0.3 + offset[i]!),
      normal,
    ),
  );
  return { x, y, weights, offset };
}

interface Problem extends Rows {
  /** Of beta_j in the norm of its group. */
  readonly kinks: readonly number[];
  /** Of beta_j^2 / 2. */
  readonly square: number;
}

/** The mean loss and the ridge. */
function smoothAt(problem: Problem, b: Point): Answer {
  const { value, slopes } = lossAt(problem, b);
  const { square } = problem;
  const squares = b.flatMap((own) => own.slice(0, P)).reduce((sum, v) => sum + v * v, 0);
  for (const [k, own] of b.entries()) for (let j = 0; j < P; j++) slopes[k]![j]! += square * own[j]!;
  return { value: value + 0.5 * square * squares, slopes };
}

const MEMBERS = [...new Set(GROUPS)].map((group) => GROUPS.flatMap((g, j) => (g === group ? [j] : [])));
const normOf = (members: readonly number[], part: (j: number) => number): number =>
  Math.hypot(...members.map((j) => part(j)));

function penaltyAt({ kinks }: Problem, b: Point): number {
  return b.reduce((sum, own) => sum + MEMBERS.reduce((s, g) => s + normOf(g, (j) => kinks[j]! * own[j]!), 0), 0);
}

/** argmin |w - z|^2 / 2 + t |K w|: in a group with one kink a block soft threshold, else by a root. */
function proximal(z: readonly number[], kinks: readonly number[], t: number): number[] {
  const out = [...z];
  for (const members of MEMBERS) {
    if (members.every((j) => kinks[j] === 0)) continue;
    if (normOf(members, (j) => z[j]! / kinks[j]!) <= t) {
      for (const j of members) out[j] = 0;
      continue;
    }
    // w_j = z_j / (1 + t k_j^2 / r), r = |K w|: the root of r = |K w(r)| by halving
    const at = (j: number, r: number): number => (z[j]! * r) / (r + t * kinks[j]! ** 2);
    let [low, high] = [0, normOf(members, (j) => kinks[j]! * z[j]!)];
    for (let turn = 0; turn < 200; turn++) {
      const r = 0.5 * (low + high);
      if (normOf(members, (j) => kinks[j]! * at(j, r)) > r) low = r;
      else high = r;
    }
    for (const j of members) out[j] = at(j, high);
  }
  return out;
}

function minimizer(problem: Problem) {
  const split = {
    smooth: (b: Point) => smoothAt(problem, b),
    kinks: (b: Point) => penaltyAt(problem, b),
    proximal: (z: Point, t: number) => z.map((own) => [...proximal(own.slice(0, P), problem.kinks, t), own[P]!]),
  };
  return descend(
    split,
    Array.from({ length: problem.loss.classes }, () => Array<number>(P + 1).fill(0)),
  );
}

/** How far the conditions of a minimum are from holding, group by group. */
function violation(problem: Problem, b: Point): number {
  const { slopes } = smoothAt(problem, b);
  const { kinks } = problem;
  return Math.max(
    ...b.flatMap((own, k) => [
      Math.abs(slopes[k]![P]!),
      ...MEMBERS.map((members) => {
        const norm = normOf(members, (j) => kinks[j]! * own[j]!);
        if (norm > 0 || members.every((j) => kinks[j] === 0)) {
          return normOf(members, (j) => slopes[k]![j]! + (norm > 0 ? (kinks[j]! ** 2 * own[j]!) / norm : 0));
        }
        return Math.max(0, normOf(members, (j) => slopes[k]![j]! / kinks[j]!) - 1);
      }),
    ]),
  );
}

const make = (lambda?: number) => groupLasso(lambda, { groups: GROUPS, factors: FACTORS });

function problemOf(loss: Loss, isWeighted: boolean, standardize: boolean, lambda: number, square = 0): Problem {
  const data = dataOf(loss);
  const weights = isWeighted ? data.weights : Array<number>(N).fill(1);
  const offset = isWeighted ? data.offset : Array<number>(N).fill(0);
  const kinks = GROUPS.map((g, j) => lambda * factorOf(g) * (standardize ? sdOf(data.x, weights, j) : 1));
  return { ...data, loss, weights, offset, kinks, square };
}

for (const [name, loss] of Object.entries(LOSSES)) {
  describe(`groupLasso, ${name}`, () => {
    for (const standardize of [false, true]) {
      for (const isWeighted of [false, true]) {
        it(`is what the test's own minimizer finds, standardize ${standardize}, weights and offset ${isWeighted}`, () => {
          const lambda = LAMBDAS[name] ?? 0.06;
          const problem = problemOf(loss, isWeighted, standardize, lambda);
          const { x, y, weights, offset } = problem;
          const options = {
            ...loss.options,
            penalty: make(lambda),
            standardize,
            ...(isWeighted ? { weights, offset: loss.classes > 1 ? undefined : offset } : {}),
          };
          const own = loss.classes > 1 ? { ...problem, offset: offset.map(() => 0) } : problem;
          const want = minimizer(own);
          expect(violation(own, want.point)).toBeLessThan(1e-8);
          const zeros = MEMBERS.filter((members) => members.every((j) => want.point.every((b) => b[j] === 0)));
          expect(zeros.length).toBeGreaterThan(0);
          for (const store of Object.values(STORAGES)) {
            const model = fitSync(store(x), y, options);
            const got = pointOf(model);
            expect(model.status.code).toBe("converged");
            expect(model.status.iterations).toBeLessThanOrEqual(12);
            expect(violation(own, got)).toBeLessThan(1e-8);
            got.forEach((b, k) => {
              b.forEach((v, j) => {
                expect(Math.abs(v - want.point[k]![j]!)).toBeLessThan(1e-7);
                if (want.point[k]![j] === 0) expect(v).toBe(0);
              });
            });
            expect(smoothAt(own, got).value + penaltyAt(own, got) - want.value).toBeLessThan(1e-12);
          }
        });
      }
    }

    it("with groups of one is the lasso", () => {
      const { x, y } = dataOf(loss);
      const factors = GROUPS.map((_, j) => [1, 0.5, 0, 2][j % 4]!);
      const groups = GROUPS.map((_, j) => `column ${j}`);
      const byLabel = Object.fromEntries(groups.map((label, j) => [label, factors[j]!]));
      const want = fitSync(x, y, { ...loss.options, penalty: lasso(0.03, { factors }) });
      const got = fitSync(x, y, { ...loss.options, penalty: groupLasso(0.03, { groups, factors: byLabel }) });
      expect(got.status.passes).toBe(want.status.passes);
      const points = pointOf(want);
      pointOf(got).forEach((b, k) => {
        b.forEach((v, j) => {
          expect(Math.abs(v - points[k]![j]!)).toBeLessThan(1e-10);
        });
      });
      const paths = [lasso(undefined, { factors }), groupLasso(undefined, { groups, factors: byLabel })].map(
        (penalty) => pathSync(x, y, { ...loss.options, penalty, count: 8 }),
      );
      expect([...paths[1]!.nonZeros]).toEqual([...paths[0]!.nonZeros]);
      paths[0]!.lambdas!.forEach((lambda, s) => {
        expect(Math.abs(paths[1]!.lambdas![s]! / lambda - 1)).toBeLessThan(1e-10);
      });
    });

    it("along a path: nothing at first, something just below, and at each step what a single fit has", () => {
      const { x, y, weights } = dataOf(loss);
      const options: FitOptions = { ...loss.options, weights, standardize: true };
      const found = pathSync(x, y, { ...options, penalty: make(), count: 12, minRatio: 0.02 });
      const first = found.lambdas![0]!;
      const chosen = (lambda: number): number =>
        pointOf(fitSync(x, y, { ...options, penalty: make(lambda) })).flatMap((b) =>
          b.filter((v, j) => v !== 0 && j < P && GROUPS[j] !== "free"),
        ).length;
      expect(chosen(first * 1.0001)).toBe(0);
      expect(chosen(first * 0.999)).toBeGreaterThan(0);
      expect(found.statuses.every(({ code }) => code === "converged")).toBe(true);
      expect(found.statuses.reduce((sum, { passes }) => sum + passes, 0)).toBeLessThan(12 * 12);
      found.lambdas!.forEach((lambda, s) => {
        const single = pointOf(fitSync(x, y, { ...options, penalty: make(lambda) }));
        pointOf({ coefficients: found.coefficients(s), intercept: found.intercepts[s]! }).forEach((b, k) => {
          b.forEach((v, j) => {
            expect(Math.abs(v - single[k]![j]!)).toBeLessThan(1e-6);
          });
        });
      });
    });
  });
}

describe("groupLasso", () => {
  const gaussian = dataOf(LOSSES.gaussian!);
  const { x, y } = gaussian;

  it("with noise on top: additive noise of a gaussian is a ridge", () => {
    const h = 0.4;
    const problem = problemOf(LOSSES.gaussian!, false, false, 0.06, h * h);
    const want = minimizer(problem);
    const got = pointOf(fitSync(x, y, { penalty: make(0.06), noise: additive(h) }));
    expect(violation(problem, want.point)).toBeLessThan(1e-9);
    got[0]!.forEach((v, j) => {
      expect(Math.abs(v - want.point[0]![j]!)).toBeLessThan(1e-7);
    });
  });

  for (const [name, options] of Object.entries({
    "dropout, binomial": { family: "binomial", noise: dropout(0.3) },
    "dropout, poisson": { family: "poisson", noise: dropout(0.2) },
    "dropout, multinomial": { family: "multinomial", noise: dropout(0.3) },
    "copies, binomial": {
      family: "binomial",
      noise: dropout(0.3, { approximation: "monte-carlo", copies: 4, seed: 3 }),
    },
    "without an intercept": { family: "binomial", intercept: false },
    "a gamma with an unpenalized ridge of noise": { family: "gamma", link: "log", noise: additive(0.1) },
  } as Record<string, FitOptions>)) {
    it(`${name}: no step of one group, and none of chance, lowers the objective`, () => {
      const loss = LOSSES[options.family as string]!;
      const data = dataOf(loss);
      const lambda = 0.05;
      const model = fitSync(data.x, data.y, { ...options, penalty: make(lambda) });
      expect(model.status.code).toBe("converged");
      const start = { intercept: model.intercept, coefficients: model.coefficients };
      const normal = normals(8);
      for (let turn = 0; turn < 30; turn++) {
        const size = 10 ** -(1 + (turn % 4));
        const moved = pointOf(start).map((b) =>
          b.slice(0, P).map((v) => v + size * normal() * Number(turn % 3 > 0 || v !== 0)),
        );
        const coefficients = loss.classes > 1 ? moved : moved[0]!;
        const there = fitSync(data.x, data.y, {
          ...options,
          penalty: make(lambda),
          start: { intercept: model.intercept, coefficients } as FitOptions["start"] & object,
          maxIterations: 0,
        });
        expect(there.objective).toBeGreaterThan(model.objective - 1e-13);
      }
    });
  }

  it("many columns, by working sets: the conditions hold on all groups, and what a path ends in is what a fit finds", () => {
    const normal = normals(11);
    const [n, p, q] = [80, 300, 4];
    const wide = Array.from({ length: n }, () => Array.from({ length: p }, normal));
    const groups = Array.from({ length: p }, (_, j) => j % (p / q));
    const to = wide.map((row) => 1 + 2 * row[3]! - row[78]! + 0.5 * row[40]! + 0.3 * normal());
    const found = pathSync(wide, to, { penalty: groupLasso(undefined, { groups }), count: 20, minRatio: 0.1 });
    expect(found.nonZeros[0]).toBe(0);
    const lambda = found.lambdas![19]!;
    const model = fitSync(wide, to, { penalty: groupLasso(lambda, { groups }) });
    expect(model.status.code).toBe("converged");
    const b = model.coefficients as unknown as number[];
    const rest = wide.map((row, i) => row.reduce((sum, v, j) => sum + v * b[j]!, model.intercept as number) - to[i]!);
    const slopes = b.map((_, j) => rest.reduce((sum, r, i) => sum + r * wide[i]![j]!, 0) / n);
    const kink = lambda * Math.sqrt(q);
    for (let g = 0; g < p / q; g++) {
      const members = groups.flatMap((own, j) => (own === g ? [j] : []));
      const norm = Math.hypot(...members.map((j) => b[j]!));
      const miss = Math.hypot(...members.map((j) => slopes[j]! + (norm > 0 ? (kink * b[j]!) / norm : 0)));
      expect(norm > 0 ? miss : miss - kink).toBeLessThan(1e-8);
      expect(members.every((j) => (b[j] === 0) === (norm === 0))).toBe(true);
    }
    b.forEach((v, j) => {
      expect(Math.abs(found.coefficients(19)[j]! - v)).toBeLessThan(1e-6);
    });
    for (const { passes, code } of found.statuses) {
      expect(code).toBe("converged");
      expect(passes).toBeLessThanOrEqual(12);
    }
  });

  it("columns that are nearly alike take no more iterations: the model is minimized to the end", () => {
    for (const apart of [0.1, 1e-2, 1e-4]) {
      const normal = normals(4);
      const [n, p] = [120, 40];
      const alike = Array.from({ length: n }, () => {
        const common = normal();
        return Array.from({ length: p }, () => common + apart * normal());
      });
      const groups = Array.from({ length: p }, (_, j) => j % 8);
      const to = alike.map(
        (row) => 1 + row[0]! + (0.2 * (row[1]! - row[2]!) - 0.1 * (row[11]! - row[3]!)) / apart + 0.1 * normal(),
      );
      const model = fitSync(alike, to, { penalty: groupLasso(0.01, { groups }) });
      expect(model.status.code).toBe("converged");
      expect(model.status.iterations).toBeLessThanOrEqual(3);
    }
  });

  it("a column that hardly pulls comes in with its group, which would stay out without it", () => {
    const normal = normals(6);
    const [n, p] = [60, 200];
    const wide = Array.from({ length: n }, () => Array.from({ length: p }, normal));
    const to = wide.map((row) => row[0]!);
    const centred = (v: number[]): number[] => v.map((a) => a - v.reduce((sum, b) => sum + b, 0) / n);
    const first = centred(to);
    const size = first.reduce((sum, a) => sum + a * a, 0);
    const along = centred(wide.map((row) => row[1]!)).reduce((sum, a, i) => sum + a * first[i]!, 0) / size;
    for (const row of wide) row[1]! += (3e-4 - along) * row[0]!;
    for (const row of wide) for (let j = 2; j < p; j++) row[j]! *= 0.5;
    const groups = Array.from({ length: p }, (_, j) => (j < 2 ? "pair" : `${j}`));
    const begin = pathSync(wide, to, { penalty: groupLasso(undefined, { groups }), count: 1 }).lambdas![0]!;
    const model = fitSync(wide, to, { penalty: groupLasso(begin * (1 - 1e-8), { groups }) });
    expect(model.status.code).toBe("converged");
    expect(model.status.passes).toBeLessThanOrEqual(6);
    expect(model.coefficients[1]).not.toBe(0);
  });

  it("many columns in one group come in together, however many", () => {
    const normal = normals(2);
    const [n, p] = [60, 200];
    const wide = Array.from({ length: n }, () => Array.from({ length: p }, normal));
    const groups = Array.from({ length: p }, (_, j) => (j % 2 === 0 ? "even" : `own ${j}`));
    const to = wide.map((row) => row.reduce((sum, v, j) => sum + (j % 2 === 0 ? v / 4 : 0), normal()));
    const model = fitSync(wide, to, { penalty: groupLasso(0.05, { groups }) });
    expect(model.status.code).toBe("converged");
    expect(Array.from(model.coefficients).filter((b, j) => j % 2 === 0 && b !== 0)).toHaveLength(p / 2);
  });

  it("effective degrees of freedom are the trace of what bends, and fewer than the coefficients", () => {
    const found = pathSync(x, y, { penalty: make(), lambdas: [0.1, 0.02, 1e-7] });
    for (let s = 0; s < 3; s++) {
      expect(found.degreesOfFreedom![s]).toBeLessThan(1 + found.nonZeros[s]!);
      expect(found.degreesOfFreedom![s]).toBeGreaterThan(2);
    }
    expect(found.degreesOfFreedom![2]).toBeCloseTo(1 + P, 4);
    // one orthonormal group: theta = (1 - kink / |z|) z, whose divergence is known; Yuan & Lin (2006), section 5
    const base = [[1, 1], [1, -1], [-1, 1], [-1, -1]]; // biome-ignore format: one line
    const to = [3, 1, 0.5, -1];
    const z = [0, 1].map((j) => base.reduce((sum, row, i) => sum + (row[j]! * to[i]!) / 4, 0));
    const [length, lambda] = [Math.hypot(...z), 0.2];
    const one = pathSync(base, to, {
      penalty: groupLasso(undefined, { groups: [1, 1], factors: { 1: 1 } }),
      lambdas: [lambda],
    });
    expect(one.coefficients(0)[0]).toBeCloseTo(z[0]! * (1 - lambda / length), 10);
    expect(one.degreesOfFreedom![0]).toBeCloseTo(1 + 1 + (1 - lambda / length), 10);
  });

  it("is judged by cross-validation as folds made by hand judge it", async () => {
    const judged = await crossValidate(x, y, { penalty: make(), count: 6, folds: 4, minRatio: 0.05 });
    const k = 3;
    let [total, sum] = [0, 0];
    for (let f = 0; f < 4; f++) {
      const rows = (isIn: boolean): number[] => x.flatMap((_, i) => ((judged.folds[i] === f) === isIn ? [i] : []));
      const train = rows(false);
      const model = fitSync(
        train.map((i) => x[i]!),
        train.map((i) => y[i]!),
        { penalty: make(judged.lambdas![k]!) },
      );
      const held = rows(true);
      const score = model.score(held.map((i) => x[i]!), held.map((i) => y[i]!)); // biome-ignore format: one line
      total += held.length;
      sum += held.length * score.deviance;
    }
    expect(Math.abs(judged.mean[k]! / (sum / total) - 1)).toBeLessThan(1e-8);
  });

  it("at once or step by step, a fit and a path are the same", async () => {
    const [at, later] = [fitSync(x, y, { penalty: make(0.05) }), await fit(x, y, { penalty: make(0.05) })];
    expect(pointOf(later)).toEqual(pointOf(at));
    const [all, steps] = [
      pathSync(x, y, { penalty: make(), count: 5 }),
      await path(x, y, { penalty: make(), count: 5 }),
    ];
    expect(steps.coefficients(4)).toEqual(all.coefficients(4));
  });

  it("leaves a group out, and takes a column that says nothing", () => {
    const flat = x.map((row) => [...row, 3]);
    const groups = [...GROUPS, "a"];
    const factors = { ...FACTORS, none: Number.POSITIVE_INFINITY, a: factorOf("a") };
    const got = fitSync(flat, y, { penalty: groupLasso(0.03, { groups, factors }) });
    const kept = [0, 1, 2, 4, 5, 6];
    const want = fitSync(x.map((row) => kept.map((j) => row[j]!)), y, {
      penalty: groupLasso(0.03, { groups: kept.map((j) => GROUPS[j]!), factors: { ...FACTORS, a: factorOf("a") } }),
    }); // biome-ignore format: short
    kept.forEach((j, k) => {
      expect(Math.abs(got.coefficients[j]! - want.coefficients[k]!)).toBeLessThan(1e-9);
    });
    expect([3, 7, 8, 9].map((j) => got.coefficients[j])).toEqual([0, 0, 0, 0]);
  });

  it('of scale "sum" is divided by the sum of the weights', () => {
    const options = { groups: GROUPS, factors: FACTORS };
    const want = fitSync(x, y, { penalty: groupLasso(0.05, options) });
    const got = fitSync(x, y, { penalty: groupLasso(0.05 * N, { ...options, scale: "sum" }) });
    expect(pointOf(got)).toEqual(pointOf(want));
    expect(fitSync(x, y, { penalty: groupLasso(0, options) }).objective).toBeCloseTo(fitSync(x, y).objective, 12);
  });

  it("holds separated data, but for a group without a penalty", () => {
    const apart = [[-2, 1], [-1.5, 0], [-1, 1], [1, 0], [1.5, 1], [2, 0]]; // biome-ignore format: one line
    const side = [0, 0, 0, 1, 1, 1];
    const groups = [1, 1];
    const held = fitSync(apart, side, { family: "binomial", penalty: groupLasso(0.05, { groups }) });
    expect(held.status.code).toBe("converged");
    const free = fitSync(apart, side, {
      family: "binomial",
      penalty: groupLasso(0.05, { groups: [1, 2], factors: { 1: 0 } }),
    });
    expect(free.status.code).toBe("separated");
  });

  it("goes with bounds on columns that it does not act on", () => {
    const lower = GROUPS.map((g) => (g === "free" ? 0.5 : Number.NEGATIVE_INFINITY));
    const model = fitSync(x, y, { penalty: make(0.05), bounds: { lower } });
    expect(model.status.code).toBe("converged");
    expect(model.coefficients[6]).toBe(0.5);
    const rest = x.map((row) => row.filter((_, j) => j !== 6));
    const offset = x.map((row) => 0.5 * row[6]!);
    const groups = GROUPS.filter((g) => g !== "free");
    const want = fitSync(rest, y, { offset, penalty: groupLasso(0.05, { groups, factors: { b: FACTORS.b } }) });
    want.coefficients.forEach((b, k) => {
      expect(Math.abs(model.coefficients[k < 6 ? k : k + 1]! - b)).toBeLessThan(1e-8);
    });
  });

  it("is kept by saved models, and named where it is why there are no standard errors", () => {
    const model = fitSync(x, y, { penalty: make(0.1) });
    const saved = JSON.parse(JSON.stringify(model));
    expect(saved.recipe.grouped).toEqual({ penalty: "groupLasso", groups: [0, 1, 0, 2, 1, 3, 4, 2, 2] });
    expect(JSON.parse(JSON.stringify(Model.fromJSON(saved)))).toEqual(saved);
    expect(String(Model.fromJSON(saved).summary())).toContain("no standard errors: penalty groupLasso chooses columns");
    const damage = (grouped: unknown) => ({ ...saved, recipe: { ...saved.recipe, grouped } });
    expectRefusal(
      () => Model.fromJSON(damage({ penalty: "mcp", groups: saved.recipe.grouped.groups })),
      "BAD_MODEL",
      /grouped/,
    );
    expectRefusal(() => Model.fromJSON(damage({ penalty: "groupLasso", groups: [1] })), "BAD_MODEL", /grouped/);
    const { absolute: _, ...recipe } = saved.recipe;
    expectRefusal(() => Model.fromJSON({ ...saved, recipe }), "BAD_MODEL", /absolute/);
  });

  it("refuses an axis of shares, as other penalties without a ridge do", async () => {
    for (const penalty of [make(), mcp(), scad()]) {
      const run = crossValidate(x, y, { over: ["lambda", "share"], shares: [0.5, 1], penalty });
      await expect(run).rejects.toThrow(`over names "share" with penalty ${penalty.penalty}`);
    }
  });

  it("refuses what it does not go with", () => {
    const of = (groups: unknown, factors?: unknown) => () =>
      fitSync(x, y, { penalty: groupLasso(0.1, { groups, factors } as Parameters<typeof groupLasso>[1]) });
    expectRefusal(of(undefined), "BAD_OPTION", /groupLasso groups is undefined; expected one label per column/);
    expectRefusal(() => fitSync(x, y, { penalty: (groupLasso as (l: number) => ReturnType<typeof make>)(0.1) }), "BAD_OPTION", /groups is undefined/);
    expectRefusal(of([1, 2]), "BAD_SHAPE", /groups has length 2; expected 9, one label per column of x/);
    expectRefusal(of([...GROUPS.slice(1), null]), "BAD_OPTION", /groups\[8\] is null; expected a number or text/);
    expectRefusal(of(GROUPS, { z: 1 }), "BAD_OPTION", /factors\["z"\] is of no group; expected one of the labels in groups: a, b, none, alone, free/);
    expectRefusal(of(GROUPS, { a: -1 }), "BAD_OPTION", /factors\["a"\] is -1; expected a factor >= 0/);
    expectRefusal(of(GROUPS, [1, 1]), "BAD_OPTION", /expected an object of factors by label/);
    expectRefusal(() => fitSync(x, y, { penalty: make(-1) }), "BAD_OPTION", /groupLasso lambda is -1/);
    expectRefusal(() => fitSync(x, y, { penalty: { ...make(0.1), share: 0.5 } }), "BAD_OPTION", /groupLasso share is 0.5/);
    for (const constraint of [l1Ball(1), l2Ball(1)]) {
      expectRefusal(() => fitSync(x, y, { penalty: make(0.1), constraint }), "NOT_SUPPORTED", /penalty groupLasso with l.Ball/);
    }
    expectRefusal(() => fitSync(x, y, { penalty: make(0.1), bounds: { upper: 3 } }), "NOT_SUPPORTED", /bounds.upper\[0\] = 3 with penalty groupLasso on column 0/);
    expectRefusal(() => fitSync(x, y, { penalty: make(0.1), solver: "newton" }), "NOT_SUPPORTED", /cannot serve penalty groupLasso/);
    const gamma = dataOf(LOSSES.gamma!);
    expectRefusal(() => fitSync(gamma.x, gamma.y, { family: "gamma", penalty: make(0.1) }), "NOT_SUPPORTED", /penalty groupLasso .* border/);
    expect(() => fitSync(x, y, { penalty: ridge(0.1), bounds: { upper: 3 } })).not.toThrow();
    expect(() => fitSync(x, y, { penalty: elasticNet(0.1, 0.5), constraint: l2Ball(1) })).not.toThrow();
  }); // biome-ignore format: one line each
});
