// Files of SVMlight as sources: the bits of memory in every storage, what is refused, what a second reading finds, and what stays in memory.
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { dropout, fit as fitNumbers, lasso, path as pathNumbers, ridge } from "../../src/index.js";
import { crossValidate, type fit as Fit, fit, path, svmlight } from "../../src/stream/index.js";
import { KEEPING } from "../../src/stream/memory.js";
import { STAYING } from "../../src/stream/shelf.js";
import { readSvmlight } from "../../src/svmlight/index.js";
import { BY_ROWS } from "../../src/wasm/design.js";
import { generator } from "../helpers/numeric.js";
import { failure } from "../helpers/outcomes.js";
import { inSmallPartitions } from "../helpers/partitions.js";

const FOLDER = mkdtempSync(join(tmpdir(), "dropglm-svmlight-"));
const MOST = BY_ROWS.most;

afterEach(() => {
  KEEPING.most = Infinity;
  BY_ROWS.most = MOST;
  expect(readdirSync(FOLDER).filter((name) => name.endsWith(".rows"))).toEqual([]);
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Writes a file and gives its path. */
function written(name: string, text: string | Uint8Array): string {
  const at = join(FOLDER, name);
  writeFileSync(at, text);
  return at;
}

/** Lines with indices in any order, comments, qid and empty lines. */
function lines(n: number, labels: readonly number[], first = 1): string {
  const random = generator(11);
  return Array.from({ length: n }, (_, i) => {
    const used = Array.from({ length: 12 }, (_, j) => j).filter((j) => random() < 0.3 || j === i % 12);
    const entries = used.map((j) => `${j + first}:${(random() * 2 - 0.5).toFixed(3)}`);
    if (i % 3 === 0) entries.reverse();
    const qid = i % 4 === 0 ? "qid:7 " : "";
    return `${labels[Math.floor(random() * labels.length)]} ${qid}${entries.join(" ")}${i % 5 === 0 ? " # a comment" : ""}\n${i % 50 === 0 ? "\n# nothing\n" : ""}`;
  }).join("");
}

const TEXT = lines(400, [-1, 1]);
const big = written("big.svm", TEXT);
const options = { family: "binomial", folder: FOLDER } as const;

/** The same in memory. */
async function inMemory(text: string, more: object, read: object = {}) {
  const { x, y } = await readSvmlight(text, read);
  return fitNumbers(x, y, { family: "binomial", ...more });
}

describe("the bits are those of memory", () => {
  it.each([
    ["by rows", MOST, {}],
    ["by columns", 0, {}],
    ["by columns, with noise", 0, { noise: dropout(0.2), penalty: ridge(0.01) }],
    ["with a success", MOST, { success: -1 }],
    ["without an intercept", MOST, { intercept: false, penalty: lasso(0.01), standardize: true }],
  ])("%s", async (_, most, more) => {
    BY_ROWS.most = most;
    await inSmallPartitions(async () => {
      const here = (await inMemory(TEXT, more)).toJSON();
      for (const kept of [Infinity, 0, 3]) {
        KEEPING.most = kept;
        expect((await fit(svmlight(big), { ...options, ...more })).toJSON()).toEqual(here);
      }
    });
  });

  it("with the classes, and the trace, of memory", async () => {
    const at = written("classes.svm", lines(300, [3, 1, 7]));
    const here = await inMemory(lines(300, [3, 1, 7]), { family: "multinomial" });
    const there = await fit(svmlight(at), { family: "multinomial" });
    expect(there.classes).toEqual([1, 3, 7]);
    expect(there.toJSON()).toEqual(here.toJSON());
    const traced = await fit(svmlight(big), { ...options, trace: true });
    expect(traced.trace?.length).toBe((await inMemory(TEXT, { trace: true })).trace!.length);
  });

  it("of columns that are counted from 0, more of them, and files that are compressed", async () => {
    const text = lines(200, [0, 1], 0);
    const at = written("zero.svm.gz", gzipSync(text));
    expect((await fit(svmlight(at), options)).toJSON()).toEqual((await inMemory(text, {})).toJSON());
    const wide = { columns: 14, zeroBased: true };
    expect((await fit(svmlight(at, wide), options)).toJSON()).toEqual((await inMemory(text, {}, wide)).toJSON());
  });

  it("with labels that somebody else reads", async () => {
    const named = { ...svmlight(big), labelsOf: (y: Float64Array) => Array.from(y, (v) => (v < 0 ? "no" : "yes")) };
    const { x, y } = await readSvmlight(TEXT);
    const labels = Array.from(y, (v) => (v < 0 ? "no" : "yes"));
    const here = await fitNumbers(x, labels, { family: "binomial", success: "no" });
    expect((await fit(named, { ...options, success: "no" })).toJSON()).toEqual(here.toJSON());
  });

  it("of a path", async () => {
    const { x, y } = await readSvmlight(TEXT);
    await inSmallPartitions(async () => {
      const more = { penalty: lasso(), count: 8, relax: true } as const;
      const here = await pathNumbers(x, y, { family: "binomial", ...more });
      const there = await path(svmlight(big), { ...options, ...more });
      expect(there.length).toBe(here.length);
      expect(there.lambdas).toEqual(here.lambdas);
      for (let k = 0; k < here.length; k++) expect(there.coefficients(k)).toEqual(here.coefficients(k));
      expect(() => there.at(0.011, { exact: true })).toThrow(/the rows of a source are not kept/);
    });
  });
});

it("memory holds what stays there", async () => {
  await inSmallPartitions(async () => {
    const first = await failure(() => fit(svmlight(big), { ...options, memory: 10 }));
    const second = await failure(() => fit(svmlight(big), { ...options, memory: Number(first.detail.least) })); // of all partitions
    const least = Number(second.detail.least);
    const seen: number[] = [];
    const onProgress = ({ phase }: { phase: string }) => {
      if (phase === "fitting") seen.push(STAYING.bytes);
    };
    for (const [parts, some] of [
      [1, false],
      [2, true],
    ] as const) {
      seen.length = 0;
      await fit(svmlight(big), { ...options, memory: parts * least, onProgress });
      expect(Math.max(...seen)).toBeLessThanOrEqual(parts * least);
      expect(Math.max(...seen) > 0).toBe(some);
    }
    expect(STAYING.bytes).toBe(0);
  });
});

describe("what cannot be read is said with its line", () => {
  it.each([
    ["1 1:2\n0 2:x\n", /bad\.svm, line 2, column 5: "x" is not a number; expected a finite number right after "2:"$/],
    ["1 1:2\n\n0 2:1 2:3\n", /bad\.svm, line 3, column 7: index 2 occurs twice/],
    ["# only\n", /bad\.svm: no rows; expected lines such as/],
  ])("%j", async (text, message) => {
    const at = written("bad.svm", text);
    expect((await failure(() => fit(svmlight(at), options))).message).toMatch(message);
  });

  it("an index beyond the columns, and a file that is not there", async () => {
    const narrow = svmlight(big, { columns: 5, zeroBased: false });
    expect((await failure(() => fit(narrow, options))).message).toMatch(
      /big\.svm, line \d+, column \d+: index 12; the last of 5 columns has the index 5/,
    );
    expect((await failure(() => fit(svmlight(join(FOLDER, "none.svm"))))).message).toMatch(
      /^cannot read ".*none\.svm": ENOENT; expected a file$/,
    );
  });

  it("y outside of the domain, by its row", async () => {
    const error = await failure(() => fit(svmlight(big), { family: "poisson" }));
    expect(error.message).toMatch(/^y\[\d+\] = -1 is outside \[0, Infinity\)/);
    const one = written("one.svm", "1 1:2\n1 1:3\n");
    expect((await failure(() => fit(svmlight(one), options))).code).toBe("ONE_CLASS");
  });
});

describe("the second reading differs", () => {
  /** A fit whose file is changed when it was read once. */
  const changing = (change: (at: string) => void) =>
    failure(() => {
      const at = written("changing.svm", TEXT);
      let isDone = false;
      const onProgress = ({ phase }: { phase: string }): void => {
        if (phase === "reading" && !isDone) change(at);
        isDone = true;
      };
      return fit(svmlight(at), { ...options, onProgress });
    });

  it.each([
    [
      "a value",
      (at: string) =>
        writeFileSync(
          at,
          TEXT.replace(/(\d:-?\d)\./, (value) => `${value.slice(0, -1)}7.`),
        ),
      /changing\.svm: rows 0 to 399 are not what they were/,
    ],
    ["more rows", (at: string) => appendFileSync(at, "1 1:1\n"), /had 400 rows when it was read first, and 401 now/],
    ["a label", (at: string) => appendFileSync(at, "5 1:1\n"), /changing\.svm: rows 0 to 400 are not what they were/],
    ["a column", (at: string) => appendFileSync(at, "1 99:1\n"), /changing\.svm: rows 0 to 400 are not what they were/],
  ])("%s", async (_, change, message) => {
    const error = await changing(change);
    expect(error.code).toBe("SOURCE_CHANGED");
    expect(error.message).toMatch(message);
  });
});

describe("what such a file has not is refused", () => {
  it.each([
    ["weights", [1, 2]],
    ["offset", [1, 2]],
    ["unlabeled", { x: [[1]] }],
    ["on", { openRows: () => undefined }],
    ["seed", 2],
    ["workers", 2],
  ])("%s", async (name, value) => {
    const error = await failure(() =>
      fit(svmlight(big), { ...options, [name]: value } as Parameters<typeof Fit>[1] & object),
    );
    expect(error.code).toBe("NOT_SUPPORTED");
    expect(error.message).toMatch(new RegExp(`^${name} with a file of SVMlight; `));
  });

  it("a formula, and folds", async () => {
    const source = svmlight(big) as never;
    expect((await failure(() => fit("y ~ .", source, options))).message).toMatch(
      /^the source is a file of SVMlight, whose columns have no names; expected fit\(source, options\)/,
    );
    expect((await failure(() => crossValidate("y ~ .", source, options))).message).toMatch(
      /whose columns have no names/,
    );
    expect(() => svmlight("")).toThrow(/^svmlight: the path is/);
    expect(() => svmlight("a.svm", { columns: 3 })).toThrow(/^svmlight: columns = 3 without zeroBased/);
  });
});
