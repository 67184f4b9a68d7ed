import { describe, expect, it } from "vitest";
import { applied, type Dense, learned } from "../frame/learned.js";
import golden from "./frame.json" with { type: "json" };

interface Case {
  readonly formula: string;
  readonly table: "data" | "gaps";
  readonly rows: readonly number[];
  readonly names: readonly string[];
  readonly assign: readonly number[];
  readonly design: readonly (readonly number[])[];
  readonly predicted: readonly (readonly number[])[];
  readonly offset?: readonly number[];
}

const CASES = golden.cases as readonly Case[];

/** Entries agree to this, relative to the largest of their column where that is more than 1. */
const TOLERANCE = 1e-14;

function expectDesign(actual: Dense, expected: Case["design"]): void {
  expect(actual.rows).toBe(expected.length);
  for (let j = 0; j < actual.names.length; j++) {
    const size = Math.max(1, ...expected.map((row) => Math.abs(row[j]!)));
    for (const [i, row] of expected.entries()) {
      const difference = Math.abs(actual.data[j * expected.length + i]! - row[j]!);
      expect(difference, `${actual.names[j]}, row ${i}`).toBeLessThanOrEqual(TOLERANCE * size);
    }
  }
}

/** R writes names without brackets. */
const bare = (names: readonly string[]): string[] => names.map((name) => name.replace(/[[\]]/g, ""));

describe("designs of R's model.matrix", () => {
  for (const one of CASES) {
    it(`${one.formula}, of ${one.table}`, () => {
      const frame = learned(one.formula, golden[one.table]);
      expect([...frame.rows]).toEqual(one.rows);
      expect(bare(frame.design.names)).toEqual(bare(one.names));
      expect([...frame.design.assign]).toEqual(one.assign);
      expectDesign(frame.design, one.design);
      const { design } = applied(frame.encoding, golden.new);
      expect(design.names).toEqual(frame.design.names);
      expectDesign(design, one.predicted);
      expect(frame.offset === undefined).toBe(one.offset === undefined);
      for (const [i, offset] of (one.offset ?? []).entries()) expect(frame.offset![i]).toBeCloseTo(offset, 12);
    });
  }
});
