// Ticks of the page's axes: round, few enough to stand apart, and never none.
import { scaleLinear, scaleLog } from "d3-scale";
import { describe, expect, it } from "vitest";
import { whole } from "../../web/src/steps/whole.js";
import { type Scale, spread, ticksOf } from "../../web/src/ui/axes.js";

const log = (low: number, high: number, width = 320): number[] =>
  ticksOf(scaleLog().domain([low, high]).range([0, width]) as unknown as Scale);
const linear = (low: number, high: number, width = 320): number[] =>
  ticksOf(scaleLinear().domain([low, high]).range([0, width]) as unknown as Scale);

describe("ticks", () => {
  it("are round on a log axis, whatever it spans", () => {
    expect(log(0.09, 24)).toEqual([0.1, 0.3, 1, 3, 10]);
    expect(log(0.06, 1.05)).toEqual([0.1, 0.2, 0.5, 1]);
    expect(log(1e-15, 1)).toHaveLength(6);
  });

  it("are there where a log axis spans no power of ten", () => {
    expect(log(1.003, 1.017).length).toBeGreaterThan(2);
    expect(log(2.1, 3.9).length).toBeGreaterThan(2);
  });

  it("are whole numbers of what is counted", () => {
    const scale = scaleLinear().domain([0, 6]).range([0, 900]) as unknown as Scale;
    expect(ticksOf(whole(scale))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("are fewer where there is less room, and still round", () => {
    expect(linear(0, 1, 215)).toEqual([0, 0.5, 1]);
    expect(linear(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linear(5000, 41000, 200).length).toBeLessThanOrEqual(4);
  });
});

describe("labels that are spread", () => {
  it("keep their distance and their order, within the plot", () => {
    expect(spread([10, 11, 12], 14, 0, 100)).toEqual([10, 24, 38]);
    expect(spread([98, 99, 97], 14, 0, 100)).toEqual([86, 100, 72]);
  });
});
