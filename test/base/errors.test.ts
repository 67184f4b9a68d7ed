// Every error code is reachable, and its text says what is wrong, what is expected and what to do.
// A code without a case here is a type error.
import { afterEach, describe, expect, it, vi } from "vitest";
import { ERROR_CODES } from "../../src/base/errors.js";
import { expandFormula } from "../../src/formula/expand.js";
import { type ErrorCode, fitSync, Model, matrix, ridge } from "../../src/index.js";
import { expectRefusal } from "../helpers/thrown.js";

const X = [[0], [1], [2]];
const Y = [1, 0, 3];

interface Case {
  readonly run: () => unknown;
  readonly message: RegExp;
}

const CASES: Record<
  Exclude<ErrorCode, "NOT_LOADED" | "WORKER_FAILED" | "SOURCE_CHANGED" | "DISK_FULL" | "NO_WORKERS">,
  Case
> = {
  BAD_OPTION: {
    run: () => fitSync(X, Y, { penalty: ridge(-1) }),
    message: /^ridge lambda is -1; expected a number >= 0$/,
  },
  BAD_FORMULA: {
    run: () => expandFormula("y ~ agee", ["y", "age"]),
    message: /^formula: unknown column agee; did you mean age\?\n {2}y ~ agee\n {6}\^{4}$/,
  },
  BAD_SHAPE: {
    run: () => fitSync(X, [1, 2]),
    message: /^y has length 2; expected 3, the number of rows of x$/,
  },
  BAD_VALUE: {
    run: () => fitSync([[0], [Number.NaN], [2]], Y),
    message: /^x\[1\]\[0\] = NaN; entries must be finite numbers: drop the row or fill in a value$/,
  },
  OUT_OF_DOMAIN: {
    run: () => fitSync(X, [1, -1, 0], { family: "poisson" }),
    message:
      /^y\[1\] = -1 is outside \[0, Infinity\), the domain of the poisson family; expected counts, or rates with weights$/,
  },
  EMPTY: {
    run: () => fitSync([], []),
    message: /^x has no rows; at least one is needed$/,
  },
  ONE_CLASS: {
    run: () => fitSync(X, [1, 1, 1], { family: "binomial" }),
    message:
      /^y is 1 in every row with weight; family "binomial" needs both classes, or the intercept has no finite value$/,
  },
  NOT_SUPPORTED: {
    run: () => fitSync(X, Y, { exposure: [1, 2, 3] }),
    message: /^exposure needs a log link; family "gaussian" has the identity link: use offset$/,
  },
  OUT_OF_MEMORY: {
    run: () => fitSync(matrix(new Float64Array(48_000).map(Math.sin), 2, 24_000, "row"), [1, 2], { solver: "newton" }),
    message:
      /^could not reserve 4608\d{6} bytes of WebAssembly memory; one instance holds at most 4 GiB: use fewer rows or columns, or in fit and path workers, which have memories of their own$/,
  },
  BAD_MODEL: {
    run: () => Model.fromJSON("{}"),
    message: /^not a saved dropglm model: format is missing; expected "dropglm-model", as model\.toJSON\(\) wrote it$/,
  },
};

describe("error code", () => {
  it("list is complete", () =>
    expect([...ERROR_CODES].sort()).toEqual(
      [...Object.keys(CASES), "NOT_LOADED", "WORKER_FAILED", "SOURCE_CHANGED", "DISK_FULL", "NO_WORKERS"].sort(),
    ));

  for (const [code, { run, message }] of Object.entries(CASES)) {
    it(code, () => expectRefusal(run, code as ErrorCode, message));
  }
});

describe("NOT_LOADED", () => {
  const MESSAGE =
    /^this engine has no WebAssembly, which dropglm needs; some browsers switch it off in a lockdown mode$/;

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  /** The library as it is in a page that has not loaded it yet, on an engine without WebAssembly. */
  async function unloaded(): Promise<typeof import("../../src/index.js")> {
    vi.resetModules();
    const library = await import("../../src/index.js");
    vi.stubGlobal("WebAssembly", undefined);
    return library;
  }
  const refusal = { name: "GlmError", code: "NOT_LOADED", message: expect.stringMatching(MESSAGE) };

  it("is thrown by load and fit", async () => {
    const library = await unloaded();
    await expect(library.load()).rejects.toMatchObject(refusal);
    await expect(library.fit(X, Y)).rejects.toMatchObject(refusal);
  });

  it("is thrown by fitSync and predict", async () => {
    const saved = fitSync(X, Y).toJSON();
    const library = await unloaded();
    expect(() => library.fitSync(X, Y)).toThrow(expect.objectContaining(refusal));
    expect(() => library.Model.fromJSON(saved).predict(X)).toThrow(expect.objectContaining(refusal));
  });

  it("comes after what the caller can put right in the data", async () => {
    const library = await unloaded();
    expect(() => library.fitSync(X, [1])).toThrow(expect.objectContaining({ code: "BAD_SHAPE" }));
  });
});

describe("GlmError", () => {
  it("is an Error with name, code, message and the same as data", () => {
    try {
      fitSync(X, [1, 2]);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      expect(error).toMatchObject({ name: "GlmError", code: "BAD_SHAPE", detail: { got: 2, want: 3 } });
      expect(String(error)).toMatch(/^GlmError: y has length 2/);
    }
  });

  it("leaves the library as it was: the next fit works", () => {
    for (const { run } of Object.values(CASES)) expect(run).toThrow();
    expect(fitSync(X, [1, 3, 5]).coefficients[0]).toBeCloseTo(2, 14);
  });
});
