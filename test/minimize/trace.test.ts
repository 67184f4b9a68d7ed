// The trace of a fit: that it changes nothing, that it ends at the model, and that its numbers are those of other computations.
import { describe, expect, it } from "vitest";
import {
  dropout,
  type FitOptions,
  fit,
  fitSync,
  l2Ball,
  lasso,
  Model,
  mcp,
  type Noise,
  negativeBinomial,
  pathSync,
  ridge,
  type TraceStep,
} from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { dataFor, noiseCases } from "../helpers/cases.js";
import { FORMS, type Form, formOf, type OneFamily } from "../helpers/forms.js";
import { normals } from "../helpers/numeric.js";

const P = 4;
const NAMES = Object.keys(SOLVERS) as SolverName[];

interface Case {
  readonly name: string;
  readonly form: Form;
  readonly options: FitOptions<OneFamily>;
}

const CASES: Case[] = [
  ...FORMS.flatMap((form) =>
    NAMES.map((solver) => ({ name: `${form.name}, ${solver}`, form, options: { ...form.options, solver } })),
  ),
  ...noiseCases(P).map(({ name, form, noise }) => ({ name, form, options: { ...form.options, noise } })),
  ...[lasso(0.02), mcp(0.02), ridge(0.1)].map((penalty) => {
    const form = formOf("binomial");
    return { name: `binomial, ${penalty.penalty}`, form, options: { ...form.options, penalty } };
  }),
];

/** F at a step, by a fit that stays there. */
function objectiveAt(step: TraceStep, x: number[][], y: number[], options: FitOptions<OneFamily>): number {
  return fitSync(x, y, { ...options, trace: false, start: step, maxIterations: 0, standardErrors: false }).objective;
}

const close = (a: number, b: number, size: number) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(size), 1e-3);

describe("a trace", () => {
  for (const { name, form, options } of CASES) {
    it(`changes no bit and ends at the model: ${name}`, () => {
      const { x, y } = dataFor(form, 60, P, 5, options.noise as Noise | undefined);
      const [plain, traced] = [fitSync(x, y, options), fitSync(x, y, { ...options, trace: true })];
      expect(JSON.stringify(traced)).toBe(JSON.stringify(plain));
      expect(plain.trace).toBeUndefined();
      const steps = traced.trace!;
      const end = steps.at(-1)!;
      expect(end.verdict).toBe("end");
      expect(end.intercept).toBe(traced.intercept);
      expect([...end.coefficients]).toEqual([...traced.coefficients]);
      expect(end.objective).toBe(traced.objective);
      expect(steps[0]!.verdict).toBe("start");
      expect(steps.filter(({ verdict }) => verdict !== "end").length).toBeLessThanOrEqual(traced.status.passes);
      isMonotone(steps);
    });
  }
});

/** The objective of accepted steps never rises, but for rounding; what came is the difference of two of them. */
function isMonotone(steps: readonly TraceStep[]): void {
  let [search, best] = [-1, Number.NaN];
  for (const step of steps.filter(({ verdict }) => verdict !== "looked" && verdict !== "end")) {
    if (step.verdict === "start") {
      expect(step.search).toBe(search + 1);
      [search, best] = [step.search, step.objective!];
      continue;
    }
    expect(step.came).toBe(best - step.objective!);
    expect(Number.isNaN(step.promised)).toBe(step.rule === "fall");
    if (step.verdict !== "accepted") continue;
    // a line search that compares slopes allows for rounding of 1e-10, the others for 1e-14
    expect(step.objective).toBeLessThanOrEqual(
      best + (step.rule === "wolfe" ? 2e-10 : 1e-14) * Math.max(1, Math.abs(best)),
    );
    best = step.objective!;
  }
}

describe("its numbers", () => {
  for (const solver of NAMES) {
    it(`are F at its points: ${solver}`, () => {
      const form = formOf("binomial");
      const { x, y } = dataFor(form, 60, P, 9);
      const options: FitOptions<OneFamily> = {
        ...form.options,
        solver,
        penalty: ridge(0.01),
        start: { intercept: 3, coefficients: [4, -3, 5, -6] },
      };
      const { trace } = fitSync(x, y, { ...options, trace: true });
      const trials = trace!.filter(({ objective, verdict }) => objective !== undefined && verdict !== "end");
      expect(trials.length).toBeGreaterThan(3);
      let best = trials[0]!;
      for (const step of trials) {
        const here = objectiveAt(step, x, y, options);
        expect(close(step.objective!, here, here)).toBe(true);
        if (step.came !== undefined) expect(close(step.came, objectiveAt(best, x, y, options) - here, here)).toBe(true);
        if (step.verdict !== "rejected") best = step;
      }
    });
  }
  it("promise what comes where the model is F itself", () => {
    const { x, y } = dataFor(formOf("gaussian"), 60, P, 3);
    for (const options of [{ solver: "newton" }, { solver: "coordinate-descent" }, { penalty: ridge(0.3) }] as const) {
      const [first, step] = fitSync(x, y, { ...options, trace: true }).trace!;
      expect(first!.verdict).toBe("start");
      expect(step!.step).toBe(1);
      expect(Math.abs(step!.promised! - step!.came!)).toBeLessThan(1e-9 * step!.came!);
    }
  });
  for (const solver of NAMES) {
    it(`promise what a model with the slope of F says: ${solver}`, () => {
      const form = formOf("binomial");
      const { x, y } = dataFor(form, 60, P, 9);
      const start = { intercept: 1, coefficients: [2, -1.5, 2, -2] };
      const options: FitOptions<OneFamily> = { ...form.options, solver, penalty: ridge(0.05), start };
      const { trace } = fitSync(x, y, { ...options, trace: true });
      let best = trace![0]!;
      let checked = 0;
      for (const step of trace!) {
        if (step.step !== undefined && step.promised! > 1e-6) {
          const along = (h: number): TraceStep => ({
            ...step,
            intercept: best.intercept + (h / step.step!) * (step.intercept - best.intercept),
            coefficients: best.coefficients.map((b, j) => b + (h / step.step!) * (step.coefficients[j]! - b)),
          });
          const h = 1e-4;
          const slope = (objectiveAt(along(h), x, y, options) - objectiveAt(along(-h), x, y, options)) / (2 * h);
          const t = step.step;
          expect(step.promised! / (-slope * t * (1 - t / 2))).toBeCloseTo(1, 2);
          checked += 1;
        }
        if (step.verdict === "accepted") best = step;
      }
      expect(checked).toBeGreaterThan(2);
    });
  }
  it("promise three quarters of the whole step's for half a step", () => {
    const { x, y } = dataFor(formOf("binomial"), 60, P, 9);
    const start = { intercept: 9, coefficients: [14, -13, 15, -16] };
    const { trace } = fitSync(x, y, { family: "binomial", penalty: ridge(0.001), start, trace: true });
    const cut = trace!.findIndex(({ step, verdict }) => verdict !== "looked" && step === 0.5);
    expect(cut).toBeGreaterThan(0);
    expect(trace![cut - 1]!.verdict).toBe("rejected");
    expect(trace![cut]!.promised! / trace![cut - 1]!.promised!).toBeCloseTo(0.75, 12);
  });
  it("of a lasso promise the fall of its quadratic model with the kinks", () => {
    const { x, y } = dataFor(formOf("gaussian"), 60, P, 3);
    const [, step] = fitSync(x, y, { penalty: lasso(0.1), trace: true }).trace!;
    expect(Math.abs(step!.promised! - step!.came!)).toBeLessThan(1e-6 * step!.came!); // F is that model
  });
});

function isClose(a: Float64Array, b: Float64Array): void {
  for (const [j, v] of a.entries()) expect(v).toBeCloseTo(b[j]!, 12);
}

describe("traces of other fits", () => {
  const normal = normals(3);
  const x = Array.from({ length: 80 }, () => [normal(), normal()]);
  const counts = x.map(([a], i) => Math.round(Math.exp(a!) * (1 + (i % 5))));

  it("of classes have points as the model has", () => {
    const y = x.map(([a], i) => ["a", "b", "c"][(a! > 0 ? 1 : 0) + (i % 2)]!);
    const model = fitSync(x, y, { family: "multinomial", trace: true });
    expect(model.trace!.at(-1)!.coefficients).toEqual(model.coefficients);
    const last = model.trace!.filter(({ verdict }) => verdict === "accepted").at(-1)!;
    for (const [k, beta] of model.coefficients.entries()) isClose(last.coefficients[k]!, beta);
  });
  it("of several searches number them", () => {
    const model = fitSync(x, counts, { family: negativeBinomial(), trace: true });
    expect(model.trace!.at(-1)!.search).toBeGreaterThan(0);
    isMonotone(model.trace!);
    const ball = fitSync(x, counts, { family: "poisson", constraint: l2Ball(0.2), trace: true });
    expect(ball.trace!.at(-1)!.search).toBeGreaterThan(0);
    expect(JSON.stringify(ball)).toBe(
      JSON.stringify(fitSync(x, counts, { family: "poisson", constraint: l2Ball(0.2) })),
    );
  });
  it("of columns that depend on each other are in the columns as given", () => {
    const twice = x.map(([a, b]) => [a!, b!, a! + b!]);
    const model = fitSync(twice, counts, { family: "poisson", trace: true });
    expect(JSON.stringify(model)).toBe(JSON.stringify(fitSync(twice, counts, { family: "poisson" })));
    expect(model.trace!.every(({ coefficients }) => coefficients.length === 3)).toBe(true);
  });
  it("of working sets have all columns", () => {
    const wide = Array.from({ length: 30 }, () => Array.from({ length: 400 }, () => normal()));
    const y = wide.map((row) => row[0]! - row[7]! + 0.1 * normal());
    const model = fitSync(wide, y, { penalty: lasso(0.2), trace: true });
    expect(JSON.stringify(model)).toBe(JSON.stringify(fitSync(wide, y, { penalty: lasso(0.2) })));
    expect(model.trace!.every(({ coefficients }) => coefficients.length === 400)).toBe(true);
    const last = model.trace!.filter(({ verdict }) => verdict === "accepted").at(-1)!;
    isClose(last.coefficients, model.coefficients);
  });
  it("are the same when the fit is watched or waited for", async () => {
    const options = { family: "poisson", noise: dropout(0.2), trace: true } as const;
    const alone = fitSync(x, counts, options);
    const watched = fitSync(x, counts, { ...options, onProgress: () => {} });
    const waited = await fit(x, counts, options);
    for (const other of [watched, waited]) expect(other.trace).toEqual(alone.trace);
  });
  it("are not saved", () => {
    const model = fitSync(x, counts, { family: "poisson", trace: true });
    expect(Model.fromJSON(JSON.stringify(model)).trace).toBeUndefined();
  });
  it("are of fits by a solver alone", () => {
    expect(() => fitSync(x, counts, { family: "poisson", biasReduction: "firth", trace: true })).toThrow(
      /biasReduction "firth" with option trace; expected one of the two/,
    );
    expect(() => pathSync(x, counts, { family: "poisson", penalty: lasso(1), trace: true } as never)).toThrow(/trace/);
  });
});
