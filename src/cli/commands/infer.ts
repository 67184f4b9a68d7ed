import { type Command, Option } from "commander";
import { GlmError, type Inference, type InferOptions } from "../../index.js";
import { plots } from "../../plots/index.js";
import { readSource } from "../../table/source.js";
import { addFittedOptions, number, whole } from "../flags/declare.js";
import { addShownOptions, checkShown, estimateOptions, type ShownFlags } from "../flags/shown.js";
import { EXIT } from "../output/exit.js";
import { inForm } from "../output/format.js";
import { title, toJSON, write } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { checkPlot, writePlot } from "../output/plot.js";
import { checkFitted, type FittedFlags, ofModel, readFitted } from "../rows/fitted.js";
import { fittedOf, headingData, headingOf } from "../rows/heading.js";
import { located } from "../rows/place.js";
import { readSaved } from "../rows/saved.js";
import { inferRows } from "../rows/verbs.js";

type Kind = NonNullable<InferOptions["covariance"]>;

/** The words of the library; the compiler checks that all are here. */
const KINDS: Readonly<Record<Kind, true>> = {
  model: true,
  HC0: true,
  HC1: true,
  HC2: true,
  HC3: true,
  cluster: true,
  CR2: true,
  HAC: true,
};

/** The command line about the covariance. */
export interface CovarianceFlags extends Pick<FittedFlags, "cluster" | "cluster2" | "times"> {
  readonly covariance?: Kind;
  readonly lag?: number;
  readonly dispersion?: number;
  readonly degreesOfFreedom?: number | "clusters";
}

interface InferFlags extends FittedFlags, ShownFlags, CovarianceFlags {
  readonly plot?: string;
}

export function addInfer(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command("infer")
    .description("standard errors, tests and intervals of a fit, with covariances of dependent rows")
    .argument("<model>", "what dropglm fit --save wrote; - for standard input")
    .argument("[data]", "the data of that fit: a table, - or nothing for standard input; or a file of SVMlight");
  addCovarianceOptions(command);
  addShownOptions(addFittedOptions(command))
    .option("--plot <file>", "draw estimates and intervals: an SVG file; needs @observablehq/plot and linkedom")
    .option("--json", "print JSON, with the covariance matrix")
    .action(async (model: string, data: string | undefined, flags: InferFlags) =>
      finish(await inferCommand(model, data, flags)),
    );
}

/** The kinds of standard errors, and what they need. */
export function addCovarianceOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--covariance <name>", "kind of the standard errors (default: model)").choices(Object.keys(KINDS)),
    )
    .option("--cluster <column>", "rows of one name may depend on each other: the covariance cluster")
    .option("--cluster2 <column>", "clusters of a second way, beside --cluster")
    .option("--times <column>", "numbers that order the rows in time, for HAC (default: their order)")
    .option("--lag <k>", "how far back in time rows may depend on each other, for HAC", whole(0))
    .option("--dispersion <phi>", "a known dispersion: the tests are then z", number)
    .option(
      "--degrees-of-freedom <df>",
      "of t in tests and intervals: a number, or clusters for G - 1",
      clustersOrNumber,
    );
}

async function inferCommand(modelFile: string, file: string | undefined, flags: InferFlags): Promise<number> {
  checkFitted(modelFile, file);
  checkShown(flags);
  const options = inferOptions(flags);
  const outputs = openOutputs({ "--plot": flags.plot }, [modelFile, file]);
  await checkPlot(flags.plot);
  const saved = readSaved(await readSource(modelFile));
  const { model } = saved;
  const rows = await readFitted(file, modelFile, saved, flags);
  const inference = await located(rows, () => inferRows(model, rows, options));
  const [asked, about] = [ofModel(saved, flags), fittedOf(model)];
  if (flags.json) write(toJSON({ ...headingData(rows, asked, about), ...inferenceData(inference) }));
  else write(inForm(inference, flags.format, () => `${title(headingOf(rows, asked, about))}\n\n${String(inference)}`));
  await writePlot(outputs, () => plots.forest(inference));
  return EXIT.done;
}

function clustersOrNumber(text: string): number | "clusters" {
  return text === "clusters" ? text : number(text);
}

/** Flags in the library's words; the clusters and times come with the data. */
export function inferOptions(
  flags: CovarianceFlags & ShownFlags,
): Pick<InferOptions, "covariance" | "lag" | "dispersion" | "degreesOfFreedom" | "level" | "exponentiate"> {
  const { covariance, cluster, cluster2, lag, dispersion, degreesOfFreedom } = flags;
  const refuse = (message: string): never => {
    throw new GlmError("BAD_OPTION", message);
  };
  const isClustered = covariance === "cluster" || covariance === "CR2";
  if (isClustered && cluster === undefined)
    refuse(`--covariance ${covariance} without --cluster <column>; expected both`);
  if (cluster !== undefined && covariance !== undefined && !isClustered) {
    refuse(`--cluster ${cluster} with --covariance ${covariance}; expected one of them: clusters have covariances of their own, cluster and CR2`); // biome-ignore format: one line
  }
  if (cluster2 !== undefined && cluster === undefined)
    refuse(`--cluster2 ${cluster2} without --cluster <column>; expected both`);
  const { intervals: _, ...shown } = estimateOptions(flags);
  const given = { covariance, lag, dispersion, degreesOfFreedom, ...shown };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function inferenceData(inference: Inference): object {
  const { rows, covariance, kind, level, ratio, dispersion, degreesOfFreedom, clusters, ways, lag, warnings } =
    inference;
  const { residualDegreesOfFreedom } = inference;
  const matrix = covariance.map((row) => Array.from(row));
  return {
    kind,
    level,
    ratio,
    clusters,
    ways,
    lag,
    dispersion,
    degreesOfFreedom,
    residualDegreesOfFreedom,
    estimates: rows,
    covariance: matrix,
    warnings,
  };
}
