// Folds of a large x go one by one, each by threads over one memory: the same bits as folds by threads of their own, and as by one thread.
import { afterEach, describe, expect, it, vi } from "vitest";
import { type CrossValidationOptions, crossValidate, dropout, lasso, ridge } from "../../src/index.js";
import { ONE_BY_ONE } from "../../src/workers/one-by-one.js";
import { Team } from "../../src/workers/team.js";
import { STORAGES } from "../helpers/storages.js";

const workerUrl = new URL("../../dist/worker.mjs", import.meta.url);
const [N, P] = [3000, 12];
let state = 7;
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const rows = Array.from({ length: N }, () => Array.from({ length: P }, () => (random() < 0.3 ? random() - 0.3 : 0)));
const x = STORAGES["sparse by row"]!(rows);
const y = rows.map((row) => Number(row[0]! - row[1]! + 0.4 * random() > 0.2));

const CASES: Record<string, CrossValidationOptions> = {
  lasso: { family: "binomial", penalty: lasso(), count: 6 },
  ridge: { family: "poisson", penalty: ridge(), count: 4 },
  "rates of dropout": {
    family: "binomial",
    noise: dropout(0.3),
    over: "rate",
    rates: [0.1, 0.5],
  } as CrossValidationOptions,
};

describe("folds one by one", () => {
  const { from } = ONE_BY_ONE;
  afterEach(() => {
    ONE_BY_ONE.from = from;
    vi.restoreAllMocks();
  });

  for (const [name, options] of Object.entries(CASES)) {
    it(`have the same bits: ${name}`, async () => {
      const opened = vi.spyOn(Team.prototype, "open");
      const bits = async (workers?: number): Promise<number[]> => {
        const threads = workers === undefined ? {} : { workers, workerUrl };
        const { mean, standardError } = await crossValidate(x, y, { ...options, folds: 3, seed: 1, ...threads });
        return [...mean, ...standardError];
      };
      const alone = await bits();
      expect(await bits(2)).toEqual(alone);
      const before = opened.mock.calls.length; // the path on all rows
      ONE_BY_ONE.from = 0;
      expect(await bits(2)).toEqual(alone);
      expect(opened.mock.calls.length - before).toBe(before + 4); // the same, a look, and three folds
    });
  }

  it("end when they are told to", async () => {
    ONE_BY_ONE.from = 0;
    const control = new AbortController();
    const options = {
      family: "binomial",
      penalty: lasso(),
      count: 40,
      folds: 5,
      workers: 2,
      workerUrl,
      signal: control.signal,
    } as const;
    const judged = await crossValidate(x, y, { ...options, onProgress: ({ path }) => path === 2 && control.abort() });
    expect(judged.end).toBe("aborted");
  });
});
