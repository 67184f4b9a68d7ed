// A design after prepare() gives the same bits as x itself, wherever x may be given, and its memory is the same before and after.
import { describe, expect, it, vi } from "vitest";
import {
  collinearity,
  type DesignInput,
  dropout,
  type FitOptions,
  fit,
  fitSync,
  lasso,
  type Model,
  matrix,
  type Prepared,
  path,
  pathSync,
  prepare,
  ridge,
  separation,
  sparse,
} from "../src/index.js";
import { coded } from "../src/input/coded.js";
import { readDesign } from "../src/input/design.js";
import { heldIn, openScopeFor } from "../src/wasm/held.js";
import { calmFor, expectSameBits, fitCases } from "./helpers/fits.js";
import { withSmallPartitions } from "./helpers/partitions.js";
import { inTurn } from "./helpers/slice.js";
import { coarse, STORAGES } from "./helpers/storages.js";
import { expectRefusal, thrown } from "./helpers/thrown.js";
import { remember, VERBS } from "./helpers/verbs.js";

const N = 200;
const X = coarse(
  Array.from({ length: N }, (_, i) => [Math.sin(3 * i), (i % 4) - 1, i % 3 === 0 ? 0 : Math.cos(i * i), i % 2]),
);
const Y = X.map(([a, b, c], i) => Number(a! + 0.4 * b! - c! + 1.5 * Math.sin(17 * i) > 0));
const OTHER = Y.map((y, i) => (i % 5 === 0 ? 1 - y : y));
const LOGISTIC = { family: "binomial", penalty: ridge(0.01) } as const;

/** The memory that holds a design: its bytes, where the next buffer would begin, and the entries of x. */
function memoryOf(design: Prepared): { bytes: number; top: number; entries: unknown } {
  const read = readDesign(design);
  const { scope, end } = openScopeFor(read);
  try {
    const held = heldIn(scope, read)!;
    const { exports } = scope.kernel;
    const entries = Array.from({ length: design.columns }, (_, j) => {
      const column: [number, number][] = [];
      held.placed.visit(j, (i, value) => column.push([i, value]));
      return column;
    });
    return { bytes: exports.memory.buffer.byteLength, top: exports.mark() >>> 0, entries };
  } finally {
    end();
  }
}

/** Fits x and a prepared x, and compares all numbers, also after other fits. */
function expectSame(x: DesignInput, y: readonly number[], options: FitOptions = {}): void {
  const design = prepare(x);
  const before = memoryOf(design);
  const want = fitSync(x, y, options);
  for (let again = 0; again < 2; again++) {
    expectSameBits(fitSync(design, y, options), want);
    expectSameBits(fitSync(prepare(design), y, options), want);
  }
  expect(memoryOf(design).entries).toEqual(before.entries);
  expect(memoryOf(design).top).toBe(before.top);
  design.dispose();
}

describe("the bits of a fit to a prepared x", () => {
  for (const [number, { name, options, ...given }] of fitCases(4).entries()) {
    const isDense = given.approximation === "monte-carlo"; // whose copies of a sparse x may not be sparse
    it(`${name}`, () => {
      const { x, y } = calmFor(given);
      for (const [storage, make] of inTurn(Object.entries(STORAGES), number)) {
        if (isDense && storage.startsWith("sparse")) continue;
        expectSame(make(coarse(x)), y, options);
      }
    });
  }
  for (const [storage, make] of Object.entries(STORAGES)) {
    const x = make(X);
    it(`${storage}: lasso, bounds, dropout, without an intercept`, () => {
      expectSame(x, Y, { family: "binomial", penalty: lasso(0.02) });
      expectSame(x, Y, { family: "binomial", bounds: { lower: [0, -1, -2, -3] } });
      expectSame(x, Y, { family: "binomial", noise: dropout(0.3), unlabeled: { x: make(coarse(X.slice(0, 50))) } });
      expectSame(x, Y, { ...LOGISTIC, intercept: false });
    });
    it(`${storage}: weights, some of them 0, between fits without`, () => {
      const design = prepare(x);
      for (const weights of [undefined, Y.map((_, i) => i % 3), Y.map((_, i) => 1 + (i % 2)), undefined]) {
        const options = weights === undefined ? LOGISTIC : { ...LOGISTIC, weights };
        expectSameBits(fitSync(design, Y, options), fitSync(x, Y, options));
      }
    });
    it(`${storage}: in partitions`, () =>
      withSmallPartitions(() => {
        expectSame(x, Y, LOGISTIC);
        expectSame(x, Y, { family: "binomial", penalty: lasso(0.02) });
      }));
    it(`${storage}: the same design as rows without labels`, () => {
      const [design, options] = [prepare(x), { family: "binomial", noise: dropout(0.3) } as const];
      const got = fitSync(design, Y, { ...options, unlabeled: { x: design } });
      expectSameBits(got, fitSync(x, Y, { ...options, unlabeled: { x } }));
    });
    it(`${storage}: several responses`, () => {
      const design = prepare(x);
      for (const y of [Y, OTHER]) expectSameBits(fitSync(design, y, LOGISTIC), fitSync(x, y, LOGISTIC));
    });
    it(`${storage}: paths, one step fitted anew`, async () => {
      const design = prepare(x);
      const options = { family: "binomial", penalty: lasso(), relax: true, count: 12 } as const;
      const want = pathSync(x, Y, options);
      for (const got of [pathSync(design, Y, options), await path(design, Y, options)]) {
        expect(got.objectives).toEqual(want.objectives);
        expect(got.coefficients(7)).toEqual(want.coefficients(7));
        expectSameBits(got.at(0.02, { exact: true }), want.at(0.02, { exact: true }));
      }
    });
  }
  it("columns far from 0, which a sparse or a coded x shifts in its memory", () => {
    const far = Float64Array.from({ length: N }, (_, i) => 1e6 + (i % 7));
    const codes = Uint8Array.from({ length: N }, (_, i) => i % 3);
    const contrasts = Float64Array.of(1e6, 1e6 + 1, 1e6 + 3);
    const inputs: DesignInput[] = [
      sparse({ format: "csr", rows: N, columns: 1, indptr: Int32Array.from({ length: N + 1 }, (_, i) => i), indices: new Int32Array(N), values: far }), // biome-ignore format: one line
      sparse({ format: "csc", rows: N, columns: 1, indptr: [0, N], indices: Int32Array.from(Y.keys()), values: far }),
      coded({
        rows: N,
        blocks: [{ kind: "factor", codes, levels: 3, columns: 1, contrasts, values: undefined }],
      }),
    ];
    for (const x of inputs) expectSame(x, Y, { family: "binomial" });
  });
});

describe("a prepared x wherever x may be given", () => {
  const rows = X.map((row) => row.slice(0, 2));
  const model = remember(fitSync(rows, Y, { family: "binomial" }), rows);
  const smaller = fitSync(
    rows.map(([a]) => [a!]),
    Y,
    { family: "binomial" },
  );
  for (const [name, verb] of Object.entries(VERBS)) {
    it(name, async () => {
      const run = async (x: DesignInput) => verb({ x, y: Y, model, smaller }, { family: "binomial" });
      for (const x of [rows, STORAGES["sparse by row"]!(rows), STORAGES["32-bit by column"]!(rows)]) {
        expect(JSON.stringify(await run(prepare(x)))).toBe(JSON.stringify(await run(x)));
      }
    });
  }
  it("keeps names, and predict compares them with those of the model", () => {
    const columns = { dose: [1, 2, 3, 5], age: [30, 50, 20, 40] };
    const design = prepare(columns);
    expect(design.names).toEqual(["dose", "age"]);
    expect(prepare(X).names).toBeUndefined();
    const named = fitSync(design, [1, 2, 2, 4]);
    expect(named.names).toEqual(["dose", "age"]);
    expect(named.predict(design)).toEqual(named.predict(columns));
    const turned = prepare({ age: columns.age, dose: columns.dose });
    expectRefusal(() => named.predict(turned), "BAD_SHAPE", /^column 0 of x is "age"; expected "dose", as in the fit/);
  });
});

describe("where the work is done", () => {
  it("is the memory of the design: nothing is copied, and many fits do not enlarge it", async () => {
    vi.resetModules(); // the idle kernels have no memory of other tests
    const library = await import("../src/index.js");
    const { takeKernel, putBack } = await import("../src/wasm/load.js");
    const { openScopeFor: open } = await import("../src/wasm/held.js");
    const { readDesign: read } = await import("../src/input/design.js");
    const [n, p] = [10_000, 40];
    const data = Float64Array.from({ length: n * p }, (_, k) => Math.sin(k * k));
    const y = Array.from({ length: n }, (_, i) => Number(data[i]! + Math.sin(i) > 0));
    const design = library.prepare(library.matrix(data, n, p, "column"));
    const bytes = (): number => {
      const { scope, end } = open(read(design));
      end();
      return scope.kernel.exports.memory.buffer.byteLength;
    };
    const run = async () => {
      library.fitSync(design, y, { family: "binomial", penalty: library.ridge(0.1) });
      await library.fit(design, y, { family: "binomial", penalty: library.lasso(0.01) });
      library.pathSync(design, y, { family: "binomial", count: 5 });
      await library.path(design, y, { family: "binomial", count: 5 });
      library.collinearity(design);
    };
    await run();
    const once = bytes();
    expect(once).toBeLessThan(1.5 * data.byteLength);
    for (let k = 0; k < 5; k++) await run();
    expect(bytes()).toBe(once);
    const other = takeKernel();
    expect(other.exports.memory.buffer.byteLength).toBeLessThan(data.byteLength / 2);
    putBack(other);
  });
  it("has the moments of the columns, which fits with weights compute, and keeps sparse columns that a fit needed", () => {
    const design = prepare(STORAGES["sparse by row"]!(X));
    const read = readDesign(design);
    const { scope, end } = openScopeFor(read);
    const count = vi.spyOn(scope.kernel.exports, "shardMoments");
    const { struct } = heldIn(scope, read)!.placed;
    end();
    expect(struct.read("isByColumn")).toBe(0);
    for (const penalty of [ridge(0.1), lasso(0.01)]) fitSync(design, Y, { family: "binomial", penalty });
    expect(count).toHaveBeenCalledTimes(0);
    fitSync(design, Y, { ...LOGISTIC, weights: Y.map((_, i) => 1 + (i % 2)) });
    expect(count).toHaveBeenCalledTimes(1);
    expect(struct.read("isByColumn")).toBe(1);
  });
  it("is another memory while a fit is running on it", async () => {
    const design = prepare(matrix(Float64Array.from(X.flat()), N, 4, "row"));
    const want = [Y, OTHER].map((y) => fitSync(X, y, LOGISTIC));
    const inside: Model[] = [];
    const onProgress = () => {
      if (inside.length === 0) inside.push(fitSync(design, OTHER, LOGISTIC));
    };
    const got = await Promise.all([fit(design, Y, { ...LOGISTIC, onProgress }), fit(design, OTHER, LOGISTIC)]);
    [...got, inside[0]!].forEach((model, k) => {
      expectSameBits(model, want[Math.min(k, 1)]!);
    });
    expectSameBits(fitSync(design, Y, LOGISTIC), want[0]!); // idle again
  });
  it("is that of one fit: a second scope is on another kernel", () => {
    const read = readDesign(prepare(X));
    const [first, second] = [openScopeFor(read), openScopeFor(read)];
    expect([heldIn(first.scope, read), heldIn(second.scope, read)].map((held) => held !== undefined)).toEqual([
      true,
      false,
    ]);
    first.end();
    const third = openScopeFor(read);
    expect(third.scope.kernel).toBe(first.scope.kernel);
    for (const { end } of [second, third]) end();
  });
  it("is given back when a fit fails", () => {
    const design = prepare(X);
    const boom = () => {
      throw new Error("boom");
    };
    expect(thrown(() => fitSync(design, Y, { ...LOGISTIC, onProgress: boom }))).toBeInstanceOf(Error);
    const { scope, end } = openScopeFor(readDesign(design));
    expect(heldIn(scope, readDesign(design))).toBeDefined();
    end();
  });
  it("is other threads' with workers", async () => {
    const design = prepare(X);
    const workerUrl = new URL("../dist/worker.mjs", import.meta.url);
    expectSameBits(await fit(design, Y, { ...LOGISTIC, workers: 2, workerUrl }), await fit(X, Y, LOGISTIC));
  });
});

describe("x when it is prepared", () => {
  it("is copied: later changes have no effect", () => {
    const data = Float64Array.from(X.flat());
    const design = prepare(matrix(data, N, 4, "row"));
    const rows = X.map((row) => [...row]);
    const ofRows = prepare(rows);
    const want = fitSync(X, Y, LOGISTIC);
    data.fill(Number.NaN);
    for (const row of rows) row.fill(3);
    expectSameBits(fitSync(design, Y, LOGISTIC), want);
    expectSameBits(fitSync(ofRows, Y, LOGISTIC), want);
    expect(collinearity(design).condition).toBe(collinearity(X).condition);
  });
  it("is refused as by fit: a sparse entry that was changed after it was checked", () => {
    const values = Float64Array.of(1, 2);
    const x = sparse({ format: "csr", rows: 2, columns: 2, indptr: [0, 1, 2], indices: [0, 1], values });
    values[1] = Number.NaN;
    expectRefusal(() => prepare(x), "BAD_VALUE", /^x\[1\]\[1\] = NaN; entries must be finite numbers/);
  });
  it("a coded x too", () => {
    const codes = Uint8Array.from({ length: N }, (_, i) => i % 3);
    const x = coded({ rows: N, blocks: [{ kind: "factor", codes, levels: 3, columns: 3, contrasts: undefined, values: undefined }] }); // biome-ignore format: one line
    const weights = Y.map((_, i) => i % 2); // read from the copy
    const want = fitSync(x, Y, { ...LOGISTIC, weights });
    const design = prepare(x);
    codes.fill(0);
    expectSameBits(fitSync(design, Y, { ...LOGISTIC, weights }), want);
  });
  it.each([
    [
      "rows",
      [
        [1, 2],
        [3, Number.NaN],
      ],
    ],
    ["an infinite entry of a matrix", matrix(Float64Array.of(1, 2, 3, Infinity), 2, 2, "row")],
    ["an entry too large", matrix(Float64Array.of(1, 2, 3, 1e200), 2, 2, "row")],
    ["entries too small", { a: [1e-200, 2e-200], b: [1, 2] }],
    ["text", { a: [1, "2"], b: [1, 2] }],
    ["no rows", []],
    ["nothing", undefined],
  ] as [string, never][])("is refused as by fit: %s", (_, x) => {
    const [mine, its] = [() => prepare(x), () => fitSync(x, [1, 2])].map(thrown) as { message: string; code: string }[];
    expect([mine!.code, mine!.message]).toEqual([its!.code, its!.message]);
  });
});

describe("a design that is disposed", () => {
  const message =
    /^x is a prepared design that was disposed; expected one in use: call prepare\(\) again, or dispose it after the last fit$/;
  it("is refused by every function, in one line", async () => {
    const design = prepare(X);
    const fits = pathSync(design, Y, { ...LOGISTIC, penalty: ridge() });
    const model = fitSync(design, Y, LOGISTIC);
    design.dispose();
    design.dispose();
    for (const run of [
      () => fitSync(design, Y),
      () => pathSync(design, Y),
      () => model.predict(design),
      () => collinearity(design),
      () => separation(design, Y),
      () => prepare(design),
      () => fits.at(0.5, { exact: true }),
    ]) {
      expectRefusal(run, "BAD_VALUE", message);
    }
    await expect(fit(design, Y)).rejects.toThrow(message);
    const unlabeled = { family: "binomial", noise: dropout(0.2), unlabeled: { x: design } } as const;
    expectRefusal(
      () => fitSync(X, Y, unlabeled),
      "BAD_VALUE",
      /^unlabeled\.x is a prepared design that was disposed; /,
    );
    expect(model.status.code).toBe("converged");
    expect(fits.at(0.5).coefficients).toHaveLength(4);
  });
  it("lets a running fit end", async () => {
    const design = prepare(X);
    const running = fit(design, Y, LOGISTIC);
    const walking = path(design, OTHER, { ...LOGISTIC, penalty: lasso(), count: 5 });
    design.dispose();
    expectRefusal(() => fitSync(design, Y), "BAD_VALUE", message);
    expectSameBits(await running, fitSync(X, Y, LOGISTIC));
    const want = pathSync(X, OTHER, { ...LOGISTIC, penalty: lasso(), count: 5 });
    expect((await walking).coefficients(4)).toEqual(want.coefficients(4));
    expectRefusal(() => fitSync(design, Y), "BAD_VALUE", message);
  });
  it("can be disposed by `using`, where the engine has it", () => {
    const design = prepare(X);
    design[Symbol.dispose]();
    expectRefusal(() => fitSync(design, Y), "BAD_VALUE", message);
  });
  it("is not its clone, and a clone is none", () => {
    const design = prepare(X);
    const clone = structuredClone(design) as DesignInput;
    const refusal =
      /^x is a copy of a prepared design, or of another copy of dropglm; expected what prepare\(\) returned/;
    for (const x of [clone, JSON.parse(JSON.stringify(design)), { ...design }]) {
      expectRefusal(() => fitSync(x, Y), "BAD_VALUE", refusal);
      expectRefusal(() => fitSync(X, Y, { family: "binomial" }).predict(x), "BAD_VALUE", refusal);
    }
  });
});
