import type { Command } from "commander";
import { type FitOptions, fit, type Label, type Model, type SolverName } from "../index.js";
import { plots } from "../plots/index.js";
import { type Data, type DataFlags, located, type Place } from "./data.js";
import { EXIT } from "./exit.js";
import { familyOptions } from "./family.js";
import { interrupted, interruptible } from "./interrupt.js";
import { loadData } from "./load.js";
import { type NoiseFlags, noiseOptions, withoutNoise } from "./noise.js";
import { addDataOptions, addFitOptions } from "./options.js";
import { quoted, write } from "./output.js";
import { openOutputs } from "./output-file.js";
import { type PenaltyFlags, penaltyOptions } from "./penalty.js";
import { checkPlot, writePlot } from "./plot.js";
import { watchFit } from "./progress.js";
import { writeSaved } from "./saved.js";
import { checkUnlabeled, readUnlabeled, type UnlabeledFlags, unlabeledFiles, unlabeledOptions } from "./unlabeled.js";

/** The command line of `fit` as commander hands it over. */
export interface FitFlags extends DataFlags, NoiseFlags, PenaltyFlags, UnlabeledFlags {
  readonly standardize?: true;
  readonly intercept: boolean;
  readonly solver?: "auto" | SolverName;
  readonly tolerance?: number;
  readonly maxIterations?: number;
  readonly save?: string;
  readonly plot?: string;
  readonly json?: true;
}

export function addFit(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command("fit").description("fit a model and print it");
  addFitOptions(addDataOptions(command))
    .option("--save <file>", "write the model as JSON, for dropglm predict")
    .option(
      "--plot <file>",
      "draw the adaptive penalty of the noise: an SVG file; needs @observablehq/plot and linkedom",
    )
    .option("--json", "print the model as JSON, as --save writes it")
    .action(async (file: string | undefined, flags: FitFlags) => finish(await fitCommand(file, flags)));
}

async function fitCommand(file: string | undefined, flags: FitFlags): Promise<number> {
  const options = toFitOptions(flags);
  checkUnlabeled(file, flags, options.noise);
  if (flags.plot !== undefined && options.noise === undefined) throw withoutNoise("--plot");
  const outputs = openOutputs({ "--save": flags.save, "--plot": flags.plot }, [file, ...unlabeledFiles(flags)]);
  await checkPlot(flags.plot);
  const data = await loadData(file, flags);
  const unlabeled = await readUnlabeled(data, flags);
  const all = { ...options, ...unlabeledOptions(unlabeled, flags) };
  const { result: model, by } = await interruptible((signal) => fitWatched(data, { ...all, signal }, unlabeled));
  const saved = writeSaved({ model, transform: flags.transform });
  write(flags.json ? saved : fitText(model));
  if (by !== undefined) return interrupted(by, outputs);
  outputs.write("--save", `${saved}\n`);
  await writePlot(outputs, () => plots.adaptivePenalty(model, data.x));
  return model.status.code === "converged" ? EXIT.done : EXIT.notConverged;
}

/** The library's default, for the bar. */
const TOLERANCE = 1e-10;

/** Fits with a progress bar, when there is a terminal to show it. */
export async function fitWatched(data: Data, options: FitOptions, unlabeled?: Place): Promise<Model> {
  const { onProgress, stop } = watchFit(options.tolerance ?? TOLERANCE);
  try {
    const work = (): Promise<Model> => fit(data.x, data.y, { ...data.vectors, ...options, onProgress });
    return await located(data, work, unlabeled);
  } finally {
    stop();
  }
}

/** Flags in the library's words. An option that was not given is left out, so the library's default holds. */
export function toFitOptions(flags: FitFlags): FitOptions {
  const { intercept, standardize, solver, tolerance, maxIterations } = flags;
  const given = { intercept, standardize, solver, tolerance, maxIterations };
  return {
    ...familyOptions(flags),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...noiseOptions(flags),
    ...penaltyOptions(flags),
  };
}

/** The summary, and what the labels are when y held labels. */
export function fitText(model: Model): string {
  const classes: readonly Label[] | undefined = model.classes;
  if (classes === undefined) return String(model.summary());
  const names = classes.map((label) => quoted(String(label)));
  const means = classes.length === 2 && model.family === "binomial" ? `; means are probabilities of ${names[1]}` : "";
  return `${String(model.summary())}\nclasses: ${names.join(", ")}${means}`;
}
