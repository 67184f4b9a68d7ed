// The kernel's expectations of a loss under normal noise of eta, compared with an independent quadrature: the trapezoidal rule with
// thousands of nodes, which is exact to rounding for such integrands.
import { describe, expect, it } from "vitest";
import { type Asking, asking } from "../helpers/families.js";
import { FORMS, type Form, lossAt } from "../helpers/forms.js";
import { derivative, isClose } from "../helpers/numeric.js";

const ETAS = [-5, -1.7, -0.3, 0, 0.9, 2.4, 5];
const VARIANCES = [1e-9, 1e-5, 1e-3, 0.1, 1, 9, 60];
/** Below this variance a difference of losses has too few digits left. */
const SMALL = 0.01;
/** What one row adds to sums of size 1 is not held to more than their rounding. */
const FLOOR = 1e-16;

const YS: Record<string, readonly number[]> = {
  gaussian: [-1, 0.3, 4],
  binomial: [0, 0.3, 1],
  poisson: [0, 0.5, 7],
  gamma: [0.1, 3],
  "inverse-gaussian": [0.1, 3],
  "negative-binomial": [0, 1, 9],
  tweedie: [0, 0.3, 5],
};

/** Standard normal nodes and weights, as far out as e^(2 eta) puts any mass. */
function nodes(sd: number): { z: number[]; w: number[] } {
  const reach = 11 + 2 * sd;
  const h = Math.min(1 / 40, 1 / (40 * sd));
  const z = Array.from({ length: 2 * Math.ceil(reach / h) + 1 }, (_, k) => (k - Math.ceil(reach / h)) * h);
  return { z, w: z.map((v) => (h * Math.exp(-0.5 * v * v)) / Math.sqrt(2 * Math.PI)) };
}

/** E f_k(eta + sd Z) over lists of values at the nodes; a weight of 0 leaves a node out, whatever the value. */
const mean = (w: readonly number[], values: readonly number[]): number =>
  w.reduce((sum, wk, k) => (wk === 0 ? sum : sum + wk * values[k]!), 0);

function quadrature(form: Form, ask: Asking, y: number, eta: number, s: number): number[] {
  const sd = Math.sqrt(s);
  const { z, w } = nodes(sd);
  const etas = z.map((v) => eta + sd * v);
  const base = lossAt(form, y, eta);
  const all = ask.allDerivatives(y, etas);
  const loss = s < SMALL ? excess(ask, y, eta, s) : mean(w, etas.map((e) => lossAt(form, y, e) - base)); // biome-ignore format: one line
  return [loss, mean(w, all[1]!), mean(w, all[2]!)];
}

/** E l - l as the integral of E l'' / 2 over the variance from 0 to s, by Gauss and Legendre: nothing cancels. */
function excess(ask: Asking, y: number, eta: number, s: number): number {
  const r = Math.sqrt(0.6);
  const points: readonly (readonly [at: number, weight: number])[] = [[(1 - r) / 2, 5 / 18], [0.5, 8 / 18], [(1 + r) / 2, 5 / 18]]; // biome-ignore format: pairs
  return points.reduce((sum, [at, weight]) => {
    const sd = Math.sqrt(at * s);
    const { z, w } = nodes(sd);
    return sum + (weight * s * mean(w, ask.allDerivatives(y, z.map((v) => eta + sd * v))[2]!)) / 2; // biome-ignore format: one line
  }, 0);
}

for (const form of FORMS.filter(({ family }) => family.approximations.includes("gaussian"))) {
  const ask = asking(form.family);
  describe(`E l under normal noise: ${form.name}`, () => {
    for (const s of VARIANCES) {
      it(`variance ${s}`, () => {
        for (const y of YS[form.family.name]!) {
          for (const eta of ETAS) {
            const got = ask.expectation(y, eta, s);
            const want = quadrature(form, ask, y, eta, s);
            const where = `y = ${y}, eta = ${eta}: ${got.slice(0, 3)} against ${want}`;
            expect(Math.abs(got[0]! - want[0]!), where).toBeLessThanOrEqual(1e-8 * Math.abs(want[0]!) + FLOOR);
            expect(isClose(got[1]!, want[1]!, 1e-8), where).toBe(true);
            expect(isClose(got[2]!, want[2]!, 1e-8), where).toBe(true);
          }
        }
      });
    }

    it("the derivatives belong together: d/deta of one is the next", () => {
      for (const y of YS[form.family.name]!) {
        for (const s of [1e-5, 0.1, 3]) {
          const at = (eta: number) => ask.expectation(y, eta, s);
          const here = at(0.4);
          // the kernel's E l lacks l itself
          const total = (k: number) => (eta: number) => at(eta)[k]! + (k === 0 ? lossAt(form, y, eta) : 0);
          for (const k of [0, 1, 2, 3]) {
            const slope = derivative(total(k), 0.4);
            const tolerance = [1e-8, 1e-8, 2e-5, 1e-4][k]!; // third and fourth enter Hessians only
            expect(isClose(here[k + 1]!, slope, tolerance), `${k}, s = ${s}: ${here[k + 1]} against ${slope}`).toBe(
              true,
            );
          }
        }
      }
    });
  });
}
