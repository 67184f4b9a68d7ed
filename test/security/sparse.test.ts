// Indices address the memory of the kernel. A sparse matrix that changed after its check, or an object that only looks like one,
// is refused or read as the matrix it describes, and later fits are not affected.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DesignInput, fitSync, GlmError, type Sparse, sparse } from "../../src/index.js";
import { calmData } from "../helpers/fits.js";
import { FORMS } from "../helpers/forms.js";
import { remember, SPARSE_VERBS, VERBS } from "../helpers/verbs.js";

const N = 8;
const ROWS = Array.from({ length: N }, (_, i) => [i % 3, Math.sin(i + 1)]);
const Y = [0, 1, 0, 0, 1, 1, 0, 1];
const model = remember(fitSync(ROWS, Y, { family: "binomial" }), ROWS);
const smaller = fitSync(
  ROWS.map(([a]) => [a!]),
  Y,
  { family: "binomial" },
);

/** Fits that use every table of the kernel, bit for bit. */
const LATER = FORMS.map((form) => ({ form, ...calmData(form, 20, 2) }));
const later = (): string =>
  JSON.stringify(LATER.map(({ form, x, y }) => fitSync(x, y, { ...form.options, maxIterations: 20 }).toJSON()));

function parts(format: "csr" | "csc") {
  const lines = format === "csr" ? ROWS : [0, 1].map((j) => ROWS.map((row) => row[j]!));
  const [indptr, indices, values]: [number[], number[], number[]] = [[0], [], []];
  for (const line of lines) {
    line.forEach((v, k) => {
      if (v !== 0) indices.push(k);
      if (v !== 0) values.push(v);
    });
    indptr.push(values.length);
  }
  return { format, rows: N, columns: 2, indptr, indices, values };
}

type Parts = { [K in "indptr" | "indices" | "values"]: Int32Array | Float64Array } & { kind: string; rows: number };

/** What may become of the arrays. */
const CHANGES: Record<string, (x: Parts) => void> = {
  "an index that is too large by one": (x) => x.indices.set([1000], 3),
  "an index far beyond": (x) => x.indices.set([2 ** 31 - 1], 3),
  "a negative index": (x) => x.indices.set([-14_400], 3),
  "the least index": (x) => x.indices.set([-(2 ** 31)], 3),
  "an index twice": (x) => x.indices.set([x.indices[0]!], 1),
  "NaN": (x) => x.values.set([Number.NaN], 2),
  "infinity": (x) => x.values.set([Number.POSITIVE_INFINITY], 2),
  "a pointer beyond the values": (x) => x.indptr.set([1_000_000], 1),
  "a negative pointer": (x) => x.indptr.set([-5], 1),
  "a first pointer that is not 0": (x) => x.indptr.set([1], 0),
  "pointers that end early": (x) => x.indptr.set([2], x.indptr.length - 1),
}; // biome-ignore format: a table

const ARRAYS = {
  "Int32Array": [Int32Array, Float64Array],
  "Float64Array": [Float64Array, Float64Array],
} as const; // biome-ignore format: a table

const refusal = expect.objectContaining({ name: "GlmError" });

async function refuses(run: () => unknown, name: string): Promise<void> {
  let error: unknown;
  try {
    await run();
  } catch (thrown) {
    error = thrown;
  }
  expect(error, name).toEqual(refusal);
  expect((error as GlmError).code, name).toMatch(/^BAD_(VALUE|SHAPE|OPTION)$/);
}

describe("a sparse matrix whose arrays were changed after sparse() is refused by", () => {
  const before = later();
  for (const [verb, run] of Object.entries({ ...VERBS, ...SPARSE_VERBS } as typeof VERBS)) {
    it(verb, async () => {
      for (const format of ["csr", "csc"] as const) {
        for (const [change, apply] of Object.entries(CHANGES)) {
          for (const [type, [Positions, Values]] of Object.entries(ARRAYS)) {
            const { indptr, indices, values, ...shape } = parts(format);
            const x = sparse({ ...shape, indptr: Positions.from(indptr), indices: Positions.from(indices), values: Values.from(values) }); // biome-ignore format: one call
            apply(x as unknown as Parts);
            await refuses(
              () => run({ x, y: Y, model, smaller }, { family: "binomial" }),
              `${format}, ${type}: ${change}`,
            );
          }
        }
      }
      expect(later()).toBe(before);
    });
  }
  it("each of them with an index that is no whole number", async () => {
    for (const [verb, run] of Object.entries(VERBS)) {
      const { indptr, indices, values, ...shape } = parts("csr");
      const x = sparse({ ...shape, indptr, indices: Float64Array.from(indices), values });
      (x.indices as Float64Array)[0] = 0.5;
      await refuses(() => run({ x, y: Y, model, smaller }, { family: "binomial" }), verb);
    }
    expect(later()).toBe(before);
  });
});

describe("a sparse matrix that came by JSON or structuredClone", () => {
  const run = (x: unknown) => fitSync(x as DesignInput, Y, { family: "binomial" }).toJSON();
  const plain = (x: Sparse) => ({ ...x, indptr: [...x.indptr], indices: [...x.indices], values: [...x.values] });
  it("is the matrix that it says", () => {
    for (const format of ["csr", "csc"] as const) {
      const x = sparse(parts(format));
      expect(run(structuredClone(x))).toEqual(run(x));
      expect(run(JSON.parse(JSON.stringify(plain(x))))).toEqual(run(x));
    }
  });
  it("is put in order where its indices do not ascend", () => {
    const { indptr, indices, values, ...shape } = parts("csc");
    const turned = { ...shape, kind: "sparse", indptr: [...indptr], indices: [...indices], values: [...values] };
    [turned.indices[0], turned.indices[1]] = [turned.indices[1]!, turned.indices[0]!];
    [turned.values[0], turned.values[1]] = [turned.values[1]!, turned.values[0]!];
    expect(run(turned)).toEqual(run(sparse(parts("csc"))));
  });
  it("is refused where typed arrays became objects", () => {
    const { indptr, indices, values, ...shape } = parts("csr");
    const x = sparse({ ...shape, indptr: Int32Array.from(indptr), indices, values });
    expect(() => run(JSON.parse(JSON.stringify(x)))).toThrow(/^sparse: indptr is an object; expected an Int32Array/);
  });
  it("is refused, or fitted as what it says, with anything in its place, and leaves nothing behind", () => {
    const before = later();
    const junk = fc.oneof(
      fc.integer({ min: -1000, max: 1000 }), // a number of rows is believed, and paid for
      fc.double(),
      fc.constantFrom(null, "1", true, {}, [], [1], 2 ** 31, -1, 1e300),
      fc.array(fc.integer({ min: -2, max: 9 }), { maxLength: 20 }),
    );
    const field = fc.constantFrom("format", "rows", "columns", "indptr", "indices", "values", "names");
    fc.assert(
      fc.property(fc.constantFrom("csr", "csc"), field, junk, fc.nat(15), (format, key, value, at) => {
        const x: Record<string, unknown> = { kind: "sparse", ...parts(format as "csr") };
        const old = x[key];
        x[key] =
          Array.isArray(old) && !Array.isArray(value) ? old.map((v, k) => (k === at % old.length ? value : v)) : value;
        for (const work of [run, (v: unknown) => model.predict(v as DesignInput)]) {
          try {
            work(x);
          } catch (error) {
            expect(error).toBeInstanceOf(GlmError);
          }
        }
      }),
      { seed: 7, numRuns: 400 },
    );
    expect(later()).toBe(before);
  });
});
