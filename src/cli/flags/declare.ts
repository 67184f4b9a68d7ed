import { type Command, InvalidArgumentError, Option } from "commander";
import Papa from "papaparse";
import { type ApproximationName, FAMILY_NAMES, LINK_NAMES, type SolverName } from "../../index.js";
import { ENCODINGS } from "../../table/cell-notation.js";
import { toNumber } from "../../table/cells.js";
import { TRANSFORM_NAMES } from "../../table/transform.js";
import type { NoiseFlags } from "./noise.js";

// Words of the library. The compiler checks the keys: an approximation or a solver added there must be added here.

const APPROXIMATIONS: Readonly<Record<ApproximationName, true>> = {
  gaussian: true,
  quadratic: true,
  exact: true,
  "monte-carlo": true,
};
const MASKS: Readonly<Record<NonNullable<NoiseFlags["mask"]>, true>> = {
  shared: true,
  "per-class": true,
  term: true,
  entry: true,
};
const SOLVERS: Readonly<Record<"auto" | SolverName, true>> = {
  auto: true,
  newton: true,
  lbfgs: true,
  "newton-cg": true,
  "coordinate-descent": true,
};

/** A decimal number; the library checks its range. */
export function number(text: string): number {
  const value = toNumber(text);
  if (value === undefined || !Number.isFinite(value)) throw new InvalidArgumentError("Expected a number.");
  return value;
}

/** The shape of a negative binomial. */
export function theta(text: string): number | "estimate" {
  if (text === "estimate") return text;
  const value = toNumber(text);
  if (value === undefined) throw new InvalidArgumentError("Expected a number, or estimate.");
  return value;
}

/** A whole number from `low` on. */
export function whole(low: number): (text: string) => number {
  return (text) => {
    const value = toNumber(text) ?? Number.NaN;
    if (!(Number.isSafeInteger(value) && value >= low)) {
      throw new InvalidArgumentError(`Expected a whole number >= ${low}.`);
    }
    return value;
  };
}

/** Names separated by commas; quoted as in CSV if they contain one. The option may be repeated. */
export function nameList(text: string, before: readonly string[] = []): string[] {
  const names = Papa.parse<string[]>(text, { delimiter: "," }).data[0] ?? [];
  return [...before, ...names.map((name) => name.trim())];
}

/** Numbers separated by commas. */
export function numberList(text: string, before: readonly number[] = []): number[] {
  return [...before, ...nameList(text).map(number)];
}

/** A number of folds, or the column with the fold of each row. */
export function foldsOrColumn(text: string): number | string {
  return toNumber(text) === undefined ? text : whole(2)(text);
}

/** Threads. */
export function threads(text: string): number | "auto" {
  return text === "auto" ? text : whole(1)(text);
}

function choice(flags: string, description: string, allowed: object): Option {
  return choiceOf(flags, description, Object.keys(allowed));
}

/** Options of `fit` and `try` about the table. */
export function addDataOptions(command: Command): Command {
  const described = command
    .argument(
      "[data]",
      "table with a header line: CSV, TSV or semicolons; or JSON, Parquet, Arrow, .xlsx; - or nothing for standard input; or a file of SVMlight: .svm, .libsvm, .svmlight",
    )
    .option(
      "--response <column>",
      "the column to predict: numbers, counts, 0 and 1, or labels; files of SVMlight have labels",
    )
    .addOption(new Option("--family <name>", "distribution of the response").choices(FAMILY_NAMES).default("gaussian"))
    .option("--theta <theta>", "negative-binomial: its shape, or estimate (default)", theta)
    .option("--power <p>", "tweedie: the variance is proportional to mean^p (default: 1.5)", number)
    .addOption(
      new Option("--link <name>", "takes the mean to the linear predictor (default: that of the family)").choices(
        LINK_NAMES,
      ),
    )
    .option("--columns <names>", "predictors, as a,b,c (default: every column without another role)", nameList)
    .option("--exclude <names>", "columns to leave out", nameList)
    .addOption(transformOption())
    .addOption(weightsOption())
    .addOption(trialsOption())
    .addOption(offsetOption())
    .addOption(exposureOption());
  return addReadingOptions(described).option(
    "--zero-based",
    "files of SVMlight: the first column has the index 0 (default: if a 0 occurs)",
  );
}

/** Options of commands that take a model and the rows of its fit. */
export function addFittedOptions(command: Command): Command {
  const described = command
    .option("--response <column>", "the column that was predicted; needed for tables of a model without a formula")
    .addOption(transformOption())
    .addOption(weightsOption())
    .addOption(trialsOption())
    .addOption(offsetOption())
    .addOption(exposureOption());
  return addReadingOptions(described);
}

/** How the file is read. */
export function addReadingOptions(command: Command): Command {
  return command
    .addOption(choiceOf("--decimal <mark>", "decimal mark of the file (default: a point)", [".", ","]))
    .addOption(choiceOf("--thousands <mark>", "mark between thousands: , or . or a blank or '", [",", ".", " ", "'"]))
    .option("--na <words>", "words for missing cells, as a,b,c, instead of the usual ones", nameList)
    .option("--no-header", "the first line is a row; columns are x1, x2, ...")
    .option("--comment <mark>", "leave out lines that begin with this (default: # above the header line)")
    .addOption(choiceOf("--encoding <name>", "encoding of the text (default: by its first bytes, or utf-8)", ENCODINGS))
    .option("--sheet <name>", "sheet of a workbook (default: the first with a table)");
}

function choiceOf(flags: string, description: string, allowed: readonly string[]): Option {
  return new Option(flags, description).choices(allowed);
}

export function transformOption(): Option {
  return new Option("--transform <name>", "transform every predictor; log1p is log(1 + x)").choices(TRANSFORM_NAMES);
}

export function weightsOption(): Option {
  return new Option("--weights <column>", "prior weights");
}

export function trialsOption(): Option {
  return new Option("--trials <column>", "binomial: numbers of trials; the response then counts successes");
}

export function offsetOption(): Option {
  return new Option("--offset <column>", "added to the linear predictor");
}

export function exposureOption(): Option {
  return new Option("--exposure <column>", "log link: exposure; its logarithm is added to the linear predictor");
}

const COPIES_SEED = "monte-carlo: seed of the copies (default: 1)";

/** `fit` requires the strength of a noise or a penalty; commands that search it accept it optionally. */
type Strengths = "given" | "searched";

/** Options of all commands that fit once or along a grid. */
export function addFitOptions(command: Command, strengths: Strengths = "given", seed = COPIES_SEED): Command {
  const of = (name: string): string => (strengths === "given" ? `<${name}>` : `[${name}]`);
  return command
    .option("--quasi", "estimate the dispersion: mean and variance of the family, no likelihood")
    .option(`--dropout ${of("rate")}`, "train against dropout noise of this rate", number)
    .option(`--additive ${of("sd")}`, "train against additive gaussian noise of this standard deviation", number)
    .option(
      `--multiplicative ${of("sd")}`,
      "train against gaussian factors of mean 1 and this standard deviation",
      number,
    )
    .option(`--laplace ${of("scale")}`, "train against additive laplace noise of this scale", number)
    .option("--poisson-noise", "train against Poisson noise: every entry is drawn as a count with its mean")
    .addOption(choice("--approximation <name>", "how the expectation over the noise is taken", APPROXIMATIONS))
    .option("--copies <k>", "monte-carlo: noised copies of every row (default: 100)", whole(1))
    .option("--seed <number>", seed, whole(0))
    .addOption(
      choice(
        "--mask <name>",
        "formula: one draw per term, or per entry; multinomial: one for all classes, or per class",
        MASKS,
      ),
    )
    .option("--unlabeled <file>", "rows without labels, for the noise: a file of the same kind and columns as data")
    .option(
      "--unlabeled-weight <w>",
      "weight of such a row, relative to a labelled row, in (0, 1] (default: 1)",
      number,
    )
    .option(`--ridge ${of("lambda")}`, "ridge penalty, on the scale of glmnet", number)
    .option(`--lasso ${of("lambda")}`, "lasso penalty, on the scale of glmnet", number)
    .option(`--elastic-net ${of("lambda")}`, "elastic net penalty, on the scale of glmnet; needs --share", number)
    .option("--share <a>", "part of the elastic net that is lasso, in [0, 1]: alpha of glmnet", number)
    .option(`--mcp ${of("lambda")}`, "minimax concave penalty, on the scale of ncvreg", number)
    .option(`--scad ${of("lambda")}`, "smoothly clipped absolute deviation, on the scale of ncvreg", number)
    .option("--gamma <g>", "how slowly the slope of mcp or scad falls (default: 3, 3.7)", number)
    .option(
      `--group-lasso ${of("lambda")}`,
      "lasso of groups of columns, those of --column-groups; with a formula of its terms",
      number,
    )
    .option("--column-groups <labels>", "the group of every column of x, in their order, as a,b,b", nameList)
    .option("--l1-ball <radius>", "hold the sum of the coefficients' sizes within this radius", number)
    .option("--l2-ball <radius>", "hold the root of the sum of their squares within this radius", number)
    .option("--lower <bound>", "least value of every coefficient", number)
    .option("--upper <bound>", "largest value of every coefficient", number)
    .option("--standardize", "penalize columns of unit variance")
    .option("--no-intercept", "fit without an intercept")
    .addOption(choice("--solver <name>", "how to minimize", SOLVERS))
    .option("--tolerance <t>", "bound on the violation of the optimality conditions", number)
    .option("--max-iterations <k>", "steps of the solver at most", whole(0));
}

/** The grid of a path or a cross-validation. */
export function addGridOptions(command: Command, over: string): Command {
  return command
    .option("--over <axes>", over, nameList)
    .option("--lambdas <numbers>", "strengths of the penalty, as 1,0.1,0.01 (default: glmnet's grid)", numberList)
    .option("--count <k>", "steps of a grid that is chosen (default: 100 lambdas, 20 rates)", whole(1))
    .option("--min-ratio <r>", "smallest lambda of that grid, as part of the largest (default: 0.0001 or 0.01)", number)
    .option("--stop-early", "end the lambdas where there is little left to gain")
    .option("--rates <numbers>", "strengths of the noise (default for dropout: rates from 0.01 to 0.9)", numberList)
    .option("--plot <file>", "draw it: an SVG file; needs @observablehq/plot and linkedom");
}

/** Data that need not fit into memory. */
export function addSourceOptions(command: Command): Command {
  return command
    .option(
      "--memory <size>",
      "read the file a part at a time, with so much memory for its rows, as 512MB or 2GB; needs a formula, or a file of SVMlight",
    )
    .option("--folder <path>", "with --memory: where its rows are kept during the work (default: temporary files)")
    .option(
      "--checkpoint <file>",
      "with --memory: keep what the rows have answered there, so that the same command goes on after it was ended",
    )
    .option(
      "--on [url]",
      "workers of this Redis read the file, hold its rows and send sums, or fit the folds: redis://user:password@host:port, or rediss:// for TLS (default: $DROPGLM_QUEUE); start them with dropglm worker --root; needs a formula",
    )
    .option("--name <queue>", "with --on: name of their queue (default: dropglm)");
}
