// The null deviance is the deviance of the fit without columns, for every family and link, with offsets and weights.
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../src/base/random.js";
import { fitSync, path, ridge } from "../../src/index.js";
import { FORMS, type Form } from "../helpers/forms.js";

const N = 7;

interface Data {
  readonly y: number[];
  readonly offset: number[] | undefined;
  readonly weights: number[] | undefined;
}

/** Offsets of the size that the link's predictors have, so that some lie near the border. */
function dataOf({ family }: Form, seed: number): Data {
  const random = mulberry32(seed);
  const isShare = family.domain.high === 1;
  const least = family.domain.lowOpen ? 0.1 : 0;
  const y = Array.from({ length: N }, () =>
    isShare ? 0.05 + 0.9 * random() : Math.max(least, Math.round(40 * random() ** 3) + (seed % 3) * 0.3),
  );
  const size = family.isBounded ? [0.05, 0.3, 3][seed % 3]! : 0.7;
  const unit = isShare && family.isBounded ? 0.3 * size : size;
  const offset =
    seed % 4 === 0
      ? undefined
      : Array.from({ length: N }, () => unit * (random() - (family.isBounded && !isShare ? 0.2 : 0.5)));
  const weights = seed % 2 === 0 ? undefined : Array.from({ length: N }, (_, i) => (i === 2 ? 0 : 0.2 + 2 * random()));
  return { y, offset, weights };
}

/** Intercepts far and near, on both sides of the best. */
function around(b: number): number[] {
  return [-30, -3, -0.3, -0.01, 0.01, 0.3, 3, 30].map((d) => b + d * Math.max(Math.abs(b), 0.1));
}

describe("the null deviance", () => {
  for (const form of FORMS) {
    it(`${form.name}: that of the fit without columns, and no intercept has a lower one`, async () => {
      for (let seed = 0; seed < 12; seed++) {
        const { y, offset, weights } = dataOf(form, seed);
        const options = { ...form.options, offset, weights };
        const empty = y.map((): number[] => []);
        const alone = fitSync(empty, y, options);
        const close = (a: number, b: number) => Math.abs(a - b) <= 1e-8 * Math.max(1e-3, Math.abs(b));
        const where = `seed ${seed}: ${alone.nullDeviance} for ${alone.deviance}`;
        expect(close(alone.nullDeviance, alone.deviance), where).toBe(true);
        const x = y.map((_, i) => [(i * 3) % 5]);
        const model = fitSync(x, y, options);
        expect(close(model.nullDeviance, alone.deviance), where).toBe(true);
        for (const b of around(alone.intercept)) {
          const there = fitSync(empty, y, {
            ...options,
            intercept: false,
            offset: y.map((_, i) => b + (offset?.[i] ?? 0)),
          });
          expect(
            !(there.deviance < alone.nullDeviance * (1 - 1e-8) - 1e-11),
            `${where}, ${there.deviance} at ${b}`,
          ).toBe(true);
        }
        if (seed > 1) continue;
        const steps = await path(x, y, { ...options, penalty: ridge(), lambdas: [1e6] });
        expect(close(steps.nullDeviance, alone.deviance), where).toBe(true);
      }
    });
  }

  it("without an intercept it is that at the offset, as in R", () => {
    const y = [1, 2, 4];
    const offset = [0.1, 0.5, 0.9];
    const model = fitSync([[1], [0], [2]], y, { family: "poisson", intercept: false, offset });
    const want = 2 * y.reduce((sum, v, i) => sum + v * (Math.log(v) - offset[i]!) - v + Math.exp(offset[i]!), 0);
    expect(model.nullDeviance).toBeCloseTo(want, 12);
  });
});
