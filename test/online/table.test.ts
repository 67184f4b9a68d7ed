import { describe, expect, it } from "vitest";
import { GlmError } from "../../src/index.js";
import { fromJSON, online } from "../../src/online/index.js";

const ROWS = Array.from({ length: 400 }, (_, i) => ({
  y: Number((i * 7919) % 10 < (i % 3 === 0 ? 8 : 2)),
  kind: ["a", "b", "c"][i % 3]!,
  age: i % 11,
  text: i % 3 === 0 ? "Good, good news" : "bad news",
}));

const messageOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof GlmError) return error.message;
  }
  return "not refused";
};

describe("a table", () => {
  it("has text by its hashes: cells, or words that are counted", () => {
    const learner = online({ family: "binomial", response: "y", hash: { words: ["text"] } });
    learner.learn(ROWS);
    const [a, b] = learner.predict([{ ...ROWS[0]! }, { ...ROWS[1]! }]) as Float64Array;
    expect(a).toBeGreaterThan(0.6);
    expect(b).toBeLessThan(0.4);
    const { hashed, names, coefficients } = learner.model();
    expect(names).toEqual(["age"]);
    expect((coefficients as Float64Array).length).toBe(1);
    expect(hashed![0]!.filter((v) => v !== 0).length).toBe(6); // a, b, c, good, bad, news
  });
  it("is the same by columns and by rows, and after it was saved", () => {
    const options = { family: "binomial", response: "y", hash: { bits: 8 } } as const;
    const [rows, columns] = [online(options), online(options)];
    rows.learn(ROWS);
    columns.learn({
      y: ROWS.map(({ y }) => y),
      kind: ROWS.map(({ kind }) => kind),
      age: ROWS.map(({ age }) => age),
      text: ROWS.map(({ text }) => text),
    });
    expect(JSON.stringify(columns)).toBe(JSON.stringify(rows));
    expect(fromJSON(JSON.parse(JSON.stringify(rows))).predict(ROWS)).toEqual(rows.predict(ROWS));
  });
  it("with few bits lets text share coefficients", () => {
    const learner = online({ family: "binomial", response: "y", hash: { bits: 1 } });
    learner.learn(ROWS);
    expect(learner.model().hashed![0]!.length).toBe(2);
  });
  it("leaves out rows with a missing cell, and predicts NaN for them", () => {
    const learner = online({ response: "y", weights: "w" });
    const rows = [{ y: 1, a: 2, w: 1 }, { y: null, a: 1, w: 1 }, { y: 2, a: Number.NaN, w: 1 }, { y: 3, a: 1, w: 2 }]; // biome-ignore format: one line
    expect(learner.learn(rows)).toMatchObject({ rows: 2, leftOut: 2 });
    expect(Array.from(learner.predict([{ a: 1 }, { a: null }]) as Float64Array, Number.isNaN)).toEqual([false, true]);
  });
  it("is refused where it cannot be learned", () => {
    expect(messageOf(() => online({ response: "y" }).learn(ROWS))).toContain(
      "column kind has text (a); expected numbers: give option hash",
    );
    const learner = online({ response: "y", hash: {} });
    learner.learn(ROWS);
    expect(messageOf(() => learner.learn([{ y: 1, kind: "a", text: "b" }]))).toContain('the data has no column "age"');
    expect(messageOf(() => learner.learn([{ y: 1, kind: "a", text: "b", age: "old" }]))).toContain("age[0] = ");
    expect(messageOf(() => learner.learn([{ y: 1, kind: 3, text: "b", age: 1 }]))).toContain(
      "kind[0] = 3; expected text",
    );
    expect(messageOf(() => learner.learn([{ y: "no", kind: "a", text: "b", age: 1 }]))).toContain("y[0] = ");
    expect(messageOf(() => online({}).learn([{ a: 1 }]))).toContain("response is missing");
    expect(messageOf(() => online({ response: "y", hash: { words: ["z"] } }).learn(ROWS))).toContain("hash.words has");
  });
});
