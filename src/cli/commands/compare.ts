import { type Command, Option } from "commander";
import { shownName } from "../../base/show.js";
import { type CompareOptions, type Comparison, GlmError, type Printed, type PrintedTable } from "../../index.js";
import { readSource } from "../../table/source.js";
import { align, significant } from "../../words/format.js";
import { printed } from "../../words/printed.js";
import { column, numbers, shownCells } from "../../words/table.js";
import { addFittedOptions } from "../flags/declare.js";
import { addFormatOption, checkShown, type FormatFlags } from "../flags/shown.js";
import { EXIT } from "../output/exit.js";
import { inForm } from "../output/format.js";
import { title, toJSON, write } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { type FittedFlags, readFitted } from "../rows/fitted.js";
import { contentOf } from "../rows/heading.js";
import { refuseFormulaAsData } from "../rows/load.js";
import { located } from "../rows/place.js";
import { readSaved, type Saved } from "../rows/saved.js";
import { compareOnRows, type Rows } from "../rows/verbs.js";

type Test = NonNullable<CompareOptions["test"]>;

/** The words of the library; the compiler checks that all are here. */
const TESTS: Readonly<Record<Test, true>> = { "likelihood-ratio": true, wald: true, score: true };

interface CompareFlags extends FittedFlags, FormatFlags {
  readonly test?: Test;
}

export function addCompare(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command("compare")
    .description("test the coefficients that only the larger of two nested models has")
    .argument("<a>", "what dropglm fit --save wrote; - for standard input")
    .argument("<b>", "another model of the same rows, in any order")
    .argument("[data]", "the data of these fits, for the score test, and for bias-reduced fits")
    .addOption(
      new Option("--test <name>", "the test (default: all for which there is what they need)").choices(
        Object.keys(TESTS),
      ),
    );
  addFormatOption(addFittedOptions(command))
    .option("--json", "print JSON")
    .action(async (a: string, b: string, data: string | undefined, flags: CompareFlags) =>
      finish(await compareCommand([a, b], data, flags)),
    );
}

/** A model and its file. */
interface Named extends Saved {
  readonly file: string;
}

async function compareCommand(
  files: readonly [string, string],
  data: string | undefined,
  flags: CompareFlags,
): Promise<number> {
  checkFiles(files, data, flags);
  checkShown(flags);
  openOutputs({}, data === undefined ? files : [...files, data]);
  const [a, b] = [await named(files[0]), await named(files[1])];
  const larger = (b.model.degreesOfFreedom ?? 0) >= (a.model.degreesOfFreedom ?? 0) ? b : a;
  const isReduced = [a, b].every(({ model }) => model.biasReduction !== undefined);
  checkTest(flags.test, data, isReduced);
  const likely =
    flags.test === undefined && !isReduced ? compareOnRows(a.model, b.model, "likelihood-ratio") : undefined; // refuses models that are not nested
  const rows = data === undefined ? undefined : await readFitted(data, larger.file, larger, flags);
  const tests = await testsOf(a, b, rows, flags.test, likely);
  if (flags.json) write(toJSON({ models: [a, b].map(modelData), tests }));
  else {
    const table = tableOf(tests);
    write(inForm(table, flags.format, () => `${modelsText([a, b])}\n\n${testsText(table.toTable())}`));
  }
  return EXIT.done;
}

function checkFiles(files: readonly string[], data: string | undefined, { test }: CompareFlags): void {
  const refuse = (message: string): never => {
    throw new GlmError("BAD_OPTION", message);
  };
  if ([...files, data].filter((file) => file === "-").length > 1) {
    refuse("two files are standard input; expected a file for one of them");
  }
  refuseFormulaAsData(data, files[1]!);
  if (test === "score" && data === undefined)
    refuse("--test score without data; expected both models, then the data of their fits");
}

/** Whether the test needs the data, which depends on the models. */
function checkTest(test: Test | undefined, data: string | undefined, isReduced: boolean): void {
  const refuse = (message: string): never => {
    throw new GlmError("BAD_OPTION", message);
  };
  if (isReduced && test !== "wald" && data === undefined) {
    refuse(
      "likelihood ratios of bias-reduced fits need their data; expected both models, then the data, or --test wald",
    );
  }
  const reads = test === "score" || (isReduced && test === "likelihood-ratio");
  if (test !== undefined && !reads && data !== undefined) {
    refuse(`--test ${test} with data, which it does not read; expected --test score, or no data`);
  }
}

/** The tests that were asked for, or all for which there is what they need. */
async function testsOf(
  a: Named,
  b: Named,
  rows: Rows | undefined,
  test: Test | undefined,
  likely: Comparison | undefined,
): Promise<Comparison[]> {
  if (test !== undefined) return [await tested(a, b, test, rows)];
  if (likely !== undefined) return [likely, ...(await others(a, b, rows))];
  return [await tested(a, b, "likelihood-ratio", rows), await tested(a, b, "wald")]; // bias-reduced fits have no score test
}

async function named(file: string): Promise<Named> {
  return { file, ...readSaved(await readSource(file)) };
}

async function tested(a: Named, b: Named, test: Test, rows?: Rows): Promise<Comparison> {
  const work = (): Comparison => compareOnRows(a.model, b.model, test, rows);
  return rows === undefined ? work() : located(rows, work);
}

/** The tests beside that of the likelihood ratio: Wald's, if the larger model has a covariance, and the score test, if there are data. */
async function others(a: Named, b: Named, rows: Rows | undefined): Promise<Comparison[]> {
  const score = rows === undefined ? [] : [await tested(a, b, "score", rows)];
  try {
    return [await tested(a, b, "wald"), ...score];
  } catch (error) {
    if (error instanceof GlmError && error.code === "NOT_SUPPORTED") return score;
    throw error;
  }
}

function modelsText(models: readonly Named[]): string {
  const lines = models.map(({ file, model }) => [
    `${shownName(file)}: ${contentOf(model)}`,
    String(model.degreesOfFreedom),
    significant(model.deviance),
    model.aic === undefined ? "" : significant(model.aic),
  ]);
  const [head, ...rest] = align([["", "parameters", "deviance", "AIC"], ...lines]);
  return [title(head!), ...rest].join("\n");
}

/** All tests in one table. */
function tableOf(tests: readonly Comparison[]): Printed {
  const hasResidual = tests.some(({ residualDegreesOfFreedom }) => residualDegreesOfFreedom !== undefined);
  const columns = [
    column("text", "test", "test"),
    numbers("statistic", "statistic"),
    column("text", "distribution", "distribution"),
    column("count", "df", "df"),
    ...(hasResidual ? [numbers("residualDegreesOfFreedom", "residual df")] : []),
    column("p", "p", "p"),
  ];
  return printed([...tests], (rows) => ({ caption: "", columns, rows, notes: [] }));
}

function testsText(table: PrintedTable): string {
  const [head, ...rest] = align([table.columns.map(({ label }) => label), ...shownCells(table)]);
  return [title(head!), ...rest].join("\n");
}

function modelData({ file, model }: Named): object {
  const { formula, degreesOfFreedom, deviance, logLikelihood, aic } = model;
  return { file, formula, degreesOfFreedom, deviance, logLikelihood, aic };
}
