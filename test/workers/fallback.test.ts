// Where memory cannot be shared, threads have copies of the rows, or there is one; the bits are the same, and a warning says it.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { matrix } from "../../src/index.js";
import { readDesign } from "../../src/input/design.js";
import { MEMORY, openPatiently, threadWarnings } from "../../src/workers/fallback.js";
import { cores } from "../../src/workers/spawn.js";
import { withoutSharedMemory } from "../helpers/unshared.js";

/** What a program prints in an engine without shared memory. */
function printed(program: string): string[] {
  const whole = `
await import("node:worker_threads"); // node itself needs what is hidden now
globalThis.SharedArrayBuffer = undefined;
const { fit, fitSync, lasso, matrix, path, pathSync } = await import("../dist/index.mjs");
const n = 200_000;
const data = Float64Array.from({ length: 3 * n }, (_, k) => Math.sin(k * k));
const x = matrix(data, n, 3, "row");
const y = Float64Array.from({ length: n }, (_, i) => Number(data[3 * i] + Math.sin(7 * i) > 0));
${program}`;
  const file = fileURLToPath(new URL("../../build/fallback.mjs", import.meta.url));
  writeFileSync(file, whole);
  return execFileSync("node", [file], { encoding: "utf8", timeout: 60_000 }).trim().split("\n");
}

describe("without shared memory", () => {
  it("a number of threads have copies of the rows: the bits of one thread, and a warning", () => {
    const out = printed(`
const options = { family: "binomial" };
const numbers = ({ intercept, coefficients, objective, partitions }) => JSON.stringify([intercept, [...coefficients], objective, partitions]);
const alone = fitSync(x, y, options);
const apart = await fit(x, y, { ...options, workers: 3 });
console.log(numbers(alone) === numbers(apart), alone.partitions.rows > 2 * alone.partitions.size, alone.status.warnings.length);
console.log(apart.status.warnings.map(({ code, message }) => code + ": " + message).join());
const grid = { ...options, penalty: lasso(), lambdas: [0.1, 0.01] };
const [one, three] = [pathSync(x, y, grid), await path(x, y, { ...grid, workers: 3 })];
console.log(one.objectives.join() === three.objectives.join(), three.statuses.map(({ warnings }) => warnings[0].code).join());
`);
    expect(out).toEqual([
      "true true 0",
      "threads: 3 threads cannot share memory, so each holds a copy of a part of the rows: this engine has no SharedArrayBuffer; use one that has it, or leave workers out",
      "true threads,threads",
    ]);
  });

  it("synchronous verbs go on with one thread, and say so", () => {
    const out = printed(`
console.log(fitSync(x, y, { workers: 3 }).status.warnings.map(({ code, detail }) => code + detail.threads).join());
console.log(pathSync(x, y, { workers: 3, lambdas: [0.1] }).statuses[0].warnings.map(({ code, detail }) => code + detail.threads).join());
`);
    expect(out).toEqual(["threads3", "threads3"]);
  });

  it.skipIf(cores() < 2)('"auto" goes on with one', () => {
    const design = readDesign(matrix(new Float64Array(6), 2, 3, "row"));
    const { hire, warnings, end } = withoutSharedMemory(() => openPatiently({ workers: "auto" }, design, 1));
    end();
    expect(hire).toBeUndefined();
    expect(warnings()).toMatchObject([{ code: "threads", detail: { threads: cores() } }]);
  });
});

it("in a page the warning names the headers", () => {
  const page = globalThis as { crossOriginIsolated?: boolean };
  page.crossOriginIsolated = false;
  const design = readDesign(matrix(new Float64Array(6), 2, 3, "row"));
  const { hire, warnings, end } = withoutSharedMemory(() => openPatiently({ workers: 2 }, design, 1));
  delete page.crossOriginIsolated;
  end();
  expect(hire).toBeDefined();
  expect(warnings()[0]!.message).toBe(
    "2 threads cannot share memory, so each holds a copy of a part of the rows: this page is not cross-origin isolated; serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp",
  );
});

it("there is no warning where there is no reason", () => {
  expect(threadWarnings({ why: () => undefined, count: 2 })).toEqual([]);
});

describe("an x that is too large for one memory", () => {
  const usual = { ...MEMORY };
  afterEach(() => void Object.assign(MEMORY, usual));

  it("is held by as many threads as it takes, with workers only", () => {
    Object.assign(MEMORY, { most: 100, each: 40 });
    const dense = matrix(new Float64Array(24), 8, 3, "row"); // 192 bytes
    const open = (workers: number | "auto" | undefined, x: Parameters<typeof readDesign>[0] = dense) => {
      const { hire, count, end } = openPatiently({ workers }, readDesign(x), Infinity);
      end();
      return hire === undefined ? 0 : count;
    };
    expect([open(1), open(2), open(7), open(undefined)]).toEqual([5, 5, 7, 0]);
    expect(open("auto")).toBe(Math.max(cores(), 5));
    expect(open(1, matrix(new Float32Array(24), 8, 3, "row"))).toBe(0); // 96 bytes
    expect(open(1, matrix(new Float32Array(27), 9, 3, "row"))).toBe(3); // 108
  });
});
