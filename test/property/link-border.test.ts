// Optima on the border of a link's domain, over all families with links that have one: against a search that shares nothing with
// the library (test/helpers/constrained.ts). Where the loss is not convex, against small steps in all directions.
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../src/base/random.js";
import { type FitOptions, fitSync, l1Ball, l2Ball, lasso, type Model, path, ridge } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { domainOf, leastObjective, meanLoss, type SmallData } from "../helpers/constrained.js";
import { FORMS, type Form, lossAt, type OneFamily } from "../helpers/forms.js";
import { STORAGES } from "../helpers/storages.js";

const BOUNDED = FORMS.filter(({ family }) => family.isBounded && family.name !== "gaussian");
const SOLVER_NAMES = Object.keys(SOLVERS) as SolverName[];
/** Objectives agree to this part of their size; where the loss is infinitely steep at the border, as rounding allows. */
const closeFor = ({ family }: Form): number => (family.name === "tweedie" ? 1e-7 : 1e-8);

interface Table extends SmallData {
  readonly trials: readonly number[] | undefined;
  readonly prior: readonly number[] | undefined;
}

/** Small tables with many zeros, or full ones, in which optima on the border are common. */
function tableFor({ family }: Form, seed: number): Table | undefined {
  const random = mulberry32(seed, 7);
  const whole = (n: number) => Math.floor(random() * n);
  const n = 3 + whole(4);
  const x = Array.from({ length: n }, () => whole(4) * (random() < 0.3 ? -1 : 1));
  const trials = family.name === "binomial" ? x.map(() => 1 + whole(6)) : undefined;
  const prior = trials === undefined && seed % 3 === 0 ? x.map(() => 0.5 + whole(4)) : undefined;
  const { lowOpen } = family.domain;
  const y = x.map((_, i) => {
    if (trials !== undefined) return whole(trials[i]! + 1) / trials[i]!;
    return lowOpen ? 0.2 + 5 * random() : random() < 0.5 ? 0 : whole(4);
  });
  const [least, most] = [Math.min(...y), Math.max(...y)];
  if (least === most || most === 0 || least === 1) return undefined;
  return { x, y, trials, prior, weights: trials ?? prior ?? x.map(() => 1) };
}

function fitTable(
  { options }: Form,
  { x, y, trials, prior, offset }: Table,
  more: FitOptions<OneFamily>,
  storage = "dense by row",
): Model {
  const counts = y.map((v, i) => v * (trials?.[i] ?? 1));
  const given = { trials: trials && [...trials], weights: prior && [...prior], offset: offset && [...offset] };
  const own = Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined));
  return fitSync(STORAGES[storage]!(x.map((v) => [v])), counts, { ...options, ...own, ...more });
}

const codesOf = ({ status }: Model): string[] => status.warnings.map(({ code }) => code);

/** F is as low as anywhere, to `close`; and where it is not convex, no small step inside the domain lowers it. */
function expectBest(form: Form, table: Table, model: Model, least: number, what: string): void {
  const close = closeFor(form);
  const size = Math.max(Math.abs(least), 1e-3);
  if (form.isConvex) {
    expect((model.objective - least) / size, what).toBeLessThan(close);
    expect((least - model.objective) / size, what).toBeLessThan(close);
    return;
  }
  if (!codesOf(model).includes("boundary")) return;
  const [b, beta] = [model.intercept, model.coefficients[0]!];
  for (let k = 0; k < 24; k++) {
    const [down, right] = [Math.sin((k * Math.PI) / 12), Math.cos((k * Math.PI) / 12)];
    const there = meanLoss(form, table, b + 1e-3 * down, beta + 1e-3 * right);
    expect(there, `${what}, step ${k}`).toBeGreaterThan(model.objective - close * size);
  }
}

/** Rows that a warning names are at an end of the domain, all others are inside, and multipliers are not negative. */
function expectRows(form: Form, table: Table, model: Model, what: string): void {
  const { low, high } = domainOf(form);
  const warning = model.status.warnings.find(({ code }) => code === "boundary");
  const rows = (warning?.detail.rows ?? []) as number[];
  const multipliers = (warning?.detail.multipliers ?? []) as number[];
  expect(
    multipliers.every((m) => m >= 0),
    what,
  ).toBe(true);
  table.x.forEach((v, i) => {
    if (table.weights[i] === 0) return;
    const eta = (table.offset?.[i] ?? 0) + model.intercept + v * model.coefficients[0]!;
    const slack = Math.min(eta - low, high - eta);
    expect(slack, `${what}, row ${i}`).toBeGreaterThanOrEqual(0);
    if (rows.includes(i)) expect(slack, `${what}, row ${i}`).toBeLessThan(1e-9);
  });
}

describe("a fit on the border of its link", () => {
  it("finds the relative risk of a textbook table: 0, 3 and 10 of 10", () => {
    for (const solver of SOLVER_NAMES) {
      const model = fitSync([[0], [1], [2]], [0, 3, 10], {
        family: "binomial",
        link: "log",
        trials: [10, 10, 10],
        solver,
      });
      expect(model.status.code).toBe("converged");
      expect(model.intercept).toBeCloseTo(-3.0247, 4);
      expect(model.coefficients[0]).toBeCloseTo(1.5123, 4);
      expect(model.status.warnings).toMatchObject([{ code: "boundary", detail: { rows: [2] } }]);
      expect(String(model.summary())).toContain("no standard errors: the best fit lies on the border");
    }
  });

  for (const form of BOUNDED) {
    it(`is the best there is: ${form.name}`, () => {
      let onBorder = 0;
      for (let seed = 0; seed < 16; seed++) {
        const table = tableFor(form, seed);
        if (table === undefined) continue;
        const { objective } = form.isConvex ? leastObjective(form, table) : { objective: 1 };
        const storages = Object.keys(STORAGES);
        SOLVER_NAMES.forEach((solver, k) => {
          const storage = storages[(seed + k) % storages.length]!;
          const model = fitTable(form, table, { solver }, storage);
          const what = `seed ${seed}, ${solver}, ${storage}, ${JSON.stringify(table)}`;
          if (model.status.code === "separated") return; // the infimum is no minimum
          expect(model.status.code, what).toBe("converged");
          expectBest(form, table, model, objective, what);
          expectRows(form, table, model, what);
          if (codesOf(model).includes("boundary")) onBorder += 1;
        });
      }
      const canTouch = form.family.name !== "gamma" && !form.name.includes("inverse");
      if (canTouch) expect(onBorder).toBeGreaterThan(3);
    });
  }

  const convex = BOUNDED.filter(({ isConvex }) => isConvex);
  const constrained: Record<
    string,
    (seed: number) => { options: FitOptions<OneFamily>; penalty: (beta: number) => number; range: [number, number] }
  > = {
    ridge: (seed) => ({
      options: { penalty: ridge(0.01 * (1 + seed)) },
      penalty: (b) => (0.01 * (1 + seed) * b * b) / 2,
      range: [-60, 60],
    }),
    lasso: (seed) => ({
      options: { penalty: lasso(0.01 * (1 + seed)) },
      penalty: (b) => 0.01 * (1 + seed) * Math.abs(b),
      range: [-60, 60],
    }),
    bounds: (seed) => ({
      options: { bounds: { lower: -0.02 * seed, upper: 0.05 * seed } },
      penalty: () => 0,
      range: [-0.02 * seed, 0.05 * seed],
    }),
    "l1 ball": (seed) => ({
      options: { constraint: l1Ball(0.03 * (1 + seed)) },
      penalty: () => 0,
      range: [-0.03 * (1 + seed), 0.03 * (1 + seed)],
    }),
    "l2 ball": (seed) => ({
      options: { constraint: l2Ball(0.03 * (1 + seed)) },
      penalty: () => 0,
      range: [-0.03 * (1 + seed), 0.03 * (1 + seed)],
    }),
  };
  for (const [name, make] of Object.entries(constrained)) {
    for (const form of convex) {
      it(`is the best there is within ${name}: ${form.name}`, () => {
        for (let seed = 0; seed < 12; seed++) {
          const table = tableFor(form, seed + 100);
          if (table === undefined) continue;
          const { options, penalty, range } = make(seed);
          const best = leastObjective(form, table, penalty, range);
          const model = fitTable(form, table, options);
          const what = `seed ${seed}, ${JSON.stringify(table)}`;
          if (model.status.code === "separated") continue;
          expect(model.status.code, what).toBe("converged");
          expectBest(form, table, model, best.objective, what);
          const beta = model.coefficients[0]!;
          expect(beta, what).toBeGreaterThanOrEqual(range[0] - 1e-8 * Math.abs(range[0]));
          expect(beta, what).toBeLessThanOrEqual(range[1] + 1e-8 * Math.abs(range[1]));
          if (model.multiplier !== undefined && model.multiplier > 1e-12)
            expect(Math.abs(beta) / range[1], what).toBeCloseTo(1, 7);
        }
      });
    }
  }

  it("starts inside where neither the null model nor least squares does: offsets, and no intercept", () => {
    for (const form of convex) {
      const table = tableFor(form, 3) ?? tableFor(form, 4)!;
      const { low, high } = domainOf(form);
      const middle = high === 0 ? -6 : high === 1 ? 0.3 : 3;
      const offset = table.x.map((_, i) => (i % 2 === 0 ? middle : middle + (high === 1 ? 0.5 : high === 0 ? 4 : 8)));
      const moved = { ...table, offset };
      const model = fitTable(form, moved, {});
      const { objective } = leastObjective(form, moved);
      if (model.status.code === "separated") continue;
      expect(model.status.code, form.name).toBe("converged");
      expectBest(form, moved, model, objective, `${form.name} ${low}`);
    }
  });

  /** Rows of a few columns, some of them 0 or 1, with ties. */
  const rowsOf = (n: number, seed: number) => {
    const random = mulberry32(seed, 3);
    const x = Array.from({ length: n }, () => [
      Math.round((random() * 2 - 1) * 4) / 4,
      Number(random() < 0.3),
      Math.round((random() * 2 - 1) * 4) / 4,
    ]);
    const risk = ([a, b, c]: number[]) => 0.3 * Math.exp(0.9 * a! + 0.8 * b! + 0.2 * c!);
    return {
      x,
      y: x.map((row) => Number(random() < Math.min(1, risk(row)))),
      counts: x.map((row) => Math.floor(random() * 3 * Math.max(0, 0.5 + 1.2 * row[0]!))),
    };
  };

  it("finds one and the same minimum by every solver, with several columns and ties", () => {
    const { x, y } = rowsOf(300, 1);
    const models = SOLVER_NAMES.map((solver) => fitSync(x, y, { family: "binomial", link: "log", solver }));
    for (const model of models) {
      expect(model.status.code).toBe("converged");
      expect(codesOf(model)).toEqual(["boundary"]);
      expect(model.objective / models[0]!.objective).toBeCloseTo(1, 12);
      const means = model.predict(x);
      expect(means.every((mu) => mu > 0 && mu < 1)).toBe(true);
    }
  });

  it("is no further from the minimum with a lasso, a ball or bounds than small steps can tell, with several columns and ties", () => {
    const { x, counts } = rowsOf(300, 2);
    const form = FORMS.find(({ name }) => name === "poisson identity")!;
    const loss = (b: number, beta: readonly number[]) => {
      const eta = x.map((row) => row.reduce((sum, v, j) => sum + v * beta[j]!, b));
      return eta.some((e) => e < 0)
        ? Infinity
        : eta.reduce((sum, e, i) => sum + lossAt(form, counts[i]!, Math.max(e, 1e-300)), 0) / x.length;
    };
    const l1 = (beta: readonly number[]) => beta.reduce((sum, v) => sum + Math.abs(v), 0);
    const cases: [FitOptions<OneFamily>, (beta: readonly number[]) => number][] = [
      [{ penalty: lasso(0.02) }, (beta) => 0.02 * l1(beta)],
      [{ constraint: l1Ball(0.4) }, (beta) => (l1(beta) > 0.4 ? Infinity : 0)],
      [{ constraint: l2Ball(0.3) }, (beta) => (Math.hypot(...beta) > 0.3 ? Infinity : 0)],
      [{ bounds: { lower: -0.1, upper: 0.3 } }, (beta) => (beta.some((v) => v < -0.1 || v > 0.3) ? Infinity : 0)],
    ];
    const random = mulberry32(5);
    for (const [options, penalty] of cases) {
      const model = fitSync(x, counts, { family: "poisson", link: "identity", ...options });
      expect(model.status.code, JSON.stringify(options)).toBe("converged");
      expect(model.objective).toBeCloseTo(
        loss(model.intercept, [...model.coefficients]) + (options.penalty ? penalty([...model.coefficients]) : 0),
        10,
      );
      for (let k = 0; k < 2000; k++) {
        const size = 10 ** (-4 * random());
        const move = () => size * (random() - 0.5);
        const beta = [...model.coefficients].map((v) => (random() < 0.3 ? v : v + move()));
        const there = loss(model.intercept + move(), beta) + penalty(beta);
        expect(there, JSON.stringify(options)).toBeGreaterThan(model.objective - 1e-9);
      }
    }
  });

  it("keeps means inside their range beside columns with large means", () => {
    const { x, y } = rowsOf(200, 6);
    const years = x.map(([a, b, c]) => [1e4 * (1 + a!), b!, 2000 + c!]);
    const model = fitSync(years, y, { family: "binomial", link: "log" });
    expect(model.status.code).toBe("converged");
    expect(codesOf(model)).toContain("boundary");
    expect([...model.predict(years)].every((mu) => mu > 0 && mu <= 1)).toBe(true);
    expect([...model.predict(years, { type: "link" })].every((eta) => eta < 0)).toBe(true);
  });

  it("is followed with Monte Carlo noise, where copies of rows are on it", () => {
    const { x, counts } = rowsOf(40, 3);
    const noise = { noise: "dropout", strength: 0.2, approximation: "monte-carlo", copies: 5 } as const;
    const objectives = (["newton", "lbfgs"] as const).map((solver) => {
      const model = fitSync(x, counts, { family: "poisson", link: "identity", noise, solver });
      expect(model.status.code).toBe("converged");
      expect(codesOf(model)).toContain("boundary");
      return model.objective;
    });
    expect(objectives[0]! / objectives[1]!).toBeCloseTo(1, 7);
  });

  it("is followed from step to step of a path", async () => {
    const { x, y } = rowsOf(200, 4);
    const along = await path(x, y, {
      family: "binomial",
      link: "log",
      penalty: lasso(),
      lambdas: [0.05, 0.01, 0.002, 0.0004, 1e-5],
    });
    along.statuses.forEach((status, k) => {
      expect(status.code).toBe("converged");
      const alone = fitSync(x, y, { family: "binomial", link: "log", penalty: lasso(along.lambdas![k]!) });
      expect(along.objectives[k]! / alone.objective).toBeCloseTo(1, 9);
    });
    expect(along.statuses.at(-1)!.warnings.map(({ code }) => code)).toContain("boundary");
  });

  it("says so where no point has every row inside the domain, and where none has in the ball", () => {
    const model = fitSync([[1], [-1], [2]], [1, 2, 3], { family: "poisson", link: "identity", intercept: false });
    expect(model.status.code).toBe("diverged");
    expect(codesOf(model)).toEqual(["not-finite"]);
    const held = fitSync([[1], [2]], [3, 5], {
      family: "poisson",
      link: "identity",
      intercept: false,
      offset: [-2, -1],
      constraint: l2Ball(0.5),
    });
    expect(held.status.code).not.toBe("converged");
    expect(Number.isFinite(held.objective)).toBe(true);
    expect(held.status.warnings[0]!.message).toMatch(/ball/);
  });

  it("ends intervals of means where their range does", () => {
    const y = [0, 1, 0, 0, 1, 0, 1, 1, 0, 1];
    const x = y.map((_, i) => [i]);
    const model = fitSync(x, y, { family: "binomial", link: "identity" });
    const { lower, upper } = model.predict([[-3], [0], [9], [12]], { interval: 0.99 });
    expect([...lower, ...upper].every((v) => v >= 0 && v <= 1)).toBe(true);
  });
});
