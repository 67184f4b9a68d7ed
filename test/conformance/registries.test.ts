// Numbers that host and kernel share must be equal.
import { describe, expect, it } from "vitest";
import {
  APPROXIMATION,
  ASK,
  DISTRIBUTION,
  FAMILY,
  MASK,
  NOISE,
  OUTCOME,
  PENALTY,
  PROBABILITY,
  REQUEST,
  SOLVER,
  STORAGE,
} from "../../src/base/ids.js";
import { LINKS } from "../../src/links/index.js";
import { APPROXIMATIONS, NOISES } from "../../src/noise/index.js";
import { PENALTIES } from "../../src/penalties/index.js";
import { SOLVERS } from "../../src/solvers/index.js";
import { withScope } from "../../src/wasm/scope.js";
import { FORMS, formOf } from "../helpers/forms.js";

type Numbers = Readonly<Record<string, number>>;

const camel = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const ids = (registry: Readonly<Record<string, { readonly id: number }>>): Numbers =>
  Object.fromEntries(Object.entries(registry).map(([name, { id }]) => [camel(name), id]));

/** The complete table of the host: kernel and host have the same entries. */
const HOST: Record<string, Numbers> = {
  Family: FAMILY,
  Probability: PROBABILITY,
  Storage: STORAGE,
  Mask: MASK,
  Noise: NOISE,
  Approximation: APPROXIMATION,
  Penalty: PENALTY,
  Solver: SOLVER,
  Request: REQUEST,
  Outcome: OUTCOME,
  Distribution: DISTRIBUTION,
};

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

function kernelNumbers(room: string): Numbers {
  return withScope((scope) => {
    const exported = scope.kernel.exports as unknown as Record<string, Record<string, WebAssembly.Global>>;
    return Object.fromEntries(Object.entries(exported[room]!).map(([name, value]) => [lowerFirst(name), value.value]));
  });
}

describe("ids", () => {
  for (const [room, host] of Object.entries(HOST)) {
    it(`${room}: kernel and host agree`, () => expect(kernelNumbers(room)).toEqual(host));
  }
  it("every descriptor has the number of its name", () => {
    expect(ids(NOISES)).toEqual(NOISE);
    expect({ none: 0, ...ids(PENALTIES) }).toEqual(PENALTY);
    expect(ids(SOLVERS)).toEqual(SOLVER);
    for (const [name, id] of Object.entries(APPROXIMATIONS)) expect(APPROXIMATION).toMatchObject({ [camel(name)]: id });
    for (const [name, { probability }] of Object.entries(LINKS))
      if (probability !== undefined) expect(PROBABILITY).toMatchObject({ [camel(name)]: probability });
  });
  it("Ask: host and kernel use the same numbers", () => {
    expect(kernelNumbers("Ask")).toMatchObject(ASK);
  });
  it("Family: every form has the kernel's number for its kind", () => {
    const kernel = kernelNumbers("Family");
    const kindOf = (name: string, link: string): string => {
      if (name === "gaussian" && link === "identity") return "gaussian";
      if (name === "binomial") return link === "logit" ? "binomial" : "proportion";
      if (name === "poisson" && link === "log") return "poisson";
      if (name === "negative-binomial") return link === "log" ? "negativeBinomialLog" : "negativeBinomialPower";
      return link === "log" ? "powerLog" : "powerPower";
    };
    for (const { family } of FORMS) expect(family.id).toBe(kernel[kindOf(family.name, family.link)]);
    expect(formOf("multinomial").family.id).toBe(kernel.multinomial);
  });
});
