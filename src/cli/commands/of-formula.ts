import type { Command } from "commander";
import { GlmError, type Model } from "../../index.js";
import type { PlotData } from "../../plots/index.js";
import { readSource } from "../../table/source.js";
import { addFittedOptions, nameList } from "../flags/declare.js";
import { type EffectFlags, everyExposure } from "../flags/effects.js";
import { addFormatOption, checkShown, type FormatFlags } from "../flags/shown.js";
import { openOutputs } from "../output/output-file.js";
import { checkPlot, writePlot } from "../output/plot.js";
import { atOf, type Common } from "../rows/effects.js";
import { checkFitted, type FittedFlags, ofModel, readFitted } from "../rows/fitted.js";
import { fittedOf, type headingOf } from "../rows/heading.js";
import { located } from "../rows/place.js";
import { readSaved } from "../rows/saved.js";
import type { TableData } from "../rows/table-data.js";
import { isTable } from "../rows/verbs.js";
import { addCovarianceOptions, type CovarianceFlags, inferOptions } from "./infer.js";

// What commands that look at a model of a formula and the table of its fit have in common.

export type OfFormulaFlags = FittedFlags & EffectFlags & CovarianceFlags & FormatFlags & { readonly plot?: string };

/** A model of a formula and the rows of its fit. */
interface OfFormula {
  /** Runs a verb on them; its errors name lines of the file. */
  readonly ask: <T>(work: (model: Model, rows: TableData, common: Common) => T) => Promise<T>;
  /** The values of --at. */
  readonly at: () => Record<string, unknown> | undefined;
  readonly heading: Parameters<typeof headingOf>;
  /** The picture that --plot asks for, if it does; it is drawn when the function is called. */
  readonly plot: (data: (model: Model, rows: TableData) => PlotData) => Promise<() => Promise<void>>;
}

/** The arguments, and the covariance. */
export function addOfFormula(command: Command): Command {
  const described = command
    .argument("<model>", "what dropglm fit --save wrote, of a formula; - for standard input")
    .argument("[data]", "the table of that fit, - or nothing for standard input");
  return addCovarianceOptions(described);
}

/** The data, and how the result is printed. */
export function addPrinted(command: Command): Command {
  return addFormatOption(addFittedOptions(command))
    .option("--plot <file>", "draw them: an SVG file; needs @observablehq/plot and linkedom")
    .option("--json", "print JSON");
}

export async function readOfFormula(
  modelFile: string,
  file: string | undefined,
  flags: OfFormulaFlags,
): Promise<OfFormula> {
  checkFitted(modelFile, file);
  checkShown(flags);
  const { level: _ofEffects, ...told } = flags;
  const kind = inferOptions(told);
  const outputs = openOutputs({ "--plot": flags.plot }, [modelFile, file]);
  await checkPlot(flags.plot);
  const saved = readSaved(await readSource(modelFile));
  const { model } = saved;
  if (model.formula === undefined) {
    const message = `${modelFile} has no formula; expected a model of one, as dropglm fit data.csv "y ~ a + b" --save model.json writes it`;
    throw new GlmError("NOT_SUPPORTED", message);
  }
  const every = everyExposure(flags.exposure);
  const { exposure: _, ...others } = flags;
  const rows = await readFitted(file, modelFile, saved, every === undefined ? flags : others);
  if (!isTable(rows)) throw new GlmError("BAD_OPTION", `${file} is no table; expected the table of the fit`);
  const isAsked = Object.keys(kind).length > 0 || flags.cluster !== undefined;
  const common: Common = { exposure: every, errors: isAsked ? kind : undefined };
  return {
    ask: (work) => located(rows, () => work(model, rows, common)),
    at: () => (flags.at === undefined ? undefined : atOf(model, flags.at, nameList)),
    plot: async (data) => {
      if (flags.plot === undefined) return async () => undefined;
      const picture = await located(rows, () => data(model, rows));
      return () => writePlot(outputs, () => picture);
    },
    heading: [rows, ofModel(saved, flags), fittedOf(model)],
  };
}
