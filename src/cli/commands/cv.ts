import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type CrossValidation,
  type CrossValidationOptions,
  GlmError,
  type Measure,
  type ValidationProgress,
} from "../../index.js";
import { plots } from "../../plots/index.js";
import type { StreamProgress } from "../../stream/index.js";
import {
  addDataOptions,
  addFitOptions,
  addGridOptions,
  addSourceOptions,
  foldsOrColumn,
  numberList,
  threads,
} from "../flags/declare.js";
import { addFormulaOptions, checkFormula, withFormula } from "../flags/formula.js";
import { axesOf, type GridFlags, gridOptions } from "../flags/grid.js";
import { kebab } from "../flags/penalty.js";
import { checkShown, type FormatFlags, formatOption } from "../flags/shown.js";
import { EXIT } from "../output/exit.js";
import { inForm } from "../output/format.js";
import { interrupted, interruptible } from "../output/interrupt.js";
import { title, toJSON, write, writeWarning } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { checkPlot, writePlot } from "../output/plot.js";
import { patientBar } from "../output/progress.js";
import { headingData, headingOf, type SourceNumbers, type SourceRows } from "../rows/heading.js";
import { loadRows } from "../rows/load.js";
import { located } from "../rows/place.js";
import { writeSaved } from "../rows/saved.js";
import { checkFolder, checkSource, overSource, type SourceFlags, sourceOption } from "../rows/stream.js";
import { isSvmlight } from "../rows/svmlight.js";
import { checkUnlabeled, readUnlabeled, unlabeledFiles, unlabeledOptions } from "../rows/unlabeled.js";
import { crossValidateRows, type Rows } from "../rows/verbs.js";
import { cvData, cvText } from "./cv-text.js";
import { fitText } from "./fit.js";
import { stepsOf } from "./path.js";
import { onOptions } from "./site.js";

/** The words of the command line for those of the library; the compiler checks that all are here. */
const MEASURES: Readonly<Record<Measure, true>> = {
  deviance: true,
  logLoss: true,
  meanSquaredError: true,
  meanAbsoluteError: true,
  classError: true,
  auc: true,
  brier: true,
};
const NAMES = Object.keys(MEASURES) as Measure[];

/** A measure, in the words of the command line or of the library. */
function measureOf(text: string): Measure {
  const found = NAMES.find((name) => kebab(name) === kebab(text));
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`Expected one of ${NAMES.map(kebab).join(", ")}.`);
}

export interface CvFlags extends GridFlags, FormatFlags, SourceFlags {
  readonly measure?: Measure;
  readonly stratify?: boolean;
  readonly workers?: number | "auto";
  readonly refit?: "best" | "one-standard-error";
  readonly save?: string;
}

export function addCv(program: Command, finish: (exitCode: number) => void): void {
  const command = program.command("cv").description("choose a strength by cross-validation");
  addSourceOptions(addFitOptions(addFormulaOptions(addDataOptions(command)), "searched", "which folds (default: 1)"));
  addGridOptions(
    command,
    "what to search: lambda (default; of a lasso), rate (of a dropout) or share, or two of them, as lambda,rate",
  )
    .option("--shares <numbers>", "parts of the elastic net that are lasso, as 0.1,0.5,1", numberList)
    .option(
      "--folds <k>",
      "number of folds, or the column that names the fold of every row (default: 10)",
      foldsOrColumn,
    )
    .option("--groups <column>", "rows of one name are held out together")
    .option(
      "--times <column>",
      "hold out blocks of rows in the order of this column; each is predicted from the rows before it",
    )
    .option("--stratify", "folds with equal parts of every class (default for classes, without --groups and --times)")
    .option("--no-stratify", "do not balance the classes over the folds")
    .option(
      "--measure <name>",
      `what held-out rows are judged by: ${NAMES.map(kebab).join(", ")} (default: ${NAMES[0]})`,
      measureOf,
    )
    .option("--workers <k>", "threads that share the folds: a number, or auto (default: none)", threads)
    .addOption(
      new Option("--refit <choice>", "fit all rows at this choice, and print it").choices([
        "best",
        "one-standard-error",
      ]),
    )
    .option("--save <file>", "write that fit as JSON, for dropglm predict (default choice: best)")
    .addOption(formatOption())
    .option("--json", "print JSON, with the whole curve")
    .action(async (file: string | undefined, formula: string | undefined, flags: CvFlags) =>
      finish(await cvCommand(file, withFormula(formula, flags))),
    );
}

async function cvCommand(file: string | undefined, flags: CvFlags): Promise<number> {
  checkFormula(flags);
  checkShown(flags);
  const options = cvOptions(flags);
  checkFolder(flags);
  checkUnlabeled(file, flags, options.noise);
  const by = sourceOption(flags);
  if (by !== undefined) {
    if (isSvmlight(file)) throw new GlmError("NOT_SUPPORTED", `${by} with ${file}, a file of SVMlight; leave it out`);
    checkSource(file, flags, ["unlabeled", "unlabeledWeight"]);
  }
  const outputs = openOutputs({ "--save": flags.save, "--plot": flags.plot }, [file, ...unlabeledFiles(flags)]);
  await checkPlot(flags.plot);
  const on = onOptions(flags);
  const { result: found, by: stop } = await interruptible((signal) =>
    by === undefined
      ? validateInMemory(file, flags, { ...options, signal })
      : validateSource(file!, flags, { ...options, ...on, signal }),
  );
  if (found === undefined) return interrupted(stop!, outputs);
  const { judged, data } = found;
  const refit = flags.refit ?? (flags.save === undefined ? undefined : "best");
  const choice = refit === "one-standard-error" ? "oneStandardError" : refit;
  const model =
    stop !== undefined || choice === undefined || judged[choice] === undefined ? undefined : judged.refit(choice);
  const saved = model && writeSaved({ model, transform: flags.transform });
  const isNone = choice !== undefined && stop === undefined && model === undefined;
  const used = flags.times === undefined ? judged.folds.filter((fold) => fold >= 0).length : undefined; // the first rows in time are held out by no fold
  const about = { columns: judged.paths[0]?.names.length, used };
  if (flags.json)
    write(toJSON({ ...headingData(data, flags, about), ...cvData(judged), model: saved && JSON.parse(saved) }));
  else {
    const text = (): string[] => [
      title(headingOf(data, flags, about)),
      cvText(judged),
      ...(model && flags.refit ? [title(`refit: ${refit}`), fitText(model)] : []),
    ];
    write(inForm(judged, flags.format, () => text().join("\n\n")));
  }
  if (stop !== undefined) return interrupted(stop, outputs);
  if (saved !== undefined) outputs.write("--save", `${saved}\n`);
  if (isNone)
    writeWarning(
      `no point of the grid was chosen${flags.save === undefined ? "" : `; ${flags.save} (--save) is not written`}`,
    );
  await writePlot(outputs, () => plots.crossValidation(judged));
  const statuses = [...judged.paths.flatMap((path) => path.statuses), ...(model ? [model.status] : [])];
  const isDone =
    judged.end === "complete" && judged.best !== undefined && statuses.every(({ code }) => code === "converged");
  return isDone ? EXIT.done : EXIT.notConverged;
}

/** Flags in the library's words; the folds of columns come with the data. */
export function cvOptions(flags: CvFlags): CrossValidationOptions {
  const axes = axesOf(flags, ["lambda", "rate", "share"], 2);
  const { folds, seed, workers, measure, stratify, ...others } = flags;
  if (stratify !== undefined && typeof folds === "string") {
    throw new GlmError(
      "BAD_OPTION",
      "--stratify with --folds <column>; expected a number of folds, because the column already chooses them",
    );
  }
  const own = { folds: typeof folds === "number" ? folds : undefined, seed, workers, measure, stratify };
  return {
    ...gridOptions(others, axes),
    over: axes as [(typeof axes)[number]],
    ...(Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)) as Partial<typeof own>),
  } as CrossValidationOptions;
}

/** A cross-validation, and its rows for the heading. */
interface Found {
  readonly judged: CrossValidation;
  readonly data: Rows | SourceRows | SourceNumbers;
}

/** Searches with a progress bar, when there is a terminal to show it. */
async function validateInMemory(
  file: string | undefined,
  flags: CvFlags,
  options: CrossValidationOptions,
): Promise<Found> {
  const data = await loadRows(file, flags);
  const unlabeled = await readUnlabeled(data, flags);
  const all = { ...options, ...unlabeledOptions(unlabeled, flags) };
  const bar = patientBar("validating");
  const partOf = partDone(options);
  const onProgress: CrossValidationOptions["onProgress"] = (progress) => bar.update(partOf(progress));
  try {
    return { judged: await located(data, () => crossValidateRows(data, { ...all, onProgress }), unlabeled), data };
  } finally {
    bar.stop();
  }
}

/** The same of a file that is read a part at a time. */
async function validateSource(
  file: string,
  flags: CvFlags,
  options: CrossValidationOptions,
): Promise<Found | undefined> {
  const partOf = partDone(options);
  const found = await overSource<CrossValidation, StreamProgress & Parameters<typeof partOf>[0]>(
    file,
    flags,
    options,
    ({ crossValidate }) => crossValidate as never,
    partOf,
  );
  return found && { judged: found.result, data: found.data };
}

/** How much of a search is done, in the order of its paths. */
function partDone(options: CrossValidationOptions) {
  const warm = [options.over ?? "lambda"].flat().sort()[0]!; // of two axes, in the order of the library: lambda, then rate
  const steps = warm === "share" ? 1 : stepsOf(options, warm);
  type Part = Partial<Pick<ValidationProgress, "step" | "path" | "paths">>;
  return ({ step = 0, path = 0, paths = 1 }: Part): number => (path + Math.min(1, step / steps)) / paths;
}
