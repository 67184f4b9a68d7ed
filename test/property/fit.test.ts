// For any input, a fit ends in a GlmError or in a model whose status is true.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitSync, GlmError, Model, type Noise, type StatusCode } from "../../src/index.js";
import { type Example, examples, SEED } from "../helpers/arbitrary.js";

const CODES: readonly StatusCode[] = ["converged", "max-iterations", "separated", "diverged", "aborted"];
/** Errors that such examples may cause: no weight at all, or one class only. */
const EXCUSES = ["BAD_VALUE", "ONE_CLASS"];

/** The fit of an example, or undefined where it is refused for a good reason. */
function fitted({ x, y, options }: Example): Model | undefined {
  try {
    return fitSync(x, y, options);
  } catch (error) {
    expect(error).toBeInstanceOf(GlmError);
    expect(EXCUSES).toContain((error as GlmError).code);
    return undefined;
  }
}

function check(example: Example): void {
  const model = fitted(example);
  if (model === undefined) return;
  const { status } = model;
  const codes = status.warnings.map((warning) => warning.code);
  expect(CODES).toContain(status.code);
  expect(Number.isFinite(model.intercept) && model.coefficients.every(Number.isFinite)).toBe(true);
  expect(Number.isFinite(model.objective) || codes.includes("not-finite")).toBe(true);
  expect(status.optimality >= 0).toBe(true);
  const isReserved = codes.includes("precision") || codes.includes("boundary");
  if (status.code === "converged") expect(status.optimality).toBeLessThanOrEqual(isReserved ? 1e-6 : status.tolerance);
  if (status.code !== "converged") expect(codes.length).toBeGreaterThan(0);
  const { form } = example;
  const isSampled = (example.options.noise as Noise | undefined)?.approximation === "monte-carlo";
  // where eta has a domain, the search may not have come into it, or only copies of the rows have
  expect(model.deviance >= 0 || ((form.family.isBounded || isSampled) && Number.isNaN(model.deviance))).toBe(true);
  const { offset } = example.options;
  const mu = model.predict(example.x, offset ? { offset } : {});
  if (["identity", "logit", "probit", "cloglog", "loglog", "cauchit"].includes(model.link) && !form.family.isBounded) {
    expect(mu.every(Number.isFinite)).toBe(true); // other links have poles, or overflow
  }
  if (status.code === "converged" && form.isConvex && !form.family.isBounded && !isSampled) {
    const kept = mu.filter((_, i) => (example.options.weights as number[] | undefined)?.[i] !== 0);
    expect(kept.every(Number.isFinite)).toBe(true);
  }
  expect({ ...Model.fromJSON(JSON.stringify(model)) }).toEqual({ ...model });
  expect(String(model.summary())).toContain(status.code);
}

/** Half of the runs on every push. */
const PART = process.env.DROPGLM_NIGHTLY === undefined ? 2 : 1;

describe("any fit", () => {
  for (const [kind, size, runs] of [
    ["of everyday magnitudes", 10, 1500],
    ["of many magnitudes", 1e6, 1500],
    ["of wild magnitudes", 1e12, 1500],
    ["of magnitudes up to 1e100", 1e100, 500],
  ] as const) {
    it(kind, () => fc.assert(fc.property(examples(size), check), { seed: SEED, numRuns: runs / PART }));
  }
});
