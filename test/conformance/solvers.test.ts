// What every solver must satisfy: all reach the same objective, the solution built into the data is found, and a solver
// works with any number of shards, because it only ever sees sums.
import { describe, expect, it } from "vitest";
import { prepareTask } from "../../src/driver/task.js";
import { FAMILIES, type FamilyName } from "../../src/families/index.js";
import { dropout, type FitOptions, fitSync, ridge } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { OUTCOME, REQUEST as R } from "../../src/wasm/kernel.js";
import { withScope } from "../../src/wasm/scope.js";
import { dataFor, noiseCases } from "../helpers/cases.js";
import { shardOf } from "../helpers/kernel.js";
import { normals, relative } from "../helpers/numeric.js";

const P = 5;
const NAMES = Object.keys(SOLVERS) as SolverName[];

const PROBLEMS: { name: string; family: FamilyName; options: FitOptions; needsCounts?: boolean }[] = [
  ...(Object.keys(FAMILIES) as FamilyName[]).flatMap((family) => [
    { name: `${family}, maximum likelihood`, family, options: { family } },
    { name: `${family}, ridge`, family, options: { family, penalty: ridge(0.1) } },
    { name: `${family}, ridge without intercept`, family, options: { family, penalty: ridge(0.1), intercept: false } },
  ]),
  ...noiseCases(P).map(({ name, family, noise, needsCounts }) => ({
    name,
    family,
    needsCounts,
    options: { family, noise },
  })),
];

describe("all solvers reach the same objective", () => {
  for (const { name, family, options, needsCounts } of PROBLEMS) {
    it(name, () => {
      const { x, y } = dataFor(FAMILIES[family], 90, P, 23, needsCounts);
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
  const INVERSE = { identity: (e: number) => e, logit: (e: number) => 1 / (1 + Math.exp(-e)), log: Math.exp };
  for (const family of Object.values(FAMILIES)) {
    for (const solver of NAMES) {
      it(`${family.name}, ${solver}: y at its mean`, () => {
        const y = eta.map(INVERSE[family.link]); // every residual vanishes, so the score does
        const model = fitSync(x, y, { family: family.name as FamilyName, solver });
        expect(model.status.code).toBe("converged");
        expect(model.intercept).toBeCloseTo(0.4, 8);
        beta.forEach((b, j) => {
          expect(model.coefficients[j]).toBeCloseTo(b, 8);
        });
      });
    }
  }
});

describe("a solver asks and shards answer", () => {
  for (const solver of NAMES) {
    it(`${solver} works on three shards as on one`, () => {
      const family = "binomial";
      const { x, y } = dataFor(FAMILIES[family], 120, P, 31);
      const options: FitOptions = { family, noise: dropout(0.2), solver };
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
      const theta = withScope((scope) => {
        const task = prepareTask(scope, whole.uploaded.shard, {
          columns: P, dimension: d, totalWeight: 120, penalty: 0, penaltyParams: 0, gradientScale: 0.5, tolerance: 1e-11,
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
      });
      const model = fitSync(x, y, options);
      model.coefficients.forEach((b, j) => {
        expect(theta[j]! * whole.uploaded.scale[j]!).toBeCloseTo(b, 8);
      });
    });
  }
});
