import { type Command, Option } from "commander";
import type { Anova, AnovaOptions, Drop1, TermTest } from "../../index.js";
import { readSource } from "../../table/source.js";
import { addFittedOptions } from "../flags/declare.js";
import { addFormatOption, checkShown, type FormatFlags } from "../flags/shown.js";
import { EXIT } from "../output/exit.js";
import { inForm } from "../output/format.js";
import { title, toJSON, write } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { checkFitted, type FittedFlags, ofModel, readFitted } from "../rows/fitted.js";
import { fittedOf, headingData, headingOf } from "../rows/heading.js";
import { located } from "../rows/place.js";
import { readSaved, type Saved } from "../rows/saved.js";
import { anovaRows, drop1Rows, type Rows } from "../rows/verbs.js";

// anova and drop1: tests of the terms of a saved model.

/** The words of the library; the compiler checks that all are here. */
const TESTS: Readonly<Record<TermTest, true>> = { F: true, "likelihood-ratio": true, wald: true };
const TYPES: Readonly<Record<NonNullable<AnovaOptions["type"]>, true>> = { I: true, II: true, III: true };

interface TermFlags extends FittedFlags, FormatFlags {
  readonly type?: NonNullable<AnovaOptions["type"]>;
  readonly test?: TermTest;
}

type Work = (saved: Saved, rows: Rows, flags: TermFlags) => Anova | Drop1;

export function addAnova(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command("anova")
    .description("test every term of a model: analysis of deviance")
    .addOption(
      new Option(
        "--type <type>",
        "I: given the terms before it; II (default): given those that do not contain it; III: given all others",
      ).choices(Object.keys(TYPES)),
    );
  addTerms(command, finish, ({ model }, rows, { type, test }) => anovaRows(model, rows, { type, test }));
}

export function addDrop1(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command("drop1")
    .description("the model without each of the terms that no other term contains");
  addTerms(command, finish, ({ model }, rows, { test }) => drop1Rows(model, rows, { test }));
}

function addTerms(command: Command, finish: (exitCode: number) => void, work: Work): void {
  const described = command
    .argument("<model>", "what dropglm fit --save wrote, of a formula; - for standard input")
    .argument("[data]", "the data of that fit: a table, - or nothing for standard input")
    .addOption(
      new Option(
        "--test <name>",
        "default: F with a free dispersion, likelihood-ratio with a known one, wald with a penalty or noise",
      ).choices(Object.keys(TESTS)),
    );
  addFormatOption(addFittedOptions(described))
    .option("--json", "print JSON")
    .action(async (model: string, data: string | undefined, flags: TermFlags) =>
      finish(await termsCommand(model, data, flags, work)),
    );
}

async function termsCommand(
  modelFile: string,
  file: string | undefined,
  flags: TermFlags,
  work: Work,
): Promise<number> {
  checkFitted(modelFile, file);
  checkShown(flags);
  openOutputs({}, [modelFile, file]);
  const saved = readSaved(await readSource(modelFile));
  const rows = await readFitted(file, modelFile, saved, flags);
  const found = await located(rows, () => work(saved, rows, flags));
  const [asked, about] = [ofModel(saved, flags), fittedOf(saved.model)];
  if (flags.json) write(toJSON({ ...headingData(rows, asked, about), tests: found }));
  else write(inForm(found, flags.format, () => `${title(headingOf(rows, asked, about))}\n\n${String(found)}`));
  return EXIT.done;
}
