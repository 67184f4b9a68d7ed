// Words and colours of a caller in a picture: the SVG stays well-formed and runs and fetches nothing.
import { describe, expect, it } from "vitest";
import { GlmError } from "../../src/index.js";
import { type DrawOptions, type PlotData, plots, toSVG } from "../../src/plots/index.js";

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><image href="//example.org/x"/>',
  "a & b &lt; c ]]>",
  "line\nend\u0000\u0007\u001b[31m",
  "half \ud83d",
  "\ufffe\uffff\u0085\u2028",
  `${"x".repeat(26)}\u{1f388}`, // cut in the middle of a pair
];

const plotOf = (text: string): PlotData => ({
  title: text,
  x: { label: text, scale: "linear", far: { label: text, marks: [{ at: 1, label: text }] } },
  y: { label: text, scale: "linear" },
  series: [
    { name: text, kind: "line", role: "data", points: [{ x: 0, y: 0 }, { x: 1, y: 1 }] },
    { name: `${text}2`, kind: "line", role: "data", points: [{ x: 0, y: 1 }, { x: 1, y: 0 }] },
    { name: text, kind: "dot", role: "data", points: [{ x: 0, y: 0, label: text }] },
    { name: `${text}3`, kind: "dot", role: "data", points: [{ x: 2, y: 1, label: text }] },
    { name: text, kind: "rule", role: "reference", points: [{ x: 1, label: text }, { y: 1, label: text }] },
  ],
  notes: [text, text],
}); // biome-ignore format: points

/** Names of the elements of a well-formed file of XML; throws where it is none. */
function elementsOf(xml: string): string[] {
  for (const letter of xml) {
    const code = letter.codePointAt(0)!;
    const isChar =
      code === 9 ||
      code === 10 ||
      code === 13 ||
      (code >= 32 && code < 0xd800) ||
      (code > 0xdfff && code < 0xfffe) ||
      code > 0xffff;
    if (!isChar) throw new Error(`U+${code.toString(16)} is no character of XML`);
  }
  const text = (part: string): void => {
    if (/[<>]|&(?!(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(part)) throw new Error(`not escaped: ${part}`);
  };
  const open: string[] = [];
  const all: string[] = [];
  let at = 0;
  for (const found of xml.matchAll(/<(\/?)([a-zA-Z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/g)) {
    const [tag, closes, name, attributes, isEmpty] = found;
    text(xml.slice(at, found.index));
    at = found.index + tag.length;
    for (const [, value] of attributes!.matchAll(/="([^"]*)"/g)) text(value!);
    const names = [...attributes!.matchAll(/\s([\w:.-]+)=/g)].map(([, key]) => key!);
    if (new Set(names).size !== names.length) throw new Error(`an attribute twice: ${tag}`);
    if (closes) {
      if (open.pop() !== name) throw new Error(`${tag} closes nothing`);
    } else {
      all.push(name!, ...names.map((key) => `@${key}`));
      if (!isEmpty) open.push(name!);
    }
  }
  text(xml.slice(at).trim());
  if (open.length > 0) throw new Error(`open: ${open.join()}`);
  return all;
}

describe("a picture", () => {
  it.each(HOSTILE)("of %j is well-formed, and only draws", async (text) => {
    const elements = elementsOf(await toSVG(plotOf(text)));
    const like = elementsOf(await toSVG(plotOf("a")));
    expect([...new Set(elements)].filter((name) => !like.includes(name))).toEqual([]);
    expect(elements).not.toContain("script");
  });

  it("of columns with such names", async () => {
    const names = HOSTILE.map((name, j) => `${name}${j}`);
    const path = plotOf("a");
    const series = names.map((name) => ({ ...path.series[0]!, name }));
    elementsOf(await toSVG({ ...path, series }));
    expect(Object.keys(plots).length).toBeGreaterThan(0);
  });

  it("is refused where its options are no colours or sizes", async () => {
    const refused: readonly DrawOptions[] = [
      ...[
        "<b>",
        '"/><script>',
        "url(http://example.org)",
        "url(//example.org)",
        "red;fill:url(x)",
        "",
        "\u0000",
        5,
        "x".repeat(1e6),
      ].flatMap((colour) => [{ background: colour as string }, { colour: colour as string }]),
      ...[1e8, 10_001, 199, Number.NaN, Infinity, -1, "640" as never, 640n as never].flatMap((size) => [
        { width: size },
        { height: size },
      ]),
    ];
    for (const options of refused) {
      const error = await toSVG(plotOf("a"), options).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(GlmError);
      expect((error as GlmError).code).toBe("BAD_OPTION");
      expect((error as GlmError).message.length).toBeLessThan(300);
    }
    for (const colour of [
      "white",
      "none",
      "currentColor",
      "#0072B2",
      "rgb(0 0 0 / 50%)",
      "hsl(120, 50%, 50%)",
      "var(--ink)",
    ]) {
      elementsOf(await toSVG(plotOf("a"), { background: colour, colour }));
    }
  });
});
