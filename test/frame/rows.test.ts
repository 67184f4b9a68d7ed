// Errors that name a row: that of the table, also after rows were left out, and that of rows without labels.
import { describe, expect, it } from "vitest";
import {
  crossValidate,
  diagnose,
  dropout,
  fit,
  fitSync,
  infer,
  path,
  pathSync,
  poissonNoise,
  ridge,
} from "../../src/index.js";

type Row = { y: number; a: number | null; kind: string | null };
const ROWS: Row[] = Array.from({ length: 12 }, (_, i) => ({ y: i % 4, a: 1 + (i % 5), kind: i % 3 === 0 ? "a" : "b" }));
const [GAPS, odd] = [ROWS.map((row, i) => (i === 1 ? { ...row, a: null } : row)), { y: 1, a: -3, kind: "a" }];
const POISSON = { family: "poisson", noise: poissonNoise() } as const;
const messageOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was refused";
};

describe("a cell that a noise refuses", () => {
  const verbs = { fit, fitSync, path, pathSync, crossValidate } as Record<string, (...args: unknown[]) => unknown>;

  it.each(Object.entries(verbs))("%s: is named by its row of the table", async (name, verb) => {
    const options = /path|cross/i.test(name) ? { ...POISSON, penalty: ridge(), lambdas: [0.1] } : POISSON;
    expect(await messageOf(() => verb("y ~ a", [...GAPS, odd], options))).toMatch(/^x\[12\]\[0\] \(column a\) = -3; /);
    const unlabeled = { x: [{ a: null }, { a: 1 }, { a: -5 }] };
    expect(await messageOf(() => verb("y ~ a", GAPS, { ...options, unlabeled }))).toMatch(
      /^unlabeled\.x\[2\]\[0\] \(column a\) = -5; /,
    );
  });
});

describe("rows without labels", () => {
  const options = (x: object[]) => ({ family: "poisson", noise: dropout(0.1), unlabeled: { x } }) as const;

  it("are named in errors about them", () => {
    const fitTo = (x: object[]) => messageOf(() => fitSync("y ~ a + kind", GAPS, options(x)));
    return Promise.all([
      expect(
        fitTo([
          { a: 1, kind: "b" },
          { a: 2, kind: "d" },
        ]),
      ).resolves.toBe(
        'unlabeled.x: kind[1] is "d"; expected "a", "b": the fit has seen no other: correct the cell, or leave the row out',
      ),
      expect(
        fitTo([
          { a: 1, kind: "b" },
          { a: "x", kind: "a" },
        ]),
      ).resolves.toMatch(/^unlabeled\.x: a\[1\] = "x"; expected a number/),
      expect(fitTo([{ a: 1 }])).resolves.toMatch(/^unlabeled\.x: the model: the data has no column "kind"/),
    ]);
  });

  it("are named by a verb that takes a model and its table", async () => {
    const unlabeled = { x: [{ a: 1, kind: "b" }] };
    const model = fitSync("y ~ a + kind", GAPS, { ...options([]), unlabeled });
    const wrong = { unlabeled: { x: [{ a: 1, kind: "d" }] } };
    expect(await messageOf(() => diagnose(model, GAPS, wrong as never))).toMatch(/^unlabeled\.x: kind\[0\] is "d"/);
    expect(diagnose(model, GAPS, { unlabeled } as never).residuals.deviance).toHaveLength(12);
  });
});

it("a level that a fit has not seen is no choice for functions that look at the fit", async () => {
  const model = fitSync("y ~ kind", ROWS, { family: "poisson" });
  const rows = ROWS.map((row, i) => (i === 5 ? { ...row, kind: "d" } : row));
  expect(await messageOf(() => infer(model, rows))).toBe(
    'kind[5] is "d"; expected "a", "b": the fit has seen no other: correct the cell, or leave the row out',
  );
  expect(await messageOf(() => model.predict(rows))).toMatch(/, or set unseen: "missing" or "reference"$/);
});
