// Numbers that both sides of the border know must be the same numbers.
import { describe, expect, it } from "vitest";
import { FAMILIES } from "../../src/families/index.js";
import { APPROXIMATIONS, NOISES } from "../../src/noise/index.js";
import { PENALTIES } from "../../src/penalties/index.js";
import { SOLVERS } from "../../src/solvers/index.js";
import { OUTCOME, REQUEST } from "../../src/wasm/kernel.js";
import { withScope } from "../../src/wasm/scope.js";

type Numbers = Readonly<Record<string, number>>;

const ids = (registry: Readonly<Record<string, { readonly id: number }>>): Numbers =>
  Object.fromEntries(Object.entries(registry).map(([name, { id }]) => [name, id]));

const HOST: Record<string, Numbers> = {
  Family: ids(FAMILIES),
  Noise: ids(NOISES),
  Penalty: { none: 0, ...ids(PENALTIES) },
  Solver: ids(SOLVERS),
  Approximation: { none: 0, ...APPROXIMATIONS },
  Request: REQUEST,
  Outcome: OUTCOME,
};

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

describe("ids", () => {
  for (const [room, host] of Object.entries(HOST)) {
    it(`${room}: kernel and host agree`, () => {
      withScope((scope) => {
        const exported = scope.kernel.exports as unknown as Record<string, Record<string, WebAssembly.Global>>;
        const kernel = Object.entries(exported[room]!).map(([name, value]) => [lowerFirst(name), value.value]);
        expect(Object.fromEntries(kernel)).toEqual(host);
      });
    });
  }
  it("has its own name in every descriptor", () => {
    for (const registry of [FAMILIES, NOISES, PENALTIES, SOLVERS]) {
      for (const [name, descriptor] of Object.entries(registry)) expect(descriptor.name).toBe(name);
    }
  });
});
