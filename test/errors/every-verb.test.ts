// Options that end or watch the work, and values that are no options: every verb refuses them in the same way, by the name of the option.
import { describe, expect, it } from "vitest";
import { crossValidate, fit, fitSync, GlmError, path, pathSync } from "../../src/index.js";

const X = Array.from({ length: 12 }, (_, i) => [i % 5, ((i * 7) % 12) / 3]);
const Y = X.map(([a, b], i) => a! + b! + (i % 3));
const model = fitSync(X, Y);

const VERBS: Record<string, (options: never) => unknown> = {
  fit: (o) => fit(X, Y, o),
  fitSync: (o) => fitSync(X, Y, o),
  path: (o) => path(X, Y, o),
  pathSync: (o) => pathSync(X, Y, o),
  crossValidate: (o) => crossValidate(X, Y, o),
};

async function refusal(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    expect(error).toBeInstanceOf(GlmError);
    return (error as GlmError).message;
  }
  throw new Error("nothing was thrown");
}

const BAD: readonly (readonly [option: string, value: unknown, message: RegExp])[] = [
  ["timeLimit", -1, /^timeLimit is -1; expected milliseconds >= 0/],
  ["timeLimit", "1", /^timeLimit is 1; /],
  ["timeLimit", 5n, /^timeLimit is 5n; /],
  ["timeLimit", Number.NaN, /^timeLimit is NaN; /],
  ["onProgress", "x", /^onProgress is x; expected a function/],
  ["onProgress", {}, /^onProgress is an object; /],
  ["signal", "x", /^signal is not an AbortSignal/],
  ["signal", { aborted: false }, /^signal is not an AbortSignal/],
  ["bounds", [], /^bounds is an array; expected an object/],
  ["bounds", 5, /^bounds is 5; expected an object/],
  ["unlabeled", 5, /^unlabeled is 5; expected an object/],
  ["unlabeled", [], /^unlabeled is an array; /],
];

describe("options of every verb", () => {
  for (const [name, verb] of Object.entries(VERBS)) {
    for (const [option, value, message] of BAD) {
      it(`${name} refuses ${option} ${String(value)}`, async () => {
        expect(await refusal(() => verb({ [option]: value } as never))).toMatch(message);
      });
    }
    it(`${name} reads an option once`, async () => {
      let reads = 0;
      const options = { get tolerance() { reads += 1; return reads === 1 ? 1e-8 : "other"; } }; // biome-ignore format: one line
      await verb(options as never);
      expect(reads).toBe(1);
    });
    it(`${name} names the option that throws`, async () => {
      const penalty = { penalty: "ridge", get lambda() { throw new TypeError("boom"); } }; // biome-ignore format: one line
      expect(await refusal(() => verb({ penalty } as never))).toMatch(/^penalty\.lambda could not be read \(boom\)/);
    });
    it(`${name} takes options without a prototype, and a limit beyond any timer`, async () => {
      const options = Object.assign(Object.create(null), { tolerance: 1e-8, timeLimit: 1e12 });
      const done = (await verb(options as never)) as { end?: string; status?: { code: string } };
      expect(done.end ?? done.status?.code).toMatch(/complete|converged/);
    });
  }
  for (const [what, given, message] of [
    ["null", null, /^options is null; expected an object/],
    ["a number", 5, /^options is 5; /],
    ["text", "link", /^options is link; /],
    ["a list", [], /^options is an array; /],
    ["a promise", Promise.resolve({}), /^options is Promise; /],
    ["a Map", new Map(), /^options is Map; /],
  ] as const) {
    it(`predict, score, residuals, contrast refuse ${what}`, async () => {
      for (const ask of [
        () => model.predict(X, given as never),
        () => model.score(X, Y, given as never),
        () => model.residuals(X, Y, given as never),
        () => model.contrast([[0, 1, 0]], given as never),
      ]) {
        expect(await refusal(ask)).toMatch(message);
      }
    });
  }
});
