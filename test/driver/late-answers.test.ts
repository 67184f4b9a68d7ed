// Those who hold the rows may answer late: every question waits for its answer, and the numbers stay the same.
import { describe, expect, it } from "vitest";
import type { PathSolution } from "../../src/base/flow.js";
import { REQUEST } from "../../src/base/ids.js";
import { session } from "../../src/fitting/session.js";
import {
  dropout,
  type FitOptions,
  groupLasso,
  l1Ball,
  l2Ball,
  lasso,
  type PathOptions,
  ridge,
} from "../../src/index.js";
import { readDesign } from "../../src/input/design.js";
import { readResponse } from "../../src/input/response.js";
import { chooseFamily, makePlan } from "../../src/options/plan.js";
import { fitOptionsOf, planPath } from "../../src/options/plan-path.js";
import { pathSession } from "../../src/paths/path-session.js";
import { type Asking, foldAnswers, questionOf, SCALARS, VECTORS } from "../../src/shard/answers.js";
import type { Crew, Hire } from "../../src/shard/crew.js";
import { HeldRows } from "../../src/shard/held-rows.js";
import { ask, finish, type Stop } from "../../src/shard/task.js";
import { openScope, type Scope } from "../../src/wasm/scope.js";
import { dataFor } from "../helpers/cases.js";
import { formOf } from "../helpers/forms.js";

type Rows = readonly (readonly number[])[];

/** Who has the rows: this memory, or one holder elsewhere who answers late. */
type Way = "here" | "late";

/** A crew of one. Its answers are given by `late.open`, and until then an exchange says nothing. */
function crewOf(
  partitions: number,
  parameters: () => Uint8Array | undefined,
  scope: Scope,
  late: { open: (() => void) | undefined },
): Crew {
  let held: HeldRows;
  const each: Crew["each"] = (name, given) =>
    new Promise((resolve) => {
      late.open = () => {
        scope.kernel.exports.memory.grow(1); // views of before are of no use now
        const said = (held[name] as (...all: unknown[]) => unknown).apply(held, structuredClone(given(0)));
        resolve([structuredClone(said)] as never);
      };
    });
  const all: Crew["all"] = (name, ...given) => each(name, () => given);
  const answer = async ({ exchange, dimension, view }: Asking, request: number): Promise<void> => {
    const question = questionOf({ exchange, dimension, view }, request, parameters());
    for (const [name, by] of SCALARS) if ((request & by) !== 0) exchange.set({ [name]: Number.NaN });
    for (const [name, by] of VECTORS) if ((request & by) !== 0) exchange.view(name, dimension).fill(Number.NaN);
    foldAnswers(exchange, question, (await all("ask", question)).flat());
  };
  const hold: Crew["hold"] = (_, holding) => {
    held = new HeldRows(scope, structuredClone(holding));
  };
  return { runs: [{ begin: 0, count: partitions }], hold, answer, all, each, end: () => {} };
}

/** Runs a session by itself; `stopAt`: the number of the pause from which on a reason to stop is sent back. */
async function run(way: Way, x: Rows, y: readonly number[], options: FitOptions | PathOptions, stopAt = Infinity) {
  const [here, there] = [openScope(), openScope()];
  const { scope } = here;
  const late: { open: (() => void) | undefined } = { open: undefined };
  const hire: Hire = (partitions, parameters) => crewOf(partitions, parameters, there.scope, late);
  const isPath = "lambdas" in options || "count" in options;
  const fitOptions = isPath ? fitOptionsOf(options as PathOptions) : (options as FitOptions);
  const family = chooseFamily(fitOptions);
  const design = readDesign(x as number[][]);
  const response = readResponse(y as number[], design.rows, family, fitOptions);
  const given = { scope, design, response, family, watched: true, hire: way === "here" ? undefined : hire };
  const work = isPath
    ? pathSession({ ...given, path: planPath(options as PathOptions, design, response, family) })
    : session({ ...given, plan: makePlan(fitOptions, design, response, family) });
  let pauses = 0;
  let waits = 0;
  let step = work.next();
  while (!step.done) {
    pauses += 1;
    if (step.value.waiting !== undefined) {
      waits += 1;
      late.open!();
      await step.value.waiting;
    }
    const stop: Stop | undefined = pauses >= stopAt ? "time-limit" : undefined;
    step = work.next(stop);
  }
  here.end();
  there.end();
  return { result: step.value, pauses, waits };
}

const logistic = dataFor(formOf("binomial"), 80, 4, 5);
const counts = dataFor(formOf("poisson"), 80, 4, 5);
const identity = dataFor(formOf("poisson", "identity"), 60, 3, 5);
const binary = { family: "binomial" } as const;
/** Zeros at the end of a line: the best mean there is 0, on the border. */
const border = { x: [[0], [1], [2], [3], [4], [5]], y: [9, 5, 3, 0, 0, 0] };
/** x = 0 | 1 separates y, and the noise acts on rows that it does not move. */
const separated = { x: [[0, 1], [0, 2], [0, 1], [1, 0], [2, 0], [1, 0]], y: [0, 1, 1, 1, 1, 1] }; // biome-ignore format: rows
const separable = { x: [[-3, 1], [-2, 1], [-1, 0], [1, 1], [2, 0], [3, 1]], y: [0, 0, 0, 1, 1, 1] }; // biome-ignore format: rows
const twice = { x: logistic.x.map((row) => [...row, row[0]!]), y: logistic.y };

const CASES: Record<string, [{ x: Rows; y: readonly number[] }, FitOptions | PathOptions]> = {
  "newton, ridge": [logistic, { ...binary, penalty: ridge(0.1) }],
  lbfgs: [counts, { family: "poisson", solver: "lbfgs" }],
  lasso: [counts, { family: "poisson", penalty: lasso(0.05) }],
  "l2 ball": [logistic, { ...binary, constraint: l2Ball(0.3) }],
  "l1 ball": [logistic, { ...binary, constraint: l1Ball(0.3) }],
  "bias reduction": [logistic, { ...binary, biasReduction: "firth" }],
  "identity link": [identity, { family: "poisson", link: "identity" }],
  "on the border": [border, { family: "poisson", link: "identity" }],
  "on the border, with noise": [border, { family: "poisson", link: "identity", noise: dropout(0.1) }],
  "on the border, in a ball": [border, { family: "poisson", link: "identity", constraint: l2Ball(0.5) }],
  dropout: [logistic, { ...binary, noise: dropout(0.3) }],
  "separated, quadratic noise": [separated, { ...binary, noise: dropout(0.3, { approximation: "quadratic" }) }],
  "cauchit with noise": [
    separated,
    { ...binary, link: "cauchit", noise: dropout([0, 0.3], { approximation: "gaussian" }) },
  ],
  "dependent columns": [twice, { ...binary, solver: "newton" }],
  "dependent columns beside noise": [twice, { ...binary, solver: "newton", noise: dropout([0, 0.3, 0.3, 0.3, 0]) }],
  "separated beside noise": [separated, { ...binary, noise: dropout([0, 0.3], { approximation: "quadratic" }) }],
  "separable, with noise": [separable, { ...binary, noise: dropout(0.5, { approximation: "quadratic" }) }],
  "cauchit with tails": [logistic, { ...binary, link: "cauchit", noise: dropout(0.3, { approximation: "gaussian" }) }],
  "no point in the ball": [
    { x: [[1], [2], [3], [5]], y: [0, 1, 3, 2] },
    { family: "poisson", link: "identity", intercept: false, offset: [-2, -2, -2, -2], constraint: l2Ball(0.5) },
  ],
  "a start to be found": [
    { x: border.x.map(([v]) => [v! - 2.5]), y: border.y },
    { family: "poisson", link: "identity", bounds: { lower: [5], upper: [9] } },
  ],
  theta: [counts, { family: "negative-binomial" }],
  classes: [
    { x: counts.x, y: counts.y.map((v) => Math.min(v, 2)) },
    { family: "multinomial", penalty: ridge(0.1) },
  ],
  "a path": [logistic, { ...binary, penalty: ridge(), count: 5 }],
  "a path of groups": [
    logistic,
    { ...binary, penalty: groupLasso(undefined, { groups: [0, 0, 1, 1] }), relax: true, count: 4 },
  ],
  "a path beside an unpenalized column": [
    counts,
    { family: "poisson", penalty: lasso(undefined, { factors: [0, 1, 1, 1] }), count: 4 },
  ],
  "a path with noise": [logistic, { ...binary, penalty: lasso(), noise: dropout(0.2), count: 4 }],
};

it.each(Object.entries(CASES))("%s: late answers change nothing", async (_, [{ x, y }, options]) => {
  const alone = await run("here", x, y, options);
  const found = await run("late", x, y, options);
  expect(found.waits).toBeGreaterThan(0);
  expect(found.result).toEqual(alone.result);
});

describe("a reason to stop that comes with an answer", () => {
  it("ends the search at its next pass", async () => {
    const [data, options] = CASES.lbfgs!;
    const { result, waits } = await run("late", data.x, data.y, options, 1); // the first question is about moments
    expect(result).toMatchObject({ code: "aborted", iterations: 0 });
    expect(waits).toBeLessThan((await run("late", data.x, data.y, options)).waits);
  });
  it("has no effect on a path whose last question it answers", async () => {
    const [data, options] = CASES["a path with noise"]!;
    const whole = await run("late", data.x, data.y, options);
    expect(await run("late", data.x, data.y, options, whole.pauses)).toEqual(whole);
    expect(whole.result).toMatchObject({ end: "complete" });
  });
  it("ends a path at a step before, with that reason", async () => {
    const [data, options] = CASES["a path with noise"]!;
    const { pauses } = await run("late", data.x, data.y, options);
    const { result } = await run("late", data.x, data.y, options, Math.ceil(0.9 * pauses));
    expect(result).toMatchObject({ end: "time-limit" });
    expect((result as PathSolution).steps).toHaveLength(3);
  });
});

describe("ask", () => {
  it("waits for an answer, whatever is sent back", () => {
    const waiting = Promise.resolve();
    const late = ask({ crew: { answer: () => waiting } } as never, REQUEST.value);
    expect(late.next()).toEqual({ done: false, value: waiting });
    expect(late.next("aborted")).toEqual({ done: true, value: undefined });
  });
  it("is refused where nobody can wait", () => {
    const asked = ask({ crew: { answer: () => Promise.resolve() } } as never, REQUEST.value);
    expect(() => finish(asked)).toThrow(/cannot be run at once/);
  });
});
