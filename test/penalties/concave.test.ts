// MCP and SCAD against formulas and a minimizer of the test's own: proximal gradient steps in plain loops.
import { describe, expect, it } from "vitest";
import {
  crossValidate,
  type FitOptions,
  fitSync,
  l1Ball,
  lasso,
  Model,
  mcp,
  type Penalty,
  pathSync,
  type ShapedOptions,
  scad,
} from "../../src/index.js";
import { normals, relative } from "../helpers/numeric.js";
import { STORAGES } from "../helpers/storages.js";
import { expectRefusal } from "../helpers/thrown.js";

interface Concave {
  readonly make: (lambda?: number, options?: ShapedOptions) => Penalty;
  readonly gamma: number;
  /** At size b >= 0. */
  readonly value: (b: number, l: number, g: number) => number;
  readonly slope: (b: number, l: number, g: number) => number;
}

/** As in the papers: Zhang (2010), equation 2.1; Fan & Li (2001), equation 2.7. */
const CONCAVE: Record<string, Concave> = {
  mcp: {
    make: mcp,
    gamma: 3,
    value: (b, l, g) => (b <= g * l ? l * b - (b * b) / (2 * g) : (g * l * l) / 2),
    slope: (b, l, g) => Math.max(0, l - b / g),
  },
  scad: {
    make: scad,
    gamma: 3.7,
    value: (b, l, g) => {
      if (b <= l) return l * b;
      return b <= g * l ? (2 * g * l * b - b * b - l * l) / (2 * (g - 1)) : (l * l * (g + 1)) / 2;
    },
    slope: (b, l, g) => (b <= l ? l : Math.max(0, g * l - b) / (g - 1)),
  },
};

interface Loss {
  readonly family: NonNullable<FitOptions["family"]>;
  readonly link?: NonNullable<FitOptions["link"]>;
  readonly value: (y: number, eta: number) => number;
  readonly slope: (y: number, eta: number) => number;
  readonly draw: (eta: number, normal: () => number) => number;
}

const LOSSES: Record<string, Loss> = {
  gaussian: {
    family: "gaussian",
    value: (y, e) => 0.5 * (y - e) ** 2,
    slope: (y, e) => e - y,
    draw: (e, normal) => e + 0.5 * normal(),
  },
  binomial: {
    family: "binomial",
    value: (y, e) => Math.log1p(Math.exp(-Math.abs(e))) + Math.max(e, 0) - y * e,
    slope: (y, e) => 1 / (1 + Math.exp(-e)) - y,
    draw: (e, normal) => Number(e + 1.7 * normal() > 0),
  },
  poisson: {
    family: "poisson",
    value: (y, e) => Math.exp(e) - y * e,
    slope: (y, e) => Math.exp(e) - y,
    draw: (e, normal) => Math.max(0, Math.round(Math.exp(0.5 * e) + normal())),
  },
  gamma: {
    family: "gamma",
    link: "log",
    value: (y, e) => y * Math.exp(-e) + e,
    slope: (y, e) => 1 - y * Math.exp(-e),
    draw: (e, normal) => Math.exp(e + 0.5 * normal()),
  },
};

const [N, P] = [120, 4];

function dataOf({ draw }: Loss) {
  const normal = normals(5);
  const x = Array.from({ length: N }, () =>
    Array.from({ length: P }, (_, j) => (normal() > 0.6 ? 0 : Math.fround((j + 1) * 0.6 * normal()))),
  );
  const weights = Array.from({ length: N }, () => 0.5 + Math.abs(normal()));
  const offset = Array.from({ length: N }, () => 0.2 * normal());
  const y = x.map((row, i) => draw(0.3 + 1.5 * row[0]! - 0.5 * row[1]! + 0.12 * row[3]! + offset[i]!, normal));
  return { x, y, weights, offset };
}

interface Problem {
  readonly loss: Loss;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly weights: readonly number[];
  readonly offset: readonly number[];
  readonly value: (j: number, b: number) => number;
  readonly slope: (j: number, b: number) => number;
  readonly kink: readonly number[];
}

/** F, and its slopes without the kinks' part; b = [coefficients, intercept]. */
function objectiveAt({ loss, x, y, weights, offset, value, slope, kink }: Problem, b: readonly number[]) {
  const W = weights.reduce((sum, w) => sum + w, 0);
  let F = 0;
  const slopes = Array<number>(P + 1).fill(0);
  x.forEach((row, i) => {
    const eta = row.reduce((sum, v, j) => sum + v * b[j]!, b[P]! + offset[i]!);
    F += (weights[i]! / W) * loss.value(y[i]!, eta);
    const s = (weights[i]! / W) * loss.slope(y[i]!, eta);
    for (let j = 0; j < P; j++) slopes[j]! += s * row[j]!;
    slopes[P]! += s;
  });
  for (let j = 0; j < P; j++) {
    F += value(j, Math.abs(b[j]!));
    slopes[j]! += (slope(j, Math.abs(b[j]!)) - kink[j]!) * Math.sign(b[j]!);
  }
  return { F, slopes };
}

/** Proximal gradient steps from zeros until F no longer falls. */
function minimum(problem: Problem): number {
  let b = Array<number>(P + 1).fill(0);
  let { F, slopes } = objectiveAt(problem, b);
  let t = 1;
  for (let k = 0; k < 20000; k++) {
    const to = b.map((v, j) => {
      const z = v - t * slopes[j]!;
      return Math.sign(z) * Math.max(0, Math.abs(z) - t * (problem.kink[j] ?? 0));
    });
    const next = objectiveAt(problem, to);
    const moved = to.reduce((sum, v, j) => sum + (v - b[j]!) ** 2, 0);
    if (!(next.F <= F - (0.1 / t) * moved)) {
      t /= 2;
      if (t < 1e-9) break;
      continue;
    }
    [b, F, slopes] = [to, next.F, next.slopes];
    if (moved < 1e-26) break;
    t *= 1.1;
  }
  return F;
}

/** How far the conditions of a stationary point are from holding. */
function violation(problem: Problem, model: Model): number {
  const b = [...(model.coefficients as unknown as number[]), model.intercept as number];
  const { slopes } = objectiveAt(problem, b);
  const each = slopes.map((s, j) => {
    const k = problem.kink[j] ?? 0;
    return b[j] === 0 && j < P ? Math.max(0, Math.abs(s) - k) : Math.abs(s + k * Math.sign(b[j]!));
  });
  return Math.max(...each);
}

function sdOf(x: readonly (readonly number[])[], weights: readonly number[], j: number): number {
  const W = weights.reduce((sum, w) => sum + w, 0);
  const mean = x.reduce((sum, row, i) => sum + (weights[i]! * row[j]!) / W, 0);
  return Math.sqrt(x.reduce((sum, row, i) => sum + (weights[i]! * (row[j]! - mean) ** 2) / W, 0));
}

for (const [name, { make, gamma: usual, value, slope }] of Object.entries(CONCAVE)) {
  describe(name, () => {
    it("has the gamma of its paper unless told", () => expect(make(0.1)).toEqual(make(0.1, { gamma: usual })));

    for (const [family, loss] of Object.entries(LOSSES)) {
      for (const standardize of [false, true]) {
        it(`${family}, standardize ${standardize}: stationary, and as good as the test's own minimum`, () => {
          const data = dataOf(loss);
          const factors = [1, 0.5, 1, 0.8];
          for (const isWeighted of [false, true]) {
            const weights = isWeighted ? data.weights : Array<number>(N).fill(1);
            const offset = isWeighted ? data.offset : Array<number>(N).fill(0);
            for (const [lambda, gamma] of [
              [0.08, usual],
              [0.2, 8],
            ] as const) {
              const unit = factors.map((_, j) => (standardize ? sdOf(data.x, weights, j) : 1));
              const problem: Problem = {
                ...data,
                loss,
                weights,
                offset,
                value: (j, b) => value(b * unit[j]!, lambda * factors[j]!, gamma),
                slope: (j, b) => unit[j]! * slope(b * unit[j]!, lambda * factors[j]!, gamma),
                kink: factors.map((f, j) => lambda * f * unit[j]!),
              };
              const options: FitOptions = {
                family: loss.family,
                ...(loss.link === undefined ? {} : { link: loss.link }),
                penalty: make(lambda, { gamma, factors }),
                standardize,
                ...(isWeighted ? { weights, offset } : {}),
              };
              const models = Object.values(STORAGES).map((store) => fitSync(store(data.x), data.y, options));
              const best = minimum(problem);
              for (const model of models) {
                expect(model.status.code).toBe("converged");
                expect(violation(problem, model)).toBeLessThan(1e-8);
                expect(model.objective - best).toBeLessThan(1e-9 * Math.max(1, Math.abs(best)));
                expect(relative(model.objective, best)).toBeLessThan(1e-8);
              }
            }
          }
        });
      }
      it(`${family}: a large gamma is the lasso`, () => {
        const { x, y } = dataOf(loss);
        const options = { family: loss.family, ...(loss.link === undefined ? {} : { link: loss.link }) };
        const want = fitSync(x, y, { ...options, penalty: lasso(0.05) });
        const got = fitSync(x, y, { ...options, penalty: make(0.05, { gamma: 1e10 }) });
        (got.coefficients as unknown as number[]).forEach((b, j) => {
          expect(b).toBeCloseTo((want.coefficients as unknown as number[])[j]!, 7);
        });
      });
    }

    it("a path begins where all are 0, and a little below they are not", () => {
      const { x, y } = dataOf(LOSSES.binomial!);
      const found = pathSync(x, y, { family: "binomial", penalty: make(), count: 30 });
      expect(found.nonZeros[0]).toBe(0);
      const first = found.lambdas![0]!;
      expect(
        fitSync(x, y, { family: "binomial", penalty: make(first * 0.999) }).coefficients.every((b) => b === 0),
      ).toBe(false);
      expect(
        fitSync(x, y, { family: "binomial", penalty: make(first * 1.001) }).coefficients.every((b) => b === 0),
      ).toBe(true);
      expect(found.statuses.every(({ code }) => code === "converged")).toBe(true);
    });

    it("is chosen by cross-validation", async () => {
      const { x, y } = dataOf(LOSSES.gaussian!);
      const judged = await crossValidate(x, y, { penalty: make(), count: 10 });
      expect(judged.mean.every(Number.isFinite)).toBe(true);
    });

    it("many columns, by working sets: the conditions hold on all of them", () => {
      const normal = normals(11);
      const [n, p] = [80, 300];
      const x = Array.from({ length: n }, () => Array.from({ length: p }, normal));
      const y = x.map((row) => 1 + 2 * row[3]! - row[40]! + 0.3 * normal());
      const lambda = 0.15;
      const model = fitSync(x, y, { penalty: make(lambda) });
      expect(model.status.code).toBe("converged");
      const b = model.coefficients as unknown as number[];
      const rest = x.map((row, i) => row.reduce((sum, v, j) => sum + v * b[j]!, model.intercept as number) - y[i]!);
      b.forEach((beta, j) => {
        const g = rest.reduce((sum, r, i) => sum + r * x[i]![j]!, 0) / n;
        const miss =
          beta === 0
            ? Math.max(0, Math.abs(g) - lambda)
            : Math.abs(g + slope(Math.abs(beta), lambda, usual) * Math.sign(beta));
        expect(miss).toBeLessThan(1e-8);
      });
      expect(b[3]).toBeCloseTo(2, 0);
    });

    it("does not hold separated data, and says so", () => {
      const x = [[-2], [-1.5], [-1], [1], [1.5], [2]];
      const y = [0, 0, 0, 1, 1, 1];
      expect(fitSync(x, y, { family: "binomial", penalty: lasso(0.05) }).status.code).toBe("converged");
      expect(fitSync(x, y, { family: "binomial", penalty: make(0.05) }).status.code).toBe("separated");
      const held = fitSync(x, y, { family: "binomial", penalty: make(2) }); // 0 is a stationary point
      expect(held.status.code).toBe("converged");
    });

    it("is kept by saved models", () => {
      const { x, y } = dataOf(LOSSES.gaussian!);
      const saved = JSON.parse(JSON.stringify(fitSync(x, y, { penalty: make(0.1, { gamma: 4 }) })));
      expect(saved.recipe.shaped).toEqual({ penalty: name, shape: 4 });
      expect(JSON.parse(JSON.stringify(Model.fromJSON(saved)))).toEqual(saved);
      const damaged = { ...saved, recipe: { ...saved.recipe, shaped: { penalty: name, shape: 0.5 } } };
      expectRefusal(() => Model.fromJSON(damaged), "BAD_MODEL", /shaped/);
    });

    it("is named where it is why there are no standard errors", () => {
      const { x, y } = dataOf(LOSSES.gaussian!);
      const said = `no standard errors: penalty ${name} chooses columns`;
      expect(String(fitSync(x, y, { penalty: make(0.1) }).summary())).toContain(said);
      expect(String(fitSync(x, y, { penalty: make(0) }).summary())).not.toContain("no standard errors");
    });

    it("refuses what it does not go with", () => {
      const { x, y } = dataOf(LOSSES.gamma!);
      expectRefusal(
        () => fitSync(x, y, { penalty: make(0.1, { gamma: 0.5 }) }),
        "BAD_OPTION",
        /gamma is 0.5; expected a number > /,
      );
      expectRefusal(() => fitSync(x, y, { penalty: make(0.1), constraint: l1Ball(1) }), "NOT_SUPPORTED", /with l1Ball/);
      expectRefusal(() => fitSync(x, y, { family: "gamma", penalty: make(0.1) }), "NOT_SUPPORTED", /border/);
      expectRefusal(() => fitSync(x, y, { penalty: make(0.1), solver: "newton" }), "NOT_SUPPORTED", /newton/);
      expectRefusal(() => fitSync(x, y, { penalty: { ...make(0.1), share: 0.5 } }), "BAD_OPTION", /share/);
    });
  });
}
