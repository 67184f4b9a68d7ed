// A listener that fails, in the built package, with and without threads: one rejection, the caller's own error, and a process that continues and
// ends by itself.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const WORK = fileURLToPath(new URL("../../build/progress", import.meta.url));
mkdirSync(WORK, { recursive: true });

const VERBS = ["fit", "path", "path, by steps", "crossValidate"] as const;
const FAILURES = {
  throws: "() => { throw own; }",
  rejects: "async () => { throw own; }",
  "rejects later": "() => new Promise((_, reject) => setTimeout(() => reject(own), 30))",
  "rejects the third time": "async () => { if (++calls === 3) throw own; }",
} as const;

const SCRIPT = `
import { crossValidate, fit, lasso, path } from "../../dist/index.mjs";
const own = new Error("the caller's own");
let calls = 0;
const surprises = [];
for (const event of ["unhandledRejection", "uncaughtException"]) process.on(event, (error) => surprises.push(event + ": " + error?.message));
const x = Array.from({ length: 300 }, (_, i) => [i % 7, (i * 13) % 11, Math.sin(i)]);
const wide = Array.from({ length: 60 }, (_, i) => Array.from({ length: 300 }, (_, j) => Math.sin(i * j + j)));
const y = x.map(([a, b], i) => Number(a + b + ((i * 7) % 5) > 10));
const base = { family: "binomial" };
const verbs = {
  fit: (more) => fit(x, y, { ...base, ...more }),
  path: (more) => path(x, y, { ...base, ...more, solver: "newton", penalty: lasso(), ...{ penalty: undefined, over: "rate", rates: [0.1, 0.2, 0.3] } }),
  "path, by steps": (more) => path(wide, y.slice(0, 60), { ...base, ...more, count: 30 }),
  crossValidate: (more) => crossValidate(x, y, { ...base, ...more, folds: 4, count: 20 }),
};
const failures = { FAILURES };
const out = {};
for (const [verb, call] of Object.entries(verbs)) {
  for (const [failure, onProgress] of Object.entries(failures)) {
    for (const workers of [undefined, 2]) {
      calls = 0;
      const result = await call({ onProgress, ...(workers && { workers }) }).then(() => "answered", (error) => (error === own ? "own" : String(error)));
      out[verb + ", " + failure + ", " + (workers ?? "no") + " workers"] = result;
    }
  }
}
await new Promise((resolve) => setTimeout(resolve, 100));
console.log(JSON.stringify({ out, surprises }));
`;

describe("onProgress that fails", () => {
  it("rejects once, with the caller's own error, and leaves nothing behind", () => {
    const listeners = Object.entries(FAILURES).map(([name, code]) => `${JSON.stringify(name)}: ${code}`);
    const file = `${WORK}/failing.mjs`;
    writeFileSync(file, SCRIPT.replace("{ FAILURES }", `{ ${listeners.join(", ")} }`));
    const { stdout, stderr, status } = spawnSync("node", [file], { encoding: "utf8", timeout: 50_000 });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const { out, surprises } = JSON.parse(stdout) as { out: Record<string, string>; surprises: string[] };
    expect(surprises).toEqual([]);
    expect(Object.keys(out)).toHaveLength(VERBS.length * Object.keys(FAILURES).length * 2);
    expect(Object.entries(out).filter(([, result]) => result !== "own")).toEqual([]);
  });
});
