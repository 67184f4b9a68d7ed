import type * as Plot from "@observablehq/plot";
import { checkNumber } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import { printable, show } from "../base/show.js";
import { frameOf } from "./frame.js";
import { plotDataOf } from "./given.js";
import { optionsOf } from "./marks.js";
import type { PlotData } from "./plot-data.js";
import { type Words, wordsOf } from "./words.js";

/** A document of a page or of a replacement such as linkedom; its exact type if the types of a page are loaded. */
export type PageDocument = typeof globalThis extends { document: infer D } ? D : unknown;
/** An svg element of such a document. */
export type SvgElement = typeof globalThis extends { SVGSVGElement: { prototype: infer E } } ? E : unknown;

/** How to draw. */
export interface DrawOptions {
  /** In pixels, from 200 to 10,000. Default 640 by 420, a column of text wide, or the height that the plot asks for. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Background: any CSS colour, or "none" for a transparent one. Default "white", so that the plot is readable anywhere. */
  readonly background?: string | undefined;
  /** Colour of words and axes. Default "#222"; "currentColor" is the colour of the page. */
  readonly colour?: string | undefined;
  /** The document that makes the elements. Default: the page's; without a page, as in Node, one by linkedom. */
  readonly document?: PageDocument | undefined;
}

const NAMESPACE = "http://www.w3.org/2000/svg";
/** Smaller pictures have no room for the words around a plot. */
const SMALLEST = 200;
/** Larger ones may have more ticks than fit into memory; 10,000 pixels make a poster of 2 m. */
const LARGEST = 10_000;
/** Words, numbers and functions of CSS colours, but no address to fetch. */
const COLOUR = /^(?!.*(url|image)\s*\()[-\w#(),.%/ +*]{1,100}$/i;

/**
 * Draws a plot as the text of an SVG file, with Observable Plot. Coordinates are rounded to 1/100 pixel, so the same data
 * gives the same text on every machine.
 *
 * @param data     The result of a function of `plots`, or data of the same form.
 * @param options  See DrawOptions.
 * @returns        `<svg ...>...</svg>`, complete as a file and within a page.
 * @throws GlmError NOT_LOADED when @observablehq/plot, or in Node linkedom, is not installed; BAD_OPTION for data that are no plot, and for bad options.
 *
 * @example
 * import { plots, toSVG } from "dropglm/plot";
 * await writeFile("penalty.svg", await toSVG(plots.adaptivePenalty(model, x)));
 */
export async function toSVG(data: PlotData, options: DrawOptions = {}): Promise<string> {
  const svg = (await toElement(data, options)) as SVGSVGElement;
  // A page writes its elements as HTML, in which a space may be an &nbsp; that XML does not know.
  return svg.outerHTML.replaceAll("&nbsp;", "&#160;");
}

/**
 * The same as an element, for a page: `page.append(await toElement(plots.roc(curve)))`.
 *
 * @param given    As in `toSVG`.
 * @param options  As in `toSVG`; `background: "none"` and `colour: "currentColor"` suit a page that may be dark.
 * @returns        An svg element of `options.document`.
 * @throws GlmError As `toSVG`.
 */
export async function toElement(given: PlotData, options: DrawOptions = {}): Promise<SvgElement> {
  const data = plotDataOf(given);
  checkKeys(options, ["width", "height", "background", "colour", "document"], "toSVG");
  const background = colourOf("background", options.background ?? "white");
  const colour = colourOf("colour", options.colour ?? "#222");
  const width = sizeOf("width", options.width ?? 640);
  const height = sizeOf("height", options.height ?? clamped(data.height) ?? 420);
  const plot = await needed("@observablehq/plot", () => import("@observablehq/plot"));
  const document = (options.document as Document | undefined) ?? (await ownDocument());
  const frame = frameOf(data, width, height);
  const svg = plot.plot({ ...optionsOf(plot, data, frame), document } as Plot.PlotOptions) as SVGSVGElement;
  svg.querySelector("style")?.remove(); // its rules would apply to the whole page
  svg.setAttribute("xmlns", NAMESPACE);
  svg.setAttribute("role", "img");
  svg.setAttribute("color", colour);
  const make = (name: string, attributes: Readonly<Record<string, string | number>>, text = ""): Element => {
    const element = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.textContent = printable(text); // XML has no way to write control characters, or half a pair
    return element;
  };
  svg.append(...wordsOf(data, frame).map((words) => make("text", attributesOf(words), words.text)));
  if (background !== "none") svg.prepend(make("rect", { width: "100%", height: "100%", fill: background }));
  svg.prepend(make("title", {}, data.title));
  for (const element of svg.querySelectorAll("*")) roundAttributes(element);
  return svg;
}

/** A height that suits a plot, within what is drawn. */
function clamped(height: number | undefined): number | undefined {
  return height === undefined ? undefined : Math.min(LARGEST, Math.max(SMALLEST, height));
}

function sizeOf(name: string, got: unknown): number {
  return checkNumber(
    name,
    got,
    (v) => v >= SMALLEST && v <= LARGEST,
    `a number of pixels in [${SMALLEST}, ${LARGEST}]`,
  );
}

function colourOf(name: string, got: unknown): string {
  if (typeof got === "string" && COLOUR.test(got)) return got;
  throw new GlmError("BAD_OPTION", `${name} is ${show(got)}; expected a colour of CSS, as "white" or "#222"`, { name });
}

async function ownDocument(): Promise<Document> {
  if (typeof document !== "undefined") return document;
  // Imported by a name that bundlers do not follow, because a page does not need it.
  const load = (name: string): Promise<typeof import("linkedom")> => import(name);
  const { parseHTML } = await needed("linkedom", load);
  return parseHTML("<html></html>").document;
}

async function needed<T>(name: string, load: (name: string) => Promise<T>): Promise<T> {
  try {
    return await load(name);
  } catch (cause) {
    const message = `drawing needs the package ${name}, which could not be imported; npm install ${name}`;
    throw new GlmError("NOT_LOADED", message, { name, cause });
  }
}

function attributesOf({ x, y, anchor, size, colour, isBold }: Words): Record<string, string | number> {
  const style = { ...(colour === undefined ? {} : { fill: colour }), ...(isBold ? { "font-weight": "bold" } : {}) };
  return { x, y, dy: "0.32em", "text-anchor": anchor, "font-size": size, ...style };
}

/** Digits beyond 1/100 pixel are invisible, and the last digits differ between machines. */
function roundAttributes(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    if (!/\d\.\d{3}/.test(value) || name.startsWith("aria")) continue;
    element.setAttribute(
      name,
      value.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)) || 0)),
    );
  }
}
