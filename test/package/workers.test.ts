// Do folds in threads come to the same bits, however many? And is a thread that dies an error, never a wait for ever?
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { GlmError } from "../../src/index.js";
import type { FoldInput, FoldResult } from "../../src/validation/run-fold.js";
import { runInThreads } from "../../src/workers/pool.js";
import type { Spawn } from "../../src/workers/spawn.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What a program prints that has x, y, labels and sparse x at hand. */
function printed(program: string, extension: "mjs" | "cjs" = "mjs"): string {
  const names = "{ crossValidate, dropout, lasso, sparse }";
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
]) {
  for (const workers of [undefined, 1, 2, 3]) {
    const judged = await crossValidate(data, response, { ...more, count: 5, folds: 5, workers });
    console.log(${SHOWN});
  }
}`).split("\n");
    expect(out).toHaveLength(8);
    expect(new Set(out.slice(0, 4)).size).toBe(1);
    expect(new Set(out.slice(4)).size).toBe(1);
    expect(out[0]).not.toContain("NaN");
  });

  it("run from CommonJS, report paths, and hear a signal", () => {
    const out = printed(
      `
const seen = [];
await crossValidate(x, y, { workers: "auto", folds: 3, count: 3, onProgress: ({ path, paths }) => seen.push(path + "/" + paths) });
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

describe("a pool", () => {
  const run = (spawn: Spawn) =>
    runInThreads(
      {} as FoldInput,
      [0, 1, 2].map((fold) => ({ fold, outer: 0 })),
      2,
      spawn,
      () => () => {},
      () => {},
    );
  const failure = (spawn: Spawn) => run(spawn).catch((error: unknown) => error);
  const result = { weight: 1 } as FoldResult;

  it("keeps the order of the jobs, whichever thread is first", async () => {
    const slow: Spawn = ({ answer }) => ({
      post: (message) => {
        const { job } = message as { job?: { fold: number } };
        if (job) setTimeout(() => answer({ result: { ...result, weight: job.fold } }), 20 - 10 * job.fold);
      },
      end: () => {},
    });
    expect((await run(slow)).map((found) => found!.weight)).toEqual([0, 1, 2]);
  });

  it("says that a thread died, with the reason, and ends the others", async () => {
    let ended = 0;
    const dying: Spawn = ({ died }) => ({
      post: () => void setTimeout(() => died("it ended with code 134"), 0),
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
