// Data that do not match PlotData: one line names the place. They are read at the call.
import { describe, expect, it } from "vitest";
import { GlmError } from "../../src/index.js";
import { type PlotData, toElement, toSVG } from "../../src/plots/index.js";

const good = (): PlotData => ({
  title: "t",
  x: { label: "x", scale: "log", domain: [0.1, 10], far: { label: "n", marks: [{ at: 1, label: "1" }] } },
  y: { label: "y", scale: "linear", isReversed: false, ticks: [{ at: 1, label: "one" }] },
  series: [
    { name: "a", kind: "line", role: "data", points: [{ x: 1, y: 1 }, { x: 2, y: 3 }] },
    { name: "b", kind: "interval", role: "context", points: [{ x: 1, low: 0, high: 1, label: "w" }] },
    { name: "b", kind: "interval", role: "data", points: [{ y: 1, low: 1, high: 2 }] },
    { name: "a", kind: "band", role: "data", points: [{ x: 1, low: 0, high: 1 }, { x: 2, low: 1, high: 2 }] },
    { name: "c", kind: "rule", role: "reference", points: [{ y: 1 }] },
  ],
  notes: ["n"],
  height: 300,
}); // biome-ignore format: points

/** Every place of a plot, as keys. */
function placesOf(value: unknown, keys: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [keys];
  return [keys, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...keys, key]))];
}

function withAt(keys: readonly string[], value: unknown): unknown {
  const data = structuredClone(good()) as unknown;
  if (keys.length === 0) return value;
  let at = data as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1)!] = value;
  return data;
}

describe("data of a plot", () => {
  const WRONG = [Number.NaN, Infinity, "1", null, undefined, -1, 5, {}, [], [{}], true, Symbol("s"), () => 1, 1n];
  it("any place with anything in it: a picture, or one line that names a place", async () => {
    let refused = 0;
    for (const keys of placesOf(good())) {
      for (const value of WRONG) {
        try {
          expect(await toSVG(withAt(keys, value) as PlotData)).toMatch(/^<svg /);
        } catch (error) {
          expect(error, `${keys.join(".")} = ${String(value)}`).toBeInstanceOf(GlmError);
          expect((error as GlmError).message).toMatch(/^[\w.[\]]+ is .+; expected /s);
          refused += 1;
        }
      }
    }
    expect(refused).toBeGreaterThan(300);
  }, 30_000);

  it("names the place", async () => {
    const wrong = withAt(["series", "0", "points", "1", "y"], Number.NaN) as PlotData;
    await expect(toSVG(wrong)).rejects.toThrow("series[0].points[1].y is NaN; expected a finite number");
    const below = withAt(["series", "0", "points", "0", "x"], 0) as PlotData;
    await expect(toSVG(below)).rejects.toThrow("series[0].points[0].x is 0; expected a finite number > 0");
  });

  it("names the ends of an interval that lies along a logarithmic axis, and one without a place", async () => {
    const below = withAt(["series", "2", "points", "0", "low"], 0) as PlotData;
    await expect(toSVG(below)).rejects.toThrow("series[2].points[0].low is 0; expected a finite number > 0");
    const nowhere = withAt(["series", "2", "points", "0", "y"], undefined) as PlotData;
    await expect(toSVG(nowhere)).rejects.toThrow("series[2].points[0].x is undefined; expected x or y");
  });

  it("is read at the call", async () => {
    const data = good() as unknown as { title: string; series: { points: { x: number }[] }[] };
    const want = await toSVG(good());
    const drawn = toSVG(data as unknown as PlotData);
    data.title = "another";
    data.series[0]!.points[0]!.x = 5;
    expect(await drawn).toBe(want);
    await expect(toElement(undefined as unknown as PlotData)).rejects.toThrow(GlmError);
  });
});
