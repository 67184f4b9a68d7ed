// A call must not see what an earlier call left in the memory of the kernel: neither by reading before it writes, nor by an x that
// claims more entries than it has.
import { beforeEach, describe, expect, it } from "vitest";
import { type DesignInput, fitSync, matrix, sparse } from "../../src/index.js";
import { calmData } from "../helpers/fits.js";
import { FORMS } from "../helpers/forms.js";
import { fillFree } from "../helpers/memory.js";
import { STORAGES } from "../helpers/storages.js";
import { numbersIn, remember, SPARSE_VERBS, VERBS } from "../helpers/verbs.js";

const N = 24;
const ROWS = Array.from({ length: N }, (_, i) => [Math.sin(3 * i) + (i % 3), Math.cos(5 * i * i)]);
const Y = ROWS.map(([a, b], i) => (a! + b! + Math.sin(7 * i) > 1 ? 1 : 0));
const model = remember(fitSync(ROWS, Y, { family: "binomial" }), ROWS);
const smaller = fitSync(
  ROWS.map(([a]) => [a!]),
  Y,
  { family: "binomial" },
);

/** Bits of everything a call gives. */
const bits = async (work: () => unknown): Promise<string> => {
  const found = await work();
  return JSON.stringify(found, (_, v) => (typeof v === "number" ? (Object.is(v, -0) ? "-0" : String(v)) : v));
};

const PATTERNS = [{ byte: 0 }, { byte: 0xff }, 4_111_111.5, Number.NaN, -1e300];

describe("a call reads no memory that it has not written:", () => {
  for (const [verb, run] of Object.entries(VERBS)) {
    it(`${verb} gives the same bits whatever lies in memory, for every storage`, async () => {
      for (const [storage, make] of Object.entries(STORAGES)) {
        const results: string[] = [];
        for (const pattern of PATTERNS) {
          fillFree(pattern);
          results.push(await bits(() => run({ x: make(ROWS), y: Y, model, smaller }, { family: "binomial" })));
        }
        expect(new Set(results).size, storage).toBe(1);
      }
    });
  }

  it("every family, link and solver gives the same bits whatever lies in memory", async () => {
    for (const form of FORMS) {
      const { x, y } = calmData(form, 40, 3);
      for (const solver of ["newton", "lbfgs", "newton-cg", "coordinate-descent"] as const) {
        const results: string[] = [];
        for (const pattern of PATTERNS) {
          fillFree(pattern);
          results.push(await bits(() => fitSync(x, y, { ...form.options, solver, maxIterations: 50 }).toJSON()));
        }
        expect(new Set(results).size, `${form.name}, ${solver}`).toBe(1);
      }
    }
  });
});

/** Numbers of another caller, that can be found again. */
const SECRET = 4_000_000;
const isSecret = (v: number): boolean => Math.abs(v) >= SECRET && Math.abs(v) < SECRET + 200_000;

/** x that says more than it holds. */
const GREEDY: Record<string, () => unknown> = {
  "a matrix out of JSON without entries": () =>
    JSON.parse('{"kind":"matrix","rows":24,"columns":2,"layout":"row","data":[]}'),
  "a matrix out of JSON, whose entries became an object": () =>
    JSON.parse(JSON.stringify(matrix(Float64Array.from(ROWS.flat()), N, 2, "row"))),
  "fields of a matrix with an array that is too short": () => ({
    kind: "matrix", rows: N, columns: 2, layout: "column", data: new Float64Array(3), names: undefined,
  }), // biome-ignore format: fields
  "a matrix whose buffer shrank": () => {
    const buffer = new (ArrayBuffer as unknown as new (n: number, o: object) => ArrayBuffer)(16 * N, {
      maxByteLength: 16 * N,
    });
    const x = matrix(new Float64Array(buffer).fill(1), N, 2, "column");
    (buffer as unknown as { resize(n: number): void }).resize(8);
    return x;
  },
  "a matrix whose buffer was handed over": () => {
    const data = Float64Array.from(ROWS.flat());
    const x = matrix(data, N, 2, "row");
    structuredClone(data, { transfer: [data.buffer] });
    return x;
  },
  "a matrix whose array says another length": () => {
    const data = new Float64Array(4);
    Object.defineProperty(data, "length", { value: 2 * N });
    return { kind: "matrix", rows: N, columns: 2, layout: "row", data };
  },
  "rows whose array says another length": () =>
    ROWS.map((row) => Object.defineProperty(Float64Array.of(row[0]!), "length", { value: 2 })),
  "columns that shrink when they are read": () => {
    let reads = 0;
    const column = (name: number) => ROWS.map((row) => row[name]!);
    return Object.defineProperties({}, {
      x1: { enumerable: true, get: () => (reads++ < 1 ? column(0) : []) },
      x2: { enumerable: true, get: () => (reads++ < 3 ? column(1) : []) },
    }); // biome-ignore format: two columns
  },
  "rows in a proxy that takes them away": () => {
    let reads = 0;
    return new Proxy(ROWS.map((row) => [...row]), {
      get: (rows, key) => (key === "5" && reads++ > 0 ? [] : Reflect.get(rows, key)),
    }); // biome-ignore format: a proxy
  },
  "a row with a getter that gives a number once": () => {
    let reads = 0;
    const rows = ROWS.map((row) => [...row]);
    Object.defineProperty(rows[3], 0, { get: () => (reads++ === 0 ? 1 : "no number") });
    return rows;
  },
  "a sparse matrix out of JSON with entries above its rows": () => ({
    kind: "sparse", format: "csc", rows: N, columns: 2, indptr: [0, 2, 3], indices: [-1, -14_400, 5], values: [1, 1, 1],
  }), // biome-ignore format: fields
  "a sparse matrix with pointers beyond its values": () => ({
    kind: "sparse", format: "csr", rows: N, columns: 2, indptr: Array.from({ length: N + 1 }, (_, i) => i * 100), indices: [0], values: [1],
  }), // biome-ignore format: fields
  "a matrix of ml-matrix that is shorter than it says": () => ({ rows: N, columns: 2, to1DArray: () => [1, 2, 3] }),
  "an ndarray without entries": () => ({ shape: [N, 2], get: () => undefined }),
};

describe("numbers of the call before are not in the result of", () => {
  beforeEach(() => {
    // somebody's x and y, near each other, and more than any x here takes
    const secret = Array.from({ length: 400 }, (_, i) => [SECRET + 137 * i, SECRET + ((i * 7919) % 99_991)]);
    const other = fitSync(secret, secret.map((_, i) => SECRET + i)); // biome-ignore format: one call
    other.predict(secret);
    other.residuals(secret, secret.map((_, i) => SECRET + i)); // biome-ignore format: one call
  });
  for (const [verb, run] of Object.entries({ ...VERBS, ...SPARSE_VERBS } as typeof VERBS)) {
    it(`${verb}, whatever x says of itself`, async () => {
      for (const [name, make] of Object.entries(GREEDY)) {
        let found: unknown;
        try {
          found = await run({ x: make() as DesignInput, y: Y, model, smaller }, { family: "binomial" });
        } catch (error) {
          expect((error as Error).name, `${name}: ${error}`).toBe("GlmError");
          found = [(error as Error).message, (error as { detail: unknown }).detail];
        }
        expect(numbersIn(found).filter(isSecret), name).toEqual([]);
      }
    });
  }
  it("a model whose coefficients were handed over", () => {
    const own = fitSync(ROWS, Y, { family: "binomial" });
    structuredClone(own.coefficients, { transfer: [own.coefficients.buffer as ArrayBuffer] });
    expect([...own.predict(ROWS)]).toEqual([...model.predict(ROWS)]);
  });
});

describe("a matrix", () => {
  it("and a sparse matrix cannot be changed after they were checked, but for their arrays", () => {
    const x = matrix(new Float64Array(4), 2, 2, "row", ["a", "b"]);
    const s = sparse({ format: "csr", rows: 1, columns: 1, indptr: [0, 0], indices: [], values: [] });
    expect(() => Object.assign(x, { rows: 100 })).toThrow(TypeError);
    expect(() => Object.assign(s, { rows: 100 })).toThrow(TypeError);
    expect(() => (x.names as string[]).push("c")).toThrow(TypeError);
  });
});
