import { describe, expect, it } from "vitest";
import { type Encoding, writeEncoding } from "../../src/frame/encoding.js";
import { encoding as readEncoding } from "../../src/frame/encoding-schema.js";
import { applied as applyFrame, columnsOf, type Dense, learned, relearned as relearnFrame } from "./learned.js";

/** Numbers between 0 and 1 from a seed. */
function* chance(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const N = 60;
const draw = chance(7);
const next = (): number => draw.next().value;
const ROWS = Array.from({ length: N }, (_, i) => ({
  y: next(),
  age: 18 + Math.floor(50 * next()),
  lwt: 80 + 100 * next(),
  race: ["white", "black", "other"][Math.floor(3 * next())]!,
  smoke: next() < 0.4,
  when: new Date(Date.UTC(2020, 0, 1 + 13 * i)),
  visits: String(Math.floor(4 * next())),
}));

const FORMULAS = [
  "y ~ age + race * smoke",
  "y ~ poly(age, 3) + ns(lwt, df = 4) : smoke",
  "y ~ bs(log(lwt), 5) + scale(age) + center(lwt) + cut(age, 4)",
  "y ~ 0 + C(race, helmert) : poly(when, 2) + factor(visits, poly)",
  "y ~ I(scale(age)^2) + poly(scale(lwt), 2) + month(when) + (age > 40) + offset(center(lwt))",
];
const saved = (encoding: Encoding): Encoding =>
  readEncoding.read(JSON.parse(JSON.stringify(writeEncoding(encoding))), "encoding");
const someRows = (design: Dense, rows: readonly number[]): number[] =>
  design.names.flatMap((_, j) => rows.map((i) => design.data[j * design.rows + i]!));

describe("applyFrame", () => {
  for (const text of FORMULAS) {
    for (const coding of ["contrast", "full"] as const) {
      it(`${text}, ${coding}: the same bits for the rows of the fit, together and in part`, () => {
        const { design, encoding, offset, response } = learned(text, ROWS, { coding });
        const all = applyFrame(saved(encoding), ROWS, { response: true });
        expect({ ...all.design, blocks: [] }).toEqual({ ...design, blocks: [] });
        expect([all.offset, all.response]).toEqual([offset, response]);
        const some = [41, 3, 3, 17];
        const part = applyFrame(
          encoding,
          some.map((i) => ROWS[i]!),
        );
        expect([...part.design.data]).toEqual(someRows(design, some));
        expect(part.offset).toEqual(offset && Float64Array.from(some, (i) => offset[i]!));
      });
    }
  }
  const { encoding } = learned("y ~ age + race + smoke + offset(lwt)", ROWS);
  const NEW = { age: [30, null, 40, 50], race: ["black", "white", "Black", null], smoke: [true, true, false, false], lwt: [1, 2, 3, null] }; // biome-ignore format: one line
  it("gives NaN in rows with a missing cell, and keeps their place", () => {
    const table = { ...NEW, race: ["black", "white", "other", null] };
    const { design, isMissing, offset } = applyFrame(encoding, table);
    expect([...isMissing]).toEqual([0, 1, 0, 1]);
    const { age } = columnsOf(design);
    expect(age).toEqual([30, Number.NaN, 40, Number.NaN]);
    expect(columnsOf(design)["smoke[TRUE]"]).toEqual([1, Number.NaN, 0, Number.NaN]);
    expect(offset).toEqual(Float64Array.of(1, Number.NaN, 3, Number.NaN));
  });
  it("refuses a level that the fit has not seen, with its rows", () => {
    expect(() => applyFrame(encoding, NEW)).toThrow(
      'race[2] is "Black"; expected "black", "other", "white": the fit has seen no other: correct the cell, or set unseen: "missing" or "reference"',
    );
    const many = { ...NEW, race: ["x", "z", "x", "x"] };
    expect(() => applyFrame(encoding, many)).toThrow(/^race\[0\] is "x", and in row 2; expected/); // row 3 is left out
  });
  it("takes any level in a row that is left out, where nobody uses it", () => {
    const known = applyFrame(encoding, { ...NEW, race: ["black", "white", "other", "x"] });
    expect([...known.isMissing]).toEqual([0, 1, 0, 1]);
  });
  it("unseen: missing and reference", () => {
    const missing = applyFrame(encoding, NEW, { unseen: "missing" });
    expect([...missing.isMissing]).toEqual([0, 1, 1, 1]);
    const reference = applyFrame(encoding, NEW, { unseen: "reference" });
    expect([...reference.isMissing]).toEqual([0, 1, 0, 1]);
    expect(columnsOf(reference.design)).toMatchObject({
      "race[other]": [0, NaN, 0, NaN],
      "race[white]": [0, NaN, 0, NaN],
    });
  });
  it("the reference level has its column where all levels have one, but not by coding: full", () => {
    const one = { ...NEW, age: [1, 1, 1, 1], race: ["asian", "white", "black", "other"] };
    const unseen = { unseen: "reference" } as const;
    const full = applyFrame(learned('y ~ 0 + C(race, ref = "other")', ROWS).encoding, one, unseen);
    expect(Object.values(columnsOf(full.design)).map((column) => column[0])).toEqual([0, 1, 0]);
    const penalized = applyFrame(learned("y ~ race", ROWS, { coding: "full" }).encoding, one, unseen);
    expect(Object.values(columnsOf(penalized.design)).map((column) => column[0])).toEqual([0, 0, 0]);
  });
  it("an unseen level is not missing, where missing has a column beside other contrasts", () => {
    const { encoding: own } = learned("~ C(g, sum)", { g: ["a", "b", null, "c"] }, { missing: "indicator" });
    const { design } = applyFrame(own, { g: ["z", null, "c"] }, { unseen: "reference" });
    expect(columnsOf(design)).toEqual({
      "C(g, sum)[1]": [0, 0, -1],
      "C(g, sum)[2]": [0, 0, -1],
      "C(g, sum)[(missing)]": [0, 1, 0],
    });
  });
  it("a value outside of all intervals is no level", () => {
    const cut = learned("y ~ cut(age, c(0, 40, 99))", ROWS).encoding;
    expect(() => applyFrame(cut, { age: [50, 120] })).toThrow(
      /^cut\(age, c\(0, 40, 99\)\)\[1\] is outside of its levels/,
    );
    expect([...applyFrame(cut, { age: [50, 120] }, { unseen: "missing" }).isMissing]).toEqual([0, 1]);
  });
  it("reads columns as what they were at the fit", () => {
    const table = { age: ["30", 40], race: ["black", "other"], smoke: ["true", 0], lwt: ["1", "2"] };
    expect(columnsOf(applyFrame(encoding, table).design)).toMatchObject({ age: [30, 40], "smoke[TRUE]": [1, 0] });
    expect(() => applyFrame(encoding, { ...table, age: ["old", 1] })).toThrow(/^age\[0\] = "old"; expected a number/);
    const codes = learned("y ~ zip", { y: [1, 2], zip: ["01067", "10115"] }).encoding;
    expect(columnsOf(applyFrame(codes, { zip: [10115] }).design)).toEqual({ "zip[10115]": [1] });
  });
  it("does not need the response, unless it is asked for", () => {
    expect(applyFrame(encoding, NEW, { unseen: "missing" }).response).toBeUndefined();
    expect(() => applyFrame(encoding, NEW, { response: true })).toThrow('the model: the data has no column "y"');
    expect(() => applyFrame(encoding, { ...NEW, agee: NEW.age, age: undefined } as never)).toThrow(
      /^data\.age is undefined/,
    );
    const { age: _unused, ...without } = NEW;
    expect(() => applyFrame(encoding, { ...without, agee: NEW.age })).toThrow(
      'the data has no column "age"; did you mean "agee"?',
    );
  });
  it("the levels of a response are those of the fit", () => {
    const { encoding: races } = learned("race ~ age", ROWS);
    expect(applyFrame(races, { age: [1, 2], race: ["white", null] }, { response: true }).response).toMatchObject({
      codes: Int32Array.of(2),
    });
    const other = { age: [1], race: ["x"] };
    expect(() => applyFrame(races, other, { response: true, unseen: "missing" })).toThrow(/^race\[0\] is "x"/);
  });
  it("fills missing numbers with the mean of the fit, and marks them", () => {
    const table = { y: [1, 2, 3], x: [1, null, 3], g: ["a", null, "b"], z: [1, 2, 4] };
    const { encoding: own } = learned("y ~ x + g + z", table, { missing: "indicator" });
    const applied = applyFrame(saved(own), { x: [null, 5, 5], g: ["a", null, "b"], z: [7, 8, null] });
    expect([...applied.isMissing]).toEqual([0, 0, 1]); // z was never missing at the fit
    expect(columnsOf(applied.design)).toMatchObject({
      x: [2, 5, NaN],
      "g[(missing)]": [0, 1, NaN],
      "x[missing]": [1, 0, NaN],
    });
  });
  it("infinite numbers of a formula pass JSON", () => {
    const { encoding: own } = learned("y ~ cut(age, c(-Inf, 40, Inf)) + (lwt < Inf)", ROWS);
    expect([...applyFrame(saved(own), ROWS).design.data]).toEqual([...applyFrame(own, ROWS).design.data]);
  });
  it("an empty table has an empty design", () => {
    const { design } = applyFrame(encoding, { age: [], race: [], smoke: [], lwt: [] });
    expect([design.rows, design.names.length, design.data.length]).toEqual([0, 4, 0]);
  });
  it("refuses encodings that were changed or are newer", () => {
    const table = { age: [30], race: ["black"], smoke: [true], lwt: [1] };
    expect(() => applyFrame({ ...encoding, version: 2 }, table)).toThrow("the encoding has version 2; expected 1");
    expect(() => applyFrame({ ...encoding, names: ["age"] }, table)).toThrow(
      "the encoding makes 4 columns and names 1",
    );
    expect(() => applyFrame({ ...encoding, columns: [] }, table)).toThrow(
      /^the encoding uses the column age, which it does not name/,
    );
    const poly = learned("y ~ poly(age, 2)", ROWS).encoding;
    const changed = { ...poly, variables: poly.variables.map((variable) => ({ ...variable, states: [] })) };
    expect(() => applyFrame(changed, table)).toThrow(/^the encoding of poly\(age, 2\) has no numbers for poly\(\)/);
    const flat = { ...encoding, variables: encoding.variables.map(({ factor: _unused, ...rest }) => rest) };
    expect(() => applyFrame(flat, table)).toThrow(/^the encoding of race has no levels; expected otherwise/);
  });
});

describe("a saved encoding", () => {
  it.each([
    ["poly(age, 2)", { alpha: [1] }, "alpha has length 1; expected 2, the degree"],
    ["poly(age, 2)", { norm: [1, 2] }, "norm has length 2; expected 3, one more than the degree"],
    ["ns(lwt, df = 3)", { boundary: [80] }, "boundary has length 1; expected 2, the two boundary knots"],
    [
      "cut(age, c(0, 40, 99))",
      { labels: ["a"] },
      "labels has length 1; expected 2, one for each interval between breaks",
    ],
  ])("%s is refused with %j", (term, changed, words) => {
    const { encoding } = learned(`y ~ ${term}`, ROWS);
    const variables = encoding.variables.map((own) => ({ ...own, states: own.states.map((state) => ({ ...state, ...changed })) })); // biome-ignore format: one line
    expect(() => saved({ ...encoding, variables } as Encoding)).toThrow(`encoding.variables[0].states[0].${words}`);
  });
});

describe("relearnFrame", () => {
  const rows = Int32Array.from({ length: 40 }, (_, k) => k + (k > 20 ? 10 : 0));
  const TRAINING = [...rows].map((i) => ROWS[i]!);
  for (const text of FORMULAS) {
    it(`${text}: learns from some rows what a fit of these rows learns`, () => {
      const { encoding } = learned(text, ROWS);
      const again = relearnFrame(saved(encoding), ROWS, rows);
      const { means: _notInFolds, ...alone } = learned(text, TRAINING).encoding;
      const variables = alone.variables.map((own, v) => (own.label.startsWith("cut") ? encoding.variables[v] : own)); // levels stay
      const { names, rows: all, used } = encoding;
      const plain = (one: object): unknown => JSON.parse(JSON.stringify(writeEncoding(one as Encoding)));
      expect(plain(again)).toEqual(plain({ ...alone, variables, names, rows: all, used }));
    });
  }
  it("keeps levels that the rows do not have, and weighs means anew", () => {
    const table = { y: [1, 2, 3, 4], g: ["a", "a", "b", "b"], x: [1, 3, null, 100] };
    const { encoding } = learned("y ~ g + x", table, { missing: "indicator" });
    const again = relearnFrame(encoding, table, Int32Array.of(0, 1, 2), [3, 1, 1, 1]);
    expect(again.names).toEqual(encoding.names);
    expect(again.columns.find(({ name }) => name === "x")!.fill).toBe(1.5);
    expect(relearnFrame(encoding, table, Int32Array.of(0, 1)).columns.find(({ name }) => name === "x")!.fill).toBe(2);
  });
});
