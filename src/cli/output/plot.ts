import { quoted } from "../../base/show.js";
import { GlmError } from "../../index.js";
import { type PlotData, toSVG } from "../../plots/index.js";
import type { Outputs } from "./output-file.js";

const AXIS = { label: "", scale: "linear" } as const;
const EMPTY: PlotData = { title: "", x: AXIS, y: AXIS, series: [], notes: [] };

/** Refuses a plot that could not be drawn, before any work: a name of another kind, packages that are not installed. */
export async function checkPlot(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  if (!/\.svg$/i.test(file))
    throw new GlmError("BAD_OPTION", `--plot ${quoted(file)}; expected a name that ends in .svg`);
  try {
    await toSVG(EMPTY);
  } catch (error) {
    if (!(error instanceof GlmError && error.code === "NOT_LOADED")) throw error;
    throw new GlmError(error.code, `--plot needs two packages; npm install @observablehq/plot linkedom`, error.detail);
  }
}

/** Draws if --plot was given. */
export async function writePlot(outputs: Outputs, data: () => PlotData): Promise<void> {
  if (outputs.given.some(([option]) => option === "--plot")) outputs.write("--plot", `${await toSVG(data())}\n`);
}
