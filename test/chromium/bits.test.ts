// Results in a browser have the same bits as in Node.
import { describe, expect, inject, it } from "vitest";
import { bits } from "./bits.js";

const ours = await bits();
const theirs = inject("bits");

describe("Chromium and Node", () => {
  it("ran the same fits, in a browser and not", () => {
    expect("document" in globalThis).toBe(true);
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
    expect(Object.keys(ours).length).toBeGreaterThan(300);
  });
  for (const [name, hash] of Object.entries(ours)) {
    it(`have the same bits: ${name}`, () => {
      expect(hash).toBe(theirs[name]);
    });
  }
});
