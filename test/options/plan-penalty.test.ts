import { describe, expect, it } from "vitest";
import { type FitOptions, fitSync, groupLasso, mcp, type Penalty, scad } from "../../src/index.js";
import { chooseFamily } from "../../src/options/plan.js";
import { calmData } from "../helpers/fits.js";
import { FORMS } from "../helpers/forms.js";
import { thrown } from "../helpers/thrown.js";

const PENALTIES: Record<string, Penalty> = {
  groupLasso: groupLasso(0.1, { groups: [1, 1, 2, 2] }),
  mcp: mcp(0.1),
  scad: scad(0.1),
};

for (const form of FORMS.filter(({ family }) => family.isBounded)) {
  describe(`${form.name}, whose predictors have a border`, () => {
    for (const [name, penalty] of Object.entries(PENALTIES)) {
      it(`is refused with ${name}, and the link that is named instead is not`, () => {
        const { x, y } = calmData(form);
        const { message } = thrown(() => fitSync(x, y, { ...form.options, penalty })) as Error;
        const [, named] = /whose predictors have a border; expected a link without one, as "(\w+)", or another penalty/.exec(message) ?? []; // biome-ignore format: one line
        const link = named as FitOptions["link"];
        expect(chooseFamily({ ...form.options, link }).isBounded).toBe(false);
        expect(() => fitSync(x, y, { ...form.options, link, penalty })).not.toThrow();
      });
    }
  });
}
