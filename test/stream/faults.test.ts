// What goes wrong with sources and disks ends in one clear error, and nothing stays behind.
import { execFileSync } from "node:child_process";
import fs, { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { dropout, fit as fitTable, GlmError } from "../../src/index.js";
import { file, fit, type Source, source } from "../../src/stream/index.js";
import { KEEPING } from "../../src/stream/memory.js";
import { Spill } from "../../src/stream/spill.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { inParts, rows } from "../helpers/sources.js";

const FOLDER = mkdtempSync(join(tmpdir(), "dropglm-test-"));
const all = rows(700);
const FORMULA = "y ~ a + kind";
const options = { family: "binomial", folder: FOLDER } as const;

afterEach(() => {
  vi.restoreAllMocks();
  KEEPING.most = Infinity;
  expect(readdirSync(FOLDER).filter((name) => name.endsWith(".rows"))).toEqual([]);
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** The error of a fit to a source. */
async function refusal(given: Source, formula = FORMULA, more: object = {}): Promise<GlmError> {
  const error: unknown = await fit(formula, given, { ...options, ...more }).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(GlmError);
  return error as GlmError;
}

/** A source that gives other rows after its first reading. (The names of its columns cost a reading of their own.) */
function changing(second: readonly object[]): Source {
  let readings = 0;
  return source({
    name: "days",
    async *open() {
      yield* inParts(++readings <= 2 ? all : second, 100).open();
    },
  });
}

it.each([
  ["a cell", all.map((row, i) => (i === 400 ? { ...row, a: 9 } : row)), /^days: rows 0 to 699 are not what they were/],
  ["the order", [...all].reverse(), /fingerprint [0-9a-f]{8}, then [0-9a-f]{8}/],
  ["fewer rows", all.slice(0, 500), /^days had 700 rows when it was read first, and 500 now/],
  ["more rows", [...all, all[0]!], /^days had 700 rows when it was read first, and 701 now/],
])("the second reading differs: %s", async (_, second, message) => {
  const error = await refusal(changing(second));
  expect(error.code).toBe("SOURCE_CHANGED");
  expect(error.message).toMatch(message);
});

it("a level appears only later", async () => {
  const error = await refusal(changing(all.map((row, i) => (i === 650 ? { ...row, kind: "violet" } : row))));
  expect(error.code).toBe("SOURCE_CHANGED");
});

it("a column vanishes", async () => {
  let readings = 0;
  const given = source({
    name: "days",
    async *open() {
      const { a, y, kind } = { a: all.map((r) => r.a), y: all.map((r) => r.y), kind: all.map((r) => r.kind) };
      yield ++readings <= 2 ? { a, y, kind } : { y, kind };
    },
  });
  const error = await refusal(given);
  expect(error.code).toBe("SOURCE_CHANGED");
  expect(error.message).toMatch(/^days had a column "a" when it was read first, and has none now/);
});

it("a level that only a computation shows joins the sample", async () => {
  const wide = Array.from({ length: 300 }, (_, i) => ({ x: i, y: Math.sin(i) + (i > 290 ? 1 : 0) }));
  const formula = "y ~ cut(x, breaks = c(-1, 100, 290, 299))";
  const here = await fitTable(formula, wide, { family: "gaussian" });
  const there = await fit(formula, inParts(wide, 40), { family: "gaussian", folder: FOLDER });
  expect(there.toJSON()).toEqual(here.toJSON());
});

it("the disk is full", async () => {
  const write = fs.write;
  let writes = 0;
  vi.spyOn(fs, "write").mockImplementation(((...args: unknown[]) => {
    if (++writes < 3) return (write as (...given: unknown[]) => void)(...args);
    (args.at(-1) as (error: Error) => void)(Object.assign(new Error("no space"), { code: "ENOSPC" }));
  }) as never);
  const error = await inSmallPartitions(() => refusal(inParts(all, 100)));
  expect(error.code).toBe("DISK_FULL");
  expect(error.message).toMatch(/is full \(ENOSPC\) after \d+ bytes .* set the option folder to another disk$/);
});

it("a partition cannot be read once, or at all", async () => {
  const read = fs.read;
  let fails = 1;
  vi.spyOn(fs, "read").mockImplementation(((...args: unknown[]) => {
    if (fails-- <= 0) return (read as (...given: unknown[]) => void)(...args);
    (args.at(-1) as (error: Error) => void)(Object.assign(new Error("input/output"), { code: "EIO" }));
  }) as never);
  await inSmallPartitions(async () => {
    KEEPING.most = 0;
    const here = await fitTable(FORMULA, all, { family: "binomial" });
    expect((await fit(FORMULA, inParts(all, 100), options)).coefficients).toEqual(here.coefficients);
    fails = 3;
    const error = await refusal(inParts(all, 100));
    expect(error.message).toMatch(
      /^partition 0 \(rows 0 to 63 of those in use\) could not be read back .* tried 3 times \(EIO\)/,
    );
  });
});

it("the memory is below a few partitions", async () => {
  const error = await inSmallPartitions(() => refusal(inParts(all, 100), FORMULA, { memory: 1000 }));
  expect(error.message).toMatch(
    /^memory = 1000 bytes, and the largest partition .* has \d+; expected \d+ or more: set memory: "1MB"$/,
  );
});

it("options that a source has not", async () => {
  const given = inParts(all, 100);
  expect((await refusal(given, FORMULA, { weights: all.map(() => 1) })).message).toMatch(
    /^weights is not the name of a column/,
  );
  const unlabeled = { noise: dropout(0.2), unlabeled: { x: [[1, 2]] } };
  expect((await refusal(given, FORMULA, unlabeled)).message).toMatch(/^unlabeled\.x is .*; expected a source/);
  expect((await refusal(given, FORMULA, { memory: "much" })).message).toMatch(/^memory = much; expected bytes/);
  expect((await refusal(given, FORMULA, { folder: "/no/such/folder" })).message).toMatch(
    /^folder \/no\/such\/folder cannot be written \(ENOENT\)/,
  );
  expect((await refusal(given, "y ~ aa")).message).toMatch(/did you mean a\?/);
  expect((await refusal(given, "y ~ a + kind", { family: "poisson", success: 1 })).code).toBe("NOT_SUPPORTED");
  expect((await refusal(file(join(FOLDER, "none.csv")))).message).toMatch(
    /^cannot read ".*none.csv": ENOENT; expected a file$/,
  );
  expect((await refusal(inParts([], 10))).code).toBe("EMPTY");
});

it("cells name their row in the source", async () => {
  const bad = all.map((row, i) => (i === 650 ? { ...row, a: Infinity } : row));
  expect((await refusal(inParts(bad, 100))).message).toMatch(/^a\[650\] = Infinity; expected a finite number/);
  const negative = all.map((row, i) => (i === 643 ? { ...row, count: -1 } : row));
  const error = await refusal(inParts(negative, 100), "count ~ a + b", { family: "poisson" });
  expect(error.message).toMatch(/^count\[643\] = -1 is outside \[0, Infinity\)/);
});

it("a signal stops the readings with its reason, and the fit with a status", async () => {
  const reason = new Error("enough");
  const stopAt = (phase: string): AbortController => {
    const controller = new AbortController();
    const onProgress = (progress: { phase: string }): void => {
      if (progress.phase === phase) controller.abort(reason);
    };
    return Object.assign(controller, { onProgress });
  };
  for (const phase of ["reading", "encoding"]) {
    const { signal, onProgress } = stopAt(phase) as AbortController & { onProgress: () => void };
    await expect(fit(FORMULA, inParts(all, 100), { ...options, signal, onProgress })).rejects.toBe(reason);
  }
  const { signal, onProgress } = stopAt("fitting") as AbortController & { onProgress: () => void };
  const model = await inSmallPartitions(() => fit(FORMULA, inParts(all, 100), { ...options, signal, onProgress }));
  expect(model.status.code).toBe("aborted");
});

it("the file has no name while it is used", () => {
  const spill = Spill.open(FOLDER);
  expect(readdirSync(FOLDER)).toEqual([]);
  spill.end();
});

it.runIf(process.platform === "linux")("a killed process leaves nothing", () => {
  const program = join(FOLDER, "killed.mjs");
  const entry = new URL("../../dist/stream.mjs", import.meta.url).href;
  writeFileSync(
    program,
    `import { fit, source } from ${JSON.stringify(entry)};
const rows = Array.from({ length: 5000 }, (_, i) => ({ a: Math.sin(i), y: Math.cos(i) }));
const given = source({ async *open() { yield rows; } });
await fit("y ~ a", given, { family: "gaussian", folder: ${JSON.stringify(FOLDER)}, onProgress: ({ phase }) => { if (phase === "fitting") process.kill(process.pid, "SIGKILL"); } });`,
  );
  expect(() => execFileSync(process.execPath, [program], { stdio: "ignore" })).toThrow();
  rmSync(program);
  expect(readdirSync(FOLDER)).toEqual([]);
});
