// Written files are read again with the same bits, for any cuts of the text.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sparse } from "../../src/index.js";
import { readSvmlight, writeSvmlight } from "../../src/svmlight/index.js";
import { readNumber } from "../../src/svmlight/number.js";
import { SEED } from "../helpers/arbitrary.js";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

/** A sparse matrix with labels: rows of distinct columns with any doubles. */
const files = fc.integer({ min: 1, max: 20 }).chain((columns) => {
  const row = fc.uniqueArray(fc.tuple(fc.nat({ max: columns - 1 }), finite), { selector: ([j]) => j });
  return fc.array(fc.tuple(finite, row), { minLength: 1, maxLength: 15 }).map((rows) => {
    const indptr = [0];
    for (const [, entries] of rows) indptr.push(indptr.at(-1)! + entries.length);
    const x = sparse({
      format: "csr",
      rows: rows.length,
      columns,
      indptr,
      indices: rows.flatMap(([, entries]) => entries.map(([j]) => j)),
      values: rows.flatMap(([, entries]) => entries.map(([, value]) => value)),
    });
    return { x, y: rows.map(([label]) => label) };
  });
});

/** A text in pieces of the given lengths, over and over. */
function* pieces(text: string, lengths: readonly number[]) {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0, k = 0; at < bytes.length; k++) {
    const length = lengths[k % lengths.length]!;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

describe("any file", () => {
  it("is read as it was written", async () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(files, fc.boolean(), lengths, async ({ x, y }, zeroBased, cuts) => {
        const text = [...writeSvmlight(x, y, { zeroBased })].join("");
        const got = await readSvmlight(pieces(text, cuts), { columns: x.columns, zeroBased });
        expect({ ...got.x, indptr: [...got.x.indptr], indices: [...got.x.indices] }).toEqual({
          ...x,
          indptr: [...x.indptr],
          indices: [...x.indices],
        });
        expect([...got.y]).toEqual(y);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it("has numbers that are read as JavaScript reads them", () => {
    const digits = fc.array(fc.nat({ max: 9 }), { maxLength: 18 }).map((list) => list.join(""));
    const words = fc
      .tuple(fc.constantFrom("", "+", "-"), digits, fc.constantFrom("", "."), digits, fc.constantFrom("", "e-7", "E5"))
      .filter(([, whole, point, decimals]) => whole + (point && decimals) !== "")
      .map(([sign, whole, point, decimals, power]) => sign + whole + (point && point + decimals) + power);
    fc.assert(
      fc.property(fc.oneof(words, finite.map(String)), (word) => {
        expect(readNumber(word, 0, word.length)).toBe(Number(word));
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });
});
