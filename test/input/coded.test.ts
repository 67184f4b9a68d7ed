// Blocks of columns: what is refused, and where; each number by hand.
import { describe, expect, it } from "vitest";
import type { CodedColumns, FactorBlock } from "../../src/base/flow.js";
import { type DesignInput, fitSync, GlmError } from "../../src/index.js";
import { asCoded, type Coded, coded } from "../../src/input/coded.js";
import { readDesign } from "../../src/input/design.js";
import { placeDesign } from "../../src/wasm/design.js";
import { withScope } from "../../src/wasm/scope.js";
import { thrown } from "../helpers/thrown.js";

const FACTOR: FactorBlock = {
  kind: "factor",
  codes: Uint8Array.of(2, 0, 1, 2),
  levels: 3,
  columns: 2,
  contrasts: Float64Array.of(0, 0, 1, 0, 0, 1),
  values: undefined,
};
const NUMBERS = { kind: "numbers", values: Float64Array.of(4, 5, 6, 7) } as const;

const messageOf = (run: () => unknown): string => (thrown(run) as GlmError).message;
const with_ = (change: Partial<FactorBlock>): CodedColumns[] => [NUMBERS, { ...FACTOR, ...change }];
const refusal = (blocks: readonly CodedColumns[]): string => messageOf(() => coded({ rows: 4, blocks }));

/** What lies in the memory of the kernel, by rows. */
function placed(x: DesignInput): number[][] {
  const design = readDesign(x);
  return withScope((scope) => {
    const out = Array.from({ length: design.rows }, () => new Array<number>(design.columns).fill(Number.NaN));
    const { visit } = placeDesign(scope, design);
    for (let j = 0; j < design.columns; j++) {
      visit(j, (i, value) => {
        out[i]![j] = value;
      });
    }
    return out;
  });
}

describe("coded", () => {
  it("is the columns that its blocks stand for", () => {
    const x = coded({ rows: 4, blocks: [NUMBERS, FACTOR], names: ["a", "b", "c"] });
    expect([x.kind, x.rows, x.columns, x.names]).toEqual(["coded", 4, 3, ["a", "b", "c"]]);
    expect(placed(x)).toEqual([[4, 0, 1], [5, 0, 0], [6, 1, 0], [7, 0, 1]]); // biome-ignore format: a matrix
    expect(readDesign(coded({ rows: 4, blocks: [NUMBERS, FACTOR] })).names).toEqual(["x1", "x2", "x3"]);
  });

  it("takes the unit matrix, places, other contrasts and values", () => {
    const unit = { ...FACTOR, columns: 3, contrasts: undefined };
    expect(placed(coded({ rows: 4, blocks: [unit] }))).toEqual([[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]); // biome-ignore format: a matrix
    const places = { ...FACTOR, contrasts: undefined, places: Int32Array.of(1, -1, 0), values: NUMBERS.values };
    expect(placed(coded({ rows: 4, blocks: [places] }))).toEqual([[4, 0], [0, 5], [0, 0], [7, 0]]); // biome-ignore format: a matrix
    const twice = { ...FACTOR, contrasts: Float64Array.of(1, 1, 2, 0, -1, 0.5), values: NUMBERS.values };
    expect(placed(coded({ rows: 4, blocks: [twice] }))).toEqual([[-4, 2], [5, 5], [12, 0], [-7, 3.5]]); // biome-ignore format: a matrix
  });

  it("copies nothing", () => {
    const x = coded({ rows: 4, blocks: [NUMBERS, FACTOR] });
    expect(x.blocks[0]!.values).toBe(NUMBERS.values);
    expect((x.blocks[1] as FactorBlock).codes).toBe(FACTOR.codes);
    expect(asCoded(x)).toBe(x);
  });

  it("refuses codes, shapes and numbers with their place", () => {
    expect(refusal(with_({ codes: Uint8Array.of(0, 1, 3, 0) }))).toBe(
      "coded: blocks[1].codes[2] = 3; expected the place of a level, a whole number in [0, 2]",
    );
    expect(refusal(with_({ codes: Int32Array.of(0, -1, 0, 0) }))).toContain("blocks[1].codes[1] = -1;");
    expect(refusal(with_({ codes: Uint8Array.of(0) }))).toBe("coded: blocks[1].codes has 1 entries; expected 4");
    expect(refusal(with_({ codes: [0, 1, 0, 1] as never }))).toContain("expected a Uint8Array, a Uint16Array or");
    expect(refusal(with_({ levels: 0 }))).toBe("coded: blocks[1].levels = 0; expected a whole number >= 1");
    expect(refusal(with_({ columns: 1.5 }))).toBe("coded: blocks[1].columns = 1.5; expected a whole number >= 1");
    expect(refusal(with_({ contrasts: Float64Array.of(1) }))).toContain("contrasts has 1 entries; expected 6");
    expect(refusal(with_({ contrasts: new Float64Array(6).fill(Number.NaN) }))).toContain("contrasts[0] = NaN;");
    expect(refusal(with_({ values: Float64Array.of(1, 2, Infinity, 4) }))).toContain("values[2] = Infinity;");
    expect(refusal(with_({ contrasts: undefined }))).toContain("columns = 2; expected 3, one for each level");
    const places = (...own: number[]) => with_({ contrasts: undefined, places: Int32Array.from(own) });
    expect(refusal(places(0, 0, 1))).toContain("places[1] = 0; expected -1, or a column in [0, 1] that no other");
    expect(refusal(places(0, 2, 1))).toContain("places[1] = 2;");
    expect(refusal(places(0, 1))).toContain("places has 2 entries; expected 3");
    expect(refusal([{ kind: "letters" } as never])).toContain('kind is letters; expected "numbers" or "factor"');
    expect(refusal([{ kind: "numbers", values: Float64Array.of(1) }])).toContain("blocks[0].values has 1 entries");
    expect(messageOf(() => coded({ rows: 4, blocks: {} as never }))).toContain("expected an array");
    expect(messageOf(() => coded({ rows: 4, blocks: [FACTOR], names: ["a"] }))).toContain("names has length 1");
    expect(messageOf(() => readDesign(coded({ rows: 0, blocks: [] })))).toBe("x has no rows; at least one is needed");
  });

  it("checks an object that only looks like one", () => {
    const alike = { kind: "coded", rows: 4, columns: 9, names: undefined, blocks: with_({}) } as Coded;
    expect(placed(alike)).toEqual(placed(coded({ rows: 4, blocks: with_({}) })));
    const bad = { ...alike, blocks: with_({ codes: Uint8Array.of(9, 9, 9, 9) }) };
    expect(() => readDesign(bad)).toThrow(GlmError);
  });

  it("checks again what was changed later: codes and places are addresses in the kernel", () => {
    const fit = (x: Coded) => () => fitSync(x, [1, 2, 3, 5]);
    const codes = Int32Array.of(0, 1, 2, 0);
    const first = coded({ rows: 4, blocks: with_({ codes }) });
    codes[1] = -77;
    expect(messageOf(fit(first))).toBe(
      "blocks[1].codes[1] = -77; expected the place of a level, a whole number in [0, 2]",
    );
    const places = Int32Array.of(-1, 0, 1);
    const second = coded({ rows: 4, blocks: with_({ contrasts: undefined, places }) });
    places[2] = 1000;
    expect(messageOf(fit(second))).toContain("blocks[1].places[2] = 1000;");
    const values = Float64Array.of(1, 2, 3, 4);
    const third = coded({ rows: 4, blocks: [{ kind: "numbers", values }] });
    values[3] = Number.NaN;
    expect(messageOf(fit(third))).toContain("x[3][0] = NaN;");
  });

  it("leaves rows of weight 0 out, whatever their level", () => {
    const y = [1, 2, 3, 5, 7, 4];
    const codes = Uint8Array.of(2, 0, 1, 2, 0, 1);
    const values = Float64Array.of(4, 5, 6, 8, 1e9, 3);
    const blocks: CodedColumns[] = [
      { kind: "numbers", values },
      { ...FACTOR, codes },
    ];
    const model = fitSync(coded({ rows: 6, blocks }), y, { weights: [1, 1, 1, 1, 0, 1] });
    const want = fitSync([[4, 0, 1], [5, 0, 0], [6, 1, 0], [8, 0, 1], [3, 1, 0]], [1, 2, 3, 5, 4]); // biome-ignore format: a matrix
    want.coefficients.forEach((b, j) => {
      expect(model.coefficients[j]).toBeCloseTo(b, 10);
    });
  });
});
