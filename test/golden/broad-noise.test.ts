// Binomial links under gaussian noise from narrow to very broad, against mpmath: the expected loss and its first two derivatives.
import { describe, expect, it } from "vitest";
import { additive, fitSync } from "../../src/index.js";
import { chooseFamily } from "../../src/options/plan.js";
import { asking } from "../helpers/families.js";
import { fixture } from "../helpers/fixture.js";

type Row = readonly [eta: number, sd: number, up: number, slope: number, curvature: number];

const { about: _, ...links } = await fixture<{ about: string } & Record<string, readonly Row[]>>("broad-noise");

/** Relative to the value, or for slopes and curvatures to the size they have at the kink of so broad a noise. */
const CLOSE = 1e-10;

describe("expected losses under noise", () => {
  for (const [link, rows] of Object.entries(links) as [string, readonly Row[]][]) {
    it(`${link}: value, slope and curvature for a standard deviation up to 1e6`, () => {
      const family = asking(chooseFamily({ family: "binomial", link: link as "probit" }));
      const wrong = rows.flatMap(([eta, sd, up, slope, curvature]) => {
        const loss = family.derivatives(1, eta)[0]!;
        const [value, m1, m2, m3, m4] = family.expectation(1, eta, sd * sd);
        const scale = Math.max(up, Math.abs(loss), 1e-4);
        const isRight =
          Math.abs(loss + value! - up) <= CLOSE * scale &&
          Math.abs(m1! - slope) <= CLOSE * Math.max(Math.abs(slope), 1 / sd) &&
          Math.abs(m2! - curvature) <= CLOSE * Math.max(Math.abs(curvature), 1 / sd);
        // the higher ones by differences of those before
        const h = 1e-3 * Math.max(sd, 1);
        const at = (e: number) => family.expectation(1, e, sd * sd);
        const [above, below] = [at(eta + h), at(eta - h)];
        const isSlope = (k: number, got: number) =>
          Math.abs((above[k]! - below[k]!) / (2 * h) - got) <= 1e-4 * (Math.abs(got) + 1 / Math.max(sd, 1) ** k);
        const isEven = sd > 1 && sd < 1e3 && link !== "logit" ? isSlope(2, m3!) && isSlope(3, m4!) : true;
        return isRight && isEven
          ? []
          : [`eta ${eta}, sd ${sd}: ${loss + value!} ${m1} ${m2} for ${up} ${slope} ${curvature}, ${isEven}`];
      });
      expect(wrong).toEqual([]);
    });
  }

  it("the other side is the mirror image, and what grows exponentially has its closed form", () => {
    const of = (link: string) => asking(chooseFamily({ family: "binomial", link: link as "probit" }));
    for (const sd of [2, 4, 10, 25, 37]) {
      for (const [eta, y] of [
        [0, 0.3],
        [-20, 0],
        [15, 1],
      ] as const) {
        for (const link of ["cauchit", "probit"]) {
          const [a, b] = [of(link).expectation(y, eta, sd * sd), of(link).expectation(1 - y, -eta, sd * sd)];
          for (const [k, v] of a.entries()) expect(v * (k % 2 ? -1 : 1)).toBeCloseTo(b[k]!, 9);
        }
        const [a, b] = [of("cloglog").expectation(y, eta, sd * sd), of("loglog").expectation(1 - y, -eta, sd * sd)];
        for (const [k, v] of a.entries()) expect(Math.abs((v * (k % 2 ? -1 : 1)) / b[k]! - 1)).toBeLessThan(1e-9);
        if (y !== 0) continue;
        expect(a[2]! / Math.exp(eta + (sd * sd) / 2)).toBeCloseTo(1, 9);
      }
    }
  });

  it("there is no wall: cauchit at 30, 100, 300 standard deviations and beyond", () => {
    const at = (beta: number) =>
      fitSync([[1], [-1], [2], [0]], [1, 0, 1, 0], {
        family: "binomial", link: "cauchit", intercept: false, noise: additive(1), maxIterations: 0,
        start: { intercept: 0, coefficients: [beta] },
      }).objective; // biome-ignore format: a call
    for (const [beta, want] of [
      [30, 0.8026703],
      [100, 1.0387252],
      [300, 1.2640185],
    ] as const)
      expect(at(beta)).toBeCloseTo(want, 7);
    // log-tails: a factor adds a multiple of its logarithm
    const [a, b, c] = [at(1e6), at(1e9), at(1e12)];
    expect((c - b) / (b - a)).toBeCloseTo(1, 3);
  });

  it.each(["newton", "lbfgs", "newton-cg", "coordinate-descent"] as const)(
    "a flat tail is no minimizer: %s",
    (solver) => {
      const x = [[-2], [-1.5], [-1], [-0.5], [0.5], [1], [1.5], [2], [0.3], [-0.2]];
      const y = [0, 0, 0, 0, 1, 1, 1, 1, 1, 0];
      const of = (noise: ReturnType<typeof additive>) =>
        fitSync(x, y, { family: "binomial", link: "cauchit", noise, solver });
      expect(of(additive(0.02)).status.code).toBe("diverged");
      const near = of(additive(0.2));
      expect(near.status.code).toBe("converged");
      for (const factor of [0.9, 1.1, 10]) {
        const start = { intercept: factor * near.intercept, coefficients: near.coefficients.map((v) => factor * v) };
        const other = fitSync(x, y, {
          family: "binomial",
          link: "cauchit",
          noise: additive(0.2),
          start,
          maxIterations: 0,
        });
        expect(other.objective).toBeGreaterThan(near.objective);
      }
    },
  );
});
