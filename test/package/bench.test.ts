// The benchmarks still run with the kernel and the library, and docs/benchmarks.md quotes their results. Everything is started once
// and nothing is timed.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** A module of JavaScript without types. */
const load = (name: string) => import(new URL(`../../${name}`, import.meta.url).href);
const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

describe("bench/micro.mjs", () => {
  it("runs every inner function of the kernel as it was built", async () => {
    const { openMicros } = await load("bench/micro.mjs");
    const micros: { name: string; work: () => void; count: number }[] = await openMicros();
    expect(new Set(micros.map(({ name }) => name)).size).toBe(micros.length);
    for (const { name, work, count } of micros) {
      expect(work, name).not.toThrow();
      expect(count).toBeGreaterThan(0);
    }
  });
});

describe("bench/pair.mjs", () => {
  it("has two builds side by side, on small cases and on those of bench:peers", () => {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const args = [`${root}bench/pair.mjs`, root, root, "1", "^logistic-small$", "^logistic-plain-1k-10$"];
    const results = JSON.parse(execFileSync("node", args, { encoding: "utf8" }));
    expect(results.map(({ name }: { name: string }) => name)).toEqual([
      "logistic-small newton",
      "logistic-small lbfgs",
      "logistic-plain-1k-10",
      "logistic-plain-1k-10 loose",
    ]);
    for (const { gap, counts } of results) {
      expect(gap).toBe(0);
      expect(counts.head).toEqual(counts.base);
      expect(counts.head[0]).toBeGreaterThan(0);
    }
  });
});

describe("bench/native.mjs", () => {
  const problem = { id: "tiny", title: "tiny", family: "binomial", rows: 200, columns: 3, lambda: 0.1, seed: 1 };
  const options = {
    peers: "nobody",
    node: process.execPath,
    python: "",
    Rscript: "",
    seconds: 30,
    quick: false,
    rounds: 1,
  };

  it("starts dropglm in a process of its own, for a fit, a path and folds", async () => {
    const { contest } = await load("bench/contest.mjs");
    const more = { share: 1, count: 5 };
    for (const one of [problem, { ...problem, ...more, kind: "path" }, { ...problem, ...more, kind: "cv" }]) {
      const { best, entries } = await contest(one, options);
      const names = entries.map(({ name }: { name: string }) => name.replace("dropglm ", ""));
      const all = ["default", "loose", "default workers", "loose workers"];
      expect(names).toEqual("kind" in one ? all : all.slice(0, 2));
      for (const entry of entries) expect(entry).toMatchObject({ reached: true, versions: /dropglm-.* threads=1/ });
      expect(best).toMatch(/^dropglm /);
      expect(entries[0].wasmMemory).toBeGreaterThan(1e5);
    }
  });

  it("names the programs that are missing, and those that cannot run", async () => {
    const { contest } = await load("bench/contest.mjs");
    const absent = { ...options, peers: "^(glm.fit|js-regression)$", Rscript: "no-such-program" };
    const { entries } = await contest({ ...problem, lambda: 0, family: "poisson" }, absent);
    const notes = entries.flatMap(({ name, note }: { name: string; note?: string }) => (note ? [[name, note]] : []));
    expect(notes).toEqual([
      ["glm.fit", expect.stringMatching(/^skipped: .*no-such-program/)],
      ["js-regression", "does not compete: has no Poisson family"],
    ]);
  });

  it("removes settings that slow OpenBLAS down from the environment", async () => {
    const { environment } = await load("bench/peers/native/process.mjs");
    const given = { PATH: "/bin", OPENBLAS_CORETYPE: "Haswell", OPENBLAS_L2_SIZE: "512", OPENBLAS_NUM_THREADS: "2" };
    expect(environment(given)).toEqual({ PATH: "/bin", OPENBLAS_NUM_THREADS: "2" });
  });
});

describe("the aims", () => {
  const spread = (median: number) => ({ median, low: median, high: median, runs: 1 });
  const own = { name: "dropglm default", of: "dropglm", reached: true, ms: spread(10), wasmMemory: 2000, versions: "" };
  const glm = { name: "glm", of: "glm", versions: "" };
  const lineOf = async (entry: object) => {
    const { barLines, verdictOf } = await load("bench/bars.mjs");
    const outcome = { bytesOfX: 1000, best: own.name, entries: [own, entry] };
    const lines = barLines({ "logistic-plain-10k-50": outcome });
    const line = lines.find(({ atMost }: { atMost: number }) => atMost === 0.005);
    return [line.peer, line.ours, line.ratio, verdictOf(line)];
  };

  it("each have a case, and the cases that a quick run takes", async () => {
    const { BARRED, BARS, programsOf } = await load("bench/bars.mjs");
    for (const { cases } of BARS) expect(BARRED.some((id: string) => cases.test(id))).toBe(true);
    expect(programsOf("logistic-plain-10k-50")).toContain("webr");
    expect(programsOf("logistic-plain-1m-10")).toEqual([]);
  });

  it("are compared with the best program that reached the objective, or with its time limit; no program is no miss", async () => {
    const timed = { ...glm, reached: true, ms: spread(1000), ratio: spread(0.01), bestRatio: spread(0.01) };
    expect(await lineOf(timed)).toEqual(["glm", own.name, 0.01, "missed"]);
    const late = { ...glm, reached: false, beyondMs: 40_000, note: "no answer within 40 s" };
    expect(await lineOf(late)).toEqual(["glm, no answer within 40 s", own.name, 10 / 40_000, "met"]);
    expect(await lineOf({ ...glm, reached: false })).toEqual(["glm: not reached", undefined, undefined, "open"]);
    expect(await lineOf({ ...glm, of: "another", reached: true })).toEqual([
      "glm: not run",
      undefined,
      undefined,
      "open",
    ]);
  });

  it("are quoted in docs/benchmarks.md as they stand in BENCHMARKS.md", async () => {
    const { quoteBenchmarks } = await load("scripts/quote-benchmarks.mjs");
    const quoted = /<!-- generated: benchmarks -->([\s\S]*?)<!-- end -->/.exec(read("docs/benchmarks.md"))?.[1]?.trim();
    expect(quoted).toBe(quoteBenchmarks(read("BENCHMARKS.md")));
    expect(quoted?.split("\n")).toHaveLength(5); // the head and its rule, and three lines
  });
});
