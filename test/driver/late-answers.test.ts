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
import { SCALARS, VECTORS } from "../../src/shard/answers.js";
import { ask, type Crew, finish, type Stop, type Task } from "../../src/shard/task.js";
import type { Uploaded } from "../../src/shard/uploaded.js";
import { putBack, takeKernel } from "../../src/wasm/load.js";
import { Scope } from "../../src/wasm/scope.js";
import { dataFor } from "../helpers/cases.js";
import { formOf } from "../helpers/forms.js";

type Rows = readonly (readonly number[])[];

/** How a crew answers: not at all (nobody is hired), at once, or late, with an exchange that says nothing until then. */
type Way = "none" | "at once" | "late";

/** A crew of one, which holds the rows here. */
function crewOf(
  { scope, shard }: Uploaded,
  way: Way,
  asked: Set<number>,
  late: { open: (() => void) | undefined },
): Crew {
  const { evaluate } = scope.kernel.exports;
  const answer = ({ exchange, dimension }: Task, request: number): Promise<void> | undefined => {
    asked.add(exchange.at);
    if (way === "at once") {
      evaluate(shard.at, exchange.at, request | ANSWER);
      return undefined;
    }
    for (const [name, by] of SCALARS) if ((request & by) !== 0) exchange.set({ [name]: Number.NaN });
    for (const [name, by] of VECTORS) if ((request & by) !== 0) exchange.view(name, dimension).fill(Number.NaN);
    late.open = () => {
      scope.kernel.exports.memory.grow(1); // views of before are of no use now
      evaluate(shard.at, exchange.at, request | ANSWER);
    };
    return Promise.resolve();
  };
  return { answer, end: () => {} };
}

/** Marks the requests of the crew, so that they are told from those of others. */
const ANSWER = 2 ** 30;

/** Runs a session by itself; `stopAt`: the number of the pause from which on a reason to stop is sent back. */
function run(way: Way, x: Rows, y: readonly number[], options: FitOptions | PathOptions, stopAt = Infinity) {
  const kernel = takeKernel();
  const asked = new Set<number>();
  const around = new Set<number>(); // exchanges that others than the crew filled for the rows of the fit
  let held = 0;
  const evaluate = (shard: number, exchange: number, request: number): void => {
    if (shard === held && (request & ANSWER) === 0) around.add(exchange);
    kernel.exports.evaluate(shard, exchange, request & ~ANSWER);
  };
  const scope = new Scope({ ...kernel, exports: { ...kernel.exports, evaluate } });
  const position = kernel.exports.mark();
  const late: { open: (() => void) | undefined } = { open: undefined };
  const hire = (uploaded: Uploaded): Crew => {
    held = uploaded.shard.at;
    return crewOf(uploaded, way, asked, late);
  };
  const isPath = "lambdas" in options || "count" in options;
  const fitOptions = isPath ? fitOptionsOf(options as PathOptions) : (options as FitOptions);
  const family = chooseFamily(fitOptions);
  const design = readDesign(x as number[][]);
  const response = readResponse(y as number[], design.rows, family, fitOptions);
  const given = { scope, design, response, family, watched: true, hire: way === "none" ? undefined : hire };
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
      late.open = undefined;
    }
    const stop: Stop | undefined = pauses >= stopAt ? "time-limit" : undefined;
    step = work.next(stop);
  }
  kernel.exports.release(position);
  putBack(kernel);
  return { result: step.value, pauses, waits, around: [...around].filter((exchange) => asked.has(exchange)) };
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

describe.each(Object.entries(CASES))("%s", (_, [{ x, y }, options]) => {
  const alone = run("none", x, y, options);
  it("late answers change nothing", () => {
    const found = run("late", x, y, options);
    expect(found.waits).toBeGreaterThan(0);
    expect(found.result).toEqual(alone.result);
    expect(found.around).toEqual([]);
  });
  it("nor do answers of others that are there at once", () => {
    const found = run("at once", x, y, options);
    expect(found.waits).toBe(0);
    expect(found.result).toEqual(alone.result);
    expect(found.around).toEqual([]);
  });
});

describe("a reason to stop that comes with an answer", () => {
  it("ends the search at its next pass", () => {
    const [data, options] = CASES["identity link"]!;
    const { result, waits } = run("late", data.x, data.y, options, 1); // the first question looks for a start
    expect(result).toMatchObject({ code: "aborted", iterations: 0 });
    expect(waits).toBeLessThan(run("late", data.x, data.y, options).waits);
  });
  it("has no effect on a path whose last question it answers", () => {
    const [data, options] = CASES["a path with noise"]!;
    const whole = run("late", data.x, data.y, options);
    expect(run("late", data.x, data.y, options, whole.pauses)).toEqual(whole);
    expect(whole.result).toMatchObject({ end: "complete" });
  });
  it("ends a path at the step before, with that reason", () => {
    const [data, options] = CASES["a path with noise"]!;
    const { pauses } = run("late", data.x, data.y, options);
    const { result } = run("late", data.x, data.y, options, pauses - 1);
    expect(result).toMatchObject({ end: "time-limit" });
    expect((result as PathSolution).steps).toHaveLength(3);
  });
});

describe("ask", () => {
  const asked = (answer: () => Promise<void> | undefined) => ask({ crew: { answer } } as never, REQUEST.value);
  it("waits for an answer, whatever is sent back, and not for one that is there", () => {
    const waiting = Promise.resolve();
    const late = asked(() => waiting);
    expect(late.next()).toEqual({ done: false, value: waiting });
    expect(late.next("aborted")).toEqual({ done: true, value: undefined });
    expect(asked(() => undefined).next()).toEqual({ done: true, value: undefined });
  });
  it("is refused where nobody can wait", () => {
    expect(() => finish(asked(() => Promise.resolve()))).toThrow(/cannot be run at once/);
    expect(finish(asked(() => undefined))).toBe(undefined);
  });
});
