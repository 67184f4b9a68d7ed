// Folds give the same bits with any number of threads, and a thread that dies is an error, not an endless wait.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { GlmError } from "../../src/index.js";
import { exchangeFor } from "../../src/shard/exchange.js";
import { placePartitions } from "../../src/shard/partitions.js";
import type { FoldInput, FoldResult } from "../../src/validation/run-fold.js";
import { openScope } from "../../src/wasm/scope.js";
import { hireThreads } from "../../src/workers/crew.js";
import { runInThreads } from "../../src/workers/pool.js";
import { cores, type Spawn } from "../../src/workers/spawn.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What a program prints that has x, y, labels and sparse x at hand. */
function printed(program: string, extension: "mjs" | "cjs" = "mjs"): string {
  const names = "{ crossValidate, dropout, fit, fitSync, groupLasso, lasso, path, pathSync, ridge, sparse }";
  const from =
    extension === "mjs"
      ? `import ${names} from "../dist/index.mjs";`
      : `const ${names} = require("../dist/index.cjs");`;
  const data = `
const x = Array.from({ length: 90 }, (_, i) => [Math.sin(i), Math.cos(3 * i), i % 5]);
const y = x.map(([a, b], i) => Number(a + b + Math.sin(7 * i) > 0));
const labels = y.map((v, i) => ["a", "b", "c"][(v + (i % 2)) % 3]);
const wide = sparse({ format: "csr", rows: 90, columns: 3, indptr: x.map((_, i) => 3 * i).concat(270),
  indices: x.flatMap(() => [0, 1, 2]), values: x.flat() });
const main = async () => { ${program} };
main().catch((error) => console.log(error.code, error.message));
`;
  const file = `${ROOT}build/workers.${extension}`;
  writeFileSync(file, from + data);
  return execFileSync("node", [file], { encoding: "utf8", timeout: 60_000 }).trim();
}

const SHOWN =
  "[...judged.mean, ...judged.standardError, judged.best.index, ...judged.heldOut()].flatMap((v) => [...(v.length ? v : [v])]).join()";

describe("workers", () => {
  it("give the same bits for any number of them, and none", () => {
    const out = printed(`
for (const [data, response, more] of [
  [x, y, { family: "binomial", over: ["lambda", "rate"], rates: [0.1, 0.4], penalty: lasso(), weights: x.map((_, i) => 1 + (i % 2)) }],
  [wide, labels, { family: "multinomial" }],
  [wide, labels, { family: "multinomial", penalty: groupLasso(undefined, { groups: ["a", "b", "a"], factors: { b: 2 } }) }],
]) {
  for (const workers of [undefined, 1, 2, 3]) {
    const judged = await crossValidate(data, response, { ...more, count: 5, folds: 5, workers });
    console.log(${SHOWN});
  }
}`).split("\n");
    expect(out).toHaveLength(12);
    expect(new Set(out.slice(0, 4)).size).toBe(1);
    expect(new Set(out.slice(4, 8)).size).toBe(1);
    expect(new Set(out.slice(8)).size).toBe(1);
    expect(out[0]).not.toContain("NaN");
  });

  it("have the same rows of a coded x: fits agree, and folds to the last bit", () => {
    const out = printed(`
const factor = { kind: "factor", codes: Uint16Array.from(x, (_, i) => i % 5), levels: 5, columns: 5, contrasts: undefined };
const numbers = { kind: "numbers", values: Float64Array.from(x, ([a]) => a) };
const coded = { kind: "coded", rows: 90, columns: 6, blocks: [numbers, { ...factor, values: numbers.values }] };
const all = { family: "binomial", penalty: ridge(0.01) };
const models = [fitSync(coded, y, all), await fit(coded, y, { ...all, workers: 3 })];
console.log(Math.abs(models[0].objective - models[1].objective) < 1e-14);
for (const workers of [undefined, 2]) {
  const judged = await crossValidate(coded, y, { family: "binomial", penalty: lasso(), count: 5, folds: 5, workers });
  console.log(${SHOWN});
}`).split("\n");
    expect(out[0]).toBe("true");
    expect(out[1]).toBe(out[2]);
    expect(out[1]).not.toContain("NaN");
  });

  it("run from CommonJS, report paths, and hear a signal", () => {
    const out = printed(
      `
const seen = [];
await crossValidate(x, y, { workers: 2, folds: 3, count: 3, onProgress: ({ path, paths }) => seen.push(path + "/" + paths) });
console.log(seen.slice(-3).join(" "));
const controller = new AbortController();
const onProgress = ({ path }) => path > 1 && controller.abort();
const judged = await crossValidate(x, y, { workers: 2, folds: 8, count: 50, signal: controller.signal, onProgress });
console.log(judged.end, judged.best);`,
      "cjs",
    );
    expect(out.split("\n")).toEqual(["2/4 3/4 4/4", "aborted undefined"]);
  });

  it("are refused when they are no number", () => {
    expect(printed("await crossValidate(x, y, { workers: 0 });")).toBe(
      'BAD_OPTION workers is 0; expected a whole number >= 1, or "auto"',
    );
  });
});

describe("workers of a fit", () => {
  it("come to the bits of one thread", () => {
    const out = printed(`
const big = Array.from({ length: 4001 }, (_, i) => [Math.sin(i), Math.cos(3 * i), i % 5 === 0 ? i % 3 : 0]);
const hit = big.map(([a, b, c], i) => Number(a + b - c + 2 * Math.sin(7 * i) > 0));
const kind = hit.map((v, i) => ["a", "b", "c"][(v + (i % 2)) % 3]);
const count = hit.map((v, i) => v + (i % 4));
const rows = big.map((row) => row.filter((v) => v !== 0).length);
const thin = sparse({ format: "csr", rows: 4001, columns: 3, indptr: rows.reduce((all, m) => [...all, all.at(-1) + m], [0]),
  indices: big.flatMap((row) => row.flatMap((v, j) => (v === 0 ? [] : [j]))), values: big.flatMap((row) => row.filter((v) => v !== 0)) });
const weights = hit.map((_, i) => 1 + (i % 3));
for (const [data, response, options] of [
  [big, hit, { family: "binomial", weights, offset: big.map(([a]) => a / 4) }],
  [big, hit, { family: "binomial", noise: dropout(0.3), unlabeled: { x: big.slice(0, 501) } }],
  [big, hit, { family: "binomial", noise: dropout(0.3, { approximation: "monte-carlo", copies: 3 }) }],
  ["hit ~ poly(a, 3) + b", { hit, a: big.map(([a]) => a), b: big.map(([, b]) => b) }, { family: "binomial", noise: dropout(0.3) }],
  [big, count, { family: "negative-binomial", solver: "lbfgs" }],
  [thin, count, { family: "poisson", penalty: ridge(0.1), solver: "newton-cg" }],
  [big, count, { family: "poisson", penalty: lasso(0.05) }],
  [big, kind, { family: "multinomial" }],
  [Array.from({ length: 120_000 }, (_, i) => big[(i * 7) % 4001]), Array.from({ length: 120_000 }, (_, i) => hit[(i * 11) % 4001]), { family: "binomial" }],
]) {
  const alone = fitSync(data, response, options);
  const fits = [];
  for (const workers of [1, 2, 3, "auto"]) fits.push(await fit(data, response, { ...options, workers }));
  fits.push(fitSync(data, response, { ...options, workers: 2 }));
  console.log(alone.status.code, fits.every((model) => JSON.stringify(model) === JSON.stringify(alone)));
}`).split("\n");
    expect(out).toEqual(Array(9).fill("converged true"));
  });

  it("hear a signal", () => {
    const out = printed(`
const controller = new AbortController();
const model = await fit(x, y, { family: "binomial", workers: 2, signal: controller.signal, onProgress: () => controller.abort() });
console.log(model.status.code);`);
    expect(out).toBe("aborted");
  });
});

describe("workers of a path", () => {
  it("come to the bits of one thread", () => {
    const out = printed(`
const wide = x.map((row, i) => Array.from({ length: 200 }, (_, j) => Math.sin(i * (j + 1)) + row[0]));
const thin = sparse({ format: "csr", rows: 90, columns: 3, indptr: x.map((_, i) => 3 * i).concat(270),
  indices: x.flatMap(() => [0, 1, 2]), values: x.flat() });
const binomial = { family: "binomial", count: 12 };
for (const [data, response, options] of [
  [x, y, binomial],
  [x, y, { ...binomial, relax: true, weights: x.map((_, i) => 1 + (i % 2)), offset: x.map(([a]) => a / 4) }],
  [x, y, { ...binomial, penalty: ridge(), start: { intercept: 0.1, coefficients: [0.1, 0, 0] } }],
  [x, y, { family: "binomial", over: "rate", count: 5, unlabeled: { x: x.slice(0, 20) } }],
  [wide, y, { ...binomial, relax: true, minRatio: 0.1 }],
  [wide, y, { ...binomial, stopEarly: true, minRatio: 0.001, count: 40, family: "gaussian" }],
  [thin, labels, { family: "multinomial", count: 8 }],
]) {
  const alone = pathSync(data, response, options);
  const paths = [];
  for (const workers of [1, 2, 3]) paths.push(await path(data, response, { ...options, workers }));
  paths.push(pathSync(data, response, { ...options, workers: 2 }));
  const flat = ({ objectives, deviances, nonZeros, relaxed }) => [...objectives, ...deviances, ...nonZeros, ...(relaxed?.deviances ?? [])];
  console.log(paths.every((one) => one.end === alone.end && flat(one).join() === flat(alone).join()));
}`).split("\n");
    expect(out).toEqual(Array(7).fill("true"));
  });

  it("report steps, hear a signal and the clock", () => {
    const out = printed(`
const wide = x.map((row, i) => Array.from({ length: 400 }, (_, j) => Math.sin(i * (j + 1)) + row[0]));
const seen = [];
await path(wide, y, { family: "binomial", count: 9, workers: 2, onProgress: ({ step }) => seen.push(step) });
console.log(seen.length > 9, seen.at(-1));
const late = await path(wide, y, { family: "binomial", workers: 2, timeLimit: 1 });
console.log(late.end, late.length < 100);
const early = await path(wide, y, { family: "binomial", workers: 2, signal: AbortSignal.abort() });
console.log(early.end, early.length);`);
    expect(out.split("\n")).toEqual(["true 8", "time-limit true", "aborted 0"]);
  });
});

describe("workers of a library whose worker.mjs is not beside it, as in a bundle", () => {
  const folder = `${ROOT}build/bundled`;
  const inBundle = (program: string): string[] => {
    mkdirSync(folder, { recursive: true });
    copyFileSync(`${ROOT}dist/index.mjs`, `${folder}/index.mjs`);
    const data = `import { crossValidate, fit, fitSync, lasso, matrix, path } from "./index.mjs";
const n = 200_000;
const data = Float64Array.from({ length: 2 * n }, (_, k) => Math.sin(k * k));
const x = matrix(data, n, 2, "row");
const y = Float64Array.from({ length: n }, (_, i) => Number(data[2 * i] + Math.sin(7 * i) > 0));
const small = [x, y].map((all) => Array.from({ length: 60 }, (_, i) => (all === y ? y[i] : [data[2 * i], data[2 * i + 1]])));
const said = ({ code, message }) => code + " " + message;
`;
    writeFileSync(`${folder}/program.mjs`, data + program);
    const out = execFileSync("node", [`${folder}/program.mjs`], { encoding: "utf8", timeout: 60_000 });
    return out.trim().split("\n");
  };
  const WHERE = `there is no file file://${ROOT}build/bundled/worker.mjs; give the address of worker.mjs of this package in workerUrl, or leave workers out`;

  it("help in a shared memory all the same, to the same bits", () => {
    const out = inBundle(`
const alone = fitSync(x, y, { family: "binomial" });
for (const model of [await fit(x, y, { family: "binomial", workers: 2 }), fitSync(x, y, { family: "binomial", workers: 2 })])
  console.log(model.coefficients.join() === alone.coefficients.join(), model.status.warnings.length);`);
    expect(out).toEqual(["true 0", "true 0"]);
  });
  it("are refused for folds where a number is asked for, with what to do; with workerUrl they are there", () => {
    const out = inBundle(`
const options = { family: "binomial", penalty: lasso(), folds: 3, count: 3, workers: 2 };
await crossValidate(...small, options).catch((error) => console.log(said(error)));
console.log((await crossValidate(...small, { ...options, workerUrl: new URL("../../dist/worker.mjs", import.meta.url) })).end);`);
    expect(out).toEqual([`WORKER_FAILED workers could not be started: ${WHERE}`, "complete"]);
  });
  it.skipIf(cores() < 2)('leave the folds of "auto" to one thread, which says so', () => {
    const out = inBundle(`
const judged = await crossValidate(x, y, { family: "binomial", penalty: lasso(), folds: 3, lambdas: [0.1], workers: "auto" });
console.log(judged.end, judged.warnings.filter(({ code }) => code === "threads").map(said).join());`);
    expect(out).toEqual([`complete threads one thread fitted the folds: workers could not be started: ${WHERE}`]);
  });
});

describe("a crew", () => {
  const task = () => {
    const { scope } = openScope();
    const shard = scope.struct("Shard", {
      rows: 4,
      classes: 1,
      ...placePartitions(scope, { size: 2, rows: 4, starts: Int32Array.of(0, 2, 3, 4) }),
      design: scope.struct("Design", { rowStride: 1 }).at,
      y: scope.filled(4, 1),
      center: scope.f64(0),
      scale: scope.f64(0),
    });
    const exchange = exchangeFor(scope, shard, 1);
    return {
      task: { scope, shard, exchange, dimension: 1 },
    };
  };
  const asked = async (spawn: Spawn) => {
    const { task: about } = task();
    const { hire, end } = hireThreads(2, spawn);
    const crew = hire(3, () => undefined);
    for (const k of crew.runs.keys()) crew.hold(k, { pieces: {} } as never);
    try {
      await crew.answer(about as never, 1);
      return about.exchange.read("value");
    } finally {
      end();
    }
  };

  it("adds answers in the order of the partitions, whoever is first", async () => {
    const sums = [1, 1e-17, -1].map((value) => Float64Array.of(value, 0, 0, 0, 0));
    let started = 0;
    const spawn: Spawn = ({ answer }) => {
      const k = started++;
      return {
        post: (message) => {
          if ("ask" in (message as object)) {
            setTimeout(() => answer({ said: k === 0 ? sums.slice(0, 1) : sums.slice(1) }), k === 0 ? 20 : 0);
          }
        },
        end: () => {},
      };
    };
    expect(await asked(spawn)).toBe(0);
  });

  it("says that a thread died, before or during a pass, and never waits for ever", async () => {
    const early: Spawn = ({ died }) => ({ post: () => died("it ended with code 134", true), end: () => {} });
    const late: Spawn = ({ died }) => ({
      post: (message) => void ("ask" in (message as object) && setTimeout(() => died("out of memory", true), 5)),
      end: () => {},
    });
    const never: Spawn = () => {
      throw new Error("no threads here");
    };
    for (const spawn of [early, late, never]) {
      await expect(asked(spawn)).rejects.toMatchObject({ code: "WORKER_FAILED" });
    }
  });

  it("passes on what a thread could not do", async () => {
    const spawn: Spawn = ({ answer }) => ({
      post: (message) =>
        void (
          "ask" in (message as object) && answer({ error: { code: "OUT_OF_MEMORY", message: "full", detail: {} } })
        ),
      end: () => {},
    });
    await expect(asked(spawn)).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
  });
});

describe("a pool", () => {
  const run = (spawn: Spawn) =>
    runInThreads(
      {} as FoldInput,
      [[0, 1], [2]].map((folds) => folds.map((fold) => ({ fold, outer: 0 }))),
      [spawn, spawn],
      () => () => {},
      () => {},
    );
  const failure = (spawn: Spawn) => run(spawn).catch((error: unknown) => error);
  const result = { weight: 1 } as FoldResult;

  it("keeps the order of the jobs, whichever thread is first", async () => {
    const slow: Spawn = ({ answer }) => ({
      post: (message) => {
        const { jobs = [] } = message as { jobs?: { fold: number }[] };
        for (const [place, { fold }] of jobs.entries()) {
          setTimeout(() => answer({ result: { ...result, weight: fold }, place }), 20 - 10 * fold);
        }
      },
      end: () => {},
    });
    expect((await run(slow)).map((found) => found!.weight)).toEqual([0, 1, 2]);
  });

  it("says that a thread died, with the reason, and ends the others", async () => {
    let ended = 0;
    const dying: Spawn = ({ died }) => ({
      post: () => void setTimeout(() => died("it ended with code 134", true), 0),
      end: () => void ended++,
    });
    const error = await failure(dying);
    expect(error).toBeInstanceOf(GlmError);
    expect(error).toMatchObject({ code: "WORKER_FAILED", detail: { reason: "it ended with code 134" } });
    expect((error as GlmError).message).toMatch(
      /^a worker ended before its work was done: it ended with code 134; run without workers/,
    );
    expect(ended).toBe(2);
    const never: Spawn = () => {
      throw new Error("no threads here");
    };
    expect(await failure(never)).toMatchObject({ code: "WORKER_FAILED" });
  });

  it("passes on what a fit refuses", async () => {
    const refusing: Spawn = ({ answer }) => ({
      post: () =>
        void setTimeout(
          () => answer({ error: { code: "BAD_VALUE", message: "x[0][0] = NaN", detail: { row: 0 } } }),
          0,
        ),
      end: () => {},
    });
    expect(await failure(refusing)).toMatchObject({ code: "BAD_VALUE", detail: { row: 0 } });
  });
});
