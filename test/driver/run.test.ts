// A fit can be watched, stopped and continued, and reports it.
import { describe, expect, it } from "vitest";
import { runAsync, type Session } from "../../src/driver/run.js";
import { type FitOptions, fit, fitSync, type Model, type Progress } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { dataFor } from "../helpers/cases.js";
import { FORMS, formOf } from "../helpers/forms.js";

const { x, y } = dataFor(formOf("poisson"), 200, 6, 3);
const OPTIONS = { family: "poisson", solver: "lbfgs" } as const;

const WAYS: Record<string, (options: FitOptions) => Promise<Model>> = {
  fit: (options) => fit(x, y, options),
  fitSync: async (options) => fitSync(x, y, options),
};

for (const [name, run] of Object.entries(WAYS)) {
  describe(`${name} is stopped`, () => {
    it("by a signal that is aborted already", async () => {
      const { status, objective, coefficients } = await run({ ...OPTIONS, signal: AbortSignal.abort() });
      expect(status.code).toBe("aborted");
      expect(status.warnings.map((warning) => warning.code)).toEqual(["aborted"]);
      expect(status.iterations).toBe(0);
      expect(Number.isFinite(objective) && coefficients.every(Number.isFinite)).toBe(true);
    });

    it("by a signal that is aborted in onProgress, with the best point so far", async () => {
      const controller = new AbortController();
      const seen: Progress[] = [];
      const onProgress = (progress: Progress) => {
        seen.push(progress);
        if (progress.iteration === 3) controller.abort();
      };
      const model = await run({ ...OPTIONS, signal: controller.signal, onProgress });
      expect(model.status.code).toBe("aborted");
      expect(model.status.iterations).toBe(3);
      expect(model.objective).toBe(Math.min(...seen.map((progress) => progress.objective)));
      expect(model.objective).toBeGreaterThan(fitSync(x, y, OPTIONS).objective);
    });

    it("by a time limit of 0, after one pass", async () => {
      const { status } = await run({ ...OPTIONS, timeLimit: 0 });
      expect(status.code).toBe("aborted");
      expect(status.warnings.map((warning) => warning.code)).toEqual(["time-limit"]);
    });

    it("by neither when there is time", async () => {
      const model = await run({ ...OPTIONS, timeLimit: 1e6, signal: new AbortController().signal });
      expect(model.status.code).toBe("converged");
      expect(model.status.warnings).toEqual([]);
    });
  });

  describe(`${name} reports progress`, () => {
    for (const solver of Object.keys(SOLVERS) as SolverName[]) {
      it(`after every pass, the objective never rising (${solver})`, async () => {
        const seen: Progress[] = [];
        const model = await run({ ...OPTIONS, solver, onProgress: (progress) => seen.push(progress) });
        seen.slice(1).forEach((progress, k) => {
          const before = seen[k]!;
          expect(progress.objective).toBeLessThanOrEqual(before.objective + 1e-14 * Math.abs(before.objective));
          expect(progress.iteration).toBeGreaterThanOrEqual(before.iteration);
          expect(progress.elapsed).toBeGreaterThanOrEqual(before.elapsed);
        });
        expect(seen.length).toBeGreaterThan(2);
        expect(seen.length).toBeLessThanOrEqual(model.status.passes);
        expect(model.objective).toBeLessThanOrEqual(seen.at(-1)!.objective * (1 + 1e-14));
      });
    }

    it("and hands on what onProgress throws, leaving the next fit in order", async () => {
      const trouble = new Error("from the caller");
      const onProgress = () => {
        throw trouble;
      };
      await expect((async () => run({ ...OPTIONS, onProgress }))()).rejects.toBe(trouble);
      expect((await run(OPTIONS)).coefficients).toEqual(fitSync(x, y, OPTIONS).coefficients);
    });
  });
}

describe("a time limit", () => {
  it("counts from the beginning, over the pauses in which others have their turn", async () => {
    function* work(): Session<Progress, string> {
      for (let iteration = 0; iteration < 100; iteration++) {
        const begun = performance.now();
        while (performance.now() - begun < 5);
        const stop = yield { iteration, objective: 0, optimality: 1 };
        if (stop !== undefined) return stop;
      }
      return "the end";
    }
    const watch = { signal: undefined, timeLimit: 100, onProgress: undefined };
    expect(await runAsync(work, watch)).toBe("time-limit");
  });
});

describe("a stopped fit", () => {
  it("with dependent columns does not claim what it had no time to do", () => {
    const twice = x.map((row) => [...row, row[0]!]);
    const { status } = fitSync(twice, y, { ...OPTIONS, signal: AbortSignal.abort() });
    expect(status.code).toBe("aborted");
    for (const warning of status.warnings) expect(warning.message).not.toMatch(/of all best fits/);
  });

  it("may be watched by fits within fits", () => {
    const inner: Model[] = [];
    const outer = fitSync(x, y, {
      ...OPTIONS,
      onProgress: () => {
        inner.push(fitSync(x, y, OPTIONS));
      },
    });
    for (const model of inner) expect(model.coefficients).toEqual(outer.coefficients);
  });
});

describe("start", () => {
  for (const form of FORMS) {
    for (const solver of Object.keys(SOLVERS) as SolverName[]) {
      it(`may be a model, which is then at its end at once (${form.name}, ${solver})`, () => {
        const data = dataFor(form, 60, 3, 9);
        const cold = fitSync(data.x, data.y, { ...form.options, solver, tolerance: 1e-8 });
        const warm = fitSync(data.x, data.y, { ...form.options, solver, tolerance: 1e-7, start: cold });
        expect(warm.status.iterations).toBe(0);
        expect(warm.status.code).toBe("converged");
        warm.coefficients.forEach((b, j) => {
          expect(b).toBeCloseTo(cold.coefficients[j]!, 12);
        });
      });
    }
  }

  it("of a stopped fit takes it up again", () => {
    const stopped = fitSync(x, y, { ...OPTIONS, maxIterations: 4 });
    expect(stopped.status.code).toBe("max-iterations");
    const again = fitSync(x, y, { ...OPTIONS, start: stopped });
    expect(again.status.code).toBe("converged");
    expect(again.objective).toBeCloseTo(fitSync(x, y, OPTIONS).objective, 12);
  });

  it("with maxIterations 0 is what comes back", () => {
    const start = { intercept: 0.25, coefficients: [1, -1, 0.5, 0, 2, -0.125] };
    const model = fitSync(x, y, { ...OPTIONS, start, maxIterations: 0 });
    expect(model.status.code).toBe("max-iterations");
    expect(model.intercept).toBeCloseTo(0.25, 14);
    start.coefficients.forEach((b, j) => {
      expect(model.coefficients[j]).toBeCloseTo(b, 14);
    });
  });
});

describe("maxIterations", () => {
  for (const solver of Object.keys(SOLVERS) as SolverName[]) {
    it(`returns the best point so far, better with every step (${solver})`, () => {
      let before = Number.POSITIVE_INFINITY;
      for (let most = 0; most < 8; most++) {
        const model = fitSync(x, y, { family: "poisson", solver, maxIterations: most });
        expect(model.status.iterations).toBeLessThanOrEqual(most);
        expect(model.objective).toBeLessThanOrEqual(before * (1 + 1e-14)); // rounding
        before = model.objective;
      }
    });
  }
});
