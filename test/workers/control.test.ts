// The words that threads agree by.
import { describe, expect, it } from "vitest";
import { Control } from "../../src/workers/control.js";

const passOf = (parts: number) => ({ parts, request: 3, slots: 0, slotBytes: 0, exchange: 0 });
/** Places of the words `next` and `pass` in the block. */
const [NEXT, PASS] = [1, 2];

describe("partitions", () => {
  it("are each given once, in their order, and then none", () => {
    const control = Control.of(2);
    for (const parts of [3, 1, 5]) {
      control.begin(passOf(parts));
      expect(Array.from({ length: parts + 2 }, () => control.claim())).toEqual([...Array(parts).keys(), -1, -1]);
    }
  });
  it("of the next pass are not given to a thread that asked in the last one", () => {
    const control = Control.of(2);
    control.begin(passOf(2));
    for (let k = 0; k < 3; k++) control.claim();
    const last = Atomics.load(control.words, NEXT);
    control.begin(passOf(40));
    expect(Atomics.load(control.words, PASS) & 0xffff).toBe(40);
    Atomics.store(control.words, NEXT, last); // its question was on the way while the leader set the pass up
    expect(control.claim()).toBe(-1);
  });
  it("are numbered anew when the number of passes is full", () => {
    const control = Control.of(2);
    for (let k = 0; k < 2 ** 15 + 3; k++) control.begin(passOf(2));
    expect([control.claim(), control.claim(), control.claim()]).toEqual([0, 1, -1]);
  });
});

describe("waiting", () => {
  it("ends when it is reached, when the threads are dismissed, and at last", () => {
    const control = Control.of(2);
    control.begin(passOf(1));
    expect(control.awaitAll(1, 5)).toBe(false);
    control.finish(1);
    expect(control.awaitAll(1, 5)).toBe(true);
    expect(control.awaitTurn(0, 5)).toBe(true);
    control.passTurn();
    expect(control.awaitTurn(0, 5)).toBe(false);
    control.dismiss();
    expect(control.awaitTurn(0)).toBe(false);
  });
});
