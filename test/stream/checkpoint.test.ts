// A fit that was ended and called again has the bits of one that nobody ended, and does not ask again for what it knows.
import fs, {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { dropout, type FitOptions, type GlmError, lasso, type Model, ridge } from "../../src/index.js";
import { HeldRows } from "../../src/shard/held-rows.js";
import { crossValidate, fit, path, svmlight } from "../../src/stream/index.js";
import { Journal } from "../../src/stream/journal.js";
import { KEEPING } from "../../src/stream/memory.js";
import { holdersHere, placed } from "../helpers/far.js";
import { failure, outcome } from "../helpers/outcomes.js";
import { CASES, optionsFor } from "../helpers/partitioned.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { inParts, rows } from "../helpers/sources.js";

const FOLDER = mkdtempSync(join(tmpdir(), "dropglm-test-"));
const WHOLE = join(FOLDER, "whole");
const checkpoint = join(FOLDER, "now");
const all = rows(700);

afterEach(() => {
  vi.restoreAllMocks();
  KEEPING.most = Infinity;
  for (const path of [WHOLE, checkpoint]) rmSync(path, { force: true });
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Keeps a copy of what work has written into its checkpoint when it was done. */
async function keeping<T>(work: () => Promise<T>): Promise<T> {
  const { close } = Journal.prototype;
  const spy = vi.spyOn(Journal.prototype, "close").mockImplementation(function (this: Journal, isDone) {
    if (isDone) copyFileSync(checkpoint, WHOLE);
    close.call(this, isDone);
  });
  const found = await work();
  spy.mockRestore();
  return found;
}

/** Puts the first part of the kept copy where the work looks for it, as if it had been ended then. */
function ended(part: number): void {
  copyFileSync(WHOLE, checkpoint);
  truncateSync(checkpoint, Math.floor(part * statSync(WHOLE).size));
}

/** How often rows are asked for sums, and other numbers, by some work. */
async function questions(work: () => Promise<unknown>): Promise<number> {
  const asked = [vi.spyOn(HeldRows.prototype, "ask"), vi.spyOn(HeldRows.prototype, "askRows")];
  await work();
  const count = asked.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  for (const spy of asked) spy.mockRestore();
  return count;
}

/** Every 12th; every night all of them. */
const TURN = process.env.DROPGLM_NIGHTLY === undefined ? CASES.filter((_, k) => k % 12 === 7) : CASES;

describe("every family, link, noise and number of classes", () => {
  it.each(TURN.map((own, k) => ({ ...own, own, k })))("$name", async ({ own, k }) => {
    const table = own.x.map((row, i) => ({
      ...Object.fromEntries(row.map((v, j) => [`x${j + 1}`, v])),
      ...{ y: own.y[i], w: i % 3 },
    }));
    const { weights, ...options } = optionsFor(own, k);
    const given = { ...options, ...(weights && { weights: "w" }), checkpoint } as Omit<
      FitOptions,
      "weights" | "onProgress"
    >;
    const fitted = () => outcome(fit("y ~ x1 + x2 + x3 + x4", inParts(table, 50), given as never));
    await inSmallPartitions(async () => {
      KEEPING.most = [Infinity, 0, 2][k % 3]!;
      const { checkpoint: _, ...plain } = given as { checkpoint: string };
      const here = await outcome(fit("y ~ x1 + x2 + x3 + x4", inParts(table, 50), plain as never));
      expect(await keeping(fitted)).toEqual(here);
      if (!existsSync(WHOLE)) return; // refused
      ended(0.1 + ((k * 7) % 9) / 10);
      expect(await fitted()).toEqual(here);
      ended(1);
      expect(await questions(async () => expect(await fitted()).toEqual(here))).toBe(0);
      expect(existsSync(checkpoint)).toBe(false);
    });
  });
});

const options = { family: "binomial", checkpoint } as const;
const FORMULA = "y ~ a + kind";
const source = inParts(all, 100);

describe("other work", () => {
  type Options = { readonly family: "binomial"; readonly checkpoint?: string };
  const VERBS: Record<string, (options: Options) => Promise<{ toJSON(): unknown }>> = {
    path: (own) => path(FORMULA, source, { ...own, penalty: lasso(), count: 6 }),
    "cross-validation": (own) => crossValidate(FORMULA, source, { ...own, penalty: ridge(), count: 5, folds: 3 }),
    "a grid": (own) => {
      const over = ["lambda", "rate"] as const;
      return crossValidate(FORMULA, source, { ...own, over, rates: [0, 0.3], penalty: ridge(), count: 3, folds: 3 });
    },
    "a fit by holders elsewhere": (own) => {
      const given = placed(source);
      return fit(FORMULA, given, { ...own, on: holdersHere(given, 2).site });
    },
    "a fit with rows without labels": (own) =>
      fit(FORMULA, source, { ...own, noise: dropout(0.3), unlabeled: { x: inParts(all.slice(300), 90) } }),
    "a file of SVMlight": (own) => {
      const path = join(FOLDER, "rows.svm");
      writeFileSync(path, all.map(({ a, y }, i) => `${y} 1:${a} ${2 + (i % 9)}:1\n`).join(""));
      return fit(svmlight(path), { ...own, penalty: ridge(0.01) });
    },
  };
  it.each(Object.entries(VERBS))("%s", async (_, verb) => {
    await inSmallPartitions(async () => {
      const work = () => verb(options);
      const here = (await verb({ family: "binomial" })).toJSON();
      expect((await keeping(work)).toJSON()).toEqual(here);
      const asked = await questions(work);
      for (const part of [0.2, 0.6, 0.95]) {
        ended(part);
        expect((await work()).toJSON()).toEqual(here);
      }
      ended(1);
      expect(await questions(work)).toBeLessThan(asked / 20);
    });
  });
});

describe("what was stopped is kept", () => {
  it("by a signal", async () => {
    const { checkpoint: _, ...plain } = options;
    const here = await fit(FORMULA, source, plain);
    const stop = new AbortController();
    const onProgress = ({ phase, iteration }: { phase: string; iteration: number }): void => {
      if (phase === "fitting" && iteration === 2) stop.abort();
    };
    const stopped = await fit(FORMULA, source, { ...options, signal: stop.signal, onProgress });
    expect(stopped.status.code).toBe("aborted");
    expect((await fit(FORMULA, source, options)).toJSON()).toEqual(here.toJSON());
    expect(existsSync(checkpoint)).toBe(false);
  });
  it("by a time limit, which may be another the next time", async () => {
    expect((await fit(FORMULA, source, { ...options, timeLimit: 0 })).status.code).toBe("aborted");
    expect(existsSync(checkpoint)).toBe(true);
    expect((await fit(FORMULA, source, { ...options, timeLimit: 60_000 })).status.code).toBe("converged");
  });
});

/** A checkpoint of a fit that was stopped at once. */
const stopped = () => fit(FORMULA, source, { ...options, timeLimit: 0 });

describe("a checkpoint that does not belong to the work is refused, and left as it is", () => {
  const refused = async (work: () => Promise<unknown>): Promise<GlmError> => {
    const before = readFileSync(checkpoint);
    const error = await failure(work);
    expect(readFileSync(checkpoint).equals(before)).toBe(true);
    return error;
  };
  it("of another formula, option or verb", async () => {
    await stopped();
    const formula = await refused(() => fit("y ~ b", source, options));
    expect(formula.message).toMatch(/is of other work \(formula: y ~ a \+ kind there, y ~ b now\)/);
    const penalty = await refused(() => fit(FORMULA, source, { ...options, penalty: ridge(1) }));
    expect(penalty.message).toMatch(/option penalty: not set there, \{.*now\)/);
    expect((await refused(() => path(FORMULA, source, options))).message).toMatch(/verb: fit there, path now/);
  });
  it("of other rows", async () => {
    await stopped();
    const other = inParts(
      all.map((row, i) => (i === 690 ? { ...row, a: 0 } : row)),
      100,
    );
    const error = await refused(() => fit(FORMULA, other, options));
    expect(error.code).toBe("SOURCE_CHANGED");
    expect(error.message).toMatch(/is not what it was when checkpoint .* began \(700 rows\)/);
  });
  it("of other rows without labels, and of another counting of columns", async () => {
    const own = { ...options, noise: dropout(0.3) } as const;
    await fit(FORMULA, source, { ...own, timeLimit: 0, unlabeled: { x: source } });
    const other = { x: { ...source, open: () => inParts(all.slice(0, 650), 100).open() } };
    expect((await refused(() => fit(FORMULA, source, { ...own, unlabeled: other }))).message).toMatch(
      /option unlabeled: /,
    );
    let isLess = false;
    const changing = { ...source, open: () => inParts(isLess ? all.slice(0, 650) : all, 100).open() };
    rmSync(checkpoint);
    await fit(FORMULA, source, { ...own, timeLimit: 0, unlabeled: { x: changing } });
    isLess = true;
    const error = await refused(() => fit(FORMULA, source, { ...own, unlabeled: { x: changing } }));
    expect(error.code).toBe("SOURCE_CHANGED");
    rmSync(checkpoint);
    const path = join(FOLDER, "less.svm");
    writeFileSync(path, all.map(({ a, y }) => `${y} 1:${a}\n`).join(""));
    await fit(svmlight(path), { ...options, timeLimit: 0 });
    const wide = svmlight(path, { columns: 2, zeroBased: false });
    expect((await refused(() => fit(wide, options))).message).toMatch(/option columns: not set there, 2 now/);
  });
  it("a file of something else", async () => {
    writeFileSync(checkpoint, "a,b\n1,2\n");
    expect((await refused(() => fit(FORMULA, source, options))).message).toMatch(
      /is another file, which is left as it is/,
    );
  });
  it.each([
    ["", /checkpoint is empty; expected the path of a file/],
    [join(FOLDER, "no", "folder"), /checkpoint .* cannot be opened \(ENOENT/],
    [FOLDER, /checkpoint .* cannot be opened \(EISDIR/],
  ])("a path that is none: %s", async (path, message) => {
    const error = await failure(() => fit(FORMULA, source, { ...options, checkpoint: path }));
    expect(error.message).toMatch(message);
  });
});

describe("a file that is damaged", () => {
  let here: Model;
  beforeAll(async () => {
    here = await fit(FORMULA, source, { family: "binomial" });
  });
  it.each([0, 1, 5, 20, 21, 22, 30, 200])("ends after %i bytes", async (bytes) => {
    await keeping(() => fit(FORMULA, source, options));
    writeFileSync(checkpoint, readFileSync(WHOLE).subarray(0, bytes));
    expect((await fit(FORMULA, source, options)).toJSON()).toEqual(here.toJSON());
  });
  it("has other bytes somewhere", async () => {
    await keeping(() => fit(FORMULA, source, options));
    for (let part = 0.15; part < 1; part += 0.2) {
      const bytes = readFileSync(WHOLE);
      bytes[Math.floor(part * bytes.length)]! ^= 0x40;
      writeFileSync(checkpoint, bytes);
      expect((await fit(FORMULA, source, options)).toJSON()).toEqual(here.toJSON());
    }
  });
  it("is written to by another program: the fit goes on without it, and says so", async () => {
    const onProgress = ({ phase, iteration }: { phase: string; iteration: number }): void => {
      if (phase === "fitting" && iteration === 1) appendFileSync(checkpoint, "x");
    };
    const model = await fit(FORMULA, source, { ...options, onProgress });
    expect(model.status.warnings.map(({ code }) => code)).toEqual(["checkpoint"]);
    expect(model.status.warnings[0]!.message).toMatch(
      /could not be written to \(.*another program writes to it, too\)/,
    );
    expect(model.coefficients).toEqual(here.coefficients);
  });
  it("is on a disk that is full", async () => {
    const { writeSync } = fs;
    vi.spyOn(fs, "writeSync").mockImplementation(((...given: Parameters<typeof writeSync>) => {
      if (statSync(checkpoint).size > 2000) throw Object.assign(new Error("ENOSPC: no space left on device"));
      return writeSync(...given);
    }) as typeof writeSync);
    const model = await fit(FORMULA, source, options);
    expect(model.status.warnings[0]!.message).toMatch(/ENOSPC/);
  });
});
