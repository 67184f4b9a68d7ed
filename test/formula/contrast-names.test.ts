import { expect, it } from "vitest";
import { CONTRAST_NAMES, CONTRAST_TAKERS, contrastOf } from "../../src/formula/contrast-names.js";
import { expandFormula } from "../../src/formula/expand.js";
import { FUNCTIONS } from "../../src/formula/functions.js";

it("contrastOf knows R's names", () => {
  expect(["sum", "contr.helmert", "full", "contr", "x", 3].map(contrastOf)).toEqual(["sum", "helmert", "full", undefined, undefined, undefined]); // biome-ignore format: one line
});

it("functions that take a contrast are functions", () => expect(FUNCTIONS).toEqual(expect.arrayContaining([...CONTRAST_TAKERS]))); // biome-ignore format: one line

for (const taker of CONTRAST_TAKERS) {
  for (const name of CONTRAST_NAMES) {
    it(`${taker}(a, ${name}) has the contrast as a text, whatever the columns are`, () => {
      const texts = [name, `contr.${name}`, `"${name}"`, `contrast = ${name}`].map((text) => `a, ${text}`);
      for (const args of [...texts, `a, ref = "b", ${name}`, `contrast = ${name}, a`]) {
        const { variables } = expandFormula(`~ ${taker}(${args})`, ["a", name]).terms[0]!;
        const { expression } = variables[0]!;
        const found = expression.kind === "call" && expression.args.filter(({ value }) => value.kind === "text");
        expect(found, args).toContainEqual(
          expect.objectContaining({ value: expect.objectContaining({ value: name }) }),
        );
        expect(JSON.stringify(expression), args).not.toContain(`"kind":"name","name":"${name}"`);
      }
    });
  }
}
