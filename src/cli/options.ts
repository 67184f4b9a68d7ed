import { type Command, InvalidArgumentError, Option } from "commander";
import Papa from "papaparse";
import { type ApproximationName, FAMILY_NAMES, type SolverName } from "../index.js";
import { toNumber } from "./cells.js";
import { TRANSFORM_NAMES } from "./transform.js";

// Words the library knows. Keys are checked by the compiler: an approximation or a solver added there has to be added here.

const APPROXIMATIONS: Readonly<Record<ApproximationName, true>> = { gaussian: true, quadratic: true, exact: true };
const SOLVERS: Readonly<Record<"auto" | SolverName, true>> = { auto: true, newton: true, lbfgs: true };

/** A decimal number; its range is the library's to check. */
export function number(text: string): number {
  const value = toNumber(text);
  if (value === undefined || !Number.isFinite(value)) throw new InvalidArgumentError("Expected a number.");
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

/** Names separated by commas; quoted as in CSV when they hold one. The option may be repeated. */
export function nameList(text: string, before: readonly string[] = []): string[] {
  const names = Papa.parse<string[]>(text, { delimiter: "," }).data[0] ?? [];
  return [...before, ...names.map((name) => name.trim())];
}

function choice(flags: string, description: string, allowed: object): Option {
  return new Option(flags, description).choices(Object.keys(allowed));
}

/** What `fit` and `compare` are told about the table. */
export function addDataOptions(command: Command): Command {
  return command
    .argument("[data]", "table with a header line: CSV, TSV or semicolons; - or nothing for standard input")
    .requiredOption("--response <column>", "the column to predict: numbers, counts, 0 and 1, or two labels")
    .addOption(new Option("--family <name>", "distribution of the response").choices(FAMILY_NAMES).default("gaussian"))
    .option("--columns <names>", "predictors, as a,b,c (default: every column without another role)", nameList)
    .option("--exclude <names>", "columns to leave out", nameList)
    .addOption(transformOption())
    .option("--weights <column>", "prior weights")
    .option("--trials <column>", "binomial: numbers of trials; the response then counts successes")
    .addOption(offsetOption())
    .addOption(exposureOption());
}

export function transformOption(): Option {
  return new Option("--transform <name>", "transform every predictor; log1p is log(1 + x)").choices(TRANSFORM_NAMES);
}

export function offsetOption(): Option {
  return new Option("--offset <column>", "added to the linear predictor");
}

export function exposureOption(): Option {
  return new Option("--exposure <column>", "poisson: exposure; its logarithm is added to the linear predictor");
}

/** What only `fit` is told. */
export function addFitOptions(command: Command): Command {
  return command
    .option("--dropout <rate>", "train against dropout noise of this rate", number)
    .option("--additive <sd>", "train against additive gaussian noise of this standard deviation", number)
    .addOption(choice("--approximation <name>", "how the expectation over the noise is taken", APPROXIMATIONS))
    .option("--ridge <lambda>", "ridge penalty, on the scale of glmnet", number)
    .option("--standardize", "penalize columns of unit variance")
    .option("--no-intercept", "fit without an intercept")
    .addOption(choice("--solver <name>", "how to minimize", SOLVERS))
    .option("--tolerance <t>", "bound on the violation of the optimality conditions", number)
    .option("--max-iterations <k>", "steps of the solver at most", whole(0));
}
