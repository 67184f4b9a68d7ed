// Every verb that continues after it has returned uses the data at the call, for every part of them.
import { describe, expect, it } from "vitest";
import {
  crossValidate,
  type DesignInput,
  diagnose,
  dropout,
  fit,
  fitSync,
  matrix,
  path,
  pathSync,
  ridge,
  sparse,
} from "../../src/index.js";
import { STORAGES } from "../helpers/storages.js";

const N = 30;
const ROWS = Array.from({ length: N }, (_, i) => [Math.sin(3 * i), (i % 4) - 1, Math.cos(i * i)]);

/** Everything that may be given, in arrays of the caller's own. */
function given() {
  const column = (f: (i: number) => number) => Float64Array.from({ length: N }, (_, i) => f(i));
  return {
    y: column((i) => ROWS[i]![0]! + Math.sin(11 * i)),
    weights: column((i) => 1 + (i % 3)),
    offset: column((i) => 0.1 * Math.sin(i)),
    factors: [1, 0.5, 2],
    lower: [-10, -0.1, -10],
    strength: [0.1, 0.2, 0],
    start: Float64Array.of(0.1, 0, 0),
    lambdas: Float64Array.of(0.5, 0.1),
    folds: Int32Array.from({ length: N }, (_, i) => i % 3),
    unlabeled: ROWS.map((row) => row.map((v) => v + 0.5)),
  };
}
type Given = ReturnType<typeof given>;

/** A buffer that is filled with other numbers of the same kind, or with what would be refused. */
function spoil(value: unknown, refused: boolean): void {
  if (ArrayBuffer.isView(value)) {
    const numbers = value as Float64Array;
    numbers.reverse();
    if (refused) numbers.fill(Number.NaN);
  } else if (Array.isArray(value)) {
    value.forEach((v) => {
      spoil(v, refused);
    });
    if (!Array.isArray(value[0]) && !Object.isFrozen(value)) value.fill(refused ? "oops" : 0.7);
    if (refused && !Object.isFrozen(value)) value.pop();
  } else if (typeof value === "object" && value !== null) {
    for (const v of Object.values(value)) spoil(v, refused);
  }
}

const common = ({ weights, offset, start }: Given) => ({
  weights,
  offset,
  start: { intercept: 0, coefficients: start },
});
const noisy = (g: Given) => ({ noise: dropout(g.strength), unlabeled: { x: g.unlabeled } });
const penalized = (g: Given) => ({ penalty: ridge(0.1, { factors: g.factors }) });

/** Verbs that go on after they returned: what they begin with, and what is read in the end. */
const VERBS: Record<string, (x: DesignInput, g: Given) => () => unknown> = {
  "fit, penalty and bounds": (x, g) => {
    const done = fit(x, g.y, { ...common(g), ...penalized(g), bounds: { lower: g.lower } });
    return async () => (await done).toJSON();
  },
  "fit, noise and unlabeled rows": (x, g) => {
    const done = fit(x, g.y, { ...common(g), ...noisy(g) });
    return async () => (await done).toJSON();
  },
  path: (x, g) => {
    const options = { ...common(g), penalty: ridge(undefined, { factors: g.factors }), lambdas: g.lambdas };
    const done = path(x, g.y, options);
    return async () => {
      const fits = await done;
      return [fits.lambdas, fits.objectives, fits.coefficients(1), fits.at(0.3, { exact: true }).toJSON()];
    };
  },
  "path over rates, fitted anew": (x, g) => {
    const fits = pathSync(x, g.y, { ...common(g), ...noisy(g), ...penalized(g), over: "rate", rates: g.lambdas });
    return () => fits.at(0.3, { exact: true }).toJSON();
  },
  crossValidate: (x, g) => {
    const penalty = ridge(undefined, { factors: g.factors });
    const options = { ...common(g), ...noisy(g), penalty, lambdas: g.lambdas, folds: g.folds };
    const done = crossValidate(x, g.y, options);
    return async () => {
      const judged = await done;
      return [judged.mean, judged.lambdas, judged.folds, judged.heldOut(1), judged.refit(0).toJSON()];
    };
  },
  diagnose: (x, g) => {
    const { weights, offset } = g;
    const found = diagnose(fitSync(x, g.y, { weights, offset }), x, g.y, { weights, offset });
    return () => [found.leverage, found.residuals.pearson, found.cooksDistance, found.collinearity];
  },
};

const INPUTS: Record<string, (x: readonly (readonly number[])[]) => DesignInput> = {
  ...STORAGES,
  rows: (x) => x.map((row) => [...row]),
  "typed rows": (x) => x.map((row) => Float64Array.from(row)),
  columns: (x) => Object.fromEntries([0, 1, 2].map((j) => [`x${j + 1}`, x.map((row) => row[j]!)])),
};

describe("changes of the data after the call have no effect:", () => {
  for (const [verb, begin] of Object.entries(VERBS)) {
    it(verb, async () => {
      for (const [input, make] of Object.entries(INPUTS)) {
        const want = JSON.stringify(await begin(make(ROWS), given())());
        for (const refused of [false, true]) {
          const x = make(ROWS);
          const g = given();
          const end = begin(x, g);
          spoil(x, refused);
          spoil(g, refused);
          expect(JSON.stringify(await end()), input).toBe(want);
        }
      }
    });
  }

  it("arrays may be handed over, and rows may be added", async () => {
    const y = given().y;
    const want = fitSync(ROWS, y).toJSON();
    const data = Float64Array.from(ROWS.flat());
    const own = y.slice();
    const moved = fit(matrix(data, N, 3, "row"), own);
    structuredClone([data, own], { transfer: [data.buffer, own.buffer] });
    const rows = ROWS.map((row) => [...row]);
    const grown = fit(rows, y);
    rows.push([1, 2, 3]);
    rows[0]!.push(9);
    expect((await moved).toJSON()).toEqual(want);
    expect((await grown).toJSON()).toEqual(want);
  });

  it("options that change after the call change nothing", async () => {
    const y = given().y;
    const options = { penalty: ridge(0.1), onProgress: undefined as unknown };
    const done = fit(ROWS, y, options as never);
    Object.assign(options, { penalty: ridge(100), onProgress: "no function", solver: "none" });
    expect((await done).toJSON()).toEqual(fitSync(ROWS, y, { penalty: ridge(0.1) }).toJSON());
  });

  it("the caller has the promise before the first report", async () => {
    const told: string[] = [];
    const done = fit(ROWS, given().y, { onProgress: () => void told.push("report") });
    told.push("returned");
    await done;
    expect(told[0]).toBe("returned");
    expect(told.length).toBeGreaterThan(1);
  });
});

describe("before the kernel is there", () => {
  it("a fit takes a copy of x, and gives what it gives later", async () => {
    const { resetModules } = (await import("vitest")).vi;
    const want = fitSync(ROWS, given().y, { ...noisy(given()) }).toJSON();
    const csr = () =>
      sparse({ format: "csr", rows: 2, columns: 1, indptr: [0, 1, 2], indices: [0, 0], values: [1, 2] });
    const wantSparse = fitSync(csr(), [1, 3], { intercept: false }).toJSON();
    resetModules();
    const fresh = await import("../../src/index.js");
    const g = given();
    const rows = ROWS.map((row) => [...row]);
    const done = fresh.fit(rows, g.y, { noise: fresh.dropout(g.strength), unlabeled: { x: g.unlabeled } });
    const x = csr();
    const other = fresh.fit(x, [1, 3], { intercept: false });
    spoil(rows, true);
    spoil(g, true);
    spoil(x, true);
    expect((await done).toJSON()).toEqual(want);
    expect((await other).toJSON()).toEqual(wantSparse);
  });
});
