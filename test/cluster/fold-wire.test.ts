// What folds need travels with its bits, and is checked by who gets it.
import { describe, expect, it } from "vitest";
import { packInput, packPieces, unpackInput, unpackPieces } from "../../src/cluster/fold-wire.js";
import type { Job } from "../../src/validation/run-fold.js";
import { INPUT } from "./fold-input.js";

const withEntries = (entries: object) => ({ design: { ...INPUT.design, entries } });
const BAD: Record<string, object> = {
  "option trace": { outers: [{ trace: true }] },
  "expected options of paths": { outers: [1] },
  "expected x of its rows": withEntries({ kind: "dense", layout: "row", data: new Float64Array(5) }),
  "expected vectors of its rows": { response: { ...INPUT.response, offset: new Float64Array(7) } },
  "expected y in its classes": { response: { ...INPUT.response, y: Float64Array.of(0, 1, 2, 3, 1, 2) } },
  "expected two folds": { designs: [INPUT.design] },
};
const WRONG_X = {
  "a start too many": {
    kind: "sparse",
    starts: Int32Array.of(0, 1, 1),
    indices: Int32Array.of(0),
    values: Float64Array.of(1),
  },
  "an index outside": {
    kind: "sparse",
    starts: Int32Array.of(0, 1),
    indices: Int32Array.of(6),
    values: Float64Array.of(1),
  },
  "starts that fall": {
    kind: "sparse",
    starts: Int32Array.of(1, 0),
    indices: Int32Array.of(),
    values: Float64Array.of(),
  },
  "a code without a level": {
    kind: "coded",
    blocks: [{ kind: "factor", codes: Uint8Array.of(0, 0, 0, 0, 1, 0), levels: 1, columns: 1 }],
  },
  "a column too many": {
    kind: "coded",
    blocks: [1, 2].map(() => ({ kind: "numbers", values: new Float64Array(6) })),
  },
  "another kind": { kind: "else" },
};
const RIGHT_X = [
  { kind: "sparse", starts: Int32Array.of(0, 1), indices: Int32Array.of(5), values: Float64Array.of(1) },
  {
    kind: "coded",
    blocks: [
      { kind: "factor", codes: Uint8Array.of(0, 0, 1, 0, 1, 0), levels: 2, columns: 1, contrasts: new Float64Array(2) },
    ],
  },
];

describe("what folds need", () => {
  it("travels with its bits", () => {
    const back = unpackInput(packInput(INPUT));
    expect(back).toEqual(INPUT);
    expect(back.design.entries).toMatchObject({ data: { buffer: expect.any(SharedArrayBuffer) } });
  });
  it.each(Object.entries(BAD))("is refused if it is none: %s", (message, change) => {
    expect(() => unpackInput(packInput({ ...INPUT, ...change } as never))).toThrow(message);
  });
  it.each(Object.entries(WRONG_X))("is refused if x has %s", (_, entries) => {
    expect(() => unpackInput(packInput({ ...INPUT, ...withEntries(entries) } as never))).toThrow(
      "expected x of its rows",
    );
  });
  it.each(RIGHT_X)("may have x of every kind", (entries) => {
    expect(unpackInput(packInput({ ...INPUT, ...withEntries(entries) } as never)).design.entries).toEqual(entries);
  });
  it("is of its folds", () => {
    expect(unpackPieces(packPieces([[{ fold: 2, outer: 0 }]]), INPUT)).toEqual([[{ fold: 2, outer: 0 }]]);
    for (const job of [
      { fold: 3, outer: 0 },
      { fold: 0, outer: 1 },
      { fold: -1, outer: 0 },
      { fold: 0.5, outer: 0 },
      null,
    ]) {
      expect(() => unpackPieces(packPieces([[job as Job]]), INPUT)).toThrow("expected folds of its input");
    }
  });
});
