// MCP and SCAD with noise, with bounds and over classes, against proximal gradient steps of the test's own from the same start.
import { describe, expect, it } from "vitest";
import {
  additive,
  dropout,
  type FitOptions,
  fitSync,
  lasso,
  mcp,
  pathSync,
  type Start,
  scad,
} from "../../src/index.js";
import { normals } from "../helpers/numeric.js";
import { descend, LOSSES, type Loss, lossAt, type Point, pointOf, type Rows } from "../helpers/proximal.js";

/** Slope at size b >= 0, and value, as in the papers: Zhang (2010), equation 2.1; Fan & Li (2001), equation 2.7. */
const CONCAVE = {
  mcp: {
    make: mcp,
    gamma: 3,
    value: (b: number, l: number, g: number) => (b <= g * l ? l * b - (b * b) / (2 * g) : (g * l * l) / 2),
    slope: (b: number, l: number, g: number) => Math.max(0, l - b / g),
  },
  scad: {
    make: scad,
    gamma: 3.7,
    value: (b: number, l: number, g: number) => {
      if (b <= l) return l * b;
      return b <= g * l ? (2 * g * l * b - b * b - l * l) / (2 * (g - 1)) : (l * l * (g + 1)) / 2;
    },
    slope: (b: number, l: number, g: number) => (b <= l ? l : Math.max(0, g * l - b) / (g - 1)),
  },
};

const [N, P] = [160, 5];
/** At 0.03 and 0.08 some fits over classes end in another local minimum than the test's steps do; here they do not. */
const LAMBDA = 0.05;

function rowsOf(loss: Loss): Rows {
  const normal = normals(21);
  const x = Array.from({ length: N }, () => Array.from({ length: P }, () => 0.8 * normal()));
  const y = x.map((row) => loss.draw(0.2 + row[0]! - 0.6 * row[1]! + 0.25 * row[2]!, normal));
  return { loss, x, y, weights: Array<number>(N).fill(1), offset: Array<number>(N).fill(0) };
}

interface Around {
  readonly rows: Rows;
  readonly penalty: (typeof CONCAVE)[keyof typeof CONCAVE];
  readonly square?: number;
  readonly lower?: number;
  readonly upper?: number;
}

/** F in two parts: everything that is smooth, with the ridge and what the penalty has beside its kink; and the kink, within bounds. */
function split({ rows, penalty, square = 0, lower = -Infinity, upper = Infinity }: Around) {
  const { value, slope, gamma } = penalty;
  return {
    smooth: (b: Point) => {
      const answer = lossAt(rows, b);
      let sum = answer.value;
      for (const [k, own] of b.entries()) {
        for (let j = 0; j < P; j++) {
          const size = Math.abs(own[j]!);
          sum += value(size, LAMBDA, gamma) - LAMBDA * size + 0.5 * square * size * size;
          answer.slopes[k]![j]! += (slope(size, LAMBDA, gamma) - LAMBDA) * Math.sign(own[j]!) + square * own[j]!;
        }
      }
      return { value: sum, slopes: answer.slopes };
    },
    kinks: (b: Point) => LAMBDA * b.flatMap((own) => own.slice(0, P)).reduce((sum, v) => sum + Math.abs(v), 0),
    proximal: (z: Point, t: number) =>
      z.map((own) =>
        own.map((v, j) => {
          if (j === P) return v;
          const to = Math.sign(v) * Math.max(0, Math.abs(v) - t * LAMBDA);
          return Math.min(Math.max(to, lower), upper);
        }),
      ),
  };
}

/** The largest distance from a stationary point; at a bound only a pull back inside counts. */
function violation(around: Around, b: Point): number {
  const { slopes } = split(around).smooth(b);
  const { lower = -Infinity, upper = Infinity } = around;
  const each = b.flatMap((own, k) =>
    own.map((v, j) => {
      const s = slopes[k]![j]!;
      if (j === P) return Math.abs(s);
      const [left, right] = [s + (v > 0 ? LAMBDA : -LAMBDA), s + (v < 0 ? -LAMBDA : LAMBDA)];
      return Math.max(v <= lower ? 0 : left, v >= upper ? 0 : -right, 0);
    }),
  );
  return Math.max(...each);
}

function compare(around: Around, options: FitOptions): void {
  const { rows, penalty } = around;
  const { lower = -Infinity, upper = Infinity } = around;
  const normal = normals(3);
  const parts = split(around);
  const at = (b: Point): number => parts.smooth(b).value + parts.kinks(b);
  for (let turn = 0; turn < 4; turn++) {
    const from = Array.from({ length: rows.loss.classes }, () =>
      Array.from({ length: P + 1 }, (_, j) => {
        const v = turn === 0 ? 0 : normal();
        return j === P ? v : Math.min(Math.max(v, lower), upper);
      }),
    );
    const many = rows.loss.classes > 1;
    const [coefficients, intercept] = [from.map((b) => b.slice(0, P)), from.map((b) => b[P]!)];
    const start = (
      many ? { coefficients, intercept } : { coefficients: coefficients[0]!, intercept: intercept[0]! }
    ) as Start;
    const model = fitSync(rows.x, rows.y, {
      ...rows.loss.options,
      ...options,
      penalty: penalty.make(LAMBDA),
      ...(turn === 0 ? {} : { start }),
    });
    const got = pointOf(model);
    expect(model.status.code).toBe("converged");
    expect(violation(around, got)).toBeLessThan(1e-8);
    expect(at(got)).toBeLessThan(at(from) + 1e-12);
    expect(at(got) - descend(parts, got, false).value).toBeLessThan(1e-12);
    // from where a fit begins by itself no worse than other steps; from elsewhere F has several local minima, and which one is found is chance
    if (turn === 0) expect(at(got) - descend(parts, from, false).value).toBeLessThan(1e-9);
    for (const own of got) for (const v of own.slice(0, P)) expect(v >= lower && v <= upper).toBe(true);
  }
}

for (const [name, penalty] of Object.entries(CONCAVE)) {
  describe(name, () => {
    it("with noise: additive noise of a gaussian is a ridge", () => {
      const rows = rowsOf(LOSSES.gaussian!);
      compare({ rows, penalty, square: 0.3 ** 2 }, { noise: additive(0.3) });
    });

    for (const family of ["binomial", "poisson", "multinomial"]) {
      it(`with dropout, ${family}: no step, of one coefficient or of chance, lowers the objective`, () => {
        const { loss, x, y } = rowsOf(LOSSES[family]!);
        const options: FitOptions = { ...loss.options, noise: dropout(0.2), penalty: penalty.make(LAMBDA) };
        const model = fitSync(x, y, options);
        expect(model.status.code).toBe("converged");
        const normal = normals(9);
        for (let turn = 0; turn < 40; turn++) {
          const size = 10 ** -(2 + (turn % 3));
          const moved = pointOf(model).map((b) =>
            b.slice(0, P).map((v, j) => v + (turn < 2 * P && j !== turn % P ? 0 : size * normal())),
          );
          const coefficients = loss.classes > 1 ? moved : moved[0]!;
          const start = { intercept: model.intercept, coefficients } as Start;
          const there = fitSync(x, y, { ...options, start, maxIterations: 0 });
          expect(there.objective).toBeGreaterThan(model.objective - 1e-13);
        }
      });
    }

    for (const family of ["gaussian", "binomial", "poisson"]) {
      for (const [lower, upper] of [
        [-0.2, 0.5],
        [0, Infinity],
        [0.05, 0.3],
      ] as const) {
        it(`within bounds from ${lower} to ${upper}, ${family}`, () => {
          compare({ rows: rowsOf(LOSSES[family]!), penalty, lower, upper }, { bounds: { lower, upper } });
        });
      }
    }

    it("over classes", () => compare({ rows: rowsOf(LOSSES.multinomial!), penalty }, {}));
    it("over classes, within bounds", () =>
      compare(
        { rows: rowsOf(LOSSES.multinomial!), penalty, lower: -0.3, upper: 0.3 },
        { bounds: { lower: -0.3, upper: 0.3 } },
      ));

    it("along a path of separated data the fits that have no minimizer cost little: fewer passes than the lasso's", () => {
      const normal = normals(3);
      const [n, p] = [80, 300];
      const x = Array.from({ length: n }, () => {
        const common = normal();
        return Array.from({ length: p }, () => 0.5 * common + normal());
      });
      const y = x.map((row) => Number(0.3 + row[0]! - 0.7 * row[1]! + 0.4 * row[5]! + normal() > 0));
      const passes = [lasso(), penalty.make()].map((each) => {
        const found = pathSync(x, y, { family: "binomial", penalty: each, count: 100 });
        return found.statuses.reduce((sum, status) => sum + status.passes, 0);
      });
      expect(passes[1]).toBeLessThan(passes[0]! + 100);
      const found = pathSync(x, y, { family: "binomial", penalty: penalty.make(), count: 100 });
      expect(found.statuses[5]!.code).toBe("converged");
      expect(found.statuses[99]!.code).toBe("separated");
    });
  });
}
