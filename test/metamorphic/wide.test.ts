// More columns than rows: the rank is that of the rows, and of all perfect fits the shortest is taken.
import { describe, expect, it } from "vitest";
import { fitSync, ridge } from "../../src/index.js";
import { expectFit, looksForDependence, SOLVER_NAMES } from "../helpers/fits.js";
import { normals } from "../helpers/numeric.js";

const SIZES = [
  [5, 20],
  [12, 30],
  [12, 100],
  [30, 60],
] as const;
const SEEDS = Array.from({ length: 10 }, (_, k) => k + 1);

function randomRows(n: number, p: number, seed: number): { x: number[][]; y: number[] } {
  const normal = normals(seed);
  const x = Array.from({ length: n }, () => Array.from({ length: p }, normal));
  return { x, y: x.map(normal) };
}

/** Solves A u = b by elimination with the largest pivot of each column. */
function solved(A: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = A.map((row, i) => [...row, b[i]!]);
  rows.forEach((_, k) => {
    const pivot = rows.slice(k).reduce((best, row) => (Math.abs(row[k]!) > Math.abs(best[k]!) ? row : best));
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(k, 0, pivot);
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[k]! / pivot[k]!;
      row.forEach((v, j) => {
        row[j] = v - factor * pivot[j]!;
      });
    }
  });
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

/** The shortest beta with Xc beta = yc: Xc' u with (Xc Xc' + 1 1') u = yc, c for "centred". */
function shortest(x: readonly number[][], y: readonly number[]): number[] {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const means = x[0]!.map((_, j) => mean(x.map((row) => row[j]!)));
  const centred = x.map((row) => row.map((v, j) => v - means[j]!));
  const gram = centred.map((a) => centred.map((b) => 1 + a.reduce((sum, v, j) => sum + v * b[j]!, 0)));
  const level = mean(y);
  const u = solved(gram, y.map((v) => v - level)); // biome-ignore format: one line
  return means.map((_, j) => centred.reduce((sum, row, i) => sum + row[j]! * u[i]!, 0));
}

for (const solver of SOLVER_NAMES) {
  for (const [n, p] of looksForDependence(solver) ? SIZES : []) {
    describe(`${n} rows, ${p} columns (${solver})`, () => {
      it("has as many parameters as rows, and says that columns depend on each other", () => {
        for (const seed of SEEDS) {
          const { x, y } = randomRows(n, p, seed);
          const model = fitSync(x, y, { solver });
          expect(model.status.code, `seed ${seed}`).toBe("converged");
          expect(
            model.status.warnings.map((warning) => warning.code),
            `seed ${seed}`,
          ).toEqual(["rank-deficient"]);
          expect(model.degreesOfFreedom, `seed ${seed}`).toBe(n);
        }
      });

      it("meets every row by the shortest coefficients", () => {
        for (const seed of SEEDS) {
          const { x, y } = randomRows(n, p, seed);
          const model = fitSync(x, y, { solver });
          expectFit(model, { coefficients: shortest(x, y) }, 1e-6);
        }
      });
    });
  }

  it(`with a ridge the solution is the one of n equations (${solver})`, () => {
    // (Xc'Xc / n + lambda I)^-1 Xc'yc / n = Xc' (Xc Xc' + n lambda I)^-1 yc
    const { x, y } = randomRows(40, 700, 3);
    const model = fitSync(x, y, { solver, penalty: ridge(0.1) });
    const other = fitSync(x, y, { solver: solver === "newton" ? "lbfgs" : "newton", penalty: ridge(0.1) });
    expectFit(model, other);
    expect(model.status.warnings).toEqual([]);
  });
}

describe('solver "auto"', () => {
  it("is newton while the matrix is small, and lbfgs beyond 1500 parameters", () => {
    const few = randomRows(10, 100, 1);
    expect(fitSync(few.x, few.y, { penalty: ridge(1) }).status.solver).toBe("newton");
    const many = randomRows(10, 1500, 1);
    const model = fitSync(many.x, many.y, { penalty: ridge(1) });
    expect(model.status).toMatchObject({ code: "converged", solver: "lbfgs", warnings: [] });
    expectFit(fitSync(many.x, many.y, { penalty: ridge(1), solver: "lbfgs" }), model);
  });

  it("beyond it too, more parameters than rows are not called independent", () => {
    const { x, y } = randomRows(12, 1600, 2);
    const model = fitSync(x, y);
    expect(model.status.warnings.map((warning) => warning.code)).toEqual(["rank-deficient"]);
    expect(model.degreesOfFreedom).toBeUndefined(); // nobody looked
  });
});
