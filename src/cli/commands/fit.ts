import { type Command, Option } from "commander";
import { quoted } from "../../base/show.js";
import type { FitOptions, Label, Model, Summary } from "../../index.js";
import { plots } from "../../plots/index.js";
import { addDataOptions, addFitOptions, addSourceOptions } from "../flags/declare.js";
import { type FitFlags, toFitOptions } from "../flags/fit.js";
import { addFormulaOptions, checkFormula, withFormula } from "../flags/formula.js";
import { withoutNoise } from "../flags/noise.js";
import { addShownOptions, checkShown, estimateOptions, type ShownFlags } from "../flags/shown.js";
import { EXIT } from "../output/exit.js";
import { inForm } from "../output/format.js";
import { interrupted, interruptible } from "../output/interrupt.js";
import { write } from "../output/output.js";
import { type Outputs, openOutputs } from "../output/output-file.js";
import { checkPlot, writePlot } from "../output/plot.js";
import { digitsGained, watchFit } from "../output/progress.js";
import { loadRows } from "../rows/load.js";
import { located, type Place } from "../rows/place.js";
import { writeSaved } from "../rows/saved.js";
import { checkFolder, checkSource, overSource, type SourceFlags, sourceOption } from "../rows/stream.js";
import { checkUnlabeled, readUnlabeled, unlabeledFiles, unlabeledOptions } from "../rows/unlabeled.js";
import { fitRows, isTable, type Rows } from "../rows/verbs.js";
import { onOptions } from "./site.js";

export function addFit(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command("fit").description("fit a model and print it");
  addSourceOptions(addShownOptions(addFitOptions(addFormulaOptions(addDataOptions(command)))))
    .addOption(
      new Option("--bias-reduction <name>", "finite estimates of separated data, also less biased ones").choices([
        "firth",
      ]),
    )
    .option("--save <file>", "write the model as JSON, for dropglm predict")
    .option(
      "--plot <file>",
      "draw the adaptive penalty of the noise: an SVG file; needs @observablehq/plot and linkedom",
    )
    .option("--json", "print the model as JSON, as --save writes it")
    .action(async (file: string | undefined, formula: string | undefined, flags: Flags) =>
      finish(await fitCommand(file, withFormula(formula, flags))),
    );
}

type Flags = FitFlags & ShownFlags & SourceFlags;

async function fitCommand(file: string | undefined, flags: Flags): Promise<number> {
  checkFormula(flags);
  checkShown(flags, true);
  const options = toFitOptions(flags);
  checkUnlabeled(file, flags, options.noise);
  checkFolder(flags);
  if (sourceOption(flags) !== undefined) return fitFromSource(checkSource(file, flags, ["plot"]), flags, options);
  if (flags.plot !== undefined && options.noise === undefined) throw withoutNoise("--plot");
  const outputs = openOutputs({ "--save": flags.save, "--plot": flags.plot }, [file, ...unlabeledFiles(flags)]);
  await checkPlot(flags.plot);
  const data = await loadRows(file, flags);
  const unlabeled = await readUnlabeled(data, flags);
  const all = { ...options, ...unlabeledOptions(unlabeled, flags) };
  const { result: model, by } = await interruptible((signal) => fitWatched(data, { ...all, signal }, unlabeled));
  if (!printFit(model, flags, outputs, by)) return interrupted(by!, outputs);
  await writePlot(outputs, () => plots.adaptivePenalty(model, isTable(data) ? data.table : data.x));
  return exitOf(model);
}

/** The same for a file that is read a part at a time. */
async function fitFromSource(file: string, flags: Flags, options: FitOptions): Promise<number> {
  const outputs = openOutputs({ "--save": flags.save }, [file, ...unlabeledFiles(flags)]);
  const onRows = onOptions(flags);
  const gained = digitsGained(options.tolerance ?? TOLERANCE);
  const { result: found, by } = await interruptible((signal) =>
    overSource<Model>(file, flags, { ...options, ...onRows, signal }, ({ fit }) => fit as never, gained),
  );
  const model = found?.result;
  if (model === undefined || !printFit(model, flags, outputs, by)) return interrupted(by!, outputs);
  return exitOf(model);
}

/** Prints a fit, and saves it if nobody stopped it. */
function printFit(model: Model, flags: Flags, outputs: Outputs, by: unknown): boolean {
  const saved = writeSaved({ model, transform: flags.transform });
  write(flags.json ? saved : fitInForm(model, flags));
  if (by !== undefined) return false;
  outputs.write("--save", `${saved}\n`);
  return true;
}

function exitOf({ status }: Model): number {
  return status.code === "converged" ? EXIT.done : EXIT.notConverged;
}

/** The library's default, for the bar. */
const TOLERANCE = 1e-10;

/** Fits with a progress bar, when there is a terminal to show it. */
export async function fitWatched(data: Rows, options: FitOptions, unlabeled?: Place): Promise<Model> {
  const { onProgress, stop } = watchFit(options.tolerance ?? TOLERANCE);
  try {
    const work = (): Promise<Model> => fitRows(data, { ...options, onProgress });
    return await located(data, work, unlabeled);
  } finally {
    stop();
  }
}

/** The summary of a fit in the form that was asked for. */
export function fitInForm(model: Model, flags: ShownFlags): string {
  const summary = model.summary(estimateOptions(flags));
  return inForm(summary, flags.format, () => fitText(model, summary));
}

/** The summary, and the labels if y held labels; with a formula the summary says which label means are of. */
export function fitText(model: Model, summary: Summary = model.summary()): string {
  const classes: readonly Label[] | undefined = model.classes;
  if (classes === undefined || (model.formula !== undefined && model.family === "binomial")) return String(summary);
  const names = classes.map((label) => quoted(String(label)));
  const means = classes.length === 2 && model.family === "binomial" ? `; means are probabilities of ${names[1]}` : "";
  return `${String(summary)}\nclasses: ${names.join(", ")}${means}`;
}
