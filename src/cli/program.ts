import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { addCompare } from "./commands/compare.js";
import { addCv } from "./commands/cv.js";
import { addDiagnose } from "./commands/diagnose.js";
import { addEffects } from "./commands/effects.js";
import { addExport } from "./commands/export.js";
import { addFit } from "./commands/fit.js";
import { addInfer } from "./commands/infer.js";
import { addLearn } from "./commands/learn.js";
import { addMeans } from "./commands/means.js";
import { addPath } from "./commands/path.js";
import { addPenalties } from "./commands/penalties.js";
import { addPredict } from "./commands/predict.js";
import { addProfile } from "./commands/profile.js";
import { addSummary } from "./commands/summary.js";
import { addAnova, addDrop1 } from "./commands/terms.js";
import { addTry } from "./commands/try.js";
import { addVif } from "./commands/vif.js";
import { addWorker } from "./commands/worker.js";
import { EXIT } from "./output/exit.js";
import { writeError, writeFailure } from "./output/output.js";

/** Runs one command line (without node and script) and returns the exit code. Never throws, never exits. */
export async function run(args: readonly string[]): Promise<number> {
  if (args.length === 0) {
    writeError(
      "no command; expected fit, predict, path, cv, summary, diagnose, infer, profile, vif, penalties, effects, means, compare, anova, drop1, export, learn, worker or try: dropglm --help explains them",
    );
    return EXIT.refused;
  }
  let code: number = EXIT.done;
  const program = makeProgram((exitCode) => {
    code = exitCode;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode; // it has printed its line, or the help
    writeFailure(error);
    return EXIT.refused;
  }
}

/** `finish` receives the exit code of the command that ran. */
function makeProgram(finish: (exitCode: number) => void): Command {
  const program = new Command("dropglm")
    .description("Generalized linear models with dropout as adaptive regularization.")
    .version(version())
    .exitOverride()
    .configureOutput({ outputError: (message) => writeError(advised(message.replace(/^error: /, ""))) })
    .addHelpText(
      "after",
      [
        "",
        "Exit code: 0 done, 1 bad input or an output that cannot be written, 2 the fit did not converge or nothing could be",
        "chosen (what there is, is printed all the same), 130 and 143 stopped by Ctrl-C and SIGTERM (what there is so far is",
        "printed, and no file is written).",
      ].join("\n"),
    );
  addFit(program, finish);
  addPredict(program, finish);
  addPath(program, finish);
  addCv(program, finish);
  addSummary(program, finish);
  addDiagnose(program, finish);
  addInfer(program, finish);
  addProfile(program, finish);
  addVif(program, finish);
  addPenalties(program, finish);
  addEffects(program, finish);
  addMeans(program, finish);
  addCompare(program, finish);
  addAnova(program, finish);
  addDrop1(program, finish);
  addExport(program, finish);
  addLearn(program, finish);
  addWorker(program, finish);
  addTry(program, finish);
  return program;
}

/** Too many arguments are most often a formula without quotes, or one where the model has it. */
function advised(message: string): string {
  const [, command, rest] = /^too many arguments for '(\w+)'\. (Expected [^.]*)\./.exec(message) ?? [];
  if (command === undefined || rest === undefined) return message;
  const takesFormula = ["fit", "path", "cv"].includes(command);
  const hasModel = [
    "predict",
    "diagnose",
    "infer",
    "profile",
    "penalties",
    "effects",
    "means",
    "compare",
    "anova",
    "drop1",
  ].includes(command);
  const isModel = ["summary", "vif", "export"].includes(command);
  const advice = takesFormula ? 'write a formula in quotes, as "y ~ a + b"' : hasModel ? "the formula is in the model" : isModel ? "it reads the model only" : "leave the others out"; // biome-ignore format: one line
  return `too many arguments for ${command}; ${rest.replace("Expected", "expected")}: ${advice}`;
}

function version(): string {
  const { version } = createRequire(import.meta.url)("dropglm/package.json") as { version: string };
  return version;
}
