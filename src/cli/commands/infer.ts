import { type Command, Option } from "commander";
import { GlmError, type Inference, type InferOptions } from "../../index.js";
import { plots } from "../../plots/index.js";
import { readSource } from "../../table/source.js";
import { addFittedOptions, number } from "../flags/declare.js";
import { EXIT } from "../output/exit.js";
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
export const KINDS: Readonly<Record<Kind, true>> = {
  model: true,
  HC0: true,
  HC1: true,
  HC2: true,
  HC3: true,
  cluster: true,
};

export interface InferFlags extends FittedFlags {
  readonly covariance?: Kind;
  readonly cluster?: string;
  readonly level?: number;
  readonly plot?: string;
  readonly json?: true;
}

export function addInfer(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command("infer")
    .description("standard errors, tests and intervals of a fit, with robust or clustered covariances")
    .argument("<model>", "what dropglm fit --save wrote; - for standard input")
    .argument("[data]", "the data of that fit: a table, - or nothing for standard input; or a file of SVMlight")
    .addOption(
      new Option("--covariance <name>", "kind of the standard errors (default: model)").choices(Object.keys(KINDS)),
    )
    .option("--cluster <column>", "rows of one name may depend on each other: the covariance cluster")
    .option("--level <level>", "level of the intervals (default: 0.95)", number);
  addFittedOptions(command)
    .option("--plot <file>", "draw estimates and intervals: an SVG file; needs @observablehq/plot and linkedom")
    .option("--json", "print JSON, with the covariance matrix")
    .action(async (model: string, data: string | undefined, flags: InferFlags) =>
      finish(await inferCommand(model, data, flags)),
    );
}

async function inferCommand(modelFile: string, file: string | undefined, flags: InferFlags): Promise<number> {
  checkFitted(modelFile, file);
  const options = inferOptions(flags);
  const outputs = openOutputs({ "--plot": flags.plot }, [modelFile, file]);
  await checkPlot(flags.plot);
  const saved = readSaved(await readSource(modelFile));
  const { model } = saved;
  const rows = await readFitted(file, modelFile, saved, flags);
  const inference = await located(rows, () => inferRows(model, rows, options));
  const [asked, about] = [ofModel(saved, flags), fittedOf(model)];
  if (flags.json) write(toJSON({ ...headingData(rows, asked, about), ...inferenceData(inference) }));
  else write([title(headingOf(rows, asked, about)), String(inference)].join("\n\n"));
  await writePlot(outputs, () => plots.forest(inference));
  return EXIT.done;
}

/** Flags in the library's words; the clusters come with the data. */
export function inferOptions({
  covariance,
  cluster,
  level,
}: Pick<InferFlags, "covariance" | "cluster" | "level">): Pick<InferOptions, "covariance" | "level"> {
  const refuse = (message: string): never => {
    throw new GlmError("BAD_OPTION", message);
  };
  if (covariance === "cluster" && cluster === undefined)
    refuse("--covariance cluster without --cluster <column>; expected both");
  if (cluster !== undefined && (covariance ?? "cluster") !== "cluster") {
    refuse(`--cluster ${cluster} with --covariance ${covariance}; expected one of them: clusters have a covariance of their own`); // biome-ignore format: one line
  }
  const kind = cluster === undefined ? covariance : "cluster";
  return { ...(kind === undefined ? {} : { covariance: kind }), ...(level === undefined ? {} : { level }) };
}

function inferenceData(inference: Inference): object {
  const { rows, covariance, kind, level, dispersion, degreesOfFreedom, clusters, warnings } = inference;
  const { residualDegreesOfFreedom } = inference;
  const matrix = covariance.map((row) => Array.from(row));
  return {
    kind,
    level,
    clusters,
    dispersion,
    degreesOfFreedom,
    residualDegreesOfFreedom,
    estimates: rows,
    covariance: matrix,
    warnings,
  };
}
