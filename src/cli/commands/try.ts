import type { Command } from "commander";
import { mulberry32 } from "../../base/random.js";
import { fitSync, GlmError, type Model, negativeBinomial } from "../../index.js";
import type { DataFlags } from "../flags/data.js";
import { addDataOptions, whole } from "../flags/declare.js";
import { familyOptions } from "../flags/family.js";
import { EXIT } from "../output/exit.js";
import { title, toJSON, write } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { openBar } from "../output/progress.js";
import type { Data } from "../rows/data.js";
import { kFolds, sample } from "../rows/folds.js";
import { headingData, headingOf } from "../rows/heading.js";
import { loadData } from "../rows/load.js";
import { located } from "../rows/place.js";
import { leastOf, type Sample, strataOf, toSample } from "../rows/sample.js";
import { countFits, evaluate, measuresOf } from "./evaluate.js";
import { partData, partText, type Section } from "./report.js";

export interface TryFlags extends DataFlags {
  readonly folds: number;
  readonly few: number;
  readonly repeats: number;
  readonly seed: number;
  readonly json?: true;
}

export function addTry(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command("try")
    .description("maximum likelihood, ridge and dropout side by side, scored on held-out rows");
  addDataOptions(command)
    .option("--folds <k>", "parts of the cross-validation", whole(2), 5)
    .option("--few <rows>", "train on so few rows in the second part", whole(2), 100)
    .option("--repeats <k>", "how often few rows are drawn", whole(1), 10)
    .option("--seed <number>", "of everything random", whole(0), 1)
    .option("--json", "print JSON, with the scores of every strength tried")
    .action(async (file: string | undefined, flags: TryFlags) => finish(await tryCommand(file, flags)));
}

async function tryCommand(file: string | undefined, flags: TryFlags): Promise<number> {
  const asked = familyOptions(flags);
  openOutputs({}, [file]);
  const data = await loadData(file, flags);
  const { rows } = data.x;
  if (!(flags.folds <= rows)) {
    throw new GlmError("BAD_OPTION", `--folds is ${flags.folds}; expected at most ${rows}, the number of rows`);
  }
  const comparison = await tryMethods(data, flags, asked);
  write(flags.json ? toJSON(comparisonData(data, flags, comparison)) : comparisonText(data, flags, comparison));
  const isDone = [comparison.folds, comparison.few].every((part) => part === undefined || isMeasured(part));
  return isDone ? EXIT.done : EXIT.notConverged;
}

/** Whether every method has a best strength with a finite number. */
function isMeasured({ evaluated, measures }: Section): boolean {
  return evaluated.every(({ best }) => Number.isFinite(best.scores[measures[0]!]!.mean));
}

interface Comparison {
  /** Maximum likelihood on all rows. */
  readonly model: Model;
  readonly folds: Section;
  /** Undefined when there are too few rows for it. */
  readonly few: Section | undefined;
}

/** Both parts. A first fit to all rows checks whether the data can be fitted at all. */
export async function tryMethods(data: Data, flags: TryFlags, asked: Sample["likelihood"]): Promise<Comparison> {
  const model = await located(data, () => fitSync(data.x, data.y, { ...data.vectors, ...asked }));
  const all = toSample(data, model, fixed(asked, model));
  const strata = strataOf(all, model, flags.folds);
  const hasFew = flags.few < all.x.rows;
  if (hasFew) checkFew(flags, strata.length);
  const bar = openBar("fitting", countFits(flags.folds + (hasFew ? flags.repeats : 0)));
  let done = 0;
  const onFit = (): void => bar.update(++done);
  try {
    const folds = tryFolds(all, strata, flags, onFit);
    return { model, folds, few: hasFew ? tryFew(all, strata, flags, onFit) : undefined };
  } finally {
    bar.stop();
  }
}

/** An estimated theta is that of all rows in every fit: deviances with different ones cannot be compared. */
function fixed(asked: Sample["likelihood"], { theta }: Model): Sample["likelihood"] {
  return theta === undefined ? asked : { ...asked, family: negativeBinomial({ theta }) };
}

function checkFew({ few, family }: TryFlags, strata: number): void {
  const needed = leastOf(family) * strata;
  if (few >= needed) return;
  throw new GlmError("BAD_OPTION", `--few is ${few}; expected at least ${needed}, for ${strata} classes`);
}

function tryFolds(all: Sample, strata: readonly number[][], flags: TryFlags, onFit: () => void): Section {
  return {
    heading: `${flags.folds}-fold cross-validation: mean (standard error)`,
    measures: measuresOf(flags.family),
    evaluated: evaluate(all, kFolds(strata, flags.folds, mulberry32(flags.seed)), onFit),
  };
}

function tryFew(all: Sample, strata: readonly number[][], flags: TryFlags, onFit: () => void): Section {
  const { seed, few, repeats } = flags;
  const splits = Array.from({ length: repeats }, (_, r) =>
    sample(strata, few, mulberry32(seed, r + 1), leastOf(flags.family)),
  );
  const times = repeats === 1 ? "once" : `${repeats} times`;
  return {
    heading: `Trained on ${few} rows, tested on the other ${all.x.rows - few}, ${times}: mean (standard error)`,
    measures: measuresOf(flags.family),
    evaluated: evaluate(all, splits, onFit),
  };
}

function comparisonText(data: Data, flags: TryFlags, { model, folds, few }: Comparison): string {
  const head = headingOf(data, flags, { theta: model.theta });
  const second =
    few === undefined
      ? `note: no second part; --few ${flags.few} needs more than the ${data.x.rows} rows there are`
      : partText(few);
  return [title(head), partText(folds), second, explanation(flags)].join("\n\n");
}

function explanation(flags: TryFlags): string {
  const measure = measuresOf(flags.family)[0] === "logLoss" ? "log-loss" : "deviance";
  return [
    `Lambda and rate are those with the best held-out ${measure} of nine each, so both score a little better here than on`,
    "new rows. Ridge acts on standardized columns. Seconds: one fit.",
  ].join("\n");
}

function comparisonData(data: Data, flags: TryFlags, { model, folds, few }: Comparison): object {
  return {
    ...headingData(data, flags),
    theta: model.theta,
    seed: flags.seed,
    crossValidation: { folds: flags.folds, methods: partData(folds) },
    few: few === undefined ? null : { rows: flags.few, repeats: flags.repeats, methods: partData(few) },
  };
}
