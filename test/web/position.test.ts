// Where the slider is: what lies between the steps of a track.
import { describe, expect, it } from "vitest";
import { between, betweenNumbers, placeOfStep, strengthAt, tellingColumns } from "../../web/src/compare/position.js";
import type { Compared, Track } from "../../web/src/messages.js";

const track = (method: Track["method"], strengths: number[], coefficients: number[][]): Track => ({
  ...{ method, strengths, coefficients, intercepts: strengths.map(() => 0), losses: strengths.map((_, k) => k) },
  ...{ errors: strengths.map(() => 0), best: 0, oneError: 0, status: "" },
});
const ridge = track("ridge", [0, 0.01, 0.1, 1, 10], [[4, 0], [2, 1], [1, 1], [0.5, 1], [0, 1]]); // biome-ignore format: rows

describe("the position of the slider", () => {
  it("is at a step, or on the line between two", () => {
    expect(between(ridge.coefficients, 0)).toEqual([4, 0]);
    expect(between(ridge.coefficients, 0.25)).toEqual([2, 1]);
    expect(between(ridge.coefficients, 0.125)).toEqual([3, 0.5]);
    expect(between(ridge.coefficients, 1)).toEqual([0, 1]);
    expect(between(ridge.coefficients, 7)).toEqual([0, 1]);
    expect(between([[5, 6]], 0.4)).toEqual([5, 6]); // maximum likelihood has one step
    expect(betweenNumbers(ridge.losses, 0.625)).toBe(2.5);
  });
  it("has strengths on a log axis between positive steps, and linear ones beside 0 and for rates", () => {
    expect(strengthAt(ridge, 0.125)).toBeCloseTo(0.005, 12);
    expect(strengthAt(ridge, 0.375)).toBeCloseTo(Math.sqrt(0.01 * 0.1), 12);
    expect(strengthAt(ridge, 1)).toBe(10);
    expect(strengthAt(track("dropout", [0, 0.2, 0.8], [[1], [1], [1]]), 0.75)).toBeCloseTo(0.5, 12);
  });
  it("leads back from a step", () => {
    for (const k of ridge.strengths.keys()) expect(strengthAt(ridge, placeOfStep(ridge, k))).toBe(ridge.strengths[k]);
  });
  it("shows the columns that are large in the middle of a track, in their order, not those of its unpenalized end alone", () => {
    const rows = [
      [1000, 0, 0, 9],
      [0.1, 2, 0, 3],
      [0.1, 2, 0, 3],
      [0.1, 1, 0, 2],
    ];
    const compared: Compared = {
      measure: "",
      names: ["a", "b", "c", "d"],
      tracks: [track("ridge", [0, 1, 2, 3], rows)],
    };
    expect(tellingColumns(compared, 2)).toEqual([1, 3]);
  });
});
