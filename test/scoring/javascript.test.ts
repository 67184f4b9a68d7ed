import { describe, expect, it } from "vitest";
import { fitSync, type Model } from "../../src/index.js";
import { toJavaScript } from "../../src/to-javascript.js";
import { difference, moduleOf, scoredByModule } from "./difference.js";
import { CASES } from "./models.js";

const fit = (formula: string, table: object, options: object = {}): Model =>
  fitSync(formula, table as never, options as never) as unknown as Model;

describe("toJavaScript", () => {
  it.each(CASES)("$name", async ({ model, sheet }) => {
    for (const type of ["response", "link"] as const) {
      for (const unseen of ["missing", "reference"] as const) {
        const found = await scoredByModule(toJavaScript(model, { type, unseen }), sheet);
        expect(difference(found, model.predict(sheet as never, { type, unseen }))).toBeLessThan(1e-12);
      }
    }
  });

  const DOSE = { y: [0, 1, 0, 1, 1, 0, 1, 1], dose: [0, 1, 2, 3, 4, 5, 6, 7] };
  it.each(["probit", "cloglog", "loglog", "cauchit", "logit"])("%s keeps the digits of both tails", async (link) => {
    const model = fit("y ~ dose", DOSE, { family: "binomial", link });
    const dose = Array.from({ length: 400 }, (_, i) => (i - 200) * 0.5);
    const found = await scoredByModule(toJavaScript(model), { dose });
    const expected = model.predict({ dose });
    for (const [i, mean] of expected.entries()) {
      if (mean < 1e-290)
        expect(found[i]).toBeLessThan(1e-280); // e^x is not the same there in the last of few digits
      else expect(Math.abs(found[i]! / mean - 1)).toBeLessThan(2e-12);
    }
  });

  it.each(["poly(x, 8)", "bs(x, df = 20, degree = 8)", "ns(x, df = 40)", "bs(x, df = 40)"])(
    "%s keeps twelve digits",
    async (curve) => {
      const x = Array.from({ length: 300 }, (_, i) => Math.exp(i / 50)); // of the shapes that were tried the hardest
      const model = fit(`y ~ ${curve}`, { x, y: x.map((_, i) => Math.sin(i * i) + (i > 150 ? 2 : 0)) });
      expect(difference(await scoredByModule(toJavaScript(model), { x }), model.predict({ x }))).toBeLessThan(1e-12);
    },
  );

  it("multinomial: an array of means in the order of the classes", async () => {
    const table = {
      y: ["a", "b", "c", "a", "c", "b", "a", "b", "c", "c"],
      x: [1, 2, 3, 2, 4, 1, 3, 4, 2, 5],
      g: [..."uvuvuvuvuv"],
    };
    const model = fitSync("y ~ x + g", table, { family: "multinomial" }) as unknown as Model<"many">;
    const rows = [
      { x: 2.5, g: "u" },
      { x: -40, g: "v" },
      { x: 4000, g: "v" },
      { x: null, g: "u" },
      { x: 1, g: "w" },
    ];
    for (const type of ["response", "link"] as const) {
      const predict = await moduleOf<number[]>(toJavaScript(model, { type }));
      model.predict(rows, { type, unseen: "missing" }).forEach((expected, i) => {
        expect(difference(predict(rows[i]!), expected)).toBeLessThan(1e-12);
      });
    }
  });

  it("columns of a matrix are read by their names", async () => {
    const x = { a: [1, 2, 3, 4, 5], "b c": [2, 1, 4, 3, 9] };
    const model = fitSync(x, [1, 3, 2, 5, 4]);
    expect(difference(await scoredByModule(toJavaScript(model), x), model.predict(x))).toBeLessThan(1e-14);
  });

  it("cells are read as a table is read, and what cannot be read is missing", async () => {
    const table = { y: [1, 2, 4, 3, 5, 7], n: [1, 2, 3, 4, 5, 6], code: ["1", "2", "1", "2", "1", "2"], ok: [true, false, true, true, false, false], when: ["2024-01-01", "2024-02-01", "2024-03-01T12:00Z", "2024-04-01", "2024-05-01", "2024-06-01"] }; // biome-ignore format: one line
    const model = fit("y ~ n + code + ok + when", table, { types: { code: "category" } });
    const row = { n: 2, code: "1", ok: true, when: "2024-02-29" };
    const predict = await moduleOf(toJavaScript(model));
    const changes = [
      { n: " 2.5e0 " }, { n: 3n }, { n: true }, { n: "NA" }, { n: "" }, { n: null }, { n: undefined }, { n: Number.NaN },
      { code: 1 }, { code: 2n }, { code: "3" }, { code: null }, { ok: "TRUE" }, { ok: " false " }, { ok: 0 }, { ok: null },
      { when: new Date("2024-02-29T06:00Z") }, { when: "2024-02-29T01:30:15.25+02:00" }, { when: "2024-02-29 23:59" }, { when: "NA" },
    ]; // biome-ignore format: one line
    for (const change of changes) {
      const changed = { ...row, ...change };
      const [expected] = model.predict([changed] as never, { unseen: "missing" });
      expect(difference([predict(changed)], [expected!]), String(Object.values(change)[0])).toBeLessThan(1e-12);
    }
    // what predict refuses has no prediction
    for (const change of [
      { n: "1,5" },
      { n: "0x1f" },
      { n: Infinity },
      { n: [1] },
      { ok: 2 },
      { when: "2023-02-29" },
      { when: "2024-02-29T01:30:60" },
      { when: 19_000 },
    ]) {
      expect(predict({ ...row, ...change })).toBeNaN();
    }
  });

  it("what predict refuses within a formula has no prediction", async () => {
    const exposed = fit(
      "y ~ dose",
      { y: [1, 3, 2], dose: [1, 2, 3], time: [1, 2, 3] },
      { family: "poisson", exposure: "time" },
    );
    const predict = await moduleOf(toJavaScript(exposed));
    expect([0, -1, 2].map((time) => Number.isNaN(predict({ dose: 1, time })))).toEqual([true, true, false]);
    const ratio = await moduleOf(toJavaScript(fit("y ~ I(1 / dose)", { y: [1, 3, 2], dose: [1, 2, 3] })));
    expect([0, 2].map((dose) => Number.isNaN(ratio({ dose })))).toEqual([true, false]);
  });

  it("reads own properties only", async () => {
    const table = { y: [1, 2, 4, 3], constructor: [1, 2, 3, 5], __proto__: null };
    const predict = await moduleOf(toJavaScript(fit("y ~ constructor", table)));
    expect(predict({ constructor: 2 } as never)).not.toBeNaN();
    expect(predict({})).toBeNaN();
    expect(predict(Object.create({ constructor: 2 }) as object as never)).toBeNaN();
  });

  const EVIL = [
    '"]; throw 1; //',
    "</script><script>alert(1)",
    "\u2028\u2029",
    `\`\${globalThis.x = 1}\``,
    "\\",
    "\n*/",
    "\0",
    "'",
  ];
  it.each(EVIL)("names and levels are texts: %j", async (text) => {
    const table = { y: [1, 2, 4, 4], [text]: [1, 2, 3, 5], level: [text, "b", text, "b"] };
    const formula = `y ~ level + .`;
    const model = fit(formula, table);
    const source = toJavaScript(model);
    expect(source).not.toMatch(/<\/script|[\u2028\u2029]/);
    const predict = await moduleOf(source);
    const rows = [
      { [text]: 2, level: text },
      { [text]: 7, level: "b" },
    ];
    const found = rows.map((row) => predict(row));
    expect(difference(found, model.predict(rows))).toBeLessThan(1e-13);
    expect("x" in globalThis).toBe(false);
  });

  it("is the body of a function, too", () => {
    const source = toJavaScript(fit("y ~ dose", DOSE));
    const predict = new Function(`${source.replace("export ", "")}; return predict;`)() as (row: object) => number;
    expect(predict({ dose: 3 })).toBeGreaterThan(0);
    expect(source.match(/\bimport\b|\brequire\b/)).toBeNull();
  });

  it("goes on with thousands of levels", async () => {
    const levels = Array.from({ length: 12_000 }, (_, k) => `level ${k}`);
    const model = fit("y ~ g", { y: levels.map((_, k) => Math.sin(k * k)), g: levels });
    const predict = await moduleOf(toJavaScript(model));
    expect(predict({ g: "level 9000" })).toBeCloseTo(Math.sin(9000 * 9000), 12);
  });
});
