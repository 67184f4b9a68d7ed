// The certificate of separation against independent linear programs, and against its own proof: every
// answer is checked by hand on the rows as given.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../src/base/random.js";
import { fitSync, type Separation, separation, sparse } from "../../src/index.js";
import { SEED } from "../helpers/arbitrary.js";
import { recedingRows } from "../helpers/separable.js";

const dot = (a: readonly number[], b: ArrayLike<number>): number => a.reduce((sum, v, j) => sum + v * b[j]!, 0);

/** Which way each pair (row, predictor) may go; 0 where it may not move. */
interface Way {
  readonly row: number;
  readonly move: number;
  readonly sigma: number;
}

/** Checks the proof that an answer carries. */
function check(found: Separation, x: readonly number[][], ways: readonly number[], intercept = true): void {
  const { kind, direction, rows, multiplier } = found;
  const moves: Way[] = x.map((row, i) => ({
    row: i,
    move: direction === undefined ? 0 : (intercept ? direction.intercept : 0) + dot(row, direction.coefficients),
    sigma: ways[i]!,
  }));
  const size = moves.reduce((m, { move }) => Math.max(m, Math.abs(move)), 1e-300);
  for (const { row, move, sigma } of moves) {
    if (rows.includes(row)) expect(sigma * move).toBeGreaterThan(1e-7 * size);
    else expect(Math.abs(move)).toBeLessThan(1e-9 * size);
  }
  const total = x.reduce((sum, row, i) => sum + Math.abs(multiplier[i]!) * Math.hypot(1, ...row), 1e-300);
  const columns = intercept ? x.map((row) => [1, ...row]) : x;
  columns[0]!.forEach((_, j) => {
    const sum = columns.reduce((s, row, i) => s + multiplier[i]! * row[j]!, 0);
    expect(Math.abs(sum)).toBeLessThan(1e-12 * total);
  });
  x.forEach((row, i) => {
    if (rows.includes(i)) expect(multiplier[i]).toBe(0);
    else if (ways[i] !== 0 && (intercept || row.some((v) => v !== 0))) {
      expect(ways[i]! * multiplier[i]!).toBeGreaterThan(0);
    }
  });
  expect(kind).not.toBe("undecided");
  if (kind === "none") expect(rows).toEqual([]);
}

const binary = (y: readonly number[]): number[] => y.map((v) => (v === 1 ? 1 : v === 0 ? -1 : 0));

describe("separation", () => {
  it("six points apart are completely separated", () => {
    const x = [1, 2, 3, 4, 5, 6].map((v) => [v]);
    const y = [0, 0, 0, 1, 1, 1];
    const found = separation(x, y);
    check(found, x, binary(y));
    expect(found).toMatchObject({ kind: "complete", rows: [0, 1, 2, 3, 4, 5], columns: ["x1"] });
    expect(fitSync(x, y, { family: "binomial" }).status.code).toBe("separated");
  });

  it("six points that touch are separated quasi-completely: the rows that touch stay", () => {
    const x = [1, 2, 3, 3, 5, 6].map((v) => [v]);
    const y = [0, 0, 0, 1, 1, 1];
    const found = separation(x, y);
    check(found, x, binary(y));
    expect(found).toMatchObject({ kind: "quasi-complete", rows: [0, 1, 4, 5] });
  });

  it("six points that overlap are not separated", () => {
    const x = [1, 2, 3, 4, 5, 6].map((v) => [v]);
    const y = [0, 0, 1, 0, 1, 1];
    const found = separation(x, y);
    check(found, x, binary(y));
    expect(found.kind).toBe("none");
    expect(found.direction).toBeUndefined();
  });

  it("a level with one response only is separated, and it alone", () => {
    const x = [[1, 0.3], [1, -1], [0, 2], [0, 0.2], [0, 1], [0, -0.5], [0, 0.7]]; // biome-ignore format: rows
    const y = [1, 1, 0, 1, 0, 0, 1];
    const found = separation(x, y);
    check(found, x, binary(y));
    expect(found).toMatchObject({ kind: "quasi-complete", rows: [0, 1], columns: ["x1"] });
  });

  it("trials: a row of some successes and some failures stays", () => {
    expect(separation([[1], [2], [3]], [0, 1, 2], { trials: [2, 2, 2] }).kind).toBe("quasi-complete");
    expect(separation([[1], [2], [3]], [0, 1, 2], { trials: [2, 2, 2], intercept: false }).kind).toBe("none");
  });

  it("rows of weight 0 are no rows", () => {
    const x = [[1], [2], [3], [4], [9]];
    const y = [0, 0, 1, 1, 0];
    expect(separation(x, y).kind).toBe("none");
    expect(separation(x, y, { weights: [1, 2, 0.5, 1, 0] })).toMatchObject({ kind: "complete", rows: [0, 1, 2, 3] });
  });

  it("counts: a cell of zeros recedes, positive counts stay", () => {
    const x = [[1, 0], [1, 0], [0, 1], [0, 1], [0, 0], [0, 0]]; // biome-ignore format: rows
    const y = [0, 0, 3, 1, 2, 5];
    const found = separation(x, y, { family: "poisson" });
    check(found, x, y.map((v) => (v === 0 ? -1 : 0))); // biome-ignore format: one line
    expect(found).toMatchObject({ kind: "quasi-complete", rows: [0, 1], columns: ["x1"] });
  });

  it("an entry that is 0 is exactly 0, whatever the columns are centred by", () => {
    const random = mulberry32(7);
    for (let trial = 0; trial < 300; trial++) {
      const x = Array.from({ length: 4 + (trial % 9) }, () => [0, 1].map(() => Math.floor(3 * random())));
      const y = x.map(() => Number(random() < 0.5));
      const found = separation(x, y, { family: "binomial" }).direction;
      const all = found === undefined ? [] : [found.intercept as number, ...(found.coefficients as Float64Array)];
      const most = Math.max(...all.map(Math.abs));
      expect(all.filter((v) => v !== 0 && Math.abs(v) < 1e-12 * most)).toEqual([]);
    }
  });

  it("gaussian responses are never separated", () => {
    expect(separation([[1], [2]], [0, 1], { family: "gaussian" }).kind).toBe("none");
  });

  it("sparse, dense and shifted columns get the same answer", () => {
    const x = [1, 2, 3, 3, 5, 6].map((v) => [v, 0, v % 2]);
    const y = [0, 0, 0, 1, 1, 1];
    const parts = { rows: 6, columns: 3, indptr: [0, 6, 6, 10], indices: [0, 1, 2, 3, 4, 5, 0, 2, 3, 4], values: [1, 2, 3, 3, 5, 6, 1, 1, 1, 1] }; // biome-ignore format: one line
    const { rows, kind } = separation(x, y);
    expect(separation(sparse({ format: "csc", ...parts }), y)).toMatchObject({ rows, kind });
    expect(separation(x.map((row) => row.map((v) => 2000 + v / 8)), y)).toMatchObject({ rows, kind }); // biome-ignore format: one line
    expect(separation(x.map((row) => row.map((v) => 1e6 * v)), y)).toMatchObject({ rows, kind }); // biome-ignore format: one line
  });

  it("options it does not know are refused", () => {
    expect(() => separation([[1]], [1], { familly: "binomial" } as never)).toThrow(/did you mean family/);
  });
});

describe("separation of classes", () => {
  const moves = (found: Separation<"many">, x: readonly number[][]): number[][] =>
    x.map((row) => found.direction!.coefficients.map((c, k) => found.direction!.intercept[k]! + dot(row, c)));

  it("three classes in a row are completely separated", () => {
    const x = [1, 2, 3, 4, 5, 6].map((v) => [v]);
    const y = ["a", "a", "b", "b", "c", "c"];
    const found = separation(x, y, { family: "multinomial" });
    expect(found).toMatchObject({ kind: "complete", rows: [0, 1, 2, 3, 4, 5] });
    moves(found, x).forEach((eta, i) => {
      const own = "abc".indexOf(y[i]!);
      eta.forEach((v, k) => {
        if (k !== own) expect(eta[own]! - v).toBeGreaterThan(1e-3);
      });
    });
  });

  it("one class apart from two that overlap: rows of all classes are moved against it, and the proof holds for the rest", () => {
    const x = [1, 2, 3, 4, 5, 6, 10, 11].map((v) => [v]);
    const y = ["a", "b", "a", "b", "a", "b", "c", "c"];
    const found = separation(x, y, { family: "multinomial" });
    expect(found.kind).toBe("quasi-complete");
    expect(found.rows.length).toBe(8);
    for (const eta of moves(found, x)) expect(Math.abs(eta[0]! - eta[1]!)).toBeLessThan(1e-9);
    expect(fitSync(x, y, { family: "multinomial" }).status.code).toBe("separated");
    for (const m of found.multiplier)
      expect(Math.abs(x.reduce((s, row, i) => s + row[0]! * m[i]!, 0))).toBeLessThan(1e-12);
    expect(found.multiplier[0]![0]).toBeGreaterThan(0);
    expect(found.multiplier[1]![0]).toBeLessThan(0);
  });

  it("overlapping classes are not separated", () => {
    const x = [1, 2, 3, 1.5, 2.5, 3.5, 1.2, 2.2, 3.2].map((v) => [v]);
    const y = [..."aaabbbccc"];
    expect(separation(x, y, { family: "multinomial" }).kind).toBe("none");
  });

  it("two classes: what binomial says", () => {
    const example = fc.array(fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 }), fc.constantFrom(0, 1)), { minLength: 4, maxLength: 10 }); // biome-ignore format: one line
    const same = (drawn: [number, number, number][]): void => {
      const y = [0, 0, 1, 1, ...drawn.map(([, , v]) => v)];
      const x = [[1, 1], [1, -1], [0, 0], [2, 1], ...drawn.map(([a, b]) => [a, b])]; // biome-ignore format: rows
      const { kind, rows } = separation(x, y);
      expect(separation(x, y, { family: "multinomial" })).toMatchObject({ kind, rows });
    };
    fc.assert(fc.property(example, same), { seed: SEED, numRuns: 200 });
  });
});

describe("separation and linear programming", () => {
  const example = fc.tuple(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 0, max: 4 })).chain(([n, p]) =>
    fc.record({
      x: fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: p, maxLength: p }), { minLength: n, maxLength: n }), // biome-ignore format: one line
      y: fc.array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(0, 1) }, { weight: 1, arbitrary: fc.constant(0.5) }), { minLength: n, maxLength: n }), // biome-ignore format: one line
      intercept: fc.boolean(),
    }),
  );

  it.each(["binomial", "poisson"] as const)("say the same, rows and all, of 500 small data sets: %s", (family) => {
    const same = ({ x, y, intercept }: { x: number[][]; y: number[]; intercept: boolean }): void => {
      const found = separation(x, y, { family, intercept });
      const noised = x.map((row) => row.map(() => false));
      expect(found.rows).toEqual(recedingRows({ family, x, y, intercept, noised, isQuadratic: false }));
      expect(found.kind === "complete").toBe(found.rows.length === x.length);
      check(found, x, family === "binomial" ? binary(y) : y.map((v) => (v === 0 ? -1 : 0)), intercept);
    };
    fc.assert(fc.property(example, same), { seed: SEED, numRuns: 500 });
  });
});

describe("separation of larger data", () => {
  const [n, p] = [2000, 20];
  let state = 12345;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const x = Array.from({ length: n }, () => Array.from({ length: p }, () => uniform() + uniform() + uniform() - 1.5));
  const truth = x[0]!.map((_, j) => ((j * 7) % 5) - 2);

  it("a plane between them is found", () => {
    const y = x.map((row) => Number(dot(row, truth) > 0.3));
    const found = separation(x, y);
    expect(found.kind).toBe("complete");
    check(found, x, binary(y));
  });

  it("a few labels the other way, and there is none", () => {
    const y = x.map((row, i) => Number(dot(row, truth) > 0.3 !== (i % 400 === 7)));
    const found = separation(x, y);
    expect(found.kind).toBe("none");
    check(found, x, binary(y));
  });

  it("columns that nearly depend on each other, or differ in size by 1e12, hide nothing", () => {
    const near = x.slice(0, 300).map((row) => {
      const all = row.slice(0, 6);
      return [...all, ...all.map((v, j) => v + 1e-5 * row[j + 6]!), 1e-6 * row[12]!, 1e6 * row[13]!];
    });
    const apart = near.map((_, i) => Number(x[i]![6]! - x[i]![7]! > 0.2)); // seen in small differences only
    const found = separation(near, apart);
    expect(found).toMatchObject({ kind: "complete", slack: 0 });
    near.forEach((row, i) => {
      const move = found.direction!.intercept + dot(row, found.direction!.coefficients);
      expect(move > 0).toBe(apart[i] === 1);
    });
    const mixed = apart.map((v, i) => (i % 30 === 0 ? 1 - v : v));
    expect(separation(near, mixed).kind).toBe("none");
  });

  it("a rare column of one response only is found", () => {
    const rare = x.map((row, i) => [...row, Number(i % 500 === 3)]);
    const y = x.map((row, i) => Number(i % 500 === 3 || dot(row, truth) + 4 * uniform() > 2));
    const found = separation(rare, y);
    expect(found).toMatchObject({ kind: "quasi-complete", rows: [3, 503, 1003, 1503], columns: ["x21"] });
    check(found, rare, binary(y));
  });
});
