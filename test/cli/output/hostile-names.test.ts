// Names and labels come from the caller: they must not move the cursor, colour the terminal, add lines, or fill the screen.
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { crossValidate, diagnose, fitSync, GlmError, infer, pathSync, vif } from "../../../src/index.js";
import { workplace } from "../command.js";
import { X, Y } from "../judged-rows.js";

const { put, run } = workplace();

const HOSTILE = [
  "a\nconverged: newton",
  "b\u001b[31m\u001b[2J\u0007",
  `c\u202e\u2028\u009b31m${"c".repeat(1e5)}`,
] as const;
const CLASSES = ["no\n\u001b[8m", `yes\u0001${"y".repeat(1e5)}`] as const;
const HARMLESS = ["a", "b", "c"] as const;
const MOST = 4000; // letters of a line of a table or message

/** Characters that a terminal would act on. */
const ACTS = /[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069\u200e\u200f\u061c]/u;

function expectHarmless(text: string, like: string): void {
  expect(text).not.toMatch(ACTS);
  expect(text.split("\n")).toHaveLength(like.split("\n").length);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(MOST);
}

const named = (names: readonly string[]) => Object.fromEntries(names.map((name, k) => [name, [X.a, X.b, X.c][k]!]));
const labels = (classes: readonly string[]) => Y.map((y) => classes[y]!);
const separated = (names: readonly string[]) => Object.fromEntries(names.map((name, k) => [name, [Y, X.b, X.c][k]!]));

/** Everything of the library that is text for people. */
const TEXTS: Readonly<Record<string, (names: readonly string[]) => unknown>> = {
  summary: (names) => fitSync(named(names), Y, { family: "binomial" }).summary(),
  "summary of separated data": (names) => fitSync(separated(names), Y, { family: "binomial" }).summary(),
  "summary of dependent columns": (names) =>
    fitSync({ ...named(names), [`${names[0]} twice`]: X.a }, Y, { family: "binomial" }).summary(),
  model: (names) => fitSync(named(names), Y, { family: "binomial" }),
  inference: (names) => {
    const model = fitSync(named(names), Y, { family: "binomial" });
    return infer(model, named(names), Y, { covariance: "HC1" });
  },
  path: (names) => pathSync(named(names), Y, { family: "binomial", count: 3 }),
  "cross-validation": (names) => crossValidate(named(names), Y, { family: "binomial", count: 3, folds: 3 }),
  diagnose: (names) => diagnose(fitSync(named(names), Y, { family: "binomial" }), named(names), Y),
};

describe("text of the library", () => {
  it.each(Object.entries(TEXTS))("%s", async (_, text) => {
    const shown = (value: unknown): string => (String(value).startsWith("[object") ? inspect(value) : String(value));
    expectHarmless(shown(await text(HOSTILE)), shown(await text(HARMLESS)));
  });

  it("warnings", () => {
    for (const model of [
      fitSync(separated(HOSTILE), labels(CLASSES), { family: "binomial" }),
      fitSync({ ...named(HOSTILE), [`${HOSTILE[1]} twice`]: X.b, z: X.b.map(() => 1) }, Y, { family: "binomial" }),
    ]) {
      expect(model.status.warnings.length).toBeGreaterThan(0);
      for (const { message } of model.status.warnings) expectHarmless(message, "");
    }
  });

  it("errors", () => {
    const bad = Number.NaN;
    const model = fitSync(named(HOSTILE), Y, { family: "binomial" });
    const x = { ...named(HOSTILE), [HOSTILE[2]]: X.c.map(() => bad) };
    const calls: (() => unknown)[] = [
      () => fitSync(x, Y),
      () => fitSync({ [HOSTILE[2]]: [1, 2] }, [1, 2, 3]),
      () => fitSync(X, Y, { [HOSTILE[1]]: 1 } as never),
      () => fitSync(X, Y, { family: HOSTILE[2] as never }),
      () => fitSync(X, Y, { link: HOSTILE[1] as never }),
      () => fitSync(X, Y, { solver: HOSTILE[0] as never }),
      () => fitSync(X, Y, { tolerance: (10n ** 100000n) as never }),
      () => fitSync(X, Y, { family: "binomial", weights: X.a.map(() => HOSTILE[2]) as never }),
      () => fitSync({ a: ["1".repeat(1e6), "2"] } as never, [1, 2]),
      () => fitSync(X, [...Y.slice(1), HOSTILE[2]] as never),
      () => fitSync(X, [...labels(CLASSES).slice(1), HOSTILE[2]], { family: "binomial" }),
      () =>
        fitSync(
          X,
          Y.map(() => CLASSES[1]),
          { family: "binomial" },
        ),
      () => model.predict({ a: X.a, b: X.b, c: X.c }),
      () => model.contrast({ [HOSTILE[0]]: 1, [HOSTILE[1]]: "x" } as never),
      () => vif(model, x as never),
    ];
    for (const call of calls) {
      try {
        call();
      } catch (error) {
        expect(error, String(call)).toBeInstanceOf(GlmError);
        expectHarmless((error as Error).message, "");
      }
    }
  });
});

describe("the command line", () => {
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const table = (names: readonly string[], classes: readonly string[], response: string): string =>
    [[...names, response], ...Y.map((y, i) => [X.a[i]!, X.b[i]!, X.c[i]!, classes[y]!])]
      .map((row) => row.map((cell) => quote(String(cell))).join(","))
      .join("\n");
  const RESPONSE = "r\u001b[7m\nx";
  put("bad\u001b[1m.csv", table(HOSTILE, CLASSES, RESPONSE));
  put("good.csv", table(HARMLESS, ["no", "yes"], "r"));
  put("cells.csv", table(HARMLESS, CLASSES, "r"));
  put("bad.json", JSON.stringify(fitSync(named(HOSTILE), labels(CLASSES), { family: "binomial" })));
  put("good.json", JSON.stringify(fitSync(named(HARMLESS), labels(["no", "yes"]), { family: "binomial" })));
  const files = (isBad: boolean) =>
    isBad
      ? { data: "bad\u001b[1m.csv", model: "bad.json", r: RESPONSE, x: HOSTILE[1] }
      : { data: "good.csv", model: "good.json", r: "r", x: HARMLESS[1] };

  it.each<[string, (f: ReturnType<typeof files>) => string[]]>([
    ["fit", ({ data, r }) => ["fit", data, "--response", r, "--family", "binomial"]],
    ["summary", ({ model }) => ["summary", model]],
    ["path", ({ data, r }) => ["path", data, "--response", r, "--family", "binomial", "--count", "2"]],
    ["cv", ({ data, r }) => ["cv", data, "--response", r, "--family", "binomial", "--count", "2", "--refit", "best"]],
    ["diagnose", ({ data, model, r }) => ["diagnose", model, data, "--response", r]],
    ["infer", ({ data, model, r }) => ["infer", model, data, "--response", r]],
    ["profile", ({ data, model, r }) => ["profile", model, data, "--response", r]],
    ["vif", ({ model }) => ["vif", model]],
    ["fit with a formula", ({ data, x }) => ["fit", data, `\`${x}\` ~ .`]],
    ["path with a formula", ({ data, x }) => ["path", data, `\`${x}\` ~ .`, "--count", "2"]],
    ["try", ({ data, r }) => ["try", data, "--response", r, "--family", "binomial", "--folds", "2", "--repeats", "1"]],
  ])("%s", (_, args) => {
    const bad = run(args(files(true)));
    const good = run(args(files(false)));
    expect(bad.code).toBe(good.code);
    expectHarmless(bad.out, good.out);
    expectHarmless(bad.error, good.error);
  });

  it.each<[string, string[]]>([
    ["a label where numbers go", ["fit", "cells.csv", "--response", "r"]],
    ["a name that is not there", ["fit", "good.csv", "--response", HOSTILE[2]]],
    ["columns that lack", ["predict", "bad.json", "good.csv"]],
    ["a family", ["fit", "good.csv", "--response", "r", "--family", HOSTILE[1]]],
    ["an option", ["fit", "good.csv", `--${HOSTILE[1]}`]],
    ["a command", [HOSTILE[1]]],
    ["a column to keep", ["predict", "good.json", "good.csv", "--keep", HOSTILE[2]]],
    ["a kind of a column", ["fit", "good.csv", "r ~ a", "--types", `${HOSTILE[1]}=number`]],
    ["a file", ["fit", `nowhere\u001b[2J\n${"/x".repeat(3e4)}`, "--response", "r"]],
    ["a number of a million digits", ["fit", "good.csv", "--response", "r", "--ridge", `${"9".repeat(1e5)}`]],
    ["an output", ["fit", "good.csv", "--response", "r", "--family", "binomial", "--save", "no\u001b[2J/x"]],
  ])("complaining of %s", (_, args) => {
    const { code, error } = run(args);
    expect(code).toBe(1);
    expectHarmless(error, "error\n");
  });
});
