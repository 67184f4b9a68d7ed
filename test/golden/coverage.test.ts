// Every family and every link is compared with numbers of another program. Cases that may be skipped do not count.
import { describe, expect, it } from "vitest";
import { FAMILIES, type FamilyName } from "../../src/families/index.js";
import { LINKS } from "../../src/links/index.js";
import { fixture } from "../helpers/fixture.js";
import type { Fixture, ModelCase } from "./models.js";

const FILES = ["gaussian", "binomial", "poisson", "families", "statsmodels", "classes", "penalized"];

function nameOf(family: ModelCase<unknown>["family"]): FamilyName {
  if (typeof family === "string") return family;
  return family.name === "quasi" ? family.of : family.name;
}

const FIXTURES = await Promise.all(FILES.map((file) => fixture<Fixture<unknown>>(file)));
const pairs = FIXTURES.flatMap(({ data, cases }) => {
  return cases
    .filter((golden) => data?.[golden.data] !== null) // gaussian, binomial and poisson hold the data in the cases
    .map((golden) => {
      const family = nameOf(golden.family);
      return { family, link: golden.link ?? FAMILIES[family].links[0] };
    });
});

describe("golden cases", () => {
  it.each(Object.keys(FAMILIES))("there is one of family %s", (name) => {
    expect(pairs.map(({ family }) => family)).toContain(name);
  });

  it.each(Object.keys(LINKS))("there is one of link %s", (name) => {
    expect(pairs.map(({ link }) => link)).toContain(name);
  });
});
