// Threads over one memory: the bits of a fit do not depend on how many there are.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dropout, type FitOptions, GlmError, lasso, ridge } from "../../src/index.js";
import { NOISES } from "../../src/noise/index.js";
import type { Team } from "../../src/workers/team.js";
import { dataFor, noiseCases } from "../helpers/cases.js";
import { classCases, classData } from "../helpers/classes.js";
import { FORMS } from "../helpers/forms.js";
import { withSmallPartitions } from "../helpers/partitions.js";
import { sliced } from "../helpers/slice.js";
import { coarse, STORAGES } from "../helpers/storages.js";
import { fitBy, teamOf } from "../helpers/teams.js";

const P = 4;
const N = 330; // six partitions of 64 rows
const COUNTS = [2, 3, 5, 8];

const PENALTIES: FitOptions["penalty"][] = [undefined, ridge(0.02), lasso(0.01)];

const CASES: { name: string; x: number[][]; y: number[]; options: FitOptions }[] = [
  ...[...FORMS.map((form) => ({ name: form.name, form, noise: undefined })), ...noiseCases(P)].map(
    ({ name, form, noise }) => {
      const { x, y } = dataFor(form, N, P, 17, noise);
      return { name, x: coarse(x), y, options: { ...form.options, noise } };
    },
  ),
  ...classCases(P).map(({ name, noise, options }) => {
    const { x, y } = classData(N, P, 17, noise);
    return { name: `multinomial, ${name}`, x: coarse(x), y, options };
  }),
];

let teams: Team[] = [];
beforeAll(async () => {
  teams = await Promise.all(COUNTS.map((count) => teamOf(count)));
});
afterAll(() => {
  for (const team of teams) team.end();
});

/** All numbers of a fit that rows have a part in. */
function numbersOf(team: Team | undefined, x: Parameters<typeof fitBy>[1], y: number[], options: FitOptions): unknown {
  try {
    const model = withSmallPartitions(() => fitBy(team, x, y, options));
    const { coefficients, intercept, objective, deviance, nullDeviance, status } = model;
    return { coefficients, intercept, objective, deviance, nullDeviance, status, saved: JSON.stringify(model) };
  } catch (error) {
    if (error instanceof GlmError) return error.message; // refused: by all alike
    throw error;
  }
}

describe.each(sliced(CASES))("$name", ({ x, y, options }) => {
  for (const [k, [storage, lay]] of Object.entries(STORAGES).entries()) {
    it(`${storage}: the bits of one thread, with 2, 3, 5 and 8`, () => {
      const isPlain = options.noise === undefined || !NOISES[(options.noise as { noise: string }).noise];
      const penalty = PENALTIES[(k + (isPlain ? 1 : 0)) % PENALTIES.length];
      const all = { ...options, penalty, ...(k % 2 === 1 && { weights: y.map((_, i) => 1 + (i % 3)) }) };
      const alone = numbersOf(undefined, lay(x), y, all);
      for (const team of teams) expect(numbersOf(team, lay(x), y, all)).toEqual(alone);
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
