// Tests of the judge: its arithmetic against mpmath (50 digits), its cone against cases done by hand.
import { describe, expect, it } from "vitest";
import { FAMILIES, type FamilyName } from "../../src/families/index.js";
import { PAIRS, PLAIN, sub } from "./judge/arithmetic.js";
import { rowDerivatives } from "./judge/derivatives.js";
import { coneDirection } from "./judge/exact-cone.js";
import { CONVEX, domainOf, loss, normalTail } from "./judge/loss.js";
import { Objective } from "./judge/objective.js";
import type { Problem } from "./problem.js";

/** x, and f(x) as head and tail: mpmath 1.3, mp.dps = 50. */
const KNOWN: Record<string, readonly (readonly [number, number, number])[]> = {
  exp: [[0.1, 1.1051709180756477, -8.149523913327619e-17], [-3.7, 0.024723526470339388, -1.294857794723138e-18], [300.5, 3.202519714603633e130, 3.450128650899247e112]],
  log: [[1e-300, -690.7755278982137, -2.3670096176709832e-14], [0.3, -1.2039728043259361, 8.935521583403776e-17], [1.0000001, 9.999999505838704e-8, 1.5249709528441489e-24], [12345.678, 9.421061321291832, -1.9085650743481053e-16]],
  expm1: [[1e-9, 1.0000000005000001e-9, -7.443897403844588e-26], [-0.2, -0.18126924692201815, 8.381141526439973e-19], [0.34, 0.4049475905635938, 2.4494021305886566e-17], [5.5, 243.69193226422038, 4.129320187450839e-15]],
  log1p: [[1e-8, 9.999999950000001e-9, -4.779087200456198e-25], [-0.5, -Math.LN2, -2.3190468138462996e-17], [1e-5, 9.999950000333332e-6, -2.3868637284493416e-22], [3.25, 1.4469189829363254, 9.065670229424206e-17]],
  angle: [[-1e8, 1e-8, -5.42558941634618e-25], [-0.5, 1.1071487177940904, 9.40447137356638e-17], [0, 1.5707963267948966, 6.123233995736766e-17], [2.5, 2.761086276477428, 1.3806567625578835e-16], [1e6, 3.1415916535897934, -1.8151322962326725e-16], [1e30, Math.PI, 1.224646799147343e-16]],
  tail: [[-6.5, 0.99999999995984, -1.939112785306237e-17], [-1, 0.8413447460685429, 2.280872032545028e-17], [0.25, 0.4012936743170763, -2.300399437650529e-17], [1.5, 0.06680720126885807, -5.303515941678518e-18], [3.9, 4.8096344017602736e-5, -1.6646174052867218e-21], [4.1, 2.065750691254677e-5, -7.803889616768812e-22], [8, 6.220960574271784e-16, 2.491586890683703e-32], [30, 4.906713927148187e-198, -1.177867140585931e-214]],
}; // biome-ignore format: tables

describe("double-double", () => {
  for (const [name, list] of Object.entries(KNOWN)) {
    it(name, () => {
      for (const [x, h, l] of list) {
        const f = name === "tail" ? (v: { h: number; l: number }) => normalTail(PAIRS, v) : PAIRS[name as "exp"];
        const off = Math.abs(sub(f(PAIRS.of(x)), { h, l }).h / h);
        expect(off, `${name}(${x})`).toBeLessThan(name === "tail" ? 1e-24 : 3.8e-28);
        const plain = name === "tail" ? normalTail(PLAIN, x) : PLAIN[name as "exp"](x);
        expect(Math.abs(plain / h - 1), `${name}(${x})`).toBeLessThan(1e-14);
      }
    });
  }
});

const FORMS = (Object.keys(FAMILIES) as FamilyName[])
  .filter((family) => FAMILIES[family].classes !== "many")
  .flatMap((family) => FAMILIES[family].links.map((link: string) => ({ family, link })));

const SHAPES = { "negative-binomial": { theta: 1.7 }, tweedie: { power: 1.5 } } as Record<
  string,
  { theta?: number; power?: number }
>;

describe("losses", () => {
  for (const { family, link } of FORMS) {
    it(`${family} ${link}: convex where it is said to be, the same in both precisions`, () => {
      const form = { family, link, ...SHAPES[family] };
      const problem = {
        form,
        x: [[]],
        y: [1],
        intercept: true,
        standardize: false,
        storage: "rows",
        solver: "auto",
      } as Problem;
      const objective = new Objective(problem);
      const { low, high } = domainOf(form);
      const inside = [-3, -1.2, -0.4, 0.01, 0.3, 0.6, 0.95, 2, 7].filter((eta) => eta > low && eta < high);
      let least = Infinity;
      for (const eta of inside) {
        for (const y of family === "binomial" ? [0, 0.3, 1] : [0.2, 1, 5]) {
          const [a, b] = [loss(PLAIN, form, y, eta), loss(PAIRS, form, y, PAIRS.of(eta)).h];
          expect(Math.abs(a - b)).toBeLessThan(1e-13 * Math.max(1, Math.abs(b)));
          least = Math.min(least, rowDerivatives(objective, y, PAIRS.of(eta))[1]);
        }
      }
      if (CONVEX(form)) expect(least).toBeGreaterThanOrEqual(-1e-9);
    });
  }
});

describe("the cone", () => {
  const whole = (rows: number[][]) => rows.map((row) => row.map(BigInt));
  const cone = (sides: number[][], equal: number[][] = [], limits: number[][] = []) => coneDirection(whole(sides), whole(limits), whole(equal), 2);
  it("is empty where rows overlap", () => expect(cone([[1, 1], [-1, -2], [-1, 0]])).toBeUndefined());
  it("has a direction where a line separates", () => expect(cone([[1, 1], [1, 3], [-1, 2]])).toBeDefined());
  it("has one where some rows only rest", () => expect(cone([[0, 1], [0, -1], [1, 0]])).toEqual([1n, 0n]));
  it("has none where what is equal forbids it", () => expect(cone([[1, 0]], [[1, 0]])).toBeUndefined());
  it("has none where a limit forbids it", () => expect(cone([[1, 0]], [[0, 1]], [[-1, 0]])).toBeUndefined());
  it("holds a row whose sides cancel", () => expect(cone([[1, 1], [-1, -1]])).toBeUndefined());
}); // biome-ignore format: rows
