import type { Command } from "commander";
import type { Path, PathOptions } from "../../index.js";
import { plots } from "../../plots/index.js";
import type { StreamProgress } from "../../stream/index.js";
import { align, significant } from "../../words/format.js";
import { addDataOptions, addFitOptions, addGridOptions, addSourceOptions } from "../flags/declare.js";
import { addFormulaOptions, checkFormula, withFormula } from "../flags/formula.js";
import { axesOf, type GridFlags, gridOptions } from "../flags/grid.js";
import { addFormatOption, checkShown, type FormatFlags } from "../flags/shown.js";
import { EXIT } from "../output/exit.js";
import { inForm } from "../output/format.js";
import { interrupted, interruptible } from "../output/interrupt.js";
import { title, toJSON, warningLines, write } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { checkPlot, writePlot } from "../output/plot.js";
import { patientBar } from "../output/progress.js";
import { headingData, headingOf, type SourceNumbers, type SourceRows } from "../rows/heading.js";
import { loadRows } from "../rows/load.js";
import { located, type Place } from "../rows/place.js";
import { checkFolder, checkSource, overSource, type SourceFlags, sourceOption } from "../rows/stream.js";
import { checkUnlabeled, readUnlabeled, unlabeledFiles, unlabeledOptions } from "../rows/unlabeled.js";
import { pathOfRows, type Rows } from "../rows/verbs.js";
import { onOptions } from "./site.js";

export function addPath(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command("path").description("fit along strengths of the penalty, or of the noise");
  addSourceOptions(addFitOptions(addFormulaOptions(addDataOptions(command)), "searched"));
  addFormatOption(command);
  addGridOptions(
    command,
    "along lambda (default), of a lasso unless another penalty is given; or rate, of a dropout unless another noise is",
  )
    .option("--json", "print JSON, with the coefficients of every step")
    .action(async (file: string | undefined, formula: string | undefined, flags: PathFlags) =>
      finish(await pathCommand(file, withFormula(formula, flags))),
    );
}

type PathFlags = GridFlags & FormatFlags & SourceFlags;

async function pathCommand(file: string | undefined, flags: PathFlags): Promise<number> {
  checkFormula(flags);
  checkShown(flags);
  const options = pathOptions(flags);
  checkFolder(flags);
  checkUnlabeled(file, flags, options.noise);
  const isSource = sourceOption(flags) !== undefined;
  if (isSource) checkSource(file, flags);
  const onRows = onOptions(flags);
  const outputs = openOutputs({ "--plot": flags.plot }, [file, ...unlabeledFiles(flags)]);
  await checkPlot(flags.plot);
  const { result, by } = await interruptible((signal) =>
    isSource
      ? pathOfSource(file!, flags, { ...options, ...onRows, signal })
      : pathInMemory(file, flags, { ...options, signal }),
  );
  if (result === undefined) return interrupted(by!, outputs);
  const { fits, data } = result;
  const columns = fits.names.length;
  if (flags.json) write(toJSON({ ...headingData(data, flags, { columns }), ...pathData(fits) }));
  else write(inForm(fits, flags.format, () => `${title(headingOf(data, flags, { columns }))}\n\n${pathText(fits)}`));
  if (by !== undefined) return interrupted(by, outputs);
  if (fits.length > 0) await writePlot(outputs, () => plots.path(fits));
  const isWhole = fits.end === "complete" || fits.end === "stopped-early";
  return isWhole && fits.statuses.every(({ code }) => code === "converged") ? EXIT.done : EXIT.notConverged;
}

/** A path, and its rows for the heading. */
interface Found {
  readonly fits: Path;
  readonly data: Rows | SourceRows | SourceNumbers;
}

async function pathInMemory(file: string | undefined, flags: PathFlags, options: PathOptions): Promise<Found> {
  const data = await loadRows(file, flags);
  const unlabeled = await readUnlabeled(data, flags);
  return { fits: await pathWatched(data, { ...options, ...unlabeledOptions(unlabeled, flags) }, unlabeled), data };
}

/** The same of a file that is read a part at a time. */
async function pathOfSource(file: string, flags: PathFlags, options: PathOptions): Promise<Found | undefined> {
  const steps = stepsOf(options, options.over ?? "lambda");
  const partOf = ({ step = 0 }: StreamProgress & { readonly step?: number }): number => step / steps;
  const found = await overSource<Path, Parameters<typeof partOf>[0]>(
    file,
    flags,
    options,
    ({ path }) => path as never,
    partOf,
  );
  return found && { fits: found.result, data: found.data };
}

/** Flags in the library's words. */
export function pathOptions(flags: GridFlags): PathOptions {
  const axes = axesOf(flags, ["lambda", "rate"], 1);
  return { ...gridOptions(flags, axes), over: axes[0] as "lambda" | "rate" };
}

/** The library's defaults, for the bar. */
const STEPS = { lambda: 100, rate: 20 } as const;

/** Steps of one path along `over`. */
export function stepsOf(
  { lambdas, rates, count }: Pick<PathOptions, "lambdas" | "rates" | "count">,
  over: "lambda" | "rate",
): number {
  return (over === "lambda" ? lambdas : rates)?.length ?? count ?? STEPS[over];
}

/** Fits with a progress bar, when there is a terminal to show it. */
async function pathWatched(data: Rows, options: PathOptions, unlabeled?: Place): Promise<Path> {
  const bar = patientBar("fitting");
  const steps = stepsOf(options, options.over ?? "lambda");
  const onProgress: PathOptions["onProgress"] = ({ step }) => bar.update(step / steps);
  try {
    return await located(data, () => pathOfRows(data, { ...options, onProgress }), unlabeled);
  } finally {
    bar.stop();
  }
}

/** A line per step. */
export function pathText(fits: Path): string {
  const values = Array.from((fits.lambdas ?? fits.rates)!);
  const header = [fits.over, "non-zeros", "df", "deviance explained", "status"];
  const lines = values.map((value, k) => [
    significant(value, 4),
    String(fits.nonZeros[k]!),
    Number.isNaN(fits.degreesOfFreedom[k]!) ? "" : significant(fits.degreesOfFreedom[k]!, 4),
    `${(100 * fits.devianceExplained[k]!).toFixed(2)} %`,
    fits.statuses[k]!.code,
  ]);
  const why = {
    complete: "",
    "stopped-early": "little was left to gain",
    aborted: "aborted",
    "time-limit": "time is up",
  };
  const notes = [
    ...(why[fits.end] === "" ? [] : [`note: ended after ${fits.length} steps: ${why[fits.end]}`]),
    ...warningLines(fits.statuses.flatMap(({ warnings }) => warnings)),
  ];
  return [...align([header, ...lines]), ...(notes.length > 0 ? ["", ...notes] : [])].join("\n");
}

function pathData(fits: Path): object {
  const { over, lambdas, rates, nonZeros, degreesOfFreedom, deviances, nullDeviance, devianceExplained, objectives } =
    fits;
  const { classes, statuses, end } = fits;
  const steps = Array.from((lambdas ?? rates)!, (value, k) => ({
    [over]: value,
    intercept: plain(fits.intercepts[k]!),
    coefficients: sparse(fits, k),
    nonZeros: nonZeros[k],
    degreesOfFreedom: Number.isNaN(degreesOfFreedom[k]) ? null : degreesOfFreedom[k],
    deviance: deviances[k],
    devianceExplained: devianceExplained[k],
    objective: objectives[k],
    status: statuses[k],
  }));
  return { over, names: fits.names, classes, nullDeviance, end, steps };
}

function plain(value: number | Float64Array): number | number[] {
  return typeof value === "number" ? value : Array.from(value);
}

/** By name, those that are not 0; for multinomial one such object per class. */
function sparse(fits: Path, k: number): object {
  const named = (values: Float64Array): object =>
    Object.fromEntries(fits.names.flatMap((name, j) => (values[j] === 0 ? [] : [[name, values[j]]])));
  const own: Float64Array | readonly Float64Array[] = fits.coefficients(k);
  return own instanceof Float64Array ? named(own) : (own as readonly Float64Array[]).map(named);
}
