// Properties of every solver: all reach the same objective, the solution built into the data is found, and a solver
// works with any number of shards, because it only sees sums.
import { describe, expect, it } from "vitest";
import { OUTCOME, REQUEST as R } from "../../src/base/ids.js";
import { dropout, type FitOptions, fitSync, type Noise, ridge } from "../../src/index.js";
import { prepareTask } from "../../src/shard/task.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { dataFor, noiseCases } from "../helpers/cases.js";
import { FORMS, type Form, formOf, MEAN, type OneFamily } from "../helpers/forms.js";
import { shardOf } from "../helpers/kernel.js";
import { normals, relative } from "../helpers/numeric.js";

const P = 5;
const NAMES = Object.keys(SOLVERS) as SolverName[];

const PROBLEMS: { name: string; form: Form; options: FitOptions<OneFamily> }[] = [
  ...FORMS.flatMap((form) => [
    { name: `${form.name}, maximum likelihood`, form, options: form.options },
    { name: `${form.name}, ridge`, form, options: { ...form.options, penalty: ridge(0.1) } },
    {
      name: `${form.name}, ridge without intercept`,
      form,
      options: { ...form.options, penalty: ridge(0.1), intercept: false },
    },
  ]),
  ...noiseCases(P).map(({ name, form, noise }) => ({ name, form, options: { ...form.options, noise } })),
];

describe("all solvers reach the same objective", () => {
  for (const { name, form, options } of PROBLEMS) {
    it(name, () => {
      const { x, y } = dataFor(form, 90, P, 23, options.noise as Noise | undefined);
      const models = NAMES.map((solver) => fitSync(x, y, { ...options, solver }));
      const best = Math.min(...models.map((model) => model.objective));
      for (const model of models) {
        expect(model.status.code, `${model.status.solver}: ${JSON.stringify(model.status)}`).toBe("converged");
        expect(model.status.optimality).toBeLessThanOrEqual(model.status.tolerance);
        expect(relative(model.objective, best)).toBeLessThan(1e-9);
      }
    });
  }
});

describe("the solution built into the data is found", () => {
  const normal = normals(7);
  const x = Array.from({ length: 30 }, () => Array.from({ length: P }, () => normal()));
  const beta = [0.5, -1, 0, 0.25, 2];
  const eta = x.map((row) => 0.4 + row.reduce((sum, v, j) => sum + v * beta[j]!, 0));
  // where eta has a domain, the same on a scale on which it stays inside: 0.25 < |eta| < 0.75
  const size = Math.max(...eta.map((e) => Math.abs(e - 0.4))) * 4;
  const unitOf = ({ family }: Form) =>
    !family.isBounded
      ? { at: 0.4, by: 1 }
      : { at: family.name === "binomial" && family.link === "log" ? -0.5 : 0.5, by: 1 / size };
  for (const form of FORMS) {
    for (const solver of NAMES) {
      it(`${form.name}, ${solver}: y at its mean`, () => {
        const { at, by } = unitOf(form);
        const y = eta.map((e) => MEAN[form.family.link](at + by * (e - 0.4))); // every residual vanishes, so the score does
        const model = fitSync(x, y, { ...form.options, solver });
        expect(model.status.code).toBe("converged");
        expect(model.intercept).toBeCloseTo(at, 8);
        beta.forEach((b, j) => {
          expect(model.coefficients[j]).toBeCloseTo(by * b, 8);
        });
      });
    }
  }
});

describe("a solver asks and shards answer", () => {
  for (const solver of NAMES) {
    it(`${solver} works on three shards as on one`, () => {
      const family = "binomial";
      const { x, y } = dataFor(formOf(family), 120, P, 31);
      const options: FitOptions<OneFamily> = { family, noise: dropout(0.2), solver };
      const whole = shardOf(x, y, options);
      const cuts = [0, 30, 95, 120];
      const parts = [0, 1, 2].map((k) =>
        shardOf(x.slice(cuts[k], cuts[k + 1]), y.slice(cuts[k], cuts[k + 1]), options),
      );
      for (const part of parts) {
        const { scope, shard, columns } = part.uploaded;
        scope.view(shard.read("center"), columns).set(whole.uploaded.center);
        scope.view(shard.read("scale"), columns).set(whole.uploaded.scale);
      }
      const d = whole.dimension;
      const theta = (() => {
        const { scope } = whole.uploaded;
        const task = prepareTask(scope, whole.uploaded.shard, {
          dimension: d, totalWeight: 120, penalty: 0, penaltyParams: 0, gradientScale: 0.5, tolerance: 1e-11,
          maxIterations: 500, mayRecede: true, isQuadratic: false, examine: true, solverId: SOLVERS[solver].id, dense: true,
          start: new Float64Array(d),
        }); // biome-ignore format: one struct
        const { exchange, state } = task;
        const kernel = scope.kernel.exports;
        let request = kernel.solverStart(task.solverId, state.at);
        while (request > 0) {
          const point = scope.get(exchange.read("point"), d);
          const direction = scope.get(exchange.read("direction"), d);
          const answers = parts.map((part) => part.ask(point, request, direction, exchange.read("tolerance")));
          const sum = (pick: (a: (typeof answers)[number]) => number) =>
            answers.reduce((total, a) => total + pick(a), 0);
          if (request & R.value) exchange.set({ value: sum((a) => a.value), loss: sum((a) => a.loss) });
          if (request & R.recession)
            exchange.set({ receding: sum((a) => a.receding), blocking: sum((a) => a.blocking) });
          for (const key of ["gradient", "product", "diagonal"] as const) {
            scope.view(exchange.read(key), d).set(Array.from({ length: d }, (_, j) => sum((a) => a[key][j]!)));
          }
          const entries = Array.from({ length: d * d }, (_, k) => sum((a) => a.hessian[Math.floor(k / d)]![k % d]!));
          scope.view(exchange.read("hessian"), d * d).set(entries);
          request = kernel.solverResume(task.solverId, state.at, request);
        }
        expect(request).toBe(OUTCOME.converged);
        return scope.get(state.read("point"), d);
      })();
      const model = fitSync(x, y, options);
      model.coefficients.forEach((b, j) => {
        expect(theta[j]! * whole.uploaded.scale[j]!).toBeCloseTo(b, 8);
      });
    });
  }
});
