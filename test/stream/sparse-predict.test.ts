// Predictions for a file of SVMlight are those of its rows in memory, some at a time.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { fitSync, load } from "../../src/index.js";
import { predict, svmlight } from "../../src/stream/index.js";
import { readSvmlight } from "../../src/svmlight/index.js";
import { failure } from "../helpers/outcomes.js";

const FOLDER = mkdtempSync(join(tmpdir(), "dropglm-predict-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const line = (i: number, first: number): string => {
  const entries = [0, 1, 2].filter((j) => (i + j) % 3 > 0).map((j) => `${j + first}:${Math.sin(i + j).toFixed(3)}`);
  return `${[0, 1, 2][Math.floor(1.5 + 1.4 * Math.sin(i * 3))]} ${entries.join(" ")}\n`;
};
const text = (first: number): string => Array.from({ length: 200 }, (_, i) => line(i, first)).join("");
const at = join(FOLDER, "rows.svm");
const zero = join(FOLDER, "zero.svm");
writeFileSync(at, text(1));
writeFileSync(zero, text(0));
const own = { zeroBased: false };

/** The predictions of a file, and where each part begins. */
async function predicted(work: ReturnType<typeof predict>) {
  const [values, firsts]: [unknown[], number[]] = [[], []];
  for await (const part of work) {
    expect(part.first).toBe(values.length);
    values.push(...part.values);
    firsts.push(part.first);
  }
  return { values, firsts };
}

it("in one part or many, of one mean or several, however columns are counted", async () => {
  await load();
  const { x, y } = await readSvmlight(text(1));
  const model = fitSync(x, y, { family: "multinomial" });
  const want = [...(model.predict(x) as unknown as Float64Array[])];
  expect(await predicted(predict(model as never, svmlight(at, own)))).toEqual({ values: want, firsts: [0] });
  const parts = await predicted(predict(model as never, svmlight(zero, { zeroBased: true }), { memory: "8kB" }));
  expect(parts.values).toEqual(want);
  expect(parts.firsts.length).toBeGreaterThan(3);
  const single = fitSync(x, y, { family: "gaussian" });
  const link = await predicted(predict(single, svmlight(at, own), { type: "link" }));
  expect(link.values).toEqual(Array.from(single.predict(x, { type: "link" })));
});

it("entries after the last column are refused, or left out and counted", async () => {
  await load();
  const { x, y } = await readSvmlight(text(1));
  const narrow = await readSvmlight(text(1).replace(/ 3:\S+/g, ""), { columns: 2, zeroBased: false });
  const model = fitSync(narrow.x, y, { family: "gaussian" });
  const all = () => predicted(predict(model, svmlight(at, own)));
  expect((await failure(all)).message).toMatch(
    /rows\.svm, line 1: index 3; the last of the model's 2 columns has the index 2: leave it out, or set beyond: "omit"$/,
  );
  let count = 0;
  const found: number[] = [];
  for await (const { values, omitted } of predict(model, svmlight(at, own), { beyond: "omit" })) {
    found.push(...(values as Float64Array));
    count += omitted!;
  }
  expect(found).toEqual(Array.from(model.predict(narrow.x)));
  expect(count).toBe(x.indices.filter((j) => j === 2).length);
});

it("what does not say which columns there are is refused", async () => {
  await load();
  const { x, y } = await readSvmlight(text(1));
  const model = fitSync(x, y, { family: "gaussian" });
  const refusal = async (source: unknown, options: object = {}, by: unknown = model) =>
    (await failure(() => predicted(predict(by as never, source as never, options)))).message;
  expect(await refusal(svmlight(at))).toMatch(/rows\.svm without zeroBased; expected/);
  expect(await refusal(svmlight(at, { ...own, columns: 5 }))).toMatch(/has 5 columns; expected 3, as the model/);
  const formula = fitSync("y ~ a", [
    { y: 1, a: 1 },
    { y: 2, a: 3 },
    { y: 1, a: 4 },
  ]);
  expect(await refusal(svmlight(at, own), {}, formula)).toMatch(/^predict: the model has a formula/);
  expect(await refusal(svmlight(at, own), { offset: "o" })).toMatch(/unknown option offset/);
  expect(await refusal(svmlight(at, own), { beyond: "keep" })).toMatch(/^beyond is .*; expected "error" or "omit"$/);
});
