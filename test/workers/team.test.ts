// Threads over one memory: the bits of a fit do not depend on how many there are.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dropout, type FitOptions, lasso, ridge } from "../../src/index.js";
import type { Team } from "../../src/workers/team.js";
import { dataFor } from "../helpers/cases.js";
import { FORMS } from "../helpers/forms.js";
import { CASES, N, optionsFor, orRefusal, P } from "../helpers/partitioned.js";
import { withSmallPartitions } from "../helpers/partitions.js";
import { sliced } from "../helpers/slice.js";
import { STORAGES } from "../helpers/storages.js";
import { fitBy, teamOf } from "../helpers/teams.js";

const COUNTS = [2, 3, 5, 8];

let teams: Team[] = [];
beforeAll(async () => {
  teams = await Promise.all(COUNTS.map((count) => teamOf(count)));
});
afterAll(() => {
  for (const team of teams) team.end();
});

/** All numbers of a fit that rows have a part in. */
function numbersOf(team: Team | undefined, x: Parameters<typeof fitBy>[1], y: number[], options: FitOptions): unknown {
  return orRefusal(() => {
    const model = withSmallPartitions(() => fitBy(team, x, y, options));
    const { coefficients, intercept, objective, deviance, nullDeviance, status } = model;
    return { coefficients, intercept, objective, deviance, nullDeviance, status, saved: JSON.stringify(model) };
  });
}

describe.each(sliced(CASES))("$name", (own) => {
  const { x, y } = own;
  for (const [k, [storage, lay]] of Object.entries(STORAGES).entries()) {
    it(`${storage}: the bits of one thread, with 2, 3, 5 and 8`, () => {
      const options = optionsFor(own, k);
      const alone = numbersOf(undefined, lay(x), y, options);
      for (const team of teams) expect(numbersOf(team, lay(x), y, options)).toEqual(alone);
    });
  }
});

it("all threads have helped", () => {
  for (const team of teams) for (const answered of team.answered) expect(answered).toBeGreaterThan(0);
});

describe("every solver", () => {
  const { x, y } = dataFor(FORMS.find(({ name }) => name.startsWith("binomial"))!, N, P, 3);
  const cases: FitOptions[] = [
    { solver: "newton", penalty: ridge(0.01) },
    { solver: "lbfgs", penalty: ridge(0.01) },
    { solver: "newton-cg", penalty: ridge(0.01), noise: dropout(0.2) },
    { solver: "coordinate-descent", penalty: lasso(0.01) },
    { bounds: { lower: 0 } },
    { unlabeled: { x: x.slice(0, 200) }, noise: dropout(0.3) },
  ];
  it.each(cases)("%j", (options) => {
    const all = { ...options, family: "binomial" } as const;
    const alone = numbersOf(undefined, x, y, all);
    for (const team of teams) expect(numbersOf(team, x, y, all)).toEqual(alone);
  });
});

it("matrices of classes: the bits of one thread", () => {
  const { x } = dataFor(FORMS.find(({ name }) => name.startsWith("gaussian"))!, N, P, 3);
  const y = x.map(([a, b], i) => Math.round(Math.abs(3 * a! + b! + (i % 2))) % 3);
  for (const noise of [undefined, dropout(0.3)]) {
    const all = { family: "multinomial", penalty: ridge(1e-3), solver: "lbfgs", noise } as const;
    const alone = numbersOf(undefined, x, y, all);
    for (const team of teams) expect(numbersOf(team, x, y, all)).toEqual(alone);
  }
});
