// Every plot as a picture. A person has looked at each of the files beside this one, and must look at every change.
import { parseHTML } from "linkedom";
import { describe, expect, it, vi } from "vitest";
import { GlmError } from "../../src/index.js";
import { type PlotData, plots, toElement, toSVG } from "../../src/plots/index.js";
import { EXAMPLES } from "./examples.js";

const SMALL: PlotData = {
  title: "a < b & c",
  x: { label: '"x"', scale: "linear" },
  y: { label: "y", scale: "log" },
  series: [{ name: "one", kind: "dot", role: "data", points: [{ x: 1, y: 2, label: "<g> & co" }] }],
  notes: ["5 > 4"],
};

describe("toSVG", () => {
  it("has an example of every plot", () => {
    const shown = new Set(Object.keys(EXAMPLES).map((name) => name.split("-")[0]));
    expect([...shown].sort()).toEqual(Object.keys(plots).sort());
  });
  for (const [name, data] of Object.entries(EXAMPLES)) {
    it(`draws ${name} as it was looked at`, async () => {
      await expect(`${await toSVG(data)}\n`).toMatchFileSnapshot(`pictures/${name}.svg`);
    });
  }
  it("is a file of its own: a namespace, a title, a background, no style that leaks, words escaped", async () => {
    const svg = await toSVG(SMALL);
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain("<title>a &lt; b &amp; c</title>");
    expect(svg).toMatch(/&lt;g(>|&gt;) &amp; co/);
    expect(svg).toMatch(/<rect [^>]*fill="white"/);
    expect(svg).not.toContain("<style");
    expect(svg).not.toMatch(/"[^"a-z]*\d\.\d{3}/); // coordinates are rounded
  });
  it("takes size and colours", async () => {
    const svg = await toSVG(SMALL, { width: 300, height: 250, background: "none", colour: "currentColor" });
    expect(svg).toContain('viewBox="0 0 300 250"');
    expect(svg).toContain('color="currentColor"');
    expect(svg).not.toContain("<rect");
  });
  it("makes elements in the document that is given", async () => {
    const { document } = parseHTML("<html><body></body></html>");
    const element = await toElement(SMALL, { document });
    expect(element.ownerDocument).toBe(document);
    expect(element.localName).toBe("svg");
  });
  it("draws a plot without points", async () => {
    for (const scale of ["linear", "log"] as const) {
      const svg = await toSVG({ ...SMALL, y: { label: "y", scale }, series: [] });
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
  it("draws one point, and many alike", async () => {
    const points = [{ x: 0, y: 5 }];
    const one = await toSVG({ ...SMALL, series: [{ name: "", kind: "dot", role: "data", points }] });
    const alike = await toSVG({
      ...SMALL,
      series: [{ name: "", kind: "line", role: "data", points: [...points, ...points] }],
    });
    for (const svg of [one, alike]) expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
  it("refuses options that nobody reads, and sizes that are none", async () => {
    await expect(toSVG(SMALL, { colour: "red", heigth: 3 } as object)).rejects.toThrow(/did you mean height/);
    await expect(toSVG(SMALL, { width: Number.NaN })).rejects.toThrow(
      "width is NaN; expected a number of pixels in [200, 10000]",
    );
  });
  for (const name of ["@observablehq/plot", "linkedom"]) {
    it(`says what to do when ${name} is not there`, async () => {
      vi.doMock(name, () => {
        throw new Error("Cannot find package");
      });
      try {
        const error = await toSVG(SMALL).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(GlmError);
        expect(error).toMatchObject({ code: "NOT_LOADED", message: expect.stringContaining(`npm install ${name}`) });
      } finally {
        vi.doUnmock(name);
      }
    });
  }
});
