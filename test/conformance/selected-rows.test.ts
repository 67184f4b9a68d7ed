// Selected rows of x, in any storage: the fit of a selection is the fit of the rows themselves, bit for bit.
import { describe, expect, it } from "vitest";
import { crossValidate, type DesignInput, fitSync, pathSync, ridge } from "../../src/index.js";
import { readDesign } from "../../src/input/design.js";
import { ownDesign, plainDesign, selectDesign, wholeDesign } from "../../src/input/rows.js";
import { placeDesign } from "../../src/wasm/design.js";
import { withScope } from "../../src/wasm/scope.js";
import { STORAGES } from "../helpers/storages.js";

const INPUTS: Record<string, (x: readonly (readonly number[])[]) => DesignInput> = {
  ...STORAGES,
  rows: (x) => x.map((row) => [...row]),
  "typed rows": (x) => x.map((row) => Float64Array.from(row)),
  columns: (x) => Object.fromEntries(x[0]!.map((_, j) => [`x${j + 1}`, x.map((row) => row[j]!)])),
};

const entry = (i: number, j: number): number => Math.round(64 * Math.sin(3 * i + 7 * j + i * j)) / 64;
const rowsOf = (n: number, p: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: p }, (_, j) => ((i + j) % 4 === 0 ? 0 : entry(i, j))));

/** What lies in the memory of the kernel, by rows. */
function placed(design: Parameters<typeof placeDesign>[1]): number[][] {
  return withScope((scope) => {
    const out = Array.from({ length: design.rows }, () => new Array<number>(design.columns).fill(0));
    const { visit } = placeDesign(scope, design);
    for (let j = 0; j < design.columns; j++) {
      visit(j, (i, value) => {
        out[i]![j] = value;
      });
    }
    return out;
  });
}

const SHAPES = [[1, 1], [1, 3], [2, 1], [5, 1], [5, 5], [7, 2], [3, 0], [1, 0], [8, 3]] as const; // biome-ignore format: a list

describe("x as it lies", () => {
  for (const [name, make] of Object.entries(INPUTS)) {
    it(`${name}: whole, copied and selected it holds the entries it should, for every shape`, () => {
      for (const [n, p] of SHAPES) {
        if (p === 0 && name === "columns") continue; // no columns, no rows
        const x = rowsOf(n, p);
        const design = readDesign(make(x));
        expect(placed(design), `${n} x ${p}`).toEqual(x);
        expect(placed(ownDesign(design)), `${n} x ${p}, own`).toEqual(x);
        expect(placed(wholeDesign(plainDesign(design))), `${n} x ${p}, plain`).toEqual(x);
        for (const chosen of [[0], [n - 1], x.map((_, i) => i), x.map((_, i) => i).filter((i) => i % 2 === 1)]) {
          const rows = Int32Array.from(new Set(chosen));
          if (rows.length === 0) continue;
          const got = placed(selectDesign(plainDesign(design), rows));
          expect(got, `${n} x ${p}: ${rows}`).toEqual([...rows].map((i) => x[i]));
        }
      }
    });
  }
});

describe("cross-validation", () => {
  for (const [name, make] of Object.entries(INPUTS)) {
    it(`${name}: held-out predictions are those of the path to the rows outside, for one column and more`, async () => {
      for (const p of [1, 2, 4]) {
        const x = rowsOf(18, p);
        const y = x.map((row, i) => row[0]! + Math.sin(5 * i));
        const fold = y.map((_, i) => (i * i) % 3);
        const options = { penalty: ridge(), lambdas: [1, 0.1] };
        const judged = await crossValidate(make(x), y, { ...options, folds: fold });
        const heldOut = judged.heldOut(1);
        for (const f of new Set(fold)) {
          const [train, test] = [fold.map((g) => g !== f), fold.map((g) => g === f)];
          const pick = <T>(all: readonly T[], isIn: boolean[]): T[] => all.filter((_, i) => isIn[i]);
          // by columns, as folds of a sparse x are
          const own = name === "sparse by row" ? INPUTS["sparse by column"]! : make;
          const want = pathSync(own(pick(x, train)), pick(y, train), options).predict(
            own(pick(x, test)),
          )[1] as Float64Array;
          expect([...pick([...heldOut], test)], `${p} columns, fold ${f}`).toEqual([...want]);
        }
      }
    });
  }
  it("one column, by rows or by name, has the same curve", async () => {
    const v = [1, 2, 3, 4, 5, 6, 7, 8];
    const y = [1, 2.2, 2.9, 4.1, 5, 6.3, 6.8, 8.1];
    const options = { penalty: ridge(), lambdas: [1, 0.1], folds: 2 };
    const byName = await crossValidate({ x: v }, y, options);
    const byRows = await crossValidate(v.map((a) => [a]), y, options); // biome-ignore format: one call
    expect([...byRows.mean]).toEqual([...byName.mean]);
    expect(byRows.mean[0]).toBeCloseTo(0.3259, 4);
  });
  it("an x without columns is judged by its intercept", async () => {
    const y = [1, 2, 3, 5, 4, 6];
    const judged = await crossValidate(y.map(() => []), y, { penalty: ridge(), lambdas: [1], folds: [0, 1, 2, 0, 1, 2] }); // biome-ignore format: one call
    const out = judged.heldOut(0);
    expect(out[0]).toBeCloseTo((2 + 3 + 4 + 6) / 4, 12);
    expect(fitSync(y.map(() => []), y).intercept).toBeCloseTo(3.5, 12); // biome-ignore format: one call
  });
});
