// What the scripts print and draw.
import { mkdirSync, writeFileSync } from "node:fs";
import * as Plot from "@observablehq/plot";
import { deviation, mean } from "d3-array";
import { parseHTML } from "linkedom";

const OUTPUT = new URL("../output/", import.meta.url);

/**
 * A table with aligned columns; the first is set left, the others right.
 *
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, k) => Math.max(...all.map((row) => row[k].length)));
  const set = (cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]));
  return all.map((row) => row.map(set).join("  ").trimEnd()).join("\n");
}

/**
 * A mean, how far it would move with other draws, and how far the draws lie apart.
 *
 * @param {readonly number[]} values  At least two.
 */
export function summarize(values) {
  const sd = deviation(values);
  return { mean: mean(values), error: sd / Math.sqrt(values.length), sd };
}

/** ".123 (.004)". @param {{ mean: number, error: number }} summary */
export function withError(summary) {
  return `${summary.mean.toFixed(3)} (${summary.error.toFixed(3)})`.replaceAll("0.", ".");
}

/**
 * Draws a plot and writes it to output/NAME.svg.
 *
 * @param {string} name
 * @param {string} title  What a reader who does not see it is told.
 * @param {Plot.PlotOptions} options
 */
export function writeFigure(name, title, options) {
  const { document } = parseHTML("<html><body></body></html>");
  const figure = Plot.plot({ document, width: 640, height: 420, marginRight: 90, grid: true, ...options });
  figure.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  figure.setAttribute("style", "background: white; color: #222");
  figure.querySelector("style").remove(); // for figures inside a page
  const description = document.createElementNS("http://www.w3.org/2000/svg", "title");
  description.textContent = title;
  figure.prepend(description);
  mkdirSync(OUTPUT, { recursive: true });
  writeFileSync(new URL(`${name}.svg`, OUTPUT), `${figure.outerHTML}\n`);
  console.log(`\noutput/${name}.svg written`);
}
