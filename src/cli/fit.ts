import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import {
  type ApproximationName, additive, dropout, type FitOptions, fit, GlmError, type Model, type Noise, ridge, type SolverName,
} from "../index.js"; // biome-ignore format: a list
import { type Data, type DataFlags, located, readData } from "./data.js";
import { EXIT } from "./exit.js";
import { interruptible } from "./interrupt.js";
import { addDataOptions, addFitOptions } from "./options.js";
import { write } from "./output.js";
import { watchFit } from "./progress.js";
import { writeSaved } from "./saved.js";
import { readSource, reasonOf } from "./source.js";
import { readTable } from "./table.js";

/** The command line of `fit` as commander hands it over. */
export interface FitFlags extends DataFlags {
  readonly dropout?: number;
  readonly additive?: number;
  readonly approximation?: ApproximationName;
  readonly ridge?: number;
  readonly standardize?: true;
  readonly intercept: boolean;
  readonly solver?: "auto" | SolverName;
  readonly tolerance?: number;
  readonly maxIterations?: number;
  readonly save?: string;
  readonly json?: true;
}

export function addFit(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command("fit").description("fit a model and print it");
  addFitOptions(addDataOptions(command))
    .option("--save <file>", "write the model as JSON, for dropglm predict")
    .option("--json", "print the model as JSON, as --save writes it")
    .action(async (file: string | undefined, flags: FitFlags) => finish(await fitCommand(file, flags)));
}

async function fitCommand(file: string | undefined, flags: FitFlags): Promise<number> {
  const options = toFitOptions(flags);
  const data = readData(readTable(await readSource(file)), flags);
  const model = await interruptible((signal) => fitWatched(data, { ...options, signal }));
  const saved = writeSaved({ model, transform: flags.transform });
  write(flags.json ? saved : String(model.summary()));
  if (flags.save !== undefined) await save(flags.save, saved);
  return model.status.code === "converged" ? EXIT.done : EXIT.notConverged;
}

/** The library's default, for the bar. */
const TOLERANCE = 1e-10;

/** Fits with a progress bar, when there is a terminal to show it. */
export async function fitWatched(data: Data, options: FitOptions): Promise<Model> {
  const { onProgress, stop } = watchFit(options.tolerance ?? TOLERANCE);
  try {
    return await located(data.table, () => fit(data.x, data.y, { ...data.vectors, ...options, onProgress }));
  } finally {
    stop();
  }
}

/** Flags in the library's words. An option that was not given is left out, so the library's default holds. */
export function toFitOptions(flags: FitFlags): FitOptions {
  const { family, intercept, standardize, solver, tolerance, maxIterations } = flags;
  const given = {
    family,
    intercept,
    standardize,
    solver,
    tolerance,
    maxIterations,
    ...noisesOf(flags),
    ...penaltyOf(flags),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function noisesOf(flags: FitFlags): { noise?: Noise[] } {
  const options = flags.approximation === undefined ? {} : { approximation: flags.approximation };
  const noise: Noise[] = [];
  if (flags.dropout !== undefined) noise.push(dropout(flags.dropout, options));
  if (flags.additive !== undefined) noise.push(additive(flags.additive, options));
  if (noise.length > 0) return { noise };
  if (flags.approximation !== undefined) {
    throw new GlmError(
      "BAD_OPTION",
      `--approximation ${flags.approximation} without noise; expected --dropout or --additive beside it`,
    );
  }
  return {};
}

function penaltyOf(flags: FitFlags): { penalty?: ReturnType<typeof ridge> } {
  return flags.ridge === undefined ? {} : { penalty: ridge(flags.ridge) };
}

async function save(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, `${text}\n`);
  } catch (error) {
    throw new GlmError("BAD_OPTION", `cannot write ${file} (--save): ${reasonOf(error)}`);
  }
}
