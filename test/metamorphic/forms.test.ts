// The same numbers in another form, through another function, or in concurrent fits give the same fit.
import { describe, expect, it } from "vitest";
import { type DesignInput, type FitOptions, fit, fitSync, type Model, matrix } from "../../src/index.js";
import { dataFor } from "../helpers/cases.js";
import { calmData, calmFor, expectFit, expectSameBits, fitCases } from "../helpers/fits.js";
import { entryFor } from "../helpers/noises.js";
import { sliced } from "../helpers/slice.js";

const P = 4;

function formsOf(x: readonly number[][]): Record<string, DesignInput> {
  const columns = x[0]!.map((_, j) => x.map((row) => row[j]!));
  const [n, p] = [x.length, columns.length];
  return {
    rows: x,
    "typed rows": x.map((row) => Float64Array.from(row)),
    "a matrix by row": matrix(Float64Array.from(x.flat()), n, p, "row"),
    "a matrix by column": matrix(Float64Array.from(columns.flat()), n, p, "column"),
    "columns by name": Object.fromEntries(columns.map((column, j) => [`x${j + 1}`, column])),
    "typed columns": Object.fromEntries(columns.map((column, j) => [`x${j + 1}`, Float64Array.from(column)])),
  };
}

/** A fit that pauses after each of its first passes, so that others can run. */
function slowly(x: DesignInput, y: number[], options: FitOptions): Promise<Model> {
  let passes = 0;
  const onProgress = () => {
    passes++;
    if (passes <= 6) spin(15);
  };
  return fit(x, y, { ...options, onProgress });
}

/** Keeps the thread busy for a while, so that a fit pauses when it next checks the clock. */
function spin(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

for (const { name, form, noise, options } of sliced(fitCases(P))) {
  // several chunks of rows, with an odd rest
  const { x, y } = dataFor(form, 251, P, 17, noise);
  const weights = y.map((_, i) => 1 + (i % 3));
  const all = { ...options, weights };
  const model = fitSync(x, y, all);

  describe(`forms: ${name}`, () => {
    for (const [kind, design] of Object.entries(formsOf(x))) {
      it(`${kind} give the same fit`, () => {
        const other = fitSync(design, y, all);
        if (kind.includes("column"))
          expectFit(other, model, 1e-9); // rows and columns are summed in another order
        else expectSameBits(other, model);
      });
    }

    it("single precision gives the fit of its own numbers", () => {
      const single = Float32Array.from(x.flat());
      const rows = x.map((_, i) => [...single.subarray(i * P, (i + 1) * P)]);
      expectSameBits(fitSync(matrix(single, x.length, P, "row"), y, all), fitSync(rows, y, all));
    });

    it("y and weights as typed arrays give the same bits", () => {
      const typed = { ...options, weights: Uint8Array.from(weights) };
      expectSameBits(fitSync(x, Float64Array.from(y), typed), model);
    });

    it("fit and fitSync give the same bits, watched or not", async () => {
      expectSameBits(await fit(x, y, all), model);
      expectSameBits(fitSync(x, y, { ...all, onProgress: () => undefined }), model);
    });

    it("the same input gives the same bits twice, whatever was fitted in between", () => {
      fitSync(
        x.map((row) => row.map((v) => entryFor(noise?.noise, -v, 2))),
        y,
        options,
      );
      expectSameBits(fitSync(x, y, all), model);
    });
  });
}

describe("fits at the same time", () => {
  it("do not disturb each other", async () => {
    const cases = fitCases(P).filter((_, k) => k % 4 === 0);
    const data = cases.map((example, k) => calmFor(example, 40 + k));
    const together = await Promise.all(cases.map(({ options }, k) => slowly(data[k]!.x, data[k]!.y, options)));
    cases.forEach(({ options }, k) => {
      expectSameBits(together[k]!, fitSync(data[k]!.x, data[k]!.y, options));
    });
  });

  it("interleave: each gives way while it works", async () => {
    const { x, y } = calmData("poisson");
    const turns: number[] = [];
    const turn = (k: number) => () => {
      turns.push(k);
      if (turns.length <= 12) spin(15);
    };
    await Promise.all([0, 1].map((k) => fit(x, y, { family: "poisson", solver: "lbfgs", onProgress: turn(k) })));
    const changes = turns.slice(1).filter((k, i) => k !== turns[i]).length;
    expect(changes).toBeGreaterThan(2);
  });

  it("survive another's failure", async () => {
    const { x, y } = calmData("poisson");
    const failing = fit(x, y, {
      family: "poisson",
      onProgress: () => {
        spin(15);
        throw new Error("from the caller");
      },
    });
    const [failed, good] = await Promise.allSettled([failing, slowly(x, y, { family: "poisson" })]);
    expect(failed.status).toBe("rejected");
    expectSameBits((good as PromiseFulfilledResult<Model>).value, fitSync(x, y, { family: "poisson" }));
  });

  it("predict in between without harm", async () => {
    const { x, y } = calmData("binomial");
    const early = fitSync(x, y, { family: "binomial" });
    const want = early.predict(x);
    const model = await fit(x, y, {
      family: "binomial",
      onProgress: () => expect(early.predict(x)).toEqual(want),
    });
    expectFit(model, early);
  });
});

describe("a model", () => {
  const { x, y } = calmData("gaussian");
  const model = fitSync(x, y);

  it("is frozen", () => {
    expect(Object.isFrozen(model)).toBe(true);
    expect(() => Object.assign(model, { intercept: 1 })).toThrow(TypeError);
  });

  it("keeps its numbers when other fits use the kernel", () => {
    const before = [...model.coefficients];
    fitSync(x.map((row) => row.map((v) => v * 3)), y); // biome-ignore format: one line
    expect([...model.coefficients]).toEqual(before);
  });

  it("does not share names or weights with the caller", () => {
    const names = ["a", "b", "c", "d"];
    const named = fitSync(matrix(Float64Array.from(x.flat()), x.length, P, "row", names), y);
    names[0] = "changed";
    expect(named.names[0]).toBe("a");
  });
});
