import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { dropout, GlmError } from "../../index.js";
import {
  fromJSON,
  ONLINE_FAMILIES,
  type Online,
  type OnlineFamily,
  online,
  type Progressive,
} from "../../online/index.js";
import { cannotRead } from "../../table/source.js";
import { nameList, number, whole } from "../flags/declare.js";
import { type PenaltyFlags, penaltyOptions } from "../flags/penalty.js";
import { EXIT } from "../output/exit.js";
import { interruptible } from "../output/interrupt.js";
import { toJSON, write, writeWarning } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { type Batch, batchesOf, openStream, STREAM_FORMATS, type StreamFormat } from "../rows/pipe.js";

interface LearnFlags extends Pick<PenaltyFlags, "ridge" | "lasso" | "elasticNet" | "share"> {
  readonly response?: string;
  readonly family?: OnlineFamily;
  readonly classes?: readonly string[];
  readonly dropout?: number;
  readonly learningRate?: number;
  readonly intercept: boolean;
  readonly weights?: string;
  readonly offset?: string;
  readonly hash?: number | true;
  readonly words?: readonly string[];
  readonly seed?: number;
  readonly format?: StreamFormat;
  readonly features?: number;
  readonly zeroBased?: true;
  readonly every?: number;
  readonly resume?: string;
  readonly save?: string;
  readonly json?: true;
}

export function addLearn(program: Command, finish: (exitCode: number) => void): void {
  program
    .command("learn")
    .description("learn from a stream, row by row and for ever: AdaGrad, one pass, not a minimizer")
    .argument(
      "[data]",
      "rows as they come: CSV with a header line, JSON lines, or SVMlight; - or nothing for standard input",
    )
    .option("--response <column>", "the column to predict; SVMlight has labels")
    .addOption(
      new Option("--family <name>", "distribution of the response (default: gaussian)").choices(ONLINE_FAMILIES),
    )
    .option("--classes <labels>", "labels of the response, as no,yes: the second of two is modelled", nameList)
    .option("--dropout <rate>", "train against dropout noise of this rate, by its expected gradient", number)
    .option("--ridge <lambda>", "ridge penalty, on the scale of the mean loss", number)
    .option("--lasso <lambda>", "lasso penalty, on the same scale", number)
    .option("--elastic-net <lambda>", "elastic net penalty, on the same scale; needs --share", number)
    .option("--share <a>", "part of the elastic net that is lasso, in [0, 1]", number)
    .option("--learning-rate <a>", "size of the steps (default: 0.5)", number)
    .option("--no-intercept", "learn without an intercept")
    .option("--weights <column>", "prior weights")
    .option("--offset <column>", "added to the linear predictor")
    .option(
      "--hash [bits]",
      "text columns become features by their hashes, 2^bits of them (default: 18 bits)",
      whole(1),
    )
    .option("--words <names>", "text columns that are taken apart into words", nameList)
    .option("--seed <number>", "of the hashes (default: 1)", whole(0))
    .addOption(new Option("--format <name>", "format of the rows (default: by the first line)").choices(STREAM_FORMATS))
    .option("--features <p>", "SVMlight: number of columns", whole(1))
    .option("--zero-based", "SVMlight: the first column has the index 0")
    .option("--every <rows>", "tell the progressive loss after so many rows (default: 1, 2, 4, 8, ...)", whole(1))
    .option("--resume <file>", "go on from a state that --save wrote, with its options")
    .option("--save <file>", "write the state at the end, after Ctrl-C, and before an error")
    .option("--json", "print the result as JSON")
    .action(async (data: string | undefined, flags: LearnFlags) => finish(await learnCommand(data, flags)));
}

async function learnCommand(file: string | undefined, flags: LearnFlags): Promise<number> {
  if (file === undefined && process.stdin.isTTY)
    throw new GlmError("EMPTY", "no data; expected a file, or rows on standard input");
  const outputs = openOutputs({ "--save": flags.save }, [file, ...(flags.resume === flags.save ? [] : [flags.resume])]);
  const learner = flags.resume === undefined ? fresh(flags) : resumed(flags.resume, flags);
  const told = teller(flags.every);
  let isSaved = false;
  const save = (): void => {
    if (!isSaved) outputs.write("--save", `${JSON.stringify(learner)}\n`);
    isSaved = true;
  };
  try {
    const { by } = await interruptible((signal) => learnAll(learner, file, flags, signal, told.after));
    told.end();
    if (told.rows() > 0) save();
    if (by !== undefined) return by === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
  } catch (error) {
    if (told.rows() > 0) {
      save();
      writeWarning(
        `${told.rows()} rows were learned before the error${flags.save === undefined ? "" : `; ${flags.save} has what was learned of them`}`,
      );
    }
    throw error;
  }
  if (told.rows() === 0) throw new GlmError("EMPTY", "no rows; expected at least one");
  print(learner, flags.json === true);
  return EXIT.done;
}

/** Learns batch after batch, as they come. */
async function learnAll(
  learner: Online,
  file: string | undefined,
  flags: LearnFlags,
  signal: AbortSignal,
  after: (found: Progressive) => void,
): Promise<void> {
  const { format, features, zeroBased = false } = flags;
  let numbers = numbersOf(learner);
  const bytes = openStream(file, signal);
  for await (const batch of batchesOf(bytes, { format, columns: features, zeroBased, numbers: () => numbers })) {
    if (signal.aborted) return;
    after(learnBatch(learner, batch));
    numbers ??= numbersOf(learner);
  }
}

function learnBatch(learner: Online, { first, cells, svmlight }: Batch): Progressive {
  try {
    return cells === undefined ? learner.learn(svmlight!.x, svmlight!.y) : learner.learn(cells);
  } catch (error) {
    if (!(error instanceof GlmError)) throw error;
    throw new GlmError(
      error.code,
      `in the piece that begins with row ${first}, whose entries are counted from 0: ${error.message}`,
      error.detail,
    );
  }
}

/** Columns of numbers, response and weights among them, once they are known. */
function numbersOf(learner: Online): readonly string[] | undefined {
  const { features, settings } = learner.toJSON();
  if (features === undefined || !("numbers" in features)) return undefined;
  const { response, weights, offset, classes } = settings;
  const isNumber = classes === undefined || classes.every((label) => typeof label === "number");
  const others = [isNumber ? response : undefined, weights, offset].filter((name) => name !== undefined);
  return [...features.numbers, ...others];
}

function fresh(flags: LearnFlags): Online {
  const { family, classes, learningRate, intercept, response, weights, offset, hash, words, seed } = flags;
  if (hash === undefined && (words ?? seed) !== undefined) {
    throw new GlmError("BAD_OPTION", `--${words === undefined ? "seed" : "words"} without --hash; expected both`);
  }
  const bits = typeof hash === "number" ? hash : undefined;
  return online({
    ...{ family, learningRate, intercept, response, weights, offset },
    classes: classes && labelsOf(classes),
    noise: flags.dropout === undefined ? undefined : dropout(flags.dropout),
    penalty: penaltyOptions(flags).penalty,
    hash: hash === undefined ? undefined : { bits, words, seed },
  });
}

/** Labels that are all numbers are numbers, as they are in the rows. */
function labelsOf(classes: readonly string[]): readonly (string | number)[] {
  return classes.every((label) => label !== "" && Number.isFinite(Number(label))) ? classes.map(Number) : classes;
}

/** Options that a saved state has already. */
const OWN = [
  "family",
  "classes",
  "dropout",
  "ridge",
  "lasso",
  "elasticNet",
  "learningRate",
  "response",
  "hash",
  "words",
] as const;

function resumed(file: string, flags: LearnFlags): Online {
  const given = OWN.find((name) => flags[name] !== undefined);
  if (given !== undefined) {
    throw new GlmError("BAD_OPTION", `--${given} with --resume; expected one of them: the options are in ${file}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw cannotRead(file, error);
  }
  return fromJSON(json);
}

/** Prints the progressive loss to stderr as rows come in. */
function teller(every: number | undefined) {
  let next = 1;
  let last: Progressive | undefined;
  let leftOut = 0;
  let known = 0;
  const tell = ({ rows, loss, recent }: Progressive): void => {
    if (known === 0) process.stderr.write("        rows  progressive loss       recent\n");
    process.stderr.write(
      `${String(rows).padStart(12)}${loss.toFixed(6).padStart(18)}${recent.toFixed(6).padStart(13)}\n`,
    );
    known = rows;
  };
  return {
    rows: () => last?.rows ?? 0,
    after(found: Progressive): void {
      last = found;
      leftOut += found.leftOut;
      if (found.rows < next) return;
      tell(found);
      while (next <= found.rows) next = every === undefined ? 2 * next : next + every;
    },
    end(): void {
      if (last !== undefined && last.rows > known) tell(last);
      if (leftOut > 0) writeWarning(`${leftOut} rows were left out: a cell is missing in them`);
    },
  };
}

/** Coefficients that are printed at most. */
const SHOWN = 100;

function print(learner: Online, isJson: boolean): void {
  const model = learner.model();
  if (isJson) {
    const lists = Array.isArray(model.coefficients) ? model.coefficients : [model.coefficients];
    const coefficients = (lists as Float64Array[]).map((own) => [...own]);
    const intercept = typeof model.intercept === "number" ? model.intercept : [...model.intercept];
    const { family, classes, names, rows, loss } = model;
    write(
      toJSON({
        family,
        classes,
        names,
        intercept,
        coefficients: coefficients.length > 1 ? coefficients : coefficients[0],
        rows,
        loss,
      }),
    );
    return;
  }
  const { coefficients, intercept } = model;
  if (typeof intercept !== "number") {
    write(`${model.rows} rows, progressive loss ${model.loss}`);
    return;
  }
  const own = coefficients as Float64Array;
  const lines = [`(intercept) ${intercept}`];
  own.slice(0, SHOWN).forEach((value, j) => {
    lines.push(`${model.names?.[j] ?? `x${j + 1}`} ${value}`);
  });
  if (own.length > SHOWN) lines.push(`... and ${own.length - SHOWN} more`);
  write(lines.join("\n"));
}
